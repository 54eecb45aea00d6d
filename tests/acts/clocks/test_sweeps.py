"""A periodic task leaves a trace, and what one thing refuses or fails at holds up no other."""

from __future__ import annotations

import ast
import inspect
import logging
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from licensing import tasks
from licensing.acts.clocks.sweeps import leave_trace, run_all, run_each
from licensing.acts.people.systems import sweeping
from licensing.acts.people.systems.sweeping import settle_due_systems
from licensing.acts.plans import carrying
from licensing.errors import NotAllowed
from licensing.models import Sweep, System
from licensing.tasks import settle_due_interests
from tests.api.calling import new_account, new_system
from tests.world import World

# What says by its name that it takes the lock of one row, and so begins a transaction of its own.
LOCKING: Final = ("lock_", "_lock_", "acting", "transaction.atomic", "translate_database_errors")


@leave_trace
def count_sheep() -> int:
    return 4


@leave_trace
def stumble() -> int:
    raise RuntimeError("a sheep is missing")


@pytest.mark.django_db
def test_a_run_that_ended_well_leaves_a_trace_with_what_it_did() -> None:
    assert count_sheep() == 4

    assert list(Sweep.objects.values_list("task", "runs", "done")) == [("count_sheep", 1, 4)]


@pytest.mark.django_db
def test_a_run_that_failed_leaves_none() -> None:
    with pytest.raises(RuntimeError, match="a sheep is missing"):
        stumble()

    assert not Sweep.objects.exists()


def _step(one: int) -> bool:
    if one == 2:
        raise NotAllowed
    if one == 3:
        raise ValueError("three")
    return one != 4


def test_what_refuses_or_fails_is_passed_over_and_only_a_surprise_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        done = run_each(_step, [1, 2, 3, 4, 5])

    assert done == 2
    assert [one.getMessage() for one in caplog.records] == ["_step 3"]


@pytest.mark.django_db
def test_a_sweep_that_fails_stops_none_behind_it_and_the_task_is_late() -> None:
    went: list[str] = []

    def fail() -> int:
        raise ValueError("first")

    def walk() -> int:
        went.append("second")
        return 3

    @leave_trace
    def task() -> int:
        return run_all(fail, walk)

    with pytest.raises(ValueError, match="first"):
        task()
    assert (went, Sweep.objects.exists()) == (["second"], False)
    assert run_all(walk, walk) == 6


def test_whatever_refuses_when_plans_are_carried_over_stops_no_reminder(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise NotAllowed

    monkeypatch.setattr(carrying, "carry_over_plans", refuse)
    went: list[str] = []
    for name in ("lapse_due_offers", "remind_of_offers", "remind_of_interests"):
        monkeypatch.setattr(tasks.interests, name, lambda name=name: went.append(name) or 0)

    with pytest.raises(NotAllowed):
        settle_due_interests()

    assert went == ["lapse_due_offers", "remind_of_offers", "remind_of_interests"]


def test_a_system_of_which_something_is_wrong_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    systems = [new_system(account=new_account(world.partner), owner=world.otto, name=name) for name in ("One", "Two", "Three")]
    seen = []

    def watch(system: System, at: object) -> bool:
        if system.pk == min(one.pk for one in systems):
            raise ValueError("broken")
        seen.append(system.name)
        return True

    monkeypatch.setattr(sweeping, "watch_leavers", watch)

    assert settle_due_systems() == 2
    assert len(seen) == 2


def _list_sweeping_modules() -> Iterator[ModuleType]:
    """Every module that a task calls."""
    found = {id(one): one for one in vars(tasks).values() if inspect.ismodule(one)}
    found |= {id(one): one for value in vars(tasks).values() if inspect.isfunction(value) and (one := inspect.getmodule(value))}
    yield from (one for one in found.values() if one.__name__.startswith(("licensing.acts", "licensing.outbox")))


def _locks_in_a_loop(function: ast.FunctionDef) -> bool:
    """Whether it goes through rows, with a transaction for each, and would stop at the first that fails."""
    for loop in (one for one in ast.walk(function) if isinstance(one, ast.For | ast.While)):
        tries = [one for one in ast.walk(loop) if isinstance(one, ast.Try)]
        caught = {id(inner) for one in tries for inner in ast.walk(one)}
        for block in (one for one in ast.walk(loop) if isinstance(one, ast.With) and id(one) not in caught):
            if any(ast.unparse(item.context_expr).startswith(LOCKING) for item in block.items):
                return True
    return False


def test_no_sweep_goes_through_rows_so_that_one_could_hold_up_the_others() -> None:
    offending = []
    for module in _list_sweeping_modules():
        tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
        functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
        offending += [f"{module.__name__}.{one.name}" for one in functions if _locks_in_a_loop(one)]
        stepping = {one.name for one in functions if any(isinstance(node, ast.With) for node in ast.walk(one))}
        for function in functions:
            for each in (one for one in ast.walk(function) if isinstance(one, ast.GeneratorExp) and _sums(function, one)):
                if isinstance(each.elt, ast.Call) and ast.unparse(each.elt.func) in stepping:
                    offending.append(f"{module.__name__}.{function.name}: {ast.unparse(each.elt)}")

    assert len(list(_list_sweeping_modules())) > 15
    assert offending == []


def _sums(function: ast.FunctionDef, each: ast.GeneratorExp) -> bool:
    calls = (one for one in ast.walk(function) if isinstance(one, ast.Call) and ast.unparse(one.func) == "sum")
    return any(each in call.args for call in calls)


def test_a_task_of_several_sweeps_runs_each_whatever_the_others_do() -> None:
    tree = ast.parse(Path(tasks.__file__).read_text(encoding="utf-8"))

    added = [node for node in ast.walk(tree) if isinstance(node, ast.BinOp)]

    assert added == []
