"""A clearance that customs asks about: judged as a draw-down at this moment would be, from the rows of its licence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.licences import ledger
from licensing.acts.licences import licence as licences
from licensing.acts.licences.clearance import Clearance, ask_clearance
from licensing.errors import Invalid, NoSuchLine, NotInForce, NotWhole, OutsideValidity, Overdrawn, Problem, UnitMismatch
from licensing.models import Licence, Usage
from licensing.policy.licences.clearance import Entry, Refusal
from tests.world import REQUEST, World, clearance


@pytest.mark.parametrize(
    ("asked", "problem", "place"),
    [
        (clearance("m1", 41), Overdrawn, []),
        (clearance("m1", "0.5"), NotWhole, ["quantity"]),
        (clearance("m1", 1, line=7), NoSuchLine, ["line"]),
        (clearance("m1", 1, unit="KGM"), UnitMismatch, ["unit"]),
        (clearance("m1", 0), Invalid, ["quantity"]),
        (clearance("m1", -1), Invalid, ["quantity"]),
        (clearance("m1", 1, cleared_on=now().date() + timedelta(days=2)), Invalid, ["cleared_on"]),
        (clearance("m1", 1, cleared_on=now().date() - timedelta(days=2000)), OutsideValidity, ["cleared_on"]),
    ],
)
def test_a_draw_down_is_refused_as_the_question_was_answered(
    world: World, asked: Clearance, problem: type[Problem], place: list[str]
) -> None:
    licence = world.licence()

    verdict = ask_clearance(licence, asked.as_asked(), at=now())
    with pytest.raises(problem) as refused:
        ledger.draw_down_licence(licence, world.cus, asked)

    assert isinstance(verdict, Refusal)
    assert type(refused.value) is problem
    assert [gap.path for gap in refused.value.gaps] == place
    assert verdict.code in {problem.code, *(gap.code for gap in refused.value.gaps)}
    assert str(verdict.message) in {str(refused.value.sentence), *(gap.sentence for gap in refused.value.gaps)}
    assert dict(verdict.data) == refused.value.extra
    assert not Usage.objects.exists()


def test_a_halt_is_told_with_its_moment_and_reason(world: World) -> None:
    licence = world.licence()
    moment = now() + timedelta(hours=1)
    with at_time(moment):
        licences.suspend_licence(licence, world.otto, reason="Urgent domestic need.")

    with at_time(moment + timedelta(hours=1)), pytest.raises(NotInForce) as refused:
        ledger.draw_down_licence(licence, world.cus, clearance("m1", 1))

    assert refused.value.extra == {"state": "suspended", "since": moment, "reason": "Urgent domestic need."}


@pytest.mark.walk
def test_tonnes_are_taken_off_a_line_in_kilograms(world: World) -> None:
    licence = world.licence(items=[REQUEST["items"][0] | {"unit": "KGM", "quantity": "2000"}])

    verdict = ask_clearance(licence, clearance("m1", "1.5", unit="TNE").as_asked(), at=now())
    usage = ledger.draw_down_licence(licence, world.cus, clearance("m1", "1.5", unit="TNE"))

    assert isinstance(verdict, Entry)
    assert (verdict.quantity, usage.quantity, usage.left_after) == (1500, 1500, 500)


def test_the_question_costs_six_statements_at_most(world: World, django_assert_max_num_queries: object) -> None:
    licence = licences.suspend_licence(world.licence(), world.otto, reason="Need.")
    fresh = Licence.objects.get(pk=licence.pk)

    with django_assert_max_num_queries(6):  # type: ignore[operator]
        ask_clearance(fresh, clearance("m1", 1).as_asked(), at=now())
