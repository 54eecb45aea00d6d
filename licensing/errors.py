"""What can go wrong, each with its code, its HTTP status and a sentence for the person who reads it.

Each entry point (API, portal, admin, commands) has one renderer, which knows only `Problem`.
Codes are part of the API contract: never rename one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from licensing.messages import Text


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing or wrong in a request: where it is, and what to do about it.

    `path` is a dotted path into the request document (`items.0.quantity`) or a section name.
    """

    code: str
    path: str
    message: Text

    @property
    def sentence(self) -> str:
        """What is wrong and what to do about it, in the language of whoever reads."""
        return str(self.message)


class Problem(Exception):
    """Base of everything that Dozvil refuses. Nothing has changed when one of these is raised."""

    code: ClassVar[str] = "problem"
    status: ClassVar[int] = 400
    title: ClassVar[str | Promise] = _("The request could not be carried out.")

    def __init__(self, sentence: str | Promise | None = None, /, *, gaps: Sequence[Gap] = (), **extra: Any) -> None:
        self.sentence: str | Promise = sentence if sentence is not None else self.title
        self.gaps = tuple(gaps)
        self.extra: Mapping[str, Any] = extra
        # Rendered in the language active when it is raised, for logs and tracebacks; answers are rendered from `sentence`.
        super().__init__(str(self.sentence))

    @property
    def first_sentence(self) -> str:
        """The first thing that is wrong, or what is refused, where a page has room for one sentence."""
        return self.gaps[0].sentence if self.gaps else str(self.sentence)


class StepUpRequired(Exception):
    """The person must prove again who they are before this act; nothing has changed. Afterwards the same is sent again.

    No Problem, on purpose: a form or a loop that shows what was refused and goes on must not answer this one.
    """

    def __init__(self, max_age: timedelta) -> None:
        self.max_age = max_age
        super().__init__(f"the proof of who this is may be at most {max_age} old")


class NotAllowed(Problem):
    """The person may see the case but may not do this to it."""

    code, status = "not_allowed", 403
    title = _("You are not allowed to do this.")


class ConflictOfDuties(NotAllowed):
    """Separation of duties: one person has one role in a case, and none in one that they are recused from."""

    code = "conflict_of_duties"
    title = _("You already had another part in this case, so you cannot take this one.")


class NoMandate(NotAllowed):
    """No mandate of theirs is for a body that may do this: hold a seat of the round, refer it up, state the need."""

    code = "no_mandate"
    title = _("You hold no mandate for a seat that is asked in this round.")


class ProgramRefused(NotAllowed):
    """A program that acts by itself would do what only a person does: sign, decide, or act for the authority."""

    code = "person_required"
    title = _("A program never signs or decides by itself. A person must do this, or allow a program to act for them.")


class AccountOfAPerson(NotAllowed):
    """Somebody would register a program that acts with the account of a person; the entry point has the attempt recorded."""

    code = "account_of_a_person"
    title = _("This is the account of a person. A program never acts as a person: it gets an account of its own.")


class BothPersons(NotAllowed):
    """Somebody would be both persons of what takes two; the entry point has the attempt recorded."""

    code = "both_persons"
    title = _("This takes two persons, and you would be both of them.")


class SaidAlready(ConflictOfDuties, BothPersons):
    """Somebody would say alone what two say of a case: that a strong hit is somebody else."""


class NotFound(Problem):
    """Missing, or not visible to this person: the answer must be the same, or it gives away that a case exists."""

    code, status = "not_found", 404
    title = _("There is nothing here.")


class WrongState(Problem):
    """The lifecycle has no such act from this state."""

    code, status = "wrong_state", 409
    title = _("This cannot be done in the present state.")


class Stale(Problem):
    """The caller's copy is older than ours (If-Match)."""

    code, status = "stale", 412
    title = _("The case has changed since you opened it. Nothing was saved; look at the change and try again.")


class StaleVersion(Problem):
    """A position was written for an older version of the request."""

    code, status = "stale_version", 409
    title = _("The request has changed since you opened it. Your position was not recorded.")


class VersionRequired(Problem):
    """A change over the API without `If-Match` (RFC 6585): it could overwrite what somebody else has just written."""

    code, status = "precondition_required", 428
    title = _("Send the version you have seen in If-Match.")


class KeyRequired(Problem):
    """A command over the API without the key by which its repetition is recognised."""

    code, status = "idempotency_key_required", 400
    title = _("Send an Idempotency-Key so that a repeated request is not carried out twice.")


