"""Positions, recusals, referring up and amendments, as the members and the applicant meet them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time
from licensing.acts.requests import submission
from licensing.acts.signoff import positions
from licensing.choices import PositionChoice
from licensing.errors import ConflictOfDuties, Invalid, NeedNotStated, NoMandate, SeatTaken, Stale, StaleVersion, WrongState
from licensing.models import Case, Mandate, Position
from licensing.policy.record.digests import compute_digest
from tests.acts.signoff.cases import standing_choices, with_conditions
from tests.world import World, approve, object_to


def test_sign_case_binds_the_position_to_what_was_signed(world: World) -> None:
    case = world.with_need()

    position = positions.sign_case(case, world.mira, approve("As agreed."), version=1)

    kept = Position.objects.select_related("seat").get(pk=position.pk)
    assert kept.digest == compute_digest(kept.as_signed_data())
    assert kept.version_digest == case.versions.get().digest


def test_sign_case_again_replaces_by_a_new_row(world: World) -> None:
    case = world.with_need()
    positions.sign_case(case, world.mira, approve(), version=1)

    positions.sign_case(case, world.mira, object_to(), version=1)

    assert standing_choices(case) == {"MFA": "object"}
    assert list(Position.objects.order_by("number").values_list("choice", flat=True)) == ["approve", "object"]


def test_a_deputy_replaces_a_position_only_after_reading_it(world: World) -> None:
    case = world.with_need()
    first = positions.sign_case(case, world.greta, approve(), version=1)

    with pytest.raises(SeatTaken):
        positions.sign_case(case, world.dan, object_to(), version=1)
    positions.sign_case(case, world.dan, object_to(), version=1, replaces=first.pk)

    assert standing_choices(case) == {"GS": "object"}


def test_a_deputy_speaks_from_the_first_day_of_office_to_the_last(world: World) -> None:
    case = world.with_need()
    today = timezone.localdate()
    Mandate.objects.filter(user=world.dan).update(period=(today + timedelta(days=2), today + timedelta(days=4)))

    def try_on(day: int) -> str:
        with at_time(timezone.now() + timedelta(days=day)):
            try:
                positions.sign_case(case, world.dan, approve(), version=1)
            except NoMandate:
                return "no mandate"
            return "spoke"

    assert [try_on(day) for day in (0, 1, 2, 3, 4)] == ["no mandate", "no mandate", "spoke", "spoke", "no mandate"]


@pytest.mark.parametrize("name", ["stella", "paula", "dora", "audra", "pol", "rita"])
def test_only_a_mandate_lets_a_person_speak(world: World, name: str) -> None:
    case = world.with_need()

    with pytest.raises((NoMandate, ConflictOfDuties)):
        positions.sign_case(case, getattr(world, name), approve(), version=1)

    assert standing_choices(case) == {}


def test_a_body_cannot_be_chosen_by_the_one_who_speaks(world: World) -> None:
    case = world.with_need()

    with pytest.raises(NoMandate):
        positions.sign_case(case, world.mira, approve(), version=1, seat="GS")


@pytest.mark.parametrize(
    ("view", "paths"),
    [
        (positions.PositionInput(PositionChoice.OBJECT), ["grounds"]),
        (positions.PositionInput(PositionChoice.OBJECT, grounds=["R99"]), ["grounds.0"]),
        (positions.PositionInput(PositionChoice.CONDITIONS), ["conditions"]),
        (with_conditions({"code": "P99"}), ["conditions.0.code"]),
        (with_conditions({"code": "P03", "parameters": {}}), ["conditions.0.parameters.days"]),
        (with_conditions({"code": "P03", "parameters": {"days": "soon"}}), ["conditions.0.parameters.days"]),
        (with_conditions({"code": "", "text": " "}), ["conditions.0.text"]),
        (positions.PositionInput(PositionChoice.APPROVE, conditions=[{"code": "P01"}]), ["conditions"]),
        (positions.PositionInput(PositionChoice.APPROVE, casting=True), ["casting"]),
    ],
)
def test_a_position_that_makes_no_sense_is_refused_where_it_is_wrong(
    world: World, view: positions.PositionInput, paths: list[str]
) -> None:
    case = world.with_need()

    with pytest.raises(Invalid) as refusal:
        positions.sign_case(case, world.mira, view, version=1)

    assert [gap.path for gap in refusal.value.gaps] == paths
    assert Position.objects.count() == 0


def test_the_seat_that_depends_on_need_waits_for_a_fresh_statement(world: World) -> None:
    case = world.accepted()
    with pytest.raises(NeedNotStated):
        positions.sign_case(case, world.greta, approve(), version=1)

    world.state_need(case)
    with at_time(timezone.now() + timedelta(days=40)), pytest.raises(NeedNotStated):
        positions.sign_case(case, world.greta, approve(), version=1)

    positions.sign_case(case, world.greta, approve(), version=1)
    assert standing_choices(case) == {"GS": "approve"}


def test_nobody_signs_a_closed_round_nor_another_version(world: World) -> None:
    case = world.with_need()
    with pytest.raises(StaleVersion):
        positions.sign_case(case, world.mira, approve(), version=7)
    with pytest.raises(Stale):
        positions.sign_case(case, world.mira, approve(), version=1, expected=1)

    submission.withdraw_case(case, world.paula, reason="Bought elsewhere")
    with pytest.raises(WrongState):
        positions.sign_case(case, world.mira, approve(), version=1)


def test_a_mandate_for_other_kinds_of_case_shows_nothing_of_this_one(world: World) -> None:
    case = world.with_need()
    Mandate.objects.filter(user=world.mira).update(scope=["reexport_consent"])

    assert not Case.objects.visible_to(world.mira, on=timezone.now()).exists()
    Mandate.objects.filter(user=world.mira).update(scope=["single_permit"])
    assert Case.objects.visible_to(world.mira, on=timezone.now()).get() == case


def test_one_person_does_not_speak_for_two_bodies_of_a_round(world: World) -> None:
    case = world.with_need()
    Mandate.objects.create(user=world.mira, body_id="MOD", kind="deputy", period=("2020-01-01", "2099-01-01"))
    positions.sign_case(case, world.mira, approve(), version=1, seat="MFA")

    with pytest.raises(SeatTaken):
        positions.sign_case(case, world.mira, approve(), version=1, seat="MOD")
