"""The one list of obstacles: acts refuse by it alone, and every step that it knows is asked by an act."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest
from django.db import transaction

from licensing import acts
from licensing.acts.acting import now
from licensing.acts.decisions import government, sittings
from licensing.acts.obstacles import listing
from licensing.acts.obstacles.assessed.presumption import find_presumed_refusal
from licensing.acts.obstacles.assessed.rerouting import find_other_way
from licensing.acts.obstacles.licences.visits import find_adverse_visits
from licensing.acts.obstacles.listing import OF_STATE, PROVIDERS, Provider, find_refusal, list_obstacles, list_stopping
from licensing.acts.obstacles.need import find_late_call_offs
from licensing.acts.obstacles.parent import find_contract_reviews
from licensing.acts.obstacles.route import find_appealed_plan
from licensing.acts.obstacles.situation import Situation
from licensing.acts.signoff import positions
from licensing.choices import DecisionOutcome, Step
from licensing.errors import (
    BarredFromFiling,
    BeforeItsYear,
    BelowOwnShare,
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
    Problem,
    ProhibitedByCriterion,
    RiskNotMitigated,
    StoppedByCertificate,
    StoppedByMeasure,
    StoppedByScreening,
)
from licensing.messages import Message
from licensing.models import Case, Event
from licensing.policy.obstacles import Obstacle
from tests.acts.decisions.cabinet import call_cabinet
from tests.acts.obstacles.stopped import STOPS, come_to
from tests.acts.obstacles.ways import ALONE, WAYS, Ground, Way
from tests.sources import list_nodes
from tests.world import World, approve, resolution

ACTS = Path(acts.__file__).parent
# Made outside the list, each of these would be a second source of a refusal.
_REFUSALS: Final = {
    one.__name__
    for one in (
        *(BeyondParent, ExcludedDestination, MilestoneNotMet, NeedNotStated, NoProcedure, NotPassed, OpenQuestion, PlanEnded),
        *(
            BarredFromFiling,
            BeforeItsYear,
            BelowOwnShare,
            ConditionNotMet,
            NotAssessed,
            StoppedByCertificate,
            StoppedByMeasure,
            StoppedByScreening,
        ),
        *(ProhibitedByCriterion, RiskNotMitigated),
    )
}
_NAMED: Final = re.compile("|".join([*_REFUSALS, "beyond_parent"]))
_Name = tuple[str, str]
_LOCKS: Final = {"acting", "_lock_agenda", "_lock_sitting"}
KNOWN: Final = {one.find for one in PROVIDERS}
EVERY_PAIR = [
    (way, one)
    for way in WAYS
    for one in (OF_STATE if way.act == "decide_review" else PROVIDERS)
    if one.steps & way.steps and one.find not in way.never_met
]
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
    told = str(first.for_applicant) if step in (Step.SUBMIT, Step.AMEND) else str(first.message)
    assert (first.code, refused.value.first_sentence, left) == (stop.code, told, before)
    assert all((str(first.message), str(first.source), str(first.lift)))
    # The page would name a step that no act asks it about.
    assert all(one.stops <= provider.steps for one in seen)


@pytest.mark.walk
@pytest.mark.parametrize(("way", "provider"), EVERY_PAIR, ids=[f"{way.act}-{one.find.__name__}" for way, one in EVERY_PAIR])
def test_every_act_that_comes_to_a_step_passes_only_without_the_provider(
    world: World, monkeypatch: pytest.MonkeyPatch, way: Way, provider: Provider
) -> None:
    """A provider that is added, or an act that comes to another step, fails here until it is known how it stops the act."""
    act, seen = way.bring(world, way.grounds[provider.find]), list[Obstacle]()
    others = tuple(one for one in PROVIDERS if one is not provider)

    _ask_only(monkeypatch, *others, Provider(_watch(provider.find, seen), provider.steps))
    # A refusal that is kept, as a sitting keeps it, goes with the savepoint: the act is tried again from the same place.
    with pytest.raises(Problem), transaction.atomic():
        act()
    _ask_only(monkeypatch, *others)
    act()

    assert {one.code for one in seen if one.stops & way.steps} == {STOPS[provider.find].code}


@pytest.mark.walk
@pytest.mark.parametrize("way", WAYS, ids=[way.act for way in WAYS])
def test_an_act_asks_about_the_steps_that_it_is_known_to_come_to(
    world: World, monkeypatch: pytest.MonkeyPatch, way: Way
) -> None:
    asked = set[Step | None]()

    def note(situation: Situation) -> Iterable[Obstacle]:
        asked.add(situation.step)
        return ()

    act = way.bring(world, Ground())

    _ask_only(monkeypatch, Provider(note, frozenset(Step)))
    act()

    assert asked == way.steps


@pytest.mark.walk
def test_every_act_that_asks_the_list_is_brought_to_each_provider() -> None:
    """Found in the code: functions that lock what they change and come, by whatever steps, to the list of obstacles."""
    assert _list_acts_that_ask() == {way.act for way in WAYS} | ALONE


def test_nothing_of_the_list_stops_a_refusal(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in the way of a grant is no reason to keep an applicant waiting for a refusal, proposed or decided."""
    case, sitting = world.before_government(), call_cabinet(world)
    stop = Obstacle("stop", Message("Stop"), source=Message("Test"), lift=Message("Nobody"), stops=frozenset(Step))
    _ask_only(monkeypatch, Provider(lambda _situation: [stop], frozenset(Step)))

    with pytest.raises(NotPassed):
        government.grant_case(case, world.dora, resolution())
    sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.REFUSE, details={"grounds": ["R10"]})
    sittings.take_off_agenda(sitting, world.dora, case)
    refused = government.refuse_case(case, world.dora, resolution(grounds=["R10"]))

    assert refused.outcome == DecisionOutcome.REFUSE


