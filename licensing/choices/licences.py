"""A licence, and what its holder owes under it."""

from enum import StrEnum
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from licensing.choices.signoff import LimitConsequence


class LicenceState(TextChoices):
    """Where an issued licence stands.

    A closed state is left when a reversal leaves something to ship, or when a revocation is set aside.
    """

    ISSUED = "issued", _("Issued")
    SUSPENDED = "suspended", _("Suspended")
    EXHAUSTED = "exhausted", _("Used in full")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    SURRENDERED = "surrendered", _("Surrendered")


class RevocationOutcome(TextChoices):
    """What an appeal against the revocation of a licence leads to."""

    UPHELD = "upheld", _("Revocation upheld")
    SET_ASIDE = "set_aside", _("Revocation set aside")


class SuspensionEnd(TextChoices):
    """Why the suspension of a licence by an officer has ended."""

    LAPSED = "lapsed", _("nobody confirmed it in time")
    DECLINED = "declined", _("a decider declined to confirm it")
    REINSTATED = "reinstated", _("two persons reinstated the licence")
    CLOSED = "closed", _("the licence has ended")


class ReinstatementOutcome(TextChoices):
    """What became of a proposal to reinstate a licence."""

    CONFIRMED = "confirmed", pgettext_lazy("of a reinstatement", "Confirmed")
    DECLINED = "declined", pgettext_lazy("of a reinstatement", "Declined")
    CEASED = "ceased", pgettext_lazy("of a reinstatement", "No longer needed")


