"""Sittings: called with an agenda, concluded with one resolution that decides each case by itself.

A case that fails a check does not stop the others: every case is decided in a transaction of its own, through the same acts
as a single decision. A conclusion that was interrupted is completed by concluding again; what was decided stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, hold_right, now, to_local_day, translate_database_errors
from licensing.acts.decisions.appeal import decide_appeal_as_proposed, find_ruling_gaps
from licensing.acts.decisions.attendance import (
    Quorum,
    count_quorum,
    find_double_attendance,
    find_dropped_confirmations,
    find_mandate_gaps,
)
from licensing.acts.decisions.government import build_grant_situation, find_proposal_gaps, grant_case, refuse_case
from licensing.acts.decisions.minutes import build_minutes
from licensing.acts.decisions.resolutions import Resolution, find_early_day_gaps, list_proposed_conditions, read_resolution
from licensing.acts.obstacles.listing import collect_gaps
from licensing.choices import AgendaResult, CaseState, DecisionOutcome, Office, SittingState, Step
from licensing.errors import Busy, Gap, Invalid, NoMandate, NoQuorum, NotAllowed, NotFound, Problem, ProgramRefused, WrongState
from licensing.models import AgendaItem, Attendance, Body, Case, Decision, Event, Minutes, Sitting, User, read_actor
from licensing.models.record.event import PendingEvent
from licensing.models.record.origin import require_step_up
from licensing.models.requests.case import SEE_EVERY_FILE
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.digests import compute_digest, to_canonical
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def call_sitting(user: User, *, body: Body, title: str, held_on: date, quorum: int = 1) -> Sitting:
    """Call a sitting of a body that decides; raises NotAllowed unless the person is a decider.

    `quorum` may ask for more members than the procedures of the cases do, never for fewer.
    """
    _refuse_non_deciders(user)
    found = []
    if not title.strip():
        found.append(Gap("required", "title", _("Give the sitting a title.")))
    if quorum < 1:
        found.append(Gap("invalid", "quorum", _("At least one member must be present.")))
    if found:
        raise Invalid(gaps=found)
    sitting = Sitting(body=body, title=title.strip(), held_on=held_on, quorum=quorum, called_by=user, called_at=database_now())
    with _record_preparation(sitting, user):
        sitting.save(force_insert=True)
    return sitting


@guard_texts()
def put_on_agenda(
    sitting: Sitting, user: User, case: Case, *, outcome: DecisionOutcome, details: Mapping[str, Any] | None = None
) -> AgendaItem:
    """Put a case on the agenda with a proposed outcome; `details` are those of the resolution for this case.

    Raises WrongState for a case that does not wait for the government, Invalid for details that could never be decided.
    """
    with _lock_agenda(sitting, user) as sitting:
        if sitting.agenda.filter(case=case).exists():
            raise Invalid(_("This case is on the agenda already."))
        _refuse_unfit_proposal(sitting, case, outcome, details or {})
        last = sitting.agenda.aggregate(last=Max("number"))["last"] or 0
        item = AgendaItem.objects.create(
            sitting=sitting, number=last + 1, case=case, outcome=outcome, details=dict(details or {}), **_basis(case)
        )
        _record_events(EventKind.AGENDA_PUT, user, [(case, _sitting_data(sitting) | {"outcome": outcome})])
        return item


@guard_texts()
def update_proposal(
    sitting: Sitting, user: User, case: Case, *, outcome: DecisionOutcome, details: Mapping[str, Any] | None = None
) -> AgendaItem:
    """Change the proposal for a case on the agenda, which keeps its place; it is based on what the seats ask for now."""
    with _lock_agenda(sitting, user) as sitting:
        item = sitting.agenda.filter(case=case, result=AgendaResult.PENDING).first()
        if item is None:
            raise WrongState(_("This case does not wait on the agenda."))
        _refuse_unfit_proposal(sitting, case, outcome, details or {})
        basis = {"outcome": outcome, "details": dict(details or {})} | _basis(case)
        for name, value in basis.items():
            setattr(item, name, value)
        item.save(update_fields=list(basis))
        _record_events(EventKind.AGENDA_PUT, user, [(case, _sitting_data(sitting) | {"outcome": outcome})])
        return item


def take_off_agenda(sitting: Sitting, user: User, case: Case) -> None:
    """Take a case off the agenda of a sitting that is not concluded."""
    with _lock_agenda(sitting, user) as sitting:
        removed, _kinds = sitting.agenda.filter(case=case, result=AgendaResult.PENDING).delete()
        if removed:
            _record_events(EventKind.AGENDA_TAKEN_OFF, user, [(case, _sitting_data(sitting))])


def record_attendance(sitting: Sitting, user: User, members: Sequence[tuple[User, Body, bool]]) -> None:
    """State who is there and for which body; a later list replaces the earlier one, but for what members have confirmed."""
    with _lock_agenda(sitting, user) as sitting:
        if found := list(find_double_attendance(members)):
            raise Invalid(_("One person attends for one body, and a body by one person."), gaps=found)
        if found := list(find_mandate_gaps(sitting, members)):
            raise Invalid(_("Only those who may speak for a body on the day of the sitting attend for it."), gaps=found)
        if dropped := find_dropped_confirmations(sitting, members):
            sentence = _("They have confirmed that they attend, and stay on the list as present: %(names)s.")
            raise Invalid(sentence % {"names": ", ".join(dropped)})
        confirmed = dict(sitting.attendance.values_list("person", "confirmed_at"))
        sitting.attendance.all().delete()
        Attendance.objects.bulk_create(
            Attendance(sitting=sitting, person=person, body=body, present=there, confirmed_at=confirmed.get(person.pk))
            for person, body, there in members
        )


def confirm_attendance(sitting: Sitting, user: User) -> Attendance:
    """Confirm that one attends a sitting, on its day or after it; nobody does that for somebody else.

    Raises NotFound for whoever is not stated to be present, WrongState before the day and once the conclusion has begun.
    """
    with translate_database_errors(), transaction.atomic():
        locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
        own = locked.attendance.select_related("body").filter(person=user, present=True).first()
        if own is None:
            raise NotFound
        _refuse_late_confirmation(locked)
        if list(find_mandate_gaps(locked, [(user, own.body, True)])):
            raise NoMandate(_("You may not speak for this body on the day of the sitting."))
        if own.confirmed_at is None:
            own.confirmed_at = database_now()
            own.save(update_fields=["confirmed_at"])
            _record_confirmation(own, user, own.confirmed_at)
    return own


def _record_confirmation(own: Attendance, user: User, at: datetime) -> None:
    """Record that a member confirmed, under their mandate, or the office of a decider who attends for the body that sits.

    A mandate that has run out since the sitting cannot be cited any more.
    """
    data: dict[str, Any] = {"sitting": str(own.sitting_id), "body": own.body_id}
    actor = read_actor(user, on=to_local_day(at))
    speaks = own.body_id in actor.bodies
    by_office = not speaks and actor.is_appointed(Office.DECIDER)
    kind = EventKind.ATTENDANCE_CONFIRMED_BY_DECIDER if by_office else EventKind.ATTENDANCE_CONFIRMED
    if speaks or by_office:
        data |= {"under": hold_right(actor, kind, data)}
    Event.objects.chain([PendingEvent(kind, data=data)], user, at=at)


def _refuse_late_confirmation(sitting: Sitting) -> None:
    if sitting.state == SittingState.CLOSED:
        raise WrongState(_("This sitting is closed."))
    if sitting.resolution_no:
        raise WrongState(_("This sitting is being concluded under resolution %(no)s.") % {"no": sitting.resolution_no})
    if sitting.held_on > to_local_day(database_now()):
        raise WrongState(_("The sitting has not been held yet."))


@guard_texts()
def conclude_sitting(sitting: Sitting, user: User, *, resolution_no: str) -> Sitting:
    """Decide every case of the agenda by one resolution, keep the minutes, and close the sitting."""
    with _lock_sitting(sitting, user) as sitting:
        _refuse_unfit_conclusion(sitting, resolution_no)
        # Before anything is committed: a case that is decided below must not be the one to ask for it.
        require_step_up(user, EventKind.SITTING_CONCLUDED.declaration.step_up, at=database_now())
        # Committed before the first case is decided: from now on nobody changes the agenda, and a repetition is recognised.
        sitting.resolution_no = resolution_no.strip()
        sitting.save(update_fields=["resolution_no"])
    for item in sitting.agenda.filter(result=AgendaResult.PENDING).order_by("number"):
        _decide(sitting, item, user)
    with _lock_sitting(sitting, user) as sitting:
        sitting.state, sitting.closed_at = SittingState.CLOSED, database_now()
        sitting.save(update_fields=["state", "closed_at"])
        _keep_minutes(sitting, user)
    return sitting


def list_waiting_cases(user: User) -> QuerySet[Case]:
    """The cases that wait for the government's decision and are on no open agenda, the one submitted first at the top."""
    called = AgendaItem.objects.filter(case=OuterRef("pk"), sitting__state=SittingState.CALLED)
    cases = Case.objects.requests().visible_to(user, on=now()).filter(~Exists(called), state=CaseState.GOVERNMENT_DECISION)
    return cases.order_by("submitted_at", "pk")


