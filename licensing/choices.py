"""The vocabulary of the house: every closed list of words that more than one room uses.

Words that a policy officer may change (kinds of case, conditions, grounds of refusal, units ...) are reference rows,
not choices. What stands here changes only together with code.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseState(TextChoices):
    """Where a case stands in its life."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted: completeness check")
    MINISTRY_REVIEW = "ministry_review", _("Ministry review")
    GOVERNMENT_DECISION = "government_decision", _("Government decision")
    ADJOURNED = "adjourned", _("Adjourned")
    RETURNED = "returned", _("Returned to the applicant")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = (
    CaseState.DRAFT,
    CaseState.SUBMITTED,
    CaseState.MINISTRY_REVIEW,
    CaseState.GOVERNMENT_DECISION,
    CaseState.ADJOURNED,
    CaseState.RETURNED,
)
EDITABLE_STATES = (CaseState.DRAFT, CaseState.RETURNED)
REVIEW_STATES = (CaseState.MINISTRY_REVIEW, CaseState.GOVERNMENT_DECISION)


class LicenceState(TextChoices):
    """Where an issued licence stands; a licence never leaves a closed state."""

    ISSUED = "issued", _("Issued")
    SUSPENDED = "suspended", _("Suspended")
    EXHAUSTED = "exhausted", _("Used in full")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    SURRENDERED = "surrendered", _("Surrendered")


class Office(TextChoices):
    """Standing duties of a person in the authority, apart from any mandate for a body."""

    CASE_OFFICER = "case_officer", _("Case officer")
    DECIDER = "decider", _("Decider")
    POLICY_OFFICER = "policy_officer", _("Policy officer")
    AUDITOR = "auditor", _("Auditor")
    CUSTOMS = "customs", _("Customs system")
    ADMINISTRATOR = "administrator", _("Administrator of people")


class MembershipRole(TextChoices):
    """What a person may do inside a partner organisation."""

    ADMINISTRATOR = "administrator", _("Administrator")
    PREPARER = "preparer", _("Preparer")
    READER = "reader", _("Reader")


class MandateKind(TextChoices):
    HOLDER = "holder", pgettext_lazy("of a mandate", "Holder")
    DEPUTY = "deputy", _("Deputy")


class CaseRole(TextChoices):
    """The role in the case that an act gives to the person who does it; one person has one role in one case."""

    PREPARED = "prepared", _("Prepared the request")
    HANDLED = "handled", _("Handled the file")
    SIGNED = "signed", _("Signed for a body")
    DECIDED = "decided", _("Decided")
    COUNTERSIGNED = "countersigned", _("Countersigned")


class SeatRole(TextChoices):
    DELIBERATIVE = "deliberative", _("Deliberative")
    CONSULTATIVE = "consultative", _("Consultative")
    OBSERVER = "observer", _("Observer")
    SECRETARY = "secretary", _("Secretary")

    @property
    def votes(self) -> bool:
        """Whether what this seat says is counted."""
        return self is SeatRole.DELIBERATIVE

    @property
    def speaks(self) -> bool:
        """Whether this seat takes a position at all, with a vote or without one."""
        return self.votes or self is SeatRole.CONSULTATIVE


VOTING_ROLES = tuple(role for role in SeatRole if role.votes)
SPEAKING_ROLES = tuple(role for role in SeatRole if role.speaks)


class Veto(TextChoices):
    NONE = "none", _("No veto")
    SUSPENSIVE = "suspensive", _("Suspensive veto: forces escalation")
    ABSOLUTE = "absolute", _("Absolute veto")


class RuleKind(TextChoices):
    """How the positions of a stage become one outcome."""

    UNANIMITY = "unanimity", _("Unanimity")
    CONSENSUS = "consensus", _("Consensus: nobody objects")
    MAJORITY_CAST = "majority_cast", _("Majority of the votes cast")
    MAJORITY_SEATS = "majority_seats", _("Majority of the seats")
    QUALIFIED = "qualified", _("Qualified majority")
    K_OF_N = "k_of_n", _("A fixed number of approvals")
    WEIGHTED = "weighted", _("Weighted threshold")
    SINGLE = "single", _("The chair decides after hearing all")


