"""The one list of obstacles: acts refuse by it alone, and every step that it knows is asked by an act."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from licensing import acts
from licensing.acts.acting import at_time, now
from licensing.acts.decisions import appeal, sittings
from licensing.acts.obstacles import listing
from licensing.acts.obstacles.listing import PROVIDERS, Provider, find_refusal, list_obstacles, list_stopping
from licensing.acts.obstacles.measures import find_measures
from licensing.acts.obstacles.situation import Situation
from licensing.acts.signoff import positions, rounds
from licensing.choices import DecisionOutcome, Step
from licensing.errors import (
    BeyondParent,
    ConditionNotMet,
    ExcludedDestination,
    MilestoneNotMet,
    NeedNotStated,
    NoProcedure,
    NotAssessed,
    NotPassed,
    OpenQuestion,
    PlanEnded,
    StoppedByMeasure,
    StoppedByScreening,
)
from licensing.models import Case, Event
from licensing.policy.obstacles import Obstacle
from tests.acts.decisions.cabinet import call_cabinet
from tests.acts.obstacles.stopped import STOPS, come_to
from tests.acts.plans.measures.state import publish
from tests.acts.signoff.cases import use_stage
from tests.sources import list_nodes
from tests.trial import another_decider, make_case_granted_in_part
from tests.world import World, approve, resolution

ACTS = Path(acts.__file__).parent
# Made outside the list, each of these would be a second source of a refusal.
_REFUSALS: Final = {
    one.__name__
    for one in (
        *(BeyondParent, ExcludedDestination, MilestoneNotMet, NeedNotStated, NoProcedure, NotPassed, OpenQuestion, PlanEnded),
        *(ConditionNotMet, NotAssessed, StoppedByMeasure, StoppedByScreening),
    )
}
_NAMED: Final = re.compile("|".join([*_REFUSALS, "beyond_parent"]))
EVERY_STOP = [(provider, step) for provider in PROVIDERS for step in sorted(provider.steps)]


@pytest.mark.walk
@pytest.mark.parametrize(("provider", "step"), EVERY_STOP, ids=[f"{one.find.__name__}-{step}" for one, step in EVERY_STOP])
def test_an_act_is_refused_by_a_provider_alone_and_passes_without_it(
    world: World, monkeypatch: pytest.MonkeyPatch, provider: Provider, step: Step
) -> None:
    """A provider that nobody has given a case in STOPS fails here, and so does a step that no act asks it about."""
    stop = STOPS[provider.find]
    case, seen = stop.prepare(world, step), list[Obstacle]()
    others = tuple(one for one in PROVIDERS if one is not provider)
    before = (Event.objects.count(), Case.objects.get(pk=case.pk).revision)

    # Of several steps in one act only this one is asked about.
    watched = Provider(_watch(provider.find, seen), frozenset({step}))
    monkeypatch.setattr(listing, "PROVIDERS", (*others, watched))
    with pytest.raises(stop.get_refusal(step)) as refused:
        come_to(step, case, world)
    left = (Event.objects.count(), Case.objects.get(pk=case.pk).revision)

    monkeypatch.setattr(listing, "PROVIDERS", others)
    if stop.leads_nowhere:
        with pytest.raises(AssertionError):
            come_to(step, case, world)
    else:
        come_to(step, case, world)

    first = next(one for one in seen if step in one.stops)
    told = str(first.for_applicant) if step is Step.AMEND else str(first.message)
    assert (first.code, refused.value.first_sentence, left) == (stop.code, told, before)
    assert all((str(first.message), str(first.source), str(first.lift)))


def _add_on_appeal(world: World) -> Callable[[], object]:
    case = make_case_granted_in_part(world)
    appeal.appeal_case(case, world.paula, reason="The shortage is over.")
    more = resolution(number="501-r", quantities={1: Decimal(35)}, reasons="More is free.")
    return partial(appeal.decide_appeal, case, another_decider(), more)


def _propose_again(world: World) -> Callable[[], object]:
    case, sitting = world.before_government(), call_cabinet(world)
    sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)
    return partial(sittings.update_proposal, sitting, world.dora, case, outcome=DecisionOutcome.GRANT)


def _close_by_silence(world: World) -> Callable[[], object]:
    use_stage(world, rule={"kind": "majority_cast", "silence": "no_objection"})
    with at_time(now() - timedelta(days=30)):
        case = world.with_need()
    return partial(rounds.close_due_round, case)


@pytest.mark.parametrize("prepare", [_add_on_appeal, _propose_again, _close_by_silence])
def test_other_acts_that_come_to_a_step_pass_only_without_the_provider(
    world: World, monkeypatch: pytest.MonkeyPatch, prepare: Callable[[World], Callable[[], object]]
) -> None:
    act = prepare(world)
    publish(world)
    before = Event.objects.count()

    with pytest.raises(StoppedByMeasure):
        act()
    left = Event.objects.count()
    monkeypatch.setattr(listing, "PROVIDERS", tuple(one for one in PROVIDERS if one.find is not find_measures))
    act()

    assert (left, Event.objects.count() > before) == (before, True)


def _watch(find: Callable[[Situation], Iterable[Obstacle]], seen: list[Obstacle]) -> Callable[[Situation], Iterable[Obstacle]]:
    def watched(situation: Situation) -> Iterator[Obstacle]:
        for one in find(situation):
            seen.append(one)
            yield one

    return watched


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
        argument.attr
        for file in sorted(ACTS.rglob("*.py"))
        for node in list_nodes(file)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in ("Situation", "build_grant_situation")
        for argument in node.args
        if isinstance(argument, ast.Attribute) and isinstance(argument.value, ast.Name) and argument.value.id == "Step"
    }

    assert asked == {step.name for step in Step}


def test_no_act_refuses_for_such_a_reason_by_itself() -> None:
    """What obstacles refuse with is raised by the list alone, and by no other name of the same code.

    Two sentences of the government's round share a code with an obstacle and are none: a decision recorded before its
    round is open comes at the wrong moment, and a refusal, which no obstacle stops, hears the seats first.
    """
    assert {*_list_refusals(ACTS.parent)} == {
        "government: get_round_to_decide: NotPassed",
        "government: refuse_without_hearing: NotPassed",
    }


def _list_refusals(root: Path) -> Iterator[str]:
    """Each place outside the list that makes a refusal of an obstacle, or a fault of a field with the code of one."""
    for file in sorted(root.rglob("*.py")):
        if file.is_relative_to(ACTS / "obstacles") or not _NAMED.search(file.read_text(encoding="utf-8")):
            continue
        for function in list_nodes(file):
            if isinstance(function, ast.FunctionDef):
                yield from (f"{file.stem}: {function.name}: {name}" for name in _list_made(function))


def _list_made(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in _REFUSALS:
                yield node.func.id
            if node.func.id == "Gap" and node.args and ast.unparse(node.args[0]) == "'beyond_parent'":
                yield "Gap"
