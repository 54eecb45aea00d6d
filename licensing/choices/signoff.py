"""Seats, rules, positions and outcomes of a collective sign-off."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
    TESTS = "tests", _("Several tests")


class VoteCounted(TextChoices):
    """What a test adds up: votes, or for a quorum those who are there."""

    FOR = "for", _("Votes for")
    AGAINST = "against", _("Votes against")
    NOT_FOR = "not_for", _("All that are not for, the silent and the abstaining included")
    SPOKE = "spoke", _("Those who spoke")
    PRESENT = "present", _("Those who spoke, or whose silence is taken for a position")


class VoteMeasure(TextChoices):
    """In what a test counts."""

    SEATS = "seats", _("Seats")
    WEIGHT = "weight", _("Weight")


class VoteBase(TextChoices):
    """What a share in a test is a share of."""

    ALL = "all", _("All with a vote, the recused included")
    ELIGIBLE = "eligible", _("All with a vote who are not recused")
    PRESENT = "present", _("Those present")
    CAST = "cast", _("The votes cast, for and against")


class VoteBound(TextChoices):
    """How what is counted must compare with what is asked for."""

    AT_LEAST = "at_least", _("at least")
    MORE_THAN = "more_than", _("more than")
    AT_MOST = "at_most", _("at most")
    LESS_THAN = "less_than", _("less than")

    @property
    def is_floor(self) -> bool:
        """Whether more of what is counted helps; of the others less of it does."""
        return self in (VoteBound.AT_LEAST, VoteBound.MORE_THAN)


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


class ItemAdvice(TextChoices):
    """What a seat advises on one item of a request, where it does not speak of all alike."""

    APPROVE = "approve", _("Approve")
    PROVISO = "proviso", _("Approve with a proviso")
    REFUSE = "refuse", _("Refuse")
    NOT_REQUIRED = "not_required", _("No licence required")


class ItemOutcome(TextChoices):
    """What a stage comes to on one item."""

    APPROVE = "approve", _("Approve")
    PROVISO = "proviso", _("Approve with a proviso")
    REFUSE = "refuse", _("Refuse")
    NOT_REQUIRED = "not_required", _("No licence required")
    CONFLICTING = "conflicting", _("The advice conflicts")
    OPEN = "open", _("Not yet decided")


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
    LIMIT = "limit", _("The legal time limit passed")


class OnFail(TextChoices):
    """Where a stage that did not pass leads."""

    CONTINUE = "continue", _("Continue with a negative recommendation")
    ESCALATE = "escalate", _("Refer to a higher stage")


class OnLimit(TextChoices):
    """What a procedure says of its legal time limit: what follows when it passes without a decision."""

    ALERT = "alert", _("people are alerted, and the work goes on")
    REFER_UP = "refer_up", _("the open stage is referred up")
    DEEMED = "deemed", _("the outcome of the open stage is deemed, where the stage says so")


class Deemed(TextChoices):
    """What the outcome of a stage is deemed to be when the legal limit passes while it is open."""

    APPROVE = "approve", _("if the legal limit passes, the stage counts as having approved")
    REFUSE = "refuse", _("if the legal limit passes, the stage counts as having refused")


class LimitConsequence(TextChoices):
    """What did follow when a legal limit passed."""

    ALERT = "alert", _("People were alerted, and the work goes on")
    REFER_UP = "refer_up", _("The open stage was referred up")
    DEEMED_APPROVED = "deemed_approve", _("The stage counts as having approved; nobody signed that, and the government decides")
    DEEMED_REFUSED = "deemed_refuse", _("The stage counts as having refused; nobody signed that, and the government decides")
    COUNTED = "counted", _("The stage ended with what had been said in it")


class ReferralRank(TextChoices):
    """Who of a body may refer a case up."""

    ANY = "any", _("Whoever speaks for the body")
    HOLDER = "holder", _("The holder of the mandate, and no deputy")


class RecusalReason(TextChoices):
    EMPLOYMENT = "employment", _("Present or former employment")
    SHAREHOLDING = "shareholding", _("Shareholding or financial interest")
    FAMILY = "family", _("Family tie")
    ADVISER = "adviser", _("Earlier advice to a party")
    OTHER = "other", _("Another interest")