def list_sittings(user: User) -> QuerySet[Sitting]:
    """The sittings a person may read: all of them for the authority, none for anybody else."""
    if read_actor(user, on=to_local_day(now())).is_appointed(*SEE_EVERY_FILE):
        return Sitting.objects.select_related("body").order_by("-held_on", "-called_at")
    return Sitting.objects.none()


def _decide(sitting: Sitting, item: AgendaItem, user: User) -> None:
    """Decide one case. If that is refused, it is rolled back, and the agenda keeps the reason."""
    with _record_preparation(sitting, user, may_have_lost_office=True):
        # Two conclusions at once: the second finds the item decided and leaves it alone. The case is locked with it, so that
        # it does not change between the comparison with the proposal and the decision.
        waiting = AgendaItem.objects.select_for_update(of=("self", "case"), no_key=True).select_related("case__kind")
        found = waiting.filter(pk=item.pk, result=AgendaResult.PENDING).first()
        if found is not None:
            _decide_waiting(sitting, found, user)


def _decide_waiting(sitting: Sitting, item: AgendaItem, user: User) -> None:
    try:
        with transaction.atomic():
            _refuse_outdated_proposal(sitting, item)
            resolution = read_resolution(sitting, item.details)
            item.decision = _record_decision(item, user, resolution)
            item.result = AgendaResult.DECIDED
            item.save(update_fields=["decision", "result"])
    except Busy:
        # Not a refusal: somebody holds the case for a moment. Concluding again continues with this item.
        raise
    except Problem as problem:
        item.decision, item.result = None, AgendaResult.FAILED
        item.sentence = " ".join([str(problem.sentence), *(gap.sentence for gap in problem.gaps)])
        item.save(update_fields=["decision", "result", "sentence"])