class KeyReused(Problem):
    """The key came with another command before; carrying out this one would hide a mistake of the caller."""

    code, status = "idempotency_key_reused", 422
    title = _("This Idempotency-Key was used for a different request.")


class Busy(Problem):
    """Another transaction holds the row, or the database is away; the same call may be repeated safely."""

    code, status = "busy", 503
    title = _("Somebody else is working on this at the moment, or the database is away. Nothing was changed. Try again.")


class ReadOnly(Problem):
    """The record is not what was kept outside the database; until its owner has looked, nothing is written."""

    code, status = "read_only", 503
    title = _("Nothing can be changed at present: the record is being examined. Reading goes on. Nothing was changed.")


class Incomplete(Problem):
    """The request misses things that its kind requires; `gaps` names every one of them."""

    code, status = "incomplete", 422
    title = _("The request is not complete yet.")


class Invalid(Problem):
    """The data are not of the form asked for; `gaps` names each place."""

    code, status = "invalid", 400
    title = _("Some of what was sent is not valid.")


class KindRetired(Problem):
    """A partner would begin, change or file a country plan, which they did until the state kept those itself."""

    code, status = "kind_retired", 409
    title = _(
        "Partners file country plans no more: the plan for a country belongs to the state. "
        "Say what your country wants in an expression of interest."
    )


class TrialNeeded(Problem):
    """A change set would be settled on very many cases without a trial that is true of them now."""

    code, status = "trial_needed", 409
    title = _(
        "There are too many cases to try this change set on while you wait, and no trial made in the background is true of"
        " now: there is none yet, or the draft, its day, the release in force or too many cases have changed since."
        " Nothing was changed. Have it tried again, and go on when that is done."
    )


class OpenQuestion(Problem):
    """The stage or the decision waits until the applicant has answered, or the question is withdrawn."""

    code, status = "open_question", 409
    title = _("A question is still open.")


class RoundClosed(Problem):
    """The round takes no more positions, or there is none that could be closed now."""

    code, status = "round_closed", 409
    title = _("This round is closed; positions are no longer taken.")


class SeatTaken(Problem):
    """Another person spoke for the seat since this form was opened, or this person spoke for another seat."""

    code, status = "seat_taken", 409
    title = _("Another person has spoken for this seat a moment ago.")


class NeedNotStated(Problem):
    """The seat needs a valid statement of domestic need first; see `licensing.policy.supply.need_verdict`."""

    code, status = "need_not_stated", 409
    title = _("The statement of domestic need is missing or out of date; this seat cannot speak before it.")


class NotAssessed(Problem):
    """The seat waits for an assessment that is missing or holds no longer; `kind` says which."""

    code, status = "not_assessed", 409
    title = _("This seat cannot speak before what it depends on is assessed.")


class PlanEnded(Problem):
    """The plan or authorisation that the request is filed under was refused, withdrawn, suspended or has ended.

    `plan` is its reference.
    """

    code, status = "plan_ended", 409
    title = _("The plan or authorisation that the request is filed under does not hold.")


class BeyondParent(Problem):
    """More is asked for than the authorisation that the request draws on has left; `parent` is its reference."""

    code, status = "beyond_parent", 409
    title = _("The authorisation that the request draws on has too little left.")


class BelowOwnShare(Problem):
    """Our own forces get less of the output of a joint venture than the project names that the request fills."""

    code, status = "below_own_share", 409
    title = _("Our own forces get too little of the output.")


class StoppedByMeasure(Problem):
    """A measure of the state covers the case or the goods; `measure` and `version` name it, `since` and `authority` too."""

    code, status = "stopped_by_measure", 409
    title = _("A measure of the state does not let this go on.")


class MilestoneNotMet(Problem):
    """The goods wait for a milestone or a stage that is not met; `kind` and `milestone` name it."""

    code, status = "milestone_not_met", 409
    title = _("The goods wait for a milestone that is not met.")


class BeforeItsYear(Problem):
    """The goods were granted for a later year, and this one has no room for them; `first_on` is when the next year begins."""

    code, status = "before_its_year", 409
    title = _("The goods were granted for a later year.")


class ConditionNotMet(Problem):
    """A condition of the licence keeps the goods from leaving; `condition` is its number, `needs` says what would meet it.

    `left_now` is what the condition lets leave now, in the unit of the line.
    """

    code, status = "condition_not_met", 409
    title = _("A condition of the licence is not met.")


