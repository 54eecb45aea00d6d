from django.apps import AppConfig


class LicensingConfig(AppConfig):
    """The whole of Dozvil is one app, cut into floors (see docs/architecture.md)."""

    name = "licensing"
    label = "licensing"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Dozvil"
