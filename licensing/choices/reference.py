"""Closed lists that governed data refers to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PartnerTier(TextChoices):
    US = "us", _("United States")
    EUROPE = "europe", _("Europe")
    SUPPORTER = "supporter", _("Other supporter")
    OTHER = "other", _("Other")
    EXCLUDED = "excluded", _("Excluded")


class NeedVerdict(TextChoices):
    """What a domestic-need statement says; the partner sees this word and never the figures behind it."""

    SUFFICIENT = "sufficient", _("Sufficient")
    LIMITED = "limited", _("Limited")
    INSUFFICIENT = "insufficient", _("Insufficient")


class ScanVerdict(TextChoices):
    NOT_SCANNED = "not_scanned", _("Not scanned")
    CLEAN = "clean", _("Clean")
    INFECTED = "infected", _("Infected")
