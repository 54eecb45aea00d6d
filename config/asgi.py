"""The web process for an ASGI server; config/wsgi.py is what we measure and recommend."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DOZVIL_PROCESS", "web")

application = get_asgi_application()
