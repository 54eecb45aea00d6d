"""Closed lists that governed data refers to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The currency that sums of several are compared in: of thresholds, quotas on the value, duties and ceilings.
EURO = "EUR"


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


class TrialState(TextChoices):
    """How far a trial of very many cases is, which the worker makes in portions."""

    WAITING = "waiting", _("Under way")
    DONE = "done", _("Finished")
    STOPPED = "stopped", pgettext_lazy("trial", "Stopped")
    REFUSED = "refused", _("Could not be tried")


class ChangeAction(TextChoices):
    """What becomes of one row of a governed list."""

    PUT = "put", _("Written")
    END = "end", _("Ended")


class Settlement(TextChoices):
    """How a draft settles what was changed here and is shipped otherwise."""

    KEPT = "kept", _("What is here stays")
    TAKEN = "taken", _("What is shipped is taken")
    OTHERWISE = "otherwise", _("Something else is written")


class ChangeSetState(TextChoices):
    """What became of changes that somebody drafted together."""

    DRAFT = "draft", pgettext_lazy("of a change set", "Draft")
    SENT = "sent", pgettext_lazy("of a change set", "Waits for a second person")
    APPROVED = "approved", pgettext_lazy("of a change set", "Approved, waits for its moment")
    IN_FORCE = "in_force", pgettext_lazy("of a change set", "In force")
    DECLINED = "declined", pgettext_lazy("of a change set", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a change set", "Withdrawn")
    LAPSED = "lapsed", pgettext_lazy("of a change set", "Lapsed")