class BarredFromFiling(Problem):
    """A condition of an earlier licence was not met in time; until it is, its holder files no request (ground R09).

    `licence` and `condition` are numbers, `due_on` the day by which it was to be met.
    """

    code, status = "barred_from_filing", 409
    title = _("No further requests are taken until a condition of an earlier licence is met.")


class StoppedByScreening(Problem):
    """A party is listed, or named like a listed one and not cleared; `list` and `list_version` name the list."""

    code, status = "stopped_by_screening", 409
    title = _("A party is listed, or not cleared of being listed.")


class StoppedByCertificate(Problem):
    """The end-user certificate covers other goods or less of them, is over, or is false; `certificate` is its number."""

    code, status = "stopped_by_certificate", 409
    title = _("The end-user certificate does not carry this.")


class ProhibitedByCriterion(Problem):
    """An absolute criterion prohibits the transfer, whatever the votes; `criteria` are its codes."""

    code, status = "prohibited_by_criterion", 409
    title = _("A criterion prohibits the transfer.")


class RiskNotMitigated(Problem):
    """A clear risk was found, and nobody has written down what mitigates it; `criteria` says by which codes."""

    code, status = "risk_not_mitigated", 409
    title = _("A clear risk is not mitigated.")


class ExcludedDestination(Problem):
    """The request goes to or through a country of the excluded tier; `country` and `role` say which and as what."""

    code, status = "excluded_destination", 409
    title = _("A destination of the request stands in the excluded tier.")


class NotPassed(Problem):
    """The collective outcome does not carry this decision; the sentence says which part does not."""

    code, status = "not_passed", 409
    title = _("The collective outcome does not allow this decision.")


class NoQuorum(Problem):
    """Too few members have confirmed that they attend the sitting; `missing` says how many."""

    code, status = "no_quorum", 409
    title = _("Too few members have confirmed that they attend.")


class Overdrawn(Problem):
    """A draw-down beyond what the ledger of the line has left."""

    code, status = "overdrawn", 409
    title = _("The quantity is more than is left on this licence line.")


class NotInForce(Problem):
    """The licence is dormant, suspended, expired or ended otherwise, or its last local day is over."""

    code, status = "not_in_force", 409
    title = _("The licence is not in force.")


class NoSuchLine(Problem):
    """A clearance for a line that the licence does not have."""

    code, status = "no_such_line", 422
    title = _("The licence has no such line.")


class UnitMismatch(Problem):
    """The unit that customs states has no fixed ratio to the unit of the line, so that nothing can be converted exactly."""

    code, status = "unit_mismatch", 422
    title = _("The quantity is stated in a unit that cannot be converted into that of the line.")


class NotWhole(Problem):
    """A fraction that the unit of the line does not have, such as half a piece."""

    code, status = "not_whole", 422
    title = _("The quantity is finer than the unit of the line is counted.")


class OutsideValidity(Problem):
    """A clearance on a day before the licence began or after it ended; naming another day permits nothing."""

    code, status = "outside_validity", 422
    title = _("The licence was not valid on that day.")


class MessageReused(Problem):
    """A message id of a customs system that came with another clearance before; `differs` says in what."""

    code, status = "message_reused", 422
    title = _("This message id was used for something else before.")


class AlreadyReversed(Problem):
    """The entry that a repeated message made, or that is to be reversed, has been reversed: it is not in the balance."""

    code, status = "reversed", 409
    title = _("This entry of the ledger was reversed.")


class FileRefused(Problem):
    """An empty file, one too large, of a type that is not accepted, or with malicious code; the sentence says which."""

    code, status = "file_refused", 422
    title = _("The file was not accepted.")


class FileAltered(Problem):
    """The SHA-256 of the stored bytes is not the one that was signed, so the file must not be served as evidence."""

    code, status = "file_altered", 409
    title = _("The stored file is not the one that was attached.")


class ProcedureInvalid(Problem):
    """A procedure or a rule that could not work; `gaps` says why."""

    code, status = "procedure_invalid", 422
    title = _("The procedure cannot work as it is written.")


class NoProcedure(Problem):
    """No row of the decision table covers the case, or the procedure that it names has no version in force."""

    code, status = "no_procedure", 409
    title = _("No procedure in force covers this case. A policy officer must add one.")


class Immutable(Problem):
    """What stays as it is once others rely on it: a published procedure, the kind of a request."""

    code, status = "immutable", 409
    title = _("This can no longer be changed.")
