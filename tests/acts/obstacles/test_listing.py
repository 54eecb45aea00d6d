"""The one list of obstacles: acts refuse by it alone, and every step that it knows is asked by an act."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from licensing import acts
from licensing.acts.acting import now
from licensing.acts.decisions import government
from licensing.acts.obstacles import listing
from licensing.acts.obstacles.listing import find_refusal, list_obstacles, list_stopping
from licensing.acts.obstacles.questions import find_open_questions
from licensing.acts.obstacles.situation import Situation
from licensing.acts.requests import questions
from licensing.acts.signoff import positions
from licensing.choices import Step
from licensing.errors import ExcludedDestination, MilestoneNotMet, NeedNotStated, NoProcedure, OpenQuestion
from tests.sources import list_nodes
from tests.world import World, approve, resolution

ACTS = Path(acts.__file__).parent


def test_an_act_passes_once_the_provider_that_stopped_it_is_taken_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = world.before_government()
    questions.ask_question(case, world.otto, text="Which unit?", due_on=timezone.localdate() + timedelta(days=5))
    with pytest.raises(OpenQuestion):
        government.grant_case(case, world.dora, resolution())

    left = tuple(one for one in listing.PROVIDERS if one.find is not find_open_questions)
    monkeypatch.setattr(listing, "PROVIDERS", left)

    assert government.grant_case(case, world.dora, resolution()).outcome == "grant"


def test_the_list_of_a_case_names_all_that_any_step_of_it_is_stopped_by(world: World) -> None:
    case = world.accepted()

    found = list_obstacles(case, at=now())

    assert [(one.code, sorted(one.stops), sorted(one.seats)) for one in found] == [
        ("need_not_stated", [Step.SIGN], ["GS"]),
        ("stage_open", [Step.GRANT], []),
    ]


def test_what_stops_one_seat_lets_the_others_speak(world: World) -> None:
    case = world.accepted()
    signing = Situation(case, now(), Step.SIGN)

    stopped = find_refusal(signing, seat="GS")

    assert isinstance(stopped, NeedNotStated)
    assert list_stopping(signing, seat="MFA") == []
    assert positions.sign_case(case, world.mira, approve(), version=1)


def test_every_step_is_asked_about_by_an_act() -> None:
    asked = {
        node.args[2].attr
        for file in sorted(ACTS.rglob("*.py"))
        for node in list_nodes(file)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Situation"
        if len(node.args) > 2 and isinstance(node.args[2], ast.Attribute)
    }

    assert asked == {step.name for step in Step}


def test_no_act_refuses_for_such_a_reason_by_itself() -> None:
    """What obstacles refuse with is raised by the list; a decision before its stage is no reason but the wrong moment."""
    theirs = {one.__name__ for one in (ExcludedDestination, MilestoneNotMet, NeedNotStated, NoProcedure, OpenQuestion)}
    theirs |= {"PlanEnded", "StoppedByMeasure"}
    raised = {
        f"{file.stem}: {name}"
        for file in sorted(ACTS.rglob("*.py"))
        for node in list_nodes(file)
        if isinstance(node, ast.Raise) and node.exc is not None
        for name in theirs & {inner.id for inner in ast.walk(node.exc) if isinstance(inner, ast.Name)}
    }

    assert raised == set()