class Abstention(TextChoices):
    """How an abstention counts."""

    IGNORED = "ignored", _("Present, not counted")
    AGAINST = "against", _("Counts against")
    ABSENT = "absent", _("Counts as not present")


class Tie(TextChoices):
    CHAIR = "chair", _("The chair's vote decides")
    REFUSE = "refuse", _("A tie refuses")
    ESCALATE = "escalate", _("A tie is referred up")
    LOWER_STANDS = "lower_stands", _("The lower decision stands")


class Silence(TextChoices):
    """What a seat that has not spoken at the deadline is taken to have said."""

    BLOCK = "block", _("Blocks, and is chased")
    NO_OBJECTION = "no_objection", _("No objection")
    ABSTAIN = "abstain", _("Abstention")
    OBJECTION = "objection", _("Objection")
    ESCALATE = "escalate", _("Referred up")


class QuorumBase(TextChoices):
    """Which seats a quorum is counted over when members are recused."""

    ALL_SEATS = "all_seats", _("All seats of the stage")
    ELIGIBLE = "eligible", _("Seats that are not recused")


class PositionChoice(TextChoices):
    APPROVE = "approve", _("Approve")
    CONDITIONS = "conditions", _("Approve with conditions")
    OBJECT = "object", _("Object")
    ABSTAIN = "abstain", _("Abstain")
    NO_VIEW = "no_view", _("Not within our remit")
    ADJOURN = "adjourn", _("Ask to adjourn")


class StageOutcome(TextChoices):
    PENDING = "pending", _("Not yet decided")
    PASSED = "passed", _("Passed")
    PASSED_WITH_CONDITIONS = "passed_with_conditions", _("Passed with conditions")
    NOT_PASSED = "not_passed", _("Not passed")
    ESCALATED = "escalated", _("Referred up")
    ADJOURNED = "adjourned", _("Adjourned")


class RoundEnd(TextChoices):
    """Why a round was closed."""

    ALL_SPOKE = "all_spoke", _("Every seat has spoken")
    SETTLED = "settled", _("The outcome could no longer change")
    DEADLINE = "deadline", _("The deadline passed")
    SUPERSEDED = "superseded", _("A newer version of the request replaced it")
    STOPPED = "stopped", _("The case left the review")


class OnFail(TextChoices):
    """Where a stage that did not pass leads."""

    CONTINUE = "continue", _("Continue with a negative recommendation")
    ESCALATE = "escalate", _("Refer to a higher stage")


class RecusalReason(TextChoices):
    EMPLOYMENT = "employment", _("Present or former employment")
    SHAREHOLDING = "shareholding", _("Shareholding or financial interest")
    FAMILY = "family", _("Family tie")
    ADVISER = "adviser", _("Earlier advice to a party")
    OTHER = "other", _("Another interest")


class DecisionOutcome(TextChoices):
    GRANT = "grant", _("Grant")
    GRANT_IN_PART = "grant_in_part", _("Grant in part")
    REFUSE = "refuse", _("Refuse")

    @property
    def decided(self) -> str:
        """How it reads once it is decided; its label is how it reads while it is proposed."""
        return str(_DECIDED_LABELS[self])


_DECIDED_LABELS = {
    DecisionOutcome.GRANT: _("Granted"),
    DecisionOutcome.GRANT_IN_PART: _("Granted in part"),
    DecisionOutcome.REFUSE: _("Refused"),
}


class SittingState(TextChoices):
    CALLED = "called", _("Called")
    CLOSED = "closed", _("Concluded")


class AgendaResult(TextChoices):
    PENDING = "pending", _("On the agenda")
    DECIDED = "decided", _("Decided")
    FAILED = "failed", _("Not decided")


