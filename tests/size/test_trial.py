"""What it costs to try changes on very many cases, set against reading these cases and nothing else."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.reference.change_sets.near_sales import NearSales
from licensing.acts.reference.trial_runs import PORTION, ask_for_trial, work_on_trials
from licensing.acts.reference.trials import BATCH, try_change_set
from licensing.acts.reference.tried_cases import choose_cases, load_cases
from licensing.choices import ChangeAction, TrialState
from licensing.models import ChangeSet, TrialRun
from licensing.policy.reference.governed import RowChange
from tests.change_sets import draft, exclude, put
from tests.size.crowd import fill
from tests.world import World

CASES = int(os.environ.get("BENCH_TRIED", "5000"))
# Out of a hundred. Open ones are all tried; of the past ones the latest.
SHARES = {"filed": 40, "accepted": 30, "before_government": 24, "licence": 6}
# Both sides of every case are judged by the acts' own policy, in memory.
_MOST_TIMES = 12.0
# So many statements for a batch of cases, whatever its size, and so many for the lists.
_MOST_IN_A_BATCH, _MOST_FOR_LISTS = 12, 120


def _measure(does: Callable[[], Any]) -> tuple[float, int]:
    """Seconds and statements."""
    with CaptureQueriesContext(connection) as statements:
        begun = time.perf_counter()
        does()
    return time.perf_counter() - begun, len(statements)


def _load_all() -> None:
    cases, _extent = choose_cases()
    for start in range(0, len(cases), BATCH):
        list(load_cases(cases[start : start + BATCH], NearSales()))


def _work_to_the_end(drafted: ChangeSet) -> None:
    assert drafted.drafted_by is not None
    run = ask_for_trial(drafted.drafted_by, drafted)
    while TrialRun.objects.get(pk=run.pk).state == TrialState.WAITING:
        work_on_trials()


def _draft_changes(world: World) -> dict[str, ChangeSet]:
    """One that changes nearly every case, one that changes none, and rules of reminders, which are computed case by case."""
    return {
        "a tier of every case": draft(world.pol, exclude("EE")),
        "a tier of no case": draft(world.pol, put("countries", "LV", tier="other")),
        "a reminder rule": draft(world.pol, RowChange("reminder_rules", "legal_t03", ChangeAction.PUT, {"offset_days": -4})),
    }


def test_trial_of_very_many_cases(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    fill(world, CASES, shares=SHARES, with_content=True)
    drafts = _draft_changes(world)
    number = len(choose_cases()[0])
    floor, read = _measure(_load_all)

    measured = {what: _measure(lambda one=one: try_change_set(one)) for what, one in drafts.items()}  # type: ignore[misc]
    portions = _measure(lambda: _work_to_the_end(drafts["a tier of every case"]))

    print(f"\n{number} cases; loading them is the floor: {floor:.1f} s, {read} statements")
    print(f"{'trial of':34} {'s':>7} {'ms a case':>10} {'statements':>11} {'a case':>7} {'times':>6}")
    for what, (spent, statements) in {**measured, f"the same by the worker, {PORTION} at once": portions}.items():
        times = spent / floor
        print(f"{what:34} {spent:7.1f} {1000 * spent / number:10.1f} {statements:11} {statements / number:7.3f} {times:6.1f}")
    batches = -(-number // BATCH)
    assert {what: n for what, (_s, n) in measured.items() if n > batches * _MOST_IN_A_BATCH + _MOST_FOR_LISTS} == {}
    assert {what: spent / floor for what, (spent, _n) in measured.items() if spent > _MOST_TIMES * floor} == {}
