"""Measures of the state: what they do, what they mean for cases under way, and what became of each."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeasureKind(TextChoices):
    """What a measure does.

    A quota stops what it has no room for, a duty and a tier stop nothing by themselves; all others stop what they cover.
    """

    MORATORIUM = "moratorium", _("Moratorium")
    EMBARGO = "embargo", _("Embargo on a country or a party")
    TRANSIT_BAN = "transit_ban", _("Ban on transit")
    ITEM_RESTRICTION = "item_restriction", _("Restriction on goods")
    # Stored and published under its first value.
    NEED_STOP = "need_halt", _("Stop for urgent need")
    QUOTA = "quota", _("Quota")
    DUTY = "duty", _("Duty")
    PARTNER_TIER = "partner_tier", _("Tier of countries for a time")


class QuotaPeriod(TextChoices):
    """The time that a quota is counted in, by the calendar but for the last."""

    YEAR = "year", _("per calendar year")
    QUARTER = "quarter", _("per quarter of a year")
    MONTH = "month", _("per calendar month")
    WHOLE = "whole", _("from its first day to its last")


class InFlight(TextChoices):
    """What a measure means for cases that were already under way on its first day."""

    STOP = "stop", _("They stop")
    CONTINUE = "continue", _("They go on if they were submitted before")
    CONTINUE_IF_IN_REVIEW = "continue_if_in_review", _("They go on if they were accepted as complete before")


class MeasureStanding(TextChoices):
    """Where a published measure stands on a day."""

    IN_FORCE = "in_force", pgettext_lazy("of a measure", "In force")
    ANNOUNCED = "announced", _("Announced")
    OVER = "over", _("Over")


class MeasureState(TextChoices):
    """What became of a measure that somebody prepared."""

    PREPARED = "prepared", pgettext_lazy("of a measure", "Waits for a second person")
    PUBLISHED = "published", pgettext_lazy("of a measure", "Published")
    DECLINED = "declined", pgettext_lazy("of a measure", "Declined")


class PlanState(TextChoices):
    """Where a country plan stands. One that has ended stays readable."""

    WORKING = "working", pgettext_lazy("of a country plan", "Worked on")
    DECIDING = "deciding", pgettext_lazy("of a country plan", "In review")
    ENDED = "ended", pgettext_lazy("of a country plan", "Ended")


class ProjectStatus(TextChoices):
    """Where a project of a country plan stands. Only the decision on the plan approves it."""

    IDEA = "idea", pgettext_lazy("of a project", "Idea")
    DISCUSSED = "discussed", pgettext_lazy("of a project", "In discussion")
    PROPOSED = "proposed", pgettext_lazy("of a project", "Proposed")
    APPROVED = "approved", pgettext_lazy("of a project", "Approved")
    STOPPED = "stopped", pgettext_lazy("of a project", "Stopped")


class InvestmentSide(TextChoices):
    """Whose money an investment is."""

    OURS = "ours", _("Our side")
    PARTNER = "partner", _("The partner's side")


class MakerOwnership(TextChoices):
    """Whose a maker is."""

    PUBLIC = "public", pgettext_lazy("of a maker", "Of the state")
    PRIVATE = "private", pgettext_lazy("of a maker", "Private")


class Instrument(TextChoices):
    """By what an investment is made."""

    BUDGET = "budget", _("State budget")
    LOAN = "loan", _("Loan")
    EQUITY = "equity", _("Share in the capital")
    GRANT = "grant", _("Grant")
    IN_KIND = "in_kind", _("Goods, sites or knowledge instead of money")


class VersionState(TextChoices):
    """What became of a version of a country plan that was sent for review."""

    WAITING = "waiting", pgettext_lazy("of a version", "In review")
    DECIDED = "decided", pgettext_lazy("of a version", "Decided")
    TAKEN_BACK = "taken_back", pgettext_lazy("of a version", "Called back")


class VersionOutcome(TextChoices):
    """What the government's decisions on its projects come to for a version of a country plan."""

    APPROVED = "approved", pgettext_lazy("of a version", "Approved")
    IN_PART = "in_part", pgettext_lazy("of a version", "Approved in part")
    RETURNED = "returned", pgettext_lazy("of a version", "Returned to the working group")
    REFUSED = "refused", pgettext_lazy("of a version", "Refused")


