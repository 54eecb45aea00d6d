"""Collective sign-off: members take positions for their seats, each on the version that it has read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, local_day, new_nonce
from licensing.acts.requests.codes import unknown_grounds
from licensing.acts.signoff.ballots import Table, is_past_deadline, laid_table, open_round_of
from licensing.acts.signoff.rounds import settle, unmet_entry_checks
from licensing.acts.supply import need_is_stated
from licensing.choices import MandateKind, PositionChoice, RuleKind, Verb
from licensing.errors import Gap, Invalid, NeedNotStated, NoMandate, RoundClosed, SeatTaken, StaleVersion
from licensing.models import Case, Condition, Mandate, Position, RefusalGround, Round, RoundSeat, StandingPosition, User
from licensing.policy.licences import conditions
from licensing.policy.record.digests import canonical, digest
from licensing.policy.record.events import EventKind


@dataclass(frozen=True, slots=True)
class View:
    """What a member wants to say, as a door has parsed it."""

    choice: PositionChoice
    grounds: Sequence[str] = ()
    conditions: Sequence[Mapping[str, Any]] = ()
    comment: str = ""
    casting: bool = False


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a person may speak in the open round, and what stands there now."""

    round: Round
    seat: RoundSeat
    speaks_as: MandateKind
    standing: Position | None = None
    hindrances: list[str] = field(default_factory=list)


