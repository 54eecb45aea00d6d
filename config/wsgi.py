"""The web process, as gunicorn starts it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DOZVIL_PROCESS", "web")

application = get_wsgi_application()

# After the settings are there. A database that was set back must not be written to, not even by the first request.
from config.monitoring.record import compare_at_start  # noqa: E402

compare_at_start()
