"""Time limits, what pauses them, and what reminds of them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TermUnit(TextChoices):
    CALENDAR = "calendar", _("calendar days")
    WORKING = "working", _("working days")


class Roll(TextChoices):
    """Where a term goes whose last day is not worked. A hard maximum never moves."""

    NONE = "none", _("stays on its day")
    NEXT = "next", _("moves to the next working day")
    PREVIOUS = "previous", _("moves to the working day before")


class ClockKind(TextChoices):
    COMPLETENESS = "completeness", _("Completeness check")
    LEGAL = "legal", _("Legal time limit")
    STAGE = "stage", _("Stage")
    ESCALATION = "escalation", _("Time to refer the case up")
    APPEAL = "appeal", _("Time to appeal")
    REVOCATION = "revocation", _("Time to appeal against a revocation")
    REDRESS = "redress", _("Decision on an appeal against a revocation")
    RESERVATION = "reservation", _("Volume kept for the request")


# Clocks of a revoked licence. They are kept with its case, but nothing that becomes of the case pauses or ends them.
LICENCE_CLOCKS = frozenset({ClockKind.REVOCATION, ClockKind.REDRESS})
# Nothing that holds a case pauses these; a volume that is kept for a case which waits would be kept from others for ever.
UNPAUSED_CLOCKS = LICENCE_CLOCKS | {ClockKind.RESERVATION}


class PauseReason(TextChoices):
    QUESTION = "question", _("A question waits for the applicant's answer")
    ADJOURNED = "adjourned", _("The decision is adjourned")
    HOLD = "hold", _("Held by the authority")
    RETURNED = "returned", _("The request is with the applicant")


class Owner(TextChoices):
    """Who must act before a clock moves again."""

    APPLICANT = "applicant", _("the applicant")
    AUTHORITY = "authority", _("the authority")


class DeadlineKind(TextChoices):
    """What the reminder policy knows deadlines of: the clocks of a case, and what is due besides them."""

    COMPLETENESS = "completeness", _("Completeness check")
    LEGAL = "legal", _("Legal time limit")
    STAGE = "stage", _("Stage")
    ESCALATION = "escalation", _("Time to refer the case up")
    APPEAL = "appeal", _("Time to appeal")
    REVOCATION = "revocation", _("Time to appeal against a revocation")
    REDRESS = "redress", _("Decision on an appeal against a revocation")
    RESERVATION = "reservation", _("Volume kept for the request")
    QUESTION = "question", _("Question to the applicant")
    NEED_STATEMENT = "need_statement", _("Statement of domestic need")
    ASSESSMENT = "assessment", _("Assessment")
    ASSESSMENT_END = "assessment_end", _("End of an assessment")
    LICENCE_EXPIRY = "licence_expiry", _("End of a licence")
    USAGE_REPORT = "usage_report", _("Reports under a licence")
    CONDITION = "condition", _("Condition of a licence")
    SUSPENSION = "suspension", _("Confirmation of a suspension")
    PARENT_END = "parent_end", _("End of an authorisation that requests draw on")
    VARIATION = "variation", _("Decision on a variation")
    LICENCE_REVIEW = "licence_review", _("Review of a licence")
    LICENCE_VISIT = "licence_visit", _("Visit to delivered goods")
    LICENCE_PAPER = "licence_paper", _("Paper of a licence that is due")
    NOTICE = "notice", _("Notice of a suspension that is due")
    CONTRACT_REVIEW = "contract_review", _("Review of a contract")
    PLAN_END = "plan_end", _("End of a country plan")
    SYSTEM_END = "system_end", _("End of a system")
    SYSTEM_LEFT = "system_left", _("Handing over a system whose people have left")


# Deadlines of programs, and of the plans of the state, which belong to no case.
SYSTEM_DEADLINES = frozenset({DeadlineKind.SYSTEM_END, DeadlineKind.SYSTEM_LEFT})
PLAN_DEADLINES = frozenset({DeadlineKind.PLAN_END})