def _ask_only(monkeypatch: pytest.MonkeyPatch, *providers: Provider) -> None:
    """Let the list have these providers, and of a case of the state those of them that look at its sign-off."""
    of_state = {one.find for one in OF_STATE}
    monkeypatch.setattr(listing, "PROVIDERS", providers)
    monkeypatch.setattr(listing, "OF_STATE", tuple(one for one in providers if one.find in of_state or one.find not in KNOWN))


def _list_acts_that_ask() -> set[str]:
    """Functions of the acts that hold a lock and reach the list, by themselves or by what they name."""
    listed, named, locking = listing.__name__, dict[_Name, set[_Name]](), set[_Name]()
    for file in sorted(ACTS.rglob("*.py")):
        module = ".".join(("licensing.acts", *file.relative_to(ACTS).with_suffix("").parts))
        functions = [node for node in list_nodes(file) if isinstance(node, ast.FunctionDef)] if module != listed else []
        known = {node.name: (module, node.name) for node in functions} | _list_imported(file)
        for node in functions:
            names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
            named[module, node.name] = {known[name] for name in names & known.keys()}
            locking |= {(module, node.name)} if _does_lock(node) else set()
    reaching = {name for name, others in named.items() if any(one == listed for one, _name in others)}
    while more := {name for name, others in named.items() if others & reaching} - reaching:
        reaching |= more
    return {name for _module, name in reaching & locking}


def _list_imported(file: Path) -> dict[str, _Name]:
    return {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in list_nodes(file)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _does_lock(function: ast.FunctionDef) -> bool:
    """Whether it opens what an act runs in: `acting`, or the lock of an agenda or a sitting."""
    opened = [item.context_expr for node in ast.walk(function) if isinstance(node, ast.With) for item in node.items]
    return any(isinstance(one, ast.Call) and ast.unparse(one.func) in _LOCKS for one in opened)


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


def test_each_provider_is_given_a_case_that_it_stops_or_only_tells() -> None:
    """A provider without steps may only tell: what it found could stop no act, whatever it says."""
    quiet = {one.find for one in PROVIDERS if not one.steps}

    assert {one.find for one in PROVIDERS} == {*STOPS, *quiet}
    told = {find_appealed_plan, find_presumed_refusal, find_other_way, find_adverse_visits}
    assert quiet == told | {find_contract_reviews, find_late_call_offs}


@pytest.mark.walk
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
