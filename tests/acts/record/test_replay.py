"""Rounds and standing positions held against their events: what differs is named."""

from __future__ import annotations

import pytest

from licensing.acts.record.report import Fault
from licensing.acts.record.verification import verify_record
from licensing.acts.requests.amending import amend_case
from licensing.acts.signoff import recusal
from licensing.acts.signoff.positions import sign_case
from licensing.choices import RecusalReason
from licensing.models import Case, Position
from tests.acts.record.spoiling import find_fault, spoil
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World, approve, object_to


@pytest.mark.parametrize(
    "change",
    [
        'licensing_round SET rule = \'{"kind": "single"}\' WHERE number = 1',
        "licensing_roundseat SET veto = 'absolute' WHERE body_id = 'MOD'",
        "licensing_roundseat SET depends_on = '[\"title\"]' WHERE body_id = 'GS'",
        "licensing_round SET number = 7 WHERE number = 1",
    ],
)
def test_a_round_that_is_not_what_was_opened_is_found(world: World, change: str) -> None:
    case = world.before_government()

    spoil(f"UPDATE {change}")

    number = 7 if "number = 7" in change else 1
    sentence = "This round is not what was opened: its rule or its seats differ."
    assert find_fault() == Fault(f"round {number} of case {case.pk}", sentence)


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ("outcome = 'not_passed'", "Not passed"),
        ("ended_by = 'deadline'", "Passed"),
        ("closed_at = NULL", "Passed"),
        ("result = jsonb_set(result, '{explanation,en}', '\"Because.\"')", "Passed"),
    ],
)
def test_an_outcome_that_no_event_records_is_found(world: World, change: str, outcome: str) -> None:
    case = world.before_government()
    if "closed_at" in change:
        # A case has one open round, whoever asks.
        spoil("UPDATE licensing_round SET closed_at = now() WHERE number = 2")

    spoil(f"UPDATE licensing_round SET {change} WHERE number = 1")

    sentence = f"It came to “{outcome}”, but its events tell “Passed”, or give other reasons."
    assert find_fault() == Fault(f"round 1 of case {case.pk}", sentence)


def test_a_position_that_counts_no_longer_is_found(world: World) -> None:
    case = world.before_government()
    position = Position.objects.get(round__case=case, person=world.mira)

    spoil("DELETE FROM licensing_standingposition WHERE position_id = %s", position.pk)

    assert find_fault() == Fault(f"position {position.pk}", "This position no longer counts, but no event took it back.")


def test_an_earlier_position_that_counts_again_is_found(world: World) -> None:
    case = world.with_need()
    before, _after = [sign_case(case, world.mira, view, version=1) for view in (object_to(), approve())]

    spoil("UPDATE licensing_standingposition SET position_id = %s", before.pk)

    assert find_fault() == Fault(f"position {before.pk}", "This position counts, but its events say that it does not.")


def test_a_position_that_counts_for_another_seat_is_found(world: World) -> None:
    position = sign_case(world.with_need(), world.mira, object_to(), version=1)

    spoil("UPDATE licensing_standingposition SET seat_id = (SELECT id FROM licensing_roundseat WHERE body_id = 'MOD' LIMIT 1)")

    sentence = "This position counts for another seat, round or person than its events tell."
    assert find_fault() == Fault(f"position {position.pk}", sentence)


@pytest.mark.walk
def test_carried_over_replaced_and_voided_positions_are_whole(world: World) -> None:
    rests = [{"body": body, "depends_on": ["items"]} for body in ("MOD", "GS", "MFA")]
    use_procedure(MINISTRIES | {"seats": rests}, GOVERNMENT)
    case = world.with_need()
    sign_case(case, world.rhea, approve(), version=1)
    amend_case(Case.objects.get(pk=case.pk), world.paula, {"title": "Another title"}, reason="Clearer.")
    sign_case(case, world.rhea, object_to(), version=2)
    sign_case(case, world.mira, approve(), version=2)
    recusal.recuse_member(case, world.otto, reason=RecusalReason.FAMILY, person=world.mira)

    report = verify_record()

    assert report.fault is None
    assert (report.looked_at["rounds"], report.looked_at["standing positions"]) == (2, 1)