def _record_decision(item: AgendaItem, user: User, resolution: Resolution) -> Decision:
    refuses = item.outcome == DecisionOutcome.REFUSE
    if item.case.has_standing_grant:
        return decide_appeal_as_proposed(item.case, user, resolution, refuses=refuses)
    return (refuse_case if refuses else grant_case)(item.case, user, resolution)


def _refuse_unfit_conclusion(sitting: Sitting, resolution_no: str) -> None:
    if not resolution_no.strip():
        raise Invalid(gaps=[Gap("required", "resolution_no", _("Give the number of the resolution."))])
    if sitting.resolution_no and sitting.resolution_no != resolution_no.strip():
        raise Invalid(_("This sitting is being concluded under resolution %(no)s.") % {"no": sitting.resolution_no})
    taken = Sitting.objects.filter(body=sitting.body_id, resolution_no=resolution_no.strip()).exclude(pk=sitting.pk)
    if taken.exists():
        raise Invalid(gaps=[Gap("taken", "resolution_no", _("This body has a resolution of that number already."))])
    if not sitting.agenda.exists():
        raise Invalid(_("The agenda is empty."))
    if sitting.held_on > to_local_day(database_now()):
        raise Invalid(_("The sitting has not been held yet."))
    quorum = count_quorum(sitting)
    if not quorum.is_met:
        sentence = _("No quorum: %(confirmed)d confirmed that they attend, %(needed)d are needed, %(missing)d are missing.")
        raise _build_no_quorum(sentence, quorum)


def _build_no_quorum(sentence: str, quorum: Quorum) -> NoQuorum:
    words = {"confirmed": quorum.confirmed, "needed": quorum.needed, "missing": quorum.missing}
    return NoQuorum(sentence % words, confirmed=quorum.confirmed, needed=quorum.needed, missing=quorum.missing)


def _refuse_unfit_proposal(sitting: Sitting, case: Case, outcome: DecisionOutcome, details: Mapping[str, Any]) -> None:
    """Refuse when it is proposed what could never be decided: after the sitting nobody could correct it."""
    if not Case.objects.requests().filter(pk=case.pk, state=CaseState.GOVERNMENT_DECISION).exists():
        raise WrongState(_("Only a case that waits for the government's decision can be put on an agenda."))
    resolution, refuses = read_resolution(sitting, details), outcome == DecisionOutcome.REFUSE
    found = find_proposal_gaps(case, resolution, refuses=refuses) + find_ruling_gaps(case, resolution, refuses=refuses)
    # An appeal against conditions of what was granted whole can add nothing, so what stops a grant does not stop it.
    if not refuses and not _is_granted_whole(case):
        found += collect_gaps(build_grant_situation(case, resolution, Step.PROPOSE, at=database_now()))
    if found := found + find_early_day_gaps(case, sitting.held_on, path="sitting"):
        raise Invalid(gaps=found)


def _is_granted_whole(case: Case) -> bool:
    return case.decision is not None and case.has_standing_grant and case.decision.outcome == DecisionOutcome.GRANT


