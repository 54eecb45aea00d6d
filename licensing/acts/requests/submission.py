"""Filing a request; accepting it as complete, sending it back, withdrawing it; and the routing that goes with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, now, to_local_day
from licensing.acts.assessment.lapsing import lapse_changed_assessments
from licensing.acts.assessment.screening import screen_parties
from licensing.acts.clocks.deadlines import cancel_reminders, get_default_calendar
from licensing.acts.clocks.timing import pause_clocks, resume_clocks, start_clock, start_legal_clock, stop_clocks
from licensing.acts.numbering import draw_number
from licensing.acts.obstacles.listing import list_stopping, refuse_obstacles
from licensing.acts.obstacles.situation import Situation
from licensing.acts.plans.parents.drawing import give_back_parent, reserve_parent
from licensing.acts.plans.parents.telling import tell_children_of_refused
from licensing.acts.requests.advice import (
    check_explanations,
    collect_explanations,
    file_findings,
    find_unexplained,
    list_findings,
)
from licensing.acts.requests.codes import find_unknown_grounds
from licensing.acts.requests.retired import refuse_retired_kind
from licensing.acts.requests.routing import lock_destinations, route_case, serialize_routing
from licensing.acts.requests.scans import find_unscanned, may_refuse_unscanned
from licensing.acts.requests.writing import keep_version
from licensing.acts.signoff.rounds import close_rounds, open_next_stage
from licensing.acts.supply.need_statements import ABOUT_NEED, lapse_need_statements, schedule_need_reminders
from licensing.acts.supply.reservations import give_back_supply
from licensing.choices import (
    REVIEW_STATES,
    CaseState,
    ClockKind,
    FindingGrade,
    Owner,
    PauseReason,
    QuestionState,
    Roll,
    RoundEnd,
    Step,
    TermUnit,
    Verb,
)
from licensing.errors import Gap, Incomplete, Invalid, WrongState
from licensing.messages import Text
from licensing.models import Case, CaseVersion, Interest, Procedure, Question, Requirement, ReturnGround, User
from licensing.models.plans.parents import lock_parents
from licensing.models.requests.composition import build_request_document
from licensing.policy.findings import Finding, select_findings
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.requests import completeness
from licensing.policy.requests.amounts import find_amount_gaps
from licensing.policy.requests.terms.gaps import find_gaps

# For a case that no procedure covers yet: the check still has its time, and the officer sees that a procedure is missing.
DEFAULT_CHECK = (10, TermUnit.WORKING)


def find_missing(case: Case, document: dict[str, Any] | None = None, *, at: datetime | None = None) -> list[Gap]:
    """Everything that still keeps a request from being filed, in the order of the task list. Now, unless a moment is given."""
    document = document if document is not None else build_request_document(case)
    return _find_gaps(case, document, list_findings(case, document, at=at), at=at or now())


def _find_gaps(case: Case, document: dict[str, Any], findings: Sequence[Finding], *, at: datetime) -> list[Gap]:
    rows = Requirement.objects.current().filter(Q(kind__isnull=True) | Q(kind=case.kind_id))
    required = [row.as_policy() for row in rows.order_by("pk")]
    found = [
        *completeness.find_gaps(document, required, today=to_local_day(at)),
        *find_gaps(document["terms"]),
        *find_amount_gaps(document),
        *(one.as_gap() for one in select_findings(findings, FindingGrade.STOP)),
    ]
    # Which procedure a request takes is known once nothing else is missing.
    return found or _find_scan_gaps(case, document, at=at)


def _find_scan_gaps(case: Case, document: dict[str, Any], *, at: datetime) -> list[Gap]:
    if not may_refuse_unscanned(case):
        return []
    in_review = case.procedure if case.state in REVIEW_STATES else None
    return find_unscanned(case, document, in_review or route_case(case, document, on=to_local_day(at))[1])


@guard_texts()
def submit_case(
    case: Case,
    user: User,
    *,
    declared: bool,
    explanations: Mapping[str, str] | None = None,
    expected: int | None = None,
) -> Case:
    """File the request: freeze a version of it and start the completeness check. Names every gap if there are any.

    `explanations` are those of what is odd about it, by the key of the finding (see acts/requests/advice.py).
    """
    if not declared:
        raise Invalid(gaps=[Gap("required", "declared", _("Declare that what you file is true and complete."))])
    with acting(case, user, Verb.SUBMIT, expected=expected) as act:
        refuse_retired_kind(act.case.kind)
        document = build_request_document(act.case)
        lock_destinations(document)
        findings, told = check_advice(act, document, explanations or {})
        refuse_obstacles(Situation(act.case, act.now, Step.SUBMIT), for_applicant=True)
        act.perform()
        act.case.reference = act.case.reference or _free_reference(act.case, year=act.today.year)
        act.case.submitted_at = act.now
        version = freeze_version(act, user, document)
        advice = file_findings(version, findings, told)
        routing, procedure = route_case(act.case, document, on=act.today)
        act.case.routing = serialize_routing(routing, found=act.case.routing.get("found", ()))
        act.case.procedure = procedure
        lapse_need_statements(act, version)
        lapse_changed_assessments(act, version)
        amount, unit = (procedure.completeness_amount, TermUnit(procedure.completeness_unit)) if procedure else DEFAULT_CHECK
        calendar = procedure.calendar if procedure else get_default_calendar()
        roll = procedure.completeness_roll if procedure else Roll.NONE
        start_clock(act, ClockKind.COMPLETENESS, amount=amount, unit=unit, calendar=calendar, roll=roll)
        act.record(EventKind.CASE_SUBMITTED, version=version.number, digest=version.digest, **advice)
        screen_parties(act, document)
    return act.case


def check_advice(act: Act[Case], document: dict[str, Any], given: Mapping[str, str]) -> tuple[list[Finding], Mapping[str, str]]:
    """What is found about a request that is about to be filed, with its explanations, as a step of filing it.

    Raises Incomplete with everything that the request misses, explanations among it.
    """
    check_explanations(given)
    findings = list_findings(act.case, document, at=act.now)
    told = collect_explanations(act.case, findings, given)
    if gaps := [*_find_gaps(act.case, document, findings, at=act.now), *find_unexplained(findings, told)]:
        raise Incomplete(gaps=gaps)
    return findings, told


def take_on_case(case: Case, user: User) -> Case:
    """Become the case officer of a file."""
    with acting(case, user, Verb.TAKE_ON) as act:
        act.perform()
        act.case.officer = user
        act.record(EventKind.CASE_TAKEN_ON, officer=str(user.pk))
    return act.case


def accept_case(case: Case, user: User, *, expected: int | None = None) -> Case:
    """Find the file complete: the legal clock starts now, and the first stage of sign-off opens."""
    with acting(case, user, Verb.ACCEPT, expected=expected) as act:
        act.perform()
        version = act.case.versions.latest("number")
        document = build_request_document(act.case)
        lock_destinations(document)
        routing, procedure = route_case(act.case, document, on=act.today)
        lock_parents(act.case)
        refuse_obstacles(Situation(act.case, act.now, Step.ACCEPT, routed=(routing, procedure)))
        assert procedure is not None  # or it would have been refused
        if gaps := find_unscanned(act.case, document, procedure):
            raise Incomplete(gaps=gaps)
        act.case.procedure = procedure
        act.case.routing = serialize_routing(routing, found=act.case.routing.get("found", ()))
        # Again, because what is material may read otherwise under the procedure that it takes now.
        lapse_need_statements(act, version)
        if act.case.accepted_at:
            # Sending the file back cancelled these; a first acceptance has none to restore.
            schedule_need_reminders(act)
        act.case.accepted_at = act.case.accepted_at or act.now
        act.case.officer = act.case.officer or user
        stop_clocks(act, ClockKind.COMPLETENESS)
        _start_or_resume_legal_clock(act, procedure)
        act.record(
            EventKind.CASE_ACCEPTED,
            procedure=procedure.code,
            procedure_version=procedure.version,
            rows=[row["code"] for row in act.case.routing["fired"]],
        )
        reserve_parent(act)
        screen_parties(act, document)
        open_next_stage(act, version)
    return act.case


def list_acceptance_obstacles(case: Case, *, at: datetime) -> list[Text]:
    """What keeps a filed request from being accepted under the procedure that it takes now, although it was filed like this."""
    document = build_request_document(case)
    routed = route_case(case, document, on=to_local_day(at))
    stopping = list_stopping(Situation(case, at, Step.ACCEPT, routed=routed))
    return [one.message for one in stopping] or [gap.message for gap in find_unscanned(case, document, routed[1])]


@guard_texts()
def send_back_case(case: Case, user: User, *, grounds: list[str], reason: str, expected: int | None = None) -> Case:
    """Return a request to its applicant, who may amend it and submit it again."""
    reason = require_reason(reason, _("Tell the applicant what has to be put right."))
    with acting(case, user, Verb.SEND_BACK, expected=expected) as act:
        refuse_under_appeal(act.case)
        if unknown := find_unknown_grounds(ReturnGround, grounds, case=act.case):
            raise Invalid(gaps=unknown)
        act.perform()
        close_rounds(act, RoundEnd.STOPPED)
        withdraw_open_questions(act)
        stop_clocks(act, ClockKind.COMPLETENESS, ClockKind.STAGE, ClockKind.ESCALATION)
        pause_clocks(act, reason=PauseReason.RETURNED, owner=Owner.APPLICANT, note=reason)
        cancel_reminders(act.case, ABOUT_NEED, at=act.now)
        act.record(EventKind.CASE_SENT_BACK, grounds=grounds, reason=reason)
        give_back_supply(act)
        give_back_parent(act)
    return act.case


def refuse_under_appeal(case: Case) -> None:
    """An appeal looks again at what was decided, so the request stays as it was until it is decided. Raises WrongState."""
    if case.decisions.exists():
        raise WrongState(_("The request is under appeal: what was decided is looked at again, as it was filed."))


@guard_texts()
def withdraw_case(case: Case, user: User, *, reason: str, expected: int | None = None) -> Case:
    """Take a request back for good; it stays in its applicant's history.

    A country plan that was carried over is dismissed so, while no expression of interest goes on from it.
    """
    reason = require_reason(reason, _("Say why the request is withdrawn."))
    with acting(case, user, Verb.WITHDRAW, expected=expected) as act:
        was_carried = act.case.state == CaseState.CARRIED_OVER
        if was_carried and Interest.objects.filter(carried_from=act.case.pk).exists():
            raise WrongState(
                _("An expression of interest goes on from this country plan. Withdraw that."), state=act.case.state
            )
        act.perform()
        stop_work(act)
        act.record(EventKind.CASE_WITHDRAWN, reason=reason)
        give_back_supply(act)
        give_back_parent(act)
        # Those below one that was carried over were told then.
        if not was_carried:
            tell_children_of_refused(act)
    return act.case


def stop_work(act: Act[Case]) -> None:
    """Close whatever is under way on a case that ends without a decision, as a step of ending it."""
    close_rounds(act, RoundEnd.STOPPED)
    withdraw_open_questions(act)
    stop_clocks(act)
    act.case.closed_at = act.now


def withdraw_open_questions(act: Act[Case]) -> None:
    """Withdraw the unsettled questions of a case that leaves the review, with the pauses and reminders they caused."""
    unsettled = Question.objects.filter(case=act.case, state__in=(QuestionState.OPEN, QuestionState.ANSWERED))
    # Read before the update below, which leaves nothing for this query to find.
    for question in unsettled:
        cancel_reminders(act.case, f"question:{question.pk}", at=act.now)
    if unsettled.update(state=QuestionState.WITHDRAWN, settled_at=act.now):
        resume_clocks(act, reason=PauseReason.QUESTION)


def _start_or_resume_legal_clock(act: Act[Case], procedure: Procedure) -> None:
    # A file that came back keeps its legal clock: being returned pauses the term of the law, and does not restart it.
    if act.case.clocks.running().filter(kind=ClockKind.LEGAL).exists():
        resume_clocks(act, reason=PauseReason.RETURNED)
    else:
        start_legal_clock(act, procedure)


def freeze_version(act: Act[Case], user: User, document: dict[str, Any]) -> CaseVersion:
    """Keep a request as it was filed, as a step of filing it."""
    return keep_version(act.case, document, user, release=act.release, at=act.now)


def _free_reference(case: Case, *, year: int) -> str:
    return draw_number(f"{case.kind.prefix}/{year}/", lambda drawn: Case.objects.filter(reference=drawn).exists())
