"""Screening: the shapes of lists, what became of a version, what is said of a hit and where it stands by that."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ListShape(TextChoices):
    """The shapes of files in which lists of listed parties are published."""

    OWN = "own", _("Our own: CSV with a header, one row per name")
    OFAC = "ofac", _("US Treasury: CSV of 12 columns without a header, aliases apart")
    DPL = "dpl", _("US denied persons: text with tabs and a header")
    UN = "un", _("United Nations: consolidated list, XML")


class ListVersionState(TextChoices):
    """What became of a version of a list that somebody prepared."""

    PREPARED = "prepared", pgettext_lazy("of a list", "Waits for a second person")
    PUBLISHED = "published", pgettext_lazy("of a list", "Published")
    DECLINED = "declined", pgettext_lazy("of a list", "Declined")


class HitVerdict(TextChoices):
    """What a person says of a hit: whether the party of the case is the listed one."""

    TRUE = "true", pgettext_lazy("of a hit", "It is the listed party")
    FALSE = "false", pgettext_lazy("of a hit", "It is somebody else")
    UNCLEAR = "unclear", pgettext_lazy("of a hit", "It cannot be told yet")


class HitStanding(TextChoices):
    """Where a hit stands by all that was said of it."""

    WAITING = "waiting", pgettext_lazy("of a hit", "Nobody has looked at it")
    SECOND = "second", pgettext_lazy("of a hit", "Waits for a second person")
    UNCLEAR = "unclear", pgettext_lazy("of a hit", "Unclear")
    TRUE = "true", pgettext_lazy("of a hit", "Listed")
    CLEARED = "cleared", pgettext_lazy("of a hit", "Cleared")


class HitStrength(TextChoices):
    """How near a name is to a listed one: a strong hit stops a case until it is disposed of, a possible one is to be known."""

    POSSIBLE = "possible", pgettext_lazy("of a hit", "Possible")
    STRONG = "strong", pgettext_lazy("of a hit", "Strong")


class AssessmentKind(TextChoices):
    """What the authority establishes about a request before bodies vote on it."""

    CLASSIFICATION = "classification", _("Classification of goods")
    CERTIFICATE = "certificate", _("End-user certificate")
    SCREENING = "screening", _("Screening of parties")
    ROUTE = "route", _("Check of the route")
    CRITERIA = "criteria", _("Assessment criteria")
    NEED = "need", _("Statement of domestic need")


class AssessmentState(TextChoices):
    """Where an assessment of a case stands."""

    MISSING = "missing", pgettext_lazy("of an assessment", "Missing")
    DONE = "done", pgettext_lazy("of an assessment", "Done")
    LAPSED = "lapsed", pgettext_lazy("of an assessment", "Lapsed")


class LapseReason(TextChoices):
    """Why an assessment holds no longer."""

    CHANGED = "changed", _("the request says something else now")
    ANSWERED = "answered", _("the applicant has answered a question about it")
    DOCUMENT = "document", _("a document that it rests on is no longer enclosed")
    LIST = "list", _("a list that it rests on has changed")
    EXPIRED = "expired", _("its last day has passed")


class ItemVerdict(TextChoices):
    """What the authority says of the control entries that were filed for an item."""

    CONFIRMED = "confirmed", pgettext_lazy("of an item", "Confirmed")
    CHANGED = "changed", pgettext_lazy("of an item", "Changed")
    NOT_CONTROLLED = "not_controlled", pgettext_lazy("of an item", "Not controlled")