def sign_case(
    case: Case,
    user: User,
    view: View,
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
        table = laid_table(_round_to_sign(act.case, version), at=act.now)
        own = _own_seat(act, table, user, seat)
        _refuse_unfit_view(view, table, own, at=act.now)
        _refuse_too_early(table.round, own, at=act.now)
        before = table.said(own, casting=view.casting)
        _refuse_unseen(before, user, replaces)
        position = _written(act, table, own, user, view)
        _let_stand(position, before)
        table.speak(position)
        _record_position(act, position, before)
        settle(act, table.round, table=table)
    return position


def stands_of(case: Case, user: User, *, now: datetime) -> list[Stand]:
    """The seats of the open round that a person may speak for, with what they have said and what hinders them."""
    round = case.rounds.open().select_related("stage", "version").first()
    if round is None:
        return []
    mandates = _mandates(user, case, local_day(now))
    seats = round.seats.filter(body__in=mandates).select_related("body").order_by("number")
    said = {
        one.seat_id: one.position
        for one in StandingPosition.objects.filter(round=round, casting=False).select_related("position")
    }
    lacks_need = any(seat.needs_need for seat in seats) and not need_is_stated(case, at=now)
    return [
        Stand(
            round=round,
            seat=seat,
            speaks_as=mandates[seat.body_id],
            standing=said.get(seat.pk),
            hindrances=[str(NeedNotStated.title)] if seat.needs_need and lacks_need else [],
        )
        for seat in seats
        if seat.speaks
    ]


def _round_to_sign(case: Case, version: int) -> Round:
    """The open round, if it is about the version that the person has read."""
    round = open_round_of(case)
    if round is None:
        raise RoundClosed
    if round.version.number != version:
        raise StaleVersion(current=round.version.number)
    return round


def _own_seat(act: Act[Case], table: Table, user: User, wanted: str) -> RoundSeat:
    """The seat this person speaks for. It comes from the mandate; what the caller names can only choose among one's own."""
    seats = [seat for seat in table.seats if seat.speaks and seat.body_id in act.actor.bodies and wanted in ("", seat.body_id)]
    if not seats:
        raise NoMandate
    if len(seats) > 1:
        seats = [seat for seat in seats if (said := table.said(seat)) and said.person_id == user.pk]
    if len(seats) != 1:
        raise Invalid(gaps=[Gap("required", "seat", _("You hold several mandates; say for which seat you speak."))])
    if any(said.person_id == user.pk and said.seat_id != seats[0].pk for said in table.positions):
        raise SeatTaken(_("You have spoken for another seat of this round; one person speaks for one seat."))
    return seats[0]


def _refuse_unfit_view(view: View, table: Table, seat: RoundSeat, *, at: datetime) -> None:
    """What can be wrong with a position, each named."""
    found = [*_gaps_of_choice(view), *_condition_gaps(view.conditions), *unknown_grounds(RefusalGround, view.grounds)]
    if view.casting:
        found += _casting_gaps(view, table.round, seat)
    if found:
        raise Invalid(gaps=found)
    if view.casting:
        _refuse_idle_casting_vote(table, at=at)


def _gaps_of_choice(view: View) -> Iterator[Gap]:
    if view.choice == PositionChoice.OBJECT and not view.grounds and not view.comment.strip():
        yield Gap("required", "grounds", _("An objection needs its grounds."))
    if view.choice == PositionChoice.CONDITIONS and not view.conditions:
        yield Gap("required", "conditions", _("Name at least one condition."))
    if view.conditions and view.choice != PositionChoice.CONDITIONS:
        yield Gap("invalid", "conditions", _("Conditions go with “Approve with conditions” and with no other choice."))


def _condition_gaps(asked: Sequence[Mapping[str, Any]]) -> list[Gap]:
    known = {row.pk: row.as_policy() for row in Condition.objects.all()} if asked else {}
    return conditions.gaps(asked, known)


def _casting_gaps(view: View, round: Round, seat: RoundSeat) -> Iterator[Gap]:
    if not seat.chair or round.parsed_rule().kind == RuleKind.SINGLE:
        yield Gap("invalid", "casting", _("Only the chair has a casting vote."))
    if view.choice not in (PositionChoice.APPROVE, PositionChoice.OBJECT):
        yield Gap("invalid", "choice", _("A casting vote is for or against."))


def _refuse_idle_casting_vote(table: Table, *, at: datetime) -> None:
    """A casting vote is given once there is a tie to break, or changed while it has broken one."""
    counted = table.count(closed=is_past_deadline(table.round, at=at))
    if not (counted.awaits_casting_vote or counted.numbers.casting):
        raise Invalid(gaps=[Gap("invalid", "casting", _("There is no tie that a casting vote would break."))])


def _refuse_too_early(round: Round, seat: RoundSeat, *, at: datetime) -> None:
    """What must be there before this seat speaks."""
    if seat.needs_need and not need_is_stated(round.case, at=at):
        raise NeedNotStated
    if unmet := unmet_entry_checks(round, at=at):
        raise unmet


def _refuse_unseen(before: Position | None, user: User, replaces: UUID | None) -> None:
    """Another person's position may be replaced only by somebody who has seen it."""
    if before is not None and before.person_id != user.pk and before.pk != replaces:
        raise SeatTaken(
            _("%(person)s has spoken for this seat in the meantime. Look at that position before you replace it.")
            % {"person": before.person},
            standing=str(before.pk),
        )


def _written(act: Act[Case], table: Table, seat: RoundSeat, user: User, view: View) -> Position:
    round = table.round
    position = Position(
        round=round,
        seat=seat,
        person=user,
        speaks_as=act.actor.bodies[seat.body_id],
        number=table.last_numbers[seat.pk] + 1,
        choice=view.choice,
        casting=view.casting,
        grounds=list(view.grounds),
        conditions=_plain_conditions(view.conditions),
        comment=view.comment.strip(),
        taken_at=act.now,
        nonce=new_nonce(),
        version_digest=round.version.digest,
    )
    position.digest = digest(position.signed_data())
    position.save(force_insert=True)
    return position


def _plain_conditions(conditions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Conditions as they are signed: only the three known fields, in plain values."""
    plain = [
        {
            "code": str(one.get("code") or ""),
            "parameters": dict(one.get("parameters") or {}),
            "text": str(one.get("text") or "").strip(),
        }
        for one in conditions
    ]
    canonical(plain)
    return plain


def _let_stand(position: Position, before: Position | None) -> None:
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


def _mandates(user: User, case: Case, day: date) -> dict[str, MandateKind]:
    rows = Mandate.objects.filter(user=user, period__contains=day).order_by("kind", "order")
    return {row.body_id: MandateKind(row.kind) for row in rows if not row.scope or case.kind_id in row.scope}
