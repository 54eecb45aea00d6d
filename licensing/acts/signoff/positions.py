"""Collective sign-off: members take positions for their seats, each on the version that it has read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, generate_nonce, to_local_day
from licensing.acts.assessment.standing import find_apart
from licensing.acts.obstacles.listing import collect_obstacles, refuse_obstacles
from licensing.acts.obstacles.situation import Situation
from licensing.acts.requests.codes import find_condition_gaps, find_unknown_grounds
from licensing.acts.signoff.ballots import Ballot, is_past_deadline, list_item_numbers, load_ballot, lock_open_round
from licensing.acts.signoff.rehearing import explain_earlier_part
from licensing.acts.signoff.rounds import count_and_advance
from licensing.choices import MandateKind, PositionChoice, RuleKind, Step, Verb
from licensing.errors import ConflictOfDuties, Gap, Invalid, NoMandate, RoundClosed, SeatTaken, StaleVersion
from licensing.models import Case, Condition, Mandate, Position, RefusalGround, Round, RoundSeat, StandingPosition, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.obstacles import select_stopping
from licensing.policy.record.digests import compute_digest, to_canonical
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.signoff.advice import find_advice_gaps, read_advice


@dataclass(frozen=True, slots=True)
class PositionInput:
    """The position that a member wants to take, as an entry point has parsed it."""

    choice: PositionChoice
    grounds: Sequence[str] = ()
    conditions: Sequence[Mapping[str, Any]] = ()
    comment: str = ""
    casting: bool = False
    items: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class SeatStatus:
    """A seat that a person may speak for in the open round, the position it has now, and what keeps them from signing."""

    round: Round
    seat: RoundSeat
    speaks_as: MandateKind
    standing: Position | None = None
    obstacles: list[str] = field(default_factory=list)


@guard_texts()
def sign_case(
    case: Case,
    user: User,
    view: PositionInput,
    *,
    version: int,
    seat: str = "",
    replaces: UUID | None = None,
    expected: int | None = None,
) -> Position:
    """Take a position for the seat one holds, on the version one has read; the last seat to speak ends the round.

    `replaces` is the standing position that the person saw when they wrote theirs: if another stands by now, theirs is
    not recorded. `seat` is only needed by a person with mandates for several bodies of the round.
    """
    with acting(case, user, Verb.SIGN, expected=expected) as act:
        act.perform()
        ballot = load_ballot(_round_to_sign(act.case, version), at=act.now)
        own = _own_seat(act, ballot, user, seat)
        _refuse_unfit_position(view, ballot, own, at=act.now)
        if sentence := _explain_apart(ballot.round, user, at=act.now):
            raise ConflictOfDuties(sentence)
        refuse_obstacles(_build_situation(ballot.round, ballot.seats, at=act.now), seat=own.body_id)
        before = ballot.find_position(own, casting=view.casting)
        _refuse_unseen_replacement(before, user, replaces)
        position = _create_position(act, ballot, own, user, view)
        _make_effective(position, before)
        # The ballot was loaded before this position was written: without this line the count would miss it.
        ballot.record(position)
        _record_position(act, position, before)
        count_and_advance(act, ballot.round, ballot=ballot)
    return position


def list_seat_statuses(case: Case, user: User, *, now: datetime) -> list[SeatStatus]:
    """The seats of the open round that a person may speak for, with what they have said and what hinders them."""
    round = case.rounds.open().select_related("stage", "version").first()
    if round is None:
        return []
    mandates = _mandates_by_body(user, case, to_local_day(now))
    round.case = case
    seats = list(round.seats.filter(body__in=mandates).select_related("body").order_by("number"))
    said = {
        one.seat_id: one.position
        for one in StandingPosition.objects.filter(round=round, casting=False).select_related("position")
    }
    apart = _explain_apart(round, user, at=now)
    # What stops single seats is looked for among theirs only.
    found = collect_obstacles(_build_situation(round, seats, at=now))
    return [
        SeatStatus(
            round=round,
            seat=seat,
            speaks_as=mandates[seat.body_id],
            standing=said.get(seat.pk),
            obstacles=[
                *(str(one.message) for one in select_stopping(found, Step.SIGN, seat=seat.body_id)),
                *([apart] if apart else []),
                *filter(None, [explain_earlier_part(round, user.pk, body=seat.body_id, at=now)]),
            ],
        )
        for seat in seats
        if seat.speaks
    ]


def _round_to_sign(case: Case, version: int) -> Round:
    """The open round, if it is about the version that the person has read."""
    round = lock_open_round(case)
    if round is None:
        raise RoundClosed
    if round.version.number != version:
        raise StaleVersion(current=round.version.number)
    return round


def _own_seat(act: Act[Case], ballot: Ballot, user: User, wanted: str) -> RoundSeat:
    """The seat this person speaks for. It comes from the mandate; what the caller names can only choose among one's own."""
    seats = [seat for seat in ballot.seats if seat.speaks and seat.body_id in act.actor.bodies and wanted in ("", seat.body_id)]
    if not seats:
        raise NoMandate
    if len(seats) > 1:
        # Who has spoken for one of their seats changes that position; naming the seat again is not asked of them.
        seats = [seat for seat in seats if (said := ballot.find_position(seat)) and said.person_id == user.pk]
    if len(seats) != 1:
        raise Invalid(gaps=[Gap("required", "seat", _("You hold several mandates; say for which seat you speak."))])
    if sentence := explain_earlier_part(ballot.round, user.pk, body=seats[0].body_id, at=act.now):
        raise ConflictOfDuties(sentence)
    if any(said.person_id == user.pk and said.seat_id != seats[0].pk for said in ballot.positions):
        raise SeatTaken(_("You have spoken for another seat of this round; one person speaks for one seat."))
    return seats[0]


