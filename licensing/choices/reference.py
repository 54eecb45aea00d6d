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
    """What the scanner says of a file. Without a scanner it is not scanned; while the scanner is away it waits, kept back."""

    NOT_SCANNED = "not_scanned", _("Not scanned")
    WAITING = "waiting", _("Waits for the scanner")
    CLEAN = "clean", _("Clean")
    INFECTED = "infected", _("Infected")


class SignatureStanding(TextChoices):
    """What is established of a signature that fits its content; one that does not fit is refused and never stored."""

    VALID = "valid", _("Valid, from a trusted issuer")
    UNTRUSTED = "untrusted", _("Fits the content, but its issuer is not trusted")
    NOT_VERIFIED = "unverified", _("Not verified")


class TrialLook(TextChoices):
    """What a trial of changed governed data looks at in a case: each is what some act would do otherwise."""

    ROUTED = "routed", _("Routed otherwise")
    TIMED = "timed", _("Timed otherwise")
    REQUIRED = "required", _("Required otherwise")
    REMINDED = "reminded", _("Reminded otherwise")
    ASKED = "asked", _("Asked otherwise")
