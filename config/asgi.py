"""The web process for an ASGI server; config/wsgi.py is what we measure and recommend."""

import os
from concurrent.futures import ThreadPoolExecutor

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DOZVIL_PROCESS", "web")

application = get_asgi_application()

# As in config/wsgi.py: before the first request.
from config.monitoring.record import compare_at_start  # noqa: E402

# In a thread of its own: such a server loads this file inside its event loop, where Django refuses to ask the database.
with ThreadPoolExecutor(1) as aside:
    aside.submit(compare_at_start).result()