def _explain_apart(round: Round, user: User, *, at: datetime) -> str:
    """Why a person does not speak in a stage: they assessed what it rests on, and its procedure keeps the two apart."""
    kind = find_apart(round, person=user.pk, at=at) if round.stage.assessments else None
    sentence = _("You made the assessment “%(kind)s” that this stage rests on, so somebody else speaks for your seat.")
    return sentence % {"kind": kind.label} if kind else ""


def _refuse_unfit_position(view: PositionInput, ballot: Ballot, seat: RoundSeat, *, at: datetime) -> None:
    """What can be wrong with a position, each named."""
    case = ballot.round.case
    found = [
        *_choice_gaps(view, of_state=case.is_of_state),
        *find_condition_gaps(view.conditions, list(Condition.objects.all()) if view.conditions else [], case=case),
        *find_unknown_grounds(RefusalGround, view.grounds, case=case),
        *(find_advice_gaps(view.items, view.choice, list_item_numbers(case)) if view.items else ()),
    ]
    if view.casting:
        found += _casting_gaps(view, ballot.round, seat)
    if found:
        raise Invalid(gaps=found)
    if view.casting:
        _refuse_idle_casting_vote(ballot, at=at)


def _choice_gaps(view: PositionInput, *, of_state: bool) -> Iterator[Gap]:
    if view.choice == PositionChoice.OBJECT and not view.grounds and not view.comment.strip():
        yield Gap("required", "grounds", _("An objection needs its grounds."))
    if view.choice == PositionChoice.CONDITIONS and of_state:
        yield Gap("invalid", "choice", _("A country plan has no conditions: object, and say what has to change."))
    elif view.choice == PositionChoice.CONDITIONS and not view.conditions:
        yield Gap("required", "conditions", _("Name at least one condition."))
    if view.conditions and view.choice != PositionChoice.CONDITIONS:
        yield Gap("invalid", "conditions", _("Conditions go with “Approve with conditions” and with no other choice."))


def _casting_gaps(view: PositionInput, round: Round, seat: RoundSeat) -> Iterator[Gap]:
    if not seat.chair or round.parse_rule().kind == RuleKind.SINGLE:
        yield Gap("invalid", "casting", _("Only the chair has a casting vote."))
    if view.choice not in (PositionChoice.APPROVE, PositionChoice.OBJECT):
        yield Gap("invalid", "choice", _("A casting vote is for or against."))


def _refuse_idle_casting_vote(ballot: Ballot, *, at: datetime) -> None:
    """A casting vote is given once there is a tie to break, or changed while it has broken one."""
    counted = ballot.count(closed=is_past_deadline(ballot.round, at=at))
    if not (counted.awaits_casting_vote or counted.numbers.casting):
        raise Invalid(gaps=[Gap("invalid", "casting", _("There is no tie that a casting vote would break."))])


def _build_situation(round: Round, seats: Sequence[RoundSeat], *, at: datetime) -> Situation:
    """A round in which somebody would sign, for the list of what may keep them from it."""
    return Situation(round.case, at, Step.SIGN, round=round, seats=seats)


def _refuse_unseen_replacement(before: Position | None, user: User, replaces: UUID | None) -> None:
    """Another person's position may be replaced only by somebody who has seen it."""
    if before is not None and before.person_id != user.pk and before.pk != replaces:
        raise SeatTaken(
            _("%(person)s has spoken for this seat in the meantime. Look at that position before you replace it.")
            % {"person": before.person},
            standing=str(before.pk),
        )


def _create_position(act: Act[Case], ballot: Ballot, seat: RoundSeat, user: User, view: PositionInput) -> Position:
    round = ballot.round
    position = Position(
        round=round,
        seat=seat,
        person=user,
        speaks_as=act.actor.bodies[seat.body_id],
        number=ballot.last_numbers[seat.pk] + 1,
        choice=view.choice,
        casting=view.casting,
        grounds=list(view.grounds),
        conditions=_normalise_conditions(view.conditions),
        items=[{"item": number, "advice": one.value} for number, one in sorted(read_advice(view.items).items())],
        comment=view.comment.strip(),
        taken_at=act.now,
        nonce=generate_nonce(),
        version_digest=round.version.digest,
        release=act.release,
    )
    position.digest = compute_digest(position.as_signed_data())
    position.save(force_insert=True)
    return position


def _normalise_conditions(conditions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Conditions as they are signed: only the three known fields, in plain values."""
    plain = [
        {
            "code": str(one.get("code") or ""),
            "parameters": dict(one.get("parameters") or {}),
            "text": str(one.get("text") or "").strip(),
        }
        for one in conditions
    ]
    # Raises for a value that has no canonical form, such as a float: it could not be signed.
    to_canonical(plain)
    return plain


def _make_effective(position: Position, before: Position | None) -> None:
    if before is None:
        StandingPosition.objects.create(
            seat=position.seat,
            casting=position.casting,
            round=position.round,
            person=position.person,
            position=position,
        )
    else:
        StandingPosition.objects.filter(position=before).update(person=position.person, position=position)


def _record_position(act: Act[Case], position: Position, before: Position | None) -> None:
    act.record(
        EventKind.POSITION_REPLACED if before else EventKind.POSITION_TAKEN,
        position=str(position.pk),
        round=str(position.round_id),
        seat=position.seat.body_id,
        choice=position.choice,
        digest=position.digest,
        replaces=str(before.pk) if before else None,
    )


def _mandates_by_body(user: User, case: Case, day: date) -> dict[str, MandateKind]:
    rows = Mandate.objects.in_force(day).filter(user=user).order_by("kind", "order")
    return {row.body_id: MandateKind(row.kind) for row in rows if not row.scope or case.kind_id in row.scope}
