"""What the web server of a run loads in each of its processes: the product's own application, on a faster clock."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ["DOZVIL_PROCESS"] = "web"
django.setup()

from config.wsgi import application  # noqa: E402 - the settings come first
from tests.faults import tempo  # noqa: E402

tempo.prepare()

__all__ = ["application"]