class QuestionState(TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered, to be checked")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TermUnit(TextChoices):
    CALENDAR = "calendar", _("calendar days")
    WORKING = "working", _("working days")


class ClockKind(TextChoices):
    COMPLETENESS = "completeness", _("Completeness check")
    LEGAL = "legal", _("Legal time limit")
    STAGE = "stage", _("Stage")
    ESCALATION = "escalation", _("Time to refer the case up")
    APPEAL = "appeal", _("Time to appeal")


class PauseReason(TextChoices):
    QUESTION = "question", _("A question waits for the applicant's answer")
    ADJOURNED = "adjourned", _("The decision is adjourned")
    HOLD = "hold", _("Held by the authority")
    RETURNED = "returned", _("The request is with the applicant")


class Owner(TextChoices):
    """Who must act before a clock moves again."""

    APPLICANT = "applicant", _("the applicant")
    AUTHORITY = "authority", _("the authority")


class CooperationForm(TextChoices):
    DIRECT_SALE = "direct_sale", _("Direct sale")
    JOINT_VENTURE = "joint_venture", _("Joint venture")
    LONG_TERM = "long_term", _("Long-term contract")
    FINANCING = "financing", _("Loan or export financing")
    MIXED = "mixed", _("Mixed form")


class PartyRole(TextChoices):
    EXPORTER = "exporter", _("Exporter")
    MANUFACTURER = "manufacturer", _("Manufacturer")
    SPECIAL_EXPORTER = "special_exporter", _("Special exporter")
    AGENT = "agent", _("Applicant's agent")
    BUYER = "buyer", _("Buyer")
    INTERMEDIATE_CONSIGNEE = "intermediate_consignee", _("Intermediate consignee")
    CONSIGNEE = "consignee", _("Final consignee")
    END_USER = "end_user", _("End user")
    ULTIMATE_END_USER = "ultimate_end_user", _("Ultimate end user")
    BROKER = "broker", _("Broker")
    FORWARDER = "forwarder", _("Freight forwarder")
    CARRIER = "carrier", _("Carrier")
    INSURER = "insurer", _("Insurer")
    LENDER = "lender", _("Lender")
    GUARANTOR = "guarantor", _("Guarantor")
    JV_PARTNER = "jv_partner", _("Joint-venture partner")
    IP_OWNER = "ip_owner", _("Owner of intellectual property")
    BANK = "bank", _("Bank")


class PartyKind(TextChoices):
    GOVERNMENT = "government", _("Government")
    COMMERCIAL = "commercial", _("Commercial")
    INDIVIDUAL = "individual", _("Individual")


class GoodsCondition(TextChoices):
    NEW = "new", _("New")
    USED = "used", pgettext_lazy("condition of goods", "Used")
    REFURBISHED = "refurbished", _("Refurbished")


class ForeignContent(TextChoices):
    NONE = "none", _("No foreign content under control")
    CONSENTED = "consented", _("Foreign content, consent on file")
    PENDING = "pending", _("Foreign content, consent not yet given")


class EndUseSector(TextChoices):
    MILITARY = "military", _("Military")
    POLICE = "police", _("Police")
    CIVIL = "civil", _("Civil")


class TransportMode(TextChoices):
    ROAD = "road", _("Road")
    RAIL = "rail", _("Rail")
    SEA = "sea", _("Sea")
    AIR = "air", _("Air")
    MULTIMODAL = "multimodal", _("Multimodal")
    INTANGIBLE = "intangible", _("Intangible transfer")


class MtcrCategory(TextChoices):
    NONE = "none", _("Not an MTCR item")
    I = "I", _("MTCR Category I")  # noqa: E741 - the regime's own name
    II = "II", _("MTCR Category II")
    UNKNOWN = "unknown", _("Not yet determined")


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


class Section(TextChoices):
    """The sections of a request, in the order of the applicant's task list."""

    ABOUT = "about", _("About the request")
    ITEMS = "items", _("Items")
    PARTIES = "parties", _("Parties")
    END_USE = "end_use", _("End use")
    ROUTE = "route", _("Route")
    TERMS = "terms", _("Terms of co-operation")
    DOCUMENTS = "documents", _("Documents")


class ReportKind(TextChoices):
    """The two reports that the holder of a permit owes for each period."""

    FACT = "fact", _("Report on actual transfer")
    USE = "use", _("Report on use")


class ReportOutcome(TextChoices):
    IN_FULL = "in_full", _("In full")
    IN_PART = "in_part", _("In part")
    NOT_AT_ALL = "not_at_all", _("Not at all")


class DutyState(TextChoices):
    """How far the holder of a licence is with a condition that is due on a day."""

    OPEN = "open", _("Evidence is due")
    FILED = "filed", _("Evidence filed, to be checked")
    MET = "met", pgettext_lazy("condition", "Met")
    CEASED = "ceased", _("No longer due")


class DeadlineKind(TextChoices):
    """What the reminder policy knows deadlines of: the clocks of a case, and what is due besides them."""

    COMPLETENESS = "completeness", _("Completeness check")
    LEGAL = "legal", _("Legal time limit")
    STAGE = "stage", _("Stage")
    ESCALATION = "escalation", _("Time to refer the case up")
    APPEAL = "appeal", _("Time to appeal")
    QUESTION = "question", _("Question to the applicant")
    NEED_STATEMENT = "need_statement", _("Statement of domestic need")
    LICENCE_EXPIRY = "licence_expiry", _("End of a licence")
    USAGE_REPORT = "usage_report", _("Reports under a licence")
    CONDITION = "condition", _("Condition of a licence")


class Channel(TextChoices):
    MAIL = "mail", _("Mail")
    WEBHOOK = "webhook", _("Webhook")


class DeliveryState(TextChoices):
    DUE = "due", pgettext_lazy("message", "Due")
    SENT = "sent", _("Sent")
    DEAD = "dead", _("Given up")
    ASIDE = "aside", _("Laid aside")


class Audience(TextChoices):
    """Who hears of an event. What an audience may be told is decided by the outbox, not by the event."""

    APPLICANT = "applicant", _("People of the applicant's organisation")
    OFFICERS = "officers", _("Case officers")
    SEATS = "seats", _("People who may speak for a seat that is still to speak")
    HOLDERS = "holders", _("Holders of the seats that are still to speak")
    DEPUTIES = "deputies", _("Deputies of the seats that are still to speak")
    HEADS = "heads", _("Heads of the bodies that are still to speak")
    NEED = "need", _("People of the bodies that consolidate domestic need")
    DECIDERS = "deciders", _("Deciders")
    SYSTEMS = "systems", _("Subscribed systems")


class Verb(TextChoices):
    """Everything that can be done to a case or a licence. One word, from the model method to the button."""

    CREATE = "create", _("Create a request")
    EDIT = "edit", _("Edit")
    ATTACH = "attach", _("Attach a document")
    SUBMIT = "submit", _("Submit")
    WITHDRAW = "withdraw", _("Withdraw")
    TAKE_ON = "take_on", _("Take on the file")
    ACCEPT = "accept", _("Accept as complete")
    SEND_BACK = "send_back", _("Send back to the applicant")
    ASK = "ask", _("Ask a question")
    ANSWER = "answer", _("Answer a question")
    ACCEPT_ANSWER = "accept_answer", _("Accept an answer")
    WITHDRAW_QUESTION = "withdraw_question", _("Withdraw a question")
    STATE_NEED = "state_need", _("State domestic need")
    SIGN = "sign", _("Sign")
    AMEND = "amend", _("Amend")
    TAKE_BACK = "take_back", _("Take back an objection")
    ESCALATE = "escalate", _("Refer up")
    APPEAL = "appeal", _("Appeal")
    FINALISE_OUTCOME = "let_stand", _("Let the outcome stand")
    END_PAUSE = "lapse", _("Let a pause end")
    RETIME = "retime", _("Compute time limits anew")
    RECUSE = "recuse", _("Declare a conflict of interest")
    CLOSE_ROUND = "close_round", _("Close a round at its deadline")
    FORWARD = "forward", _("Forward to the government")
    ADJOURN = "adjourn", _("Adjourn")
    RESUME = "resume", _("Resume")
    GRANT = "grant", _("Grant")
    REFUSE = "refuse", _("Refuse")
    COUNTERSIGN = "countersign", _("Countersign")
    ACTIVATE = "activate", _("Put into force")
    SUSPEND = "suspend", _("Suspend")
    REINSTATE = "reinstate", _("Reinstate")
    DRAW_DOWN = "draw_down", _("Draw down")
    REVERSE = "reverse", _("Reverse a draw-down")
    EXHAUST = "exhaust", _("Close as used in full")
    REOPEN = "reopen", _("Go on after a reversal")
    EXPIRE = "expire", _("Close as expired")
    REVOKE = "revoke", _("Revoke")
    SURRENDER = "surrender", _("Surrender")
    FILE_REPORT = "file_report", _("File a report")
    FILE_EVIDENCE = "file_evidence", _("File evidence")
    ACCEPT_EVIDENCE = "accept_evidence", _("Accept evidence")
    RETURN_EVIDENCE = "return_evidence", _("Return evidence")