class VariationOutcome(TextChoices):
    """What became of a variation that a holder asked for, or an officer proposed."""

    GRANTED = "granted", pgettext_lazy("of a variation", "Granted")
    REFUSED = "refused", pgettext_lazy("of a variation", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a variation", "Withdrawn")
    CEASED = "ceased", pgettext_lazy("of a variation", "No longer needed")


class ReviewCause(TextChoices):
    """What became known after the grant, so that a licence is reviewed."""

    CONFLICT = "conflict", _("a conflict of interest of somebody who took part")
    LISTING = "listing", _("a party stands on a list")
    CERTIFICATE = "certificate", _("the end-user certificate is false")
    VISIT = "visit", _("what a visit or a report after the delivery has found")
    OTHER = "other", _("other knowledge")


class ReviewOutcome(TextChoices):
    """What the review of a licence leads to."""

    CONFIRMED = "confirmed", pgettext_lazy("of a review", "The licence is confirmed")
    VARIED = "varied", pgettext_lazy("of a review", "The licence is varied, as is proposed")
    SUSPENDED = "suspended", pgettext_lazy("of a review", "The licence is suspended")
    REVOKED = "revoked", pgettext_lazy("of a review", "The licence is revoked")
    CEASED = "ceased", pgettext_lazy("of a review", "The licence has ended meanwhile")


class VisitKind(TextChoices):
    """How the authority makes sure of what was delivered."""

    DELIVERY = "delivery", _("delivery verification with the authorities of the destination")
    SITE = "site", _("post-shipment visit to where the goods are")


class VisitFinding(TextChoices):
    """What a visit found. All but the first two follow the end user to its other licences."""

    AS_DECLARED = "as_declared", _("the goods are there and used as declared")
    UNVERIFIED = "unverified", _("it could not be verified")
    REFUSED = "refused", _("access was refused")
    MISSING = "missing", _("goods are missing")
    MISUSED = "misused", _("goods are used otherwise than declared")
    DIVERTED = "diverted", _("goods were passed on to somebody else")


ADVERSE_FINDINGS = (VisitFinding.REFUSED, VisitFinding.MISSING, VisitFinding.MISUSED, VisitFinding.DIVERTED)


class ReportKind(TextChoices):
    """The two reports that the holder of a permit owes for each period."""

    FACT = "fact", _("Report on actual transfer")
    USE = "use", _("Report on use")


class ReportOutcome(TextChoices):
    IN_FULL = "in_full", _("In full")
    IN_PART = "in_part", _("In part")
    NOT_AT_ALL = "not_at_all", _("Not at all")


class ReportMeasure(TextChoices):
    """What a report says of a line, as it is held against the ledger."""

    DELIVERED = "delivered", pgettext_lazy("of a report", "delivered")
    USED = "used", pgettext_lazy("of a report", "in use")


class DifferenceOutcome(TextChoices):
    """What became of a difference between a report and the ledger. The last two come by themselves."""

    ACCEPTED = "accepted", _("The explanation is accepted")
    RETURNED = "returned", _("A corrected report is asked for")
    SUSPENSION = "suspension", _("Suspension of the licence is proposed")
    CORRECTED = "corrected", _("Another report or other figures took its place")
    AGREES = "agrees", _("The ledger agrees with it now")


class DutyState(TextChoices):
    """How far the holder of a licence is with a condition that is due on a day."""

    OPEN = "open", _("Evidence is due")
    FILED = "filed", _("Evidence filed, to be checked")
    MET = "met", pgettext_lazy("condition", "Met")
    CEASED = "ceased", _("No longer due")


class Consequence(TextChoices):
    """What follows by itself when a condition is not met by its day. A licence is revoked by a person alone."""

    WARN = "warn", _("a warning, of which the desk is told")
    SUSPEND = "suspend", _("suspension of the licence")
    BAR = "bar", _("no further requests until it is met")


# Two kinds of event say under one key what followed: of a legal limit that passed, and of a condition that was not met.
CONSEQUENCES: Final = dict([*LimitConsequence.choices, *Consequence.choices])


class ConsequenceEnd(TextChoices):
    """Why a consequence has ended."""

    MET = "met", _("the condition is met")
    CEASED = "ceased", _("the condition is no longer due")
    LIFTED = "lifted", _("a case officer lifted it")


class MilestoneKind(TextChoices):
    """What deliveries wait for: a milestone of the financing, or the gate of a stage of the technology transfer."""

    MILESTONE = "milestone", _("Milestone")
    STAGE = "stage", _("Stage of the technology transfer")


class GateRule(TextChoices):
    """How a condition of the library is looked at when goods are to leave. A condition without a rule binds on paper."""

    ONCE = "once", _("met once, before the first shipment")
    COVERED = "covered", _("met for each shipment or batch, by quantity")
    CAP = "cap", _("a cap in any period of so many months")
    CALENDAR_CAP = "calendar_cap", _("a cap in each period of the calendar")
    MILESTONE = "milestone", _("met when a milestone of payment is")
    NOTICE = "notice", _("stops deliveries after a notice of the authority")


class CapScope(TextChoices):
    """What a cap counts together."""

    LICENCE = "licence", _("all lines of the licence in one unit")
    LINE = "line", _("each line by itself")
    FAMILY = "family", _("the lines of an item family")
    VALUE = "value", _("the value of all lines")


class EvidenceKind(TextChoices):
    """What shows that a condition is met. Each is a typed record, and never a tick."""

    DOCUMENT = "document", _("a document of the case")
    ACCEPTANCE = "acceptance", _("an inspector’s acceptance of a batch")
    VERIFICATION = "verification", _("a verification of the certificate")
    DELIVERY = "delivery", _("a verification of the delivery")
    NOTICE = "notice", _("a notice, with its day")
    REPORT = "report", _("a report on deliveries and use, line by line")


class ConditionStanding(TextChoices):
    """How a condition of a licence stands at the gate."""

    MET = "met", pgettext_lazy("condition", "Met")
    OPEN = "open", _("Lets some leave")
    UNMET = "unmet", _("Not met: nothing may leave")
    PAPER = "paper", _("Binds on paper")


class ClearanceRefusal(StrEnum):
    """Why customs may not let goods pass, or a reported clearance is not kept. Published: programs branch on it."""

    NOT_IN_FORCE = "not_in_force"
    STOPPED = "stopped_by_measure"
    NOT_MET = "milestone_not_met"
    CONDITION = "condition_not_met"
    SCREENING = "stopped_by_screening"
    CERTIFICATE = "stopped_by_certificate"
    YEAR = "before_its_year"
    # All that the holder is told of what only the authority reads.
    HELD_BACK = "held_back"
    OVERDRAWN = "overdrawn"
    NO_SUCH_LINE = "no_such_line"
    UNIT_MISMATCH = "unit_mismatch"
    NOT_WHOLE = "not_whole"
    OUTSIDE_VALIDITY = "outside_validity"
    FUTURE_DAY = "future_day"
    NOT_POSITIVE = "not_positive"
    TOO_LARGE = "too_large"