class ProjectVerdict(TextChoices):
    """What the government decides on one project of a version."""

    APPROVE = "approve", pgettext_lazy("of a project", "Approve")
    DISCUSS = "discuss", pgettext_lazy("of a project", "Back into discussion")
    STOP = "stop", pgettext_lazy("of a project", "Stop")


class InterestState(TextChoices):
    """Whose turn it is in an expression of interest, and how it ended."""

    FILED = "filed", pgettext_lazy("of an expression of interest", "With the authority")
    ANSWERED = "answered", pgettext_lazy("of an expression of interest", "Answered")
    OFFERED = "offered", pgettext_lazy("of an expression of interest", "Offer made")
    COUNTERED = "countered", pgettext_lazy("of an expression of interest", "Counter-offer made")
    AGREED = "agreed", pgettext_lazy("of an expression of interest", "Agreed")
    DECLINED = "declined", pgettext_lazy("of an expression of interest", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("of an expression of interest", "Withdrawn")


class InterestStepKind(TextChoices):
    """What was done in the negotiation of an expression of interest; each step stays in its log."""

    FILED = "filed", _("Interest expressed")
    ANSWERED = "answered", _("Answer of the authority")
    OFFERED = "offered", _("Offer of the state")
    COUNTERED = "countered", _("Counter-offer of the partner")
    AGREED = "agreed", _("Agreement noted")
    DECLINED = "declined", _("Declined by the authority")
    WITHDRAWN = "withdrawn", _("Withdrawn by the partner")
    LAPSED = "lapsed", _("Offer lapsed")


class Urgency(TextChoices):
    """How soon a partner says that it needs the goods."""

    ORDINARY = "ordinary", pgettext_lazy("of a need", "Ordinary")
    SOON = "soon", pgettext_lazy("of a need", "Soon")
    URGENT = "urgent", pgettext_lazy("of a need", "Urgent")


class Account(TextChoices):
    """Where a quantity of an authorisation stands. What is left is no account of its own: it is what the others leave."""

    LEFT = "left", pgettext_lazy("of a ceiling", "Left")
    RESERVED = "reserved", pgettext_lazy("of a ceiling", "Reserved")
    COMMITTED = "committed", pgettext_lazy("of a ceiling", "Granted")
    USED = "used", pgettext_lazy("of a ceiling", "Delivered")


class ParentState(TextChoices):
    """Whether new requests may draw on an authorisation."""

    IN_FORCE = "in_force", pgettext_lazy("of an authorisation", "In force")
    SUSPENDED = "suspended", pgettext_lazy("of an authorisation", "Suspended")
    ENDED = "ended", pgettext_lazy("of an authorisation", "Ended")


class ReviewResult(TextChoices):
    """What the review of a contract of several years has found."""

    CONTINUES = "continues", pgettext_lazy("of a contract", "It goes on as it is")
    VARIES = "varies", pgettext_lazy("of a contract", "Its price or quantity is to be varied")
    ENDS = "ends", pgettext_lazy("of a contract", "It is to be ended")


class ParentChange(TextChoices):
    """What a decider may do with an authorisation that requests draw on."""

    SUSPEND = "suspend", pgettext_lazy("of an authorisation", "Suspend it")
    REINSTATE = "reinstate", pgettext_lazy("of an authorisation", "Put it into force again")
    END = "end", pgettext_lazy("of an authorisation", "End it for good")
    REDUCE = "reduce", pgettext_lazy("of an authorisation", "Reduce its ceilings")


class Fit(TextChoices):
    """What the applicant is told of what is left: never a figure, which would tell what others have drawn."""

    FITS = "fits", pgettext_lazy("of what is asked", "fits")
    IN_PART = "in_part", pgettext_lazy("of what is asked", "fits in part")
    NO = "no", pgettext_lazy("of what is asked", "does not fit")


class PlanMarking(TextChoices):
    """How a country plan is classified; its papers bear it on every page."""

    OFFICIAL = "official", _("For official use only")
    SECRET = "secret", pgettext_lazy("of a paper", "Secret")
    TOP_SECRET = "top_secret", pgettext_lazy("of a paper", "Top secret")
