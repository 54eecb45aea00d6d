"""Rounds, seats and positions: what the database keeps as it was, and what needs its event."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from licensing.acts.signoff import positions
from licensing.choices import SeatRole
from licensing.models import Case, Position, Round, RoundSeat, StandingPosition
from licensing.models.reference.case_kinds import PLAN_REVIEW
from licensing.policy.record.digests import compute_digest
from tests.models.raw_sql import execute
from tests.world import World, approve, object_to


def test_what_a_round_was_opened_with_does_not_change(world: World) -> None:
    round = world.accepted().rounds.get()

    for change in (
        'rule = \'{"kind": "single"}\'',
        "number = 9",
        "opened_at = opened_at - interval '1 day'",
        "version_id = gen_random_uuid()",
        "stage_id = stage_id + 1",
        "case_id = gen_random_uuid()",
    ):
        with pytest.raises(DatabaseError, match="what a round was opened with never changes"):
            execute(f"UPDATE licensing_round SET {change} WHERE id = %s", round.pk)
    with pytest.raises(DatabaseError, match="a round is never deleted"):
        execute("DELETE FROM licensing_round")


@pytest.mark.parametrize(
    "change",
    ["outcome = 'not_passed'", "closed_at = now(), outcome = 'not_passed'", "result = '{}', outcome = 'adjourned'"],
)
def test_a_round_comes_to_what_an_event_tells(world: World, change: str) -> None:
    round = world.accepted().rounds.get()

    with pytest.raises(DatabaseError, match="no event tells of this change of licensing_round"):
        execute(f"UPDATE licensing_round SET {change} WHERE id = %s", round.pk)


def test_a_closed_round_is_not_opened_again_without_an_event(real_world: World) -> None:
    case = real_world.before_government()

    with pytest.raises(DatabaseError, match="no event tells of this change of licensing_round"):
        execute("UPDATE licensing_round SET ended_by = 'deadline' WHERE case_id = %s AND number = 1", case.pk)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM licensing_standingposition",
        "UPDATE licensing_standingposition SET position_id = (SELECT id FROM licensing_position WHERE choice = 'object')",
        "UPDATE licensing_standingposition SET seat_id = (SELECT id FROM licensing_roundseat WHERE body_id = 'MFA')",
        "UPDATE licensing_standingposition SET casting = true",
    ],
)
def test_a_position_stands_and_falls_as_an_event_tells(real_world: World, change: str) -> None:
    case = real_world.with_need()
    for view in (object_to(), approve()):
        positions.sign_case(case, real_world.rhea, view, version=1)

    with pytest.raises(DatabaseError, match="no event tells of this change of licensing_standingposition"):
        execute(change)


def test_a_case_has_one_open_round(world: World) -> None:
    round = world.accepted().rounds.get()

    with pytest.raises(IntegrityError, match="one_open_round_per_case"), transaction.atomic():
        Round.objects.create(
            case=round.case, stage=round.stage, version=round.version, number=9, rule={}, opened_at=timezone.now()
        )


def test_a_person_speaks_for_one_seat_by_constraint_too(world: World) -> None:
    case = world.with_need()
    earlier, _now = [positions.sign_case(case, world.mira, view, version=1) for view in (object_to(), approve())]
    again = StandingPosition(seat=earlier.round.seats.get(body="GS"), round=earlier.round, person=world.mira, position=earlier)

    with pytest.raises(IntegrityError, match="one_seat_per_person_and_round"), transaction.atomic():
        again.save()


SAID = {
    "round_id": (uuid4(), uuid4()),
    "seat": (RoundSeat(pk=1, body_id="MOD"), RoundSeat(pk=2, body_id="GS")),
    "person_id": (uuid4(), uuid4()),
    "speaks_as": ("holder", "deputy"),
    "number": (1, 2),
    "choice": ("approve", "object"),
    "casting": (False, True),
    "grounds": ([], ["R10"]),
    "conditions": ([], [{"code": "P03"}]),
    "items": ([], [{"item": 1, "advice": "refuse"}]),
    "comment": ("", "We need them."),
    "taken_at": (datetime(2026, 5, 4, tzinfo=UTC), datetime(2026, 5, 5, tzinfo=UTC)),
    "nonce": ("a", "b"),
    "release": (None, 7),
    "version_digest": ("ab" * 32, "cd" * 32),
}


def digest_of(**changes: Any) -> str:
    return compute_digest(Position(**{name: one for name, (one, _other) in SAID.items()} | changes).as_signed_data())


@pytest.mark.parametrize("name", SAID)
def test_whatever_a_position_says_is_in_its_digest(name: str) -> None:
    assert digest_of(**{name: SAID[name][1]}) != digest_of()


def test_no_column_of_a_position_is_left_out_of_its_digest() -> None:
    columns = {field.attname for field in Position._meta.concrete_fields}

    assert columns - SAID.keys() == {"id", "seat_id", "digest"}


def test_an_objection_says_why_by_constraint_too(world: World) -> None:
    case = world.with_need()
    said = positions.sign_case(case, world.rhea, approve(), version=1)
    said.pk, said.number, said.choice, said.digest = uuid4(), 2, "object", "ef" * 32

    with pytest.raises(IntegrityError, match="objection_has_grounds"), transaction.atomic():
        said.save(force_insert=True)


def test_the_digest_of_a_position_without_advice_is_as_before_there_was_any() -> None:
    said = Position(**{name: one for name, (one, _other) in SAID.items()}).as_signed_data()

    assert "items" not in said


@pytest.mark.parametrize(("kind", "role"), [("single_permit", SeatRole.CONSULTATIVE), (PLAN_REVIEW, SeatRole.DELIBERATIVE)])
def test_a_further_body_is_heard_and_need_not_speak(kind: str, role: SeatRole) -> None:
    seat = RoundSeat.build_extra(Round(case=Case(kind_id=kind)), "NSDC", 4)

    assert (seat.role, seat.mandatory, seat.speaks) == (role, False, True)
