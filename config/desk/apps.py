"""The framework of the desk as an app of Django's, with our site for its own."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's administration. `admin.site`, with which everything is registered, is the site that is named here."""

    default_site = "config.desk.site.Desk"
