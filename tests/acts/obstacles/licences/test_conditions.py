"""Conditions stand in the one list of obstacles: in words, with what would meet them, and only while goods may leave."""

from __future__ import annotations

from decimal import Decimal

from licensing.acts.acting import now
from licensing.acts.licences.licence import surrender_licence
from licensing.acts.obstacles.listing import list_obstacles, list_stopping
from licensing.acts.obstacles.situation import Situation
from licensing.choices import Step
from licensing.models import Case
from tests.conditions import EACH_BATCH, TEN_IN_SIX_MONTHS, VERIFIED, acceptance, issue_bound_licence, record, verification
from tests.world import World


def told(case: Case) -> list[str]:
    return [str(one.message) for one in list_obstacles(case, at=now()) if one.code == "condition_not_met"]


def test_unmet_conditions_are_told_with_what_would_meet_them(world: World) -> None:
    licence = issue_bound_licence(world, VERIFIED, TEN_IN_SIX_MONTHS, EACH_BATCH)
    case = Case.objects.get(pk=licence.case_id)

    found = [one for one in list_obstacles(case, at=now()) if one.code == "condition_not_met"]

    assert [one.data["condition"] for one in found] == [1, 3]
    assert str(found[0].message).startswith("Condition 1 is not met: Nothing is shipped before the authority has verified")
    assert str(found[0].lift).startswith("Needed: a record that the original certificate was verified.")
    assert (found[0].for_applicant, found[0].stops) == (found[0].message, frozenset({Step.DRAW_DOWN}))


def test_what_is_met_is_told_no_more(world: World) -> None:
    licence = issue_bound_licence(world, VERIFIED, EACH_BATCH)
    case = Case.objects.get(pk=licence.case_id)
    record(world, licence, 1, verification())
    record(world, licence, 2, acceptance(1, Decimal(4)))
    record(world, licence, 2, acceptance(2, Decimal(1)))

    assert told(case) == []


def test_at_the_gate_the_quantity_of_the_line_is_asked_about(world: World) -> None:
    licence = issue_bound_licence(world, TEN_IN_SIX_MONTHS)
    line = licence.lines.select_related("unit").get(number=1)
    asked = Situation(licence.case, now(), Step.DRAW_DOWN, line=line, leaving=Decimal(11))

    assert [one.data["left_now"] for one in list_stopping(asked)] == ["10"]


def test_under_a_licence_that_has_ended_nothing_is_missing(world: World) -> None:
    licence = issue_bound_licence(world, VERIFIED)
    surrender_licence(licence, world.paula, reason="The contract has ended.")

    assert told(Case.objects.get(pk=licence.case_id)) == []
