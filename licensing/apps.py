from django.apps import AppConfig

from licensing import checks


class LicensingConfig(AppConfig):
    """The whole of Dozvil is one app, cut into layers (see docs/architecture.md)."""

    name = "licensing"
    label = "licensing"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Dozvil"
    # Registered by being imported; named here so that nobody removes the import.
    database_checks = (checks.check_database_was_released,)
