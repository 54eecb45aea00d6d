"""Assessments: screening and what is said of hits, kinds and their lapse, certificates and whether they are genuine."""

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
    CERTIFICATE = "euc", _("the end-user certificate that it rests on says something else, or more was found of it")
    LIST = "list", _("a list that it rests on has changed")
    CLASSIFIED = "entries", _("the authority classifies goods otherwise now")
    EXPIRED = "expired", _("its last day has passed")


class ItemVerdict(TextChoices):
    """What the authority says of the control entries that were filed for an item."""

    CONFIRMED = "confirmed", pgettext_lazy("of an item", "Confirmed")
    CHANGED = "changed", pgettext_lazy("of an item", "Changed")
    NOT_CONTROLLED = "not_controlled", pgettext_lazy("of an item", "Not controlled")


class CertificateElement(TextChoices):
    """What an end-user certificate may say, by the list of the OSCE; a template says which of it must be there."""

    E01 = "E01", _("Unique number")
    E02 = "E02", _("Date of issue and period of validity")
    E03 = "E03", _("Exporter: name, address, register number")
    E04 = "E04", _("End user: name, address, telephone or mail, state or private")
    E05 = "E05", _("Country of final destination")
    E06 = "E06", _("Foreign consignee, intermediary or broker")
    E07 = "E07", _("Goods: type, model, control entry, quantity")
    E08 = "E08", _("Number and date of the contract")
    E09 = "E09", _("Specific end use and place of use")
    E10 = "E10", _("Undertaking: used by the end user alone, for the stated use alone")
    E11 = "E11", _("Undertaking: no re-export, transfer or loan without written consent of the exporting state")
    E12 = "E12", _("Undertaking: no use in weapons of mass destruction or missiles")
    E13 = "E13", _("Signatory: name, title, original signature, seal")
    E14 = "E14", _("Government authentication, or proof that the signatory is competent")
    E15 = "E15", _("Undertaking to confirm receipt")
    E16 = "E16", _("Right of the exporting state to check on site")
    E17 = "E17", _("Notice of loss, theft or destruction; rule on disposal")
    E18 = "E18", _("New for old, or destruction of what is replaced")
    E19 = "E19", _("Signatures of both, where the intermediate and the final user differ")
    E20 = "E20", _("Certified translation")


class ElementFinding(TextChoices):
    """What somebody found of an element of a certificate."""

    PRESENT = "present", pgettext_lazy("of an element", "Present")
    ABSENT = "absent", pgettext_lazy("of an element", "Absent")
    UNCLEAR = "unclear", pgettext_lazy("of an element", "Unclear")


class AuthenticityStep(TextChoices):
    """How the authority finds out whether a certificate is genuine."""

    SPECIMEN = "specimen", _("Signature and seal compared with specimens")
    EMBASSY = "embassy", _("Own embassy asked")
    AUTHORITY = "authority", _("Issuing authority asked, or its register")


class StepChannel(TextChoices):
    """By which channel a step was taken."""

    PAPER = "paper", pgettext_lazy("channel", "Paper compared at hand")
    NOTE = "note", pgettext_lazy("channel", "Diplomatic note")
    LETTER = "letter", pgettext_lazy("channel", "Letter")
    MAIL = "mail", pgettext_lazy("channel", "E-mail to an address known before")
    TELEPHONE = "telephone", pgettext_lazy("channel", "Telephone, by a number known before")
    REGISTER = "register", pgettext_lazy("channel", "Register of the issuing authority")


class StepResult(TextChoices):
    """What a step came to; what was asked and is not answered yet confirms nothing."""

    ASKED = "asked", pgettext_lazy("of a step", "Asked, not answered yet")
    CONFIRMS = "confirms", pgettext_lazy("of a step", "Confirms the certificate")
    UNCLEAR = "unclear", pgettext_lazy("of a step", "Neither confirms nor denies it")
    DENIES = "denies", pgettext_lazy("of a step", "Denies the certificate")


class Authenticity(TextChoices):
    """What the steps of a certificate come to."""

    GENUINE = "genuine", pgettext_lazy("of a certificate", "Genuine")
    UNCONFIRMED = "unconfirmed", pgettext_lazy("of a certificate", "Not confirmed")
    FALSE = "false", pgettext_lazy("of a certificate", "False")


class CriterionAnswer(TextChoices):
    """What somebody answers to a question of a criterion; “yes” always speaks for a risk."""

    NO = "no", pgettext_lazy("answer", "No")
    YES = "yes", pgettext_lazy("answer", "Yes")
    UNCLEAR = "unclear", pgettext_lazy("answer", "Unclear")


class RiskLevel(TextChoices):
    """How likely a risk is, and how severe."""

    LOW = "low", pgettext_lazy("of a risk", "Low")
    MEDIUM = "medium", pgettext_lazy("of a risk", "Medium")
    HIGH = "high", pgettext_lazy("of a risk", "High")


class CriterionResult(TextChoices):
    """What a request comes to by one criterion."""

    NONE = "none", pgettext_lazy("of a criterion", "No risk")
    MITIGATED = "mitigated", pgettext_lazy("of a criterion", "Risk mitigated")
    CLEAR_RISK = "clear_risk", pgettext_lazy("of a criterion", "Clear risk")
    ABSOLUTE = "absolute", pgettext_lazy("of a criterion", "Absolute prohibition")