def _basis(case: Case) -> dict[str, Any]:
    """What a proposal is based on: the open round, with its version, and the conditions that the seats ask for."""
    # Without their words, and what is proposed of them: a corrected translation must not outdate a proposal.
    left_out = ("words", "strictest", "proposed")
    asked = [{name: said for name, said in one.items() if name not in left_out} for one in list_proposed_conditions(case)]
    return {"round": case.rounds.open().first(), "conditions_digest": compute_digest(asked)}


def _refuse_outdated_proposal(sitting: Sitting, item: AgendaItem) -> None:
    """Refuse a proposal whose round or conditions have changed since, or a case without a quorum free of conflicts."""
    present = _basis(item.case)
    if present["round"] is None or present["round"].pk != item.round_id:
        raise WrongState(_("The case has moved on since this was proposed. Put it on the agenda of another sitting."))
    if present["conditions_digest"] != item.conditions_digest:
        raise WrongState(
            _("The seats ask for other conditions than when this was proposed. Put it on the agenda of another sitting.")
        )
    quorum = count_quorum(sitting, item)
    if not quorum.is_met:
        sentence = _("No quorum for this case: %(confirmed)d attend without a conflict of interest, %(needed)d are needed.")
        raise _build_no_quorum(sentence, quorum)


def _keep_minutes(sitting: Sitting, user: User) -> None:
    """Store the minutes, and record their digest in an event of each case on the agenda, so that the chain attests them."""
    text = build_minutes(sitting)
    kept = Minutes.objects.create(
        sitting=sitting,
        canonical=to_canonical(text).decode(),
        digest=compute_digest(text),
        made_by=user,
        made_at=database_now(),
    )
    concluded: dict[str, Any] = {"minutes": str(sitting.pk), "digest": kept.digest, "resolution_no": sitting.resolution_no}
    items = sitting.agenda.select_related("case").order_by("number")
    _record_events(EventKind.SITTING_CONCLUDED, user, [(item.case, concluded | {"result": item.result}) for item in items])


def _sitting_data(sitting: Sitting) -> dict[str, Any]:
    return {"sitting": str(sitting.pk), "title": sitting.title, "held_on": sitting.held_on}


def _record_events(kind: EventKind, user: User, about: Sequence[tuple[Case, dict[str, Any]]]) -> None:
    """Record an event on each case that a sitting touches, under the decider's appointment, which is held.

    To be called last, since it locks the head of the chain.
    """
    at = database_now()
    cited = {"under": hold_right(read_actor(user, on=to_local_day(at)), kind, {})}
    Event.objects.chain([PendingEvent(kind, case, data=data | cited) for case, data in about], user, at=at)


@contextmanager
def _lock_sitting(sitting: Sitting, user: User) -> Iterator[Sitting]:
    """The sitting, locked; raises NotAllowed unless the person is a decider, WrongState once it is closed."""
    with _record_preparation(sitting, user):
        _refuse_non_deciders(user)
        locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
        if locked.state == SittingState.CLOSED:
            raise WrongState(_("This sitting is closed."))
        yield locked


@contextmanager
def _record_preparation(sitting: Sitting, user: User, *, may_have_lost_office: bool = False) -> Iterator[None]:
    """Let a sitting be changed inside, in one transaction with an event under the decider's appointment, which is held.

    Where an act inside has recorded everything there is no event. That a case could not be decided is kept also where the
    office ended meanwhile, which may be why.
    """
    with translate_database_errors(), transaction.atomic():
        yield
        if Event.objects.needs_cover():
            # Held last, behind the case: acts on a case hold their right in this order too.
            at, kind = database_now(), EventKind.SITTING_PREPARED
            actor = read_actor(user, on=to_local_day(at))
            data: dict[str, Any] = {"sitting": str(sitting.pk)}
            if actor.is_appointed(Office.DECIDER):
                data |= {"under": hold_right(actor, kind, data)}
            elif not may_have_lost_office:
                raise NotAllowed(_("Only a decider keeps the sittings."))
            Event.objects.chain([PendingEvent(kind, data=data)], user, at=at)


@contextmanager
def _lock_agenda(sitting: Sitting, user: User) -> Iterator[Sitting]:
    """The sitting, locked, while its agenda and attendance may change: not once its conclusion has begun."""
    with _lock_sitting(sitting, user) as locked:
        if locked.resolution_no:
            raise WrongState(_("This sitting is being concluded under resolution %(no)s.") % {"no": locked.resolution_no})
        yield locked


def _refuse_non_deciders(user: User) -> None:
    actor = read_actor(user, on=to_local_day(database_now()))
    if actor.is_program:
        raise ProgramRefused
    if not actor.is_appointed(Office.DECIDER):
        raise NotAllowed(_("Only a decider keeps the sittings."))
