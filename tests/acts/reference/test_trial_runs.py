"""A trial of very many cases: made in portions, it says what a whole one says; it stops, is resumed, and speaks of what was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.reference import trial_runs
from licensing.acts.reference.change_sets.drafting import build_lines, put_change_lines
from licensing.acts.reference.procedures import build_procedure_document
from licensing.acts.reference.trial_runs import (
    ask_for_trial,
    find_latest_run,
    is_outdated,
    is_tried_at_once,
    stop_trial,
    work_on_trials,
)
from licensing.acts.reference.trials import try_change_set
from licensing.choices import ChangeAction, TrialState
from licensing.models import ChangeLine, ChangeSet, Procedure, TrialRun
from licensing.policy.reference.trials import Trial
from tests.change_sets import add_policy_officer, draft, exclude, put, release
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted(world: World, monkeypatch: pytest.MonkeyPatch) -> ChangeSet:
    """A draft, and three cases of which one portion holds two."""
    monkeypatch.setattr(trial_runs, "PORTION", 2)
    world.accepted()
    world.filed(title="Another")
    world.granted(title="A third")
    return draft(world.pol, exclude("EE"))


def _read(run: TrialRun) -> TrialRun:
    return TrialRun.objects.get(pk=run.pk)


@pytest.mark.walk
def test_portions_come_to_what_a_whole_trial_says(world: World, drafted: ChangeSet) -> None:
    run = ask_for_trial(world.pol, drafted)

    assert work_on_trials() == 2
    done = _read(run)
    made = Trial.from_data(done.result)
    assert (done.state, done.looked, done.percent) == (TrialState.DONE, 3, 100)
    assert made == replace(try_change_set(drafted), at=made.at)
    assert made.changed == (2, 1)
    assert work_on_trials() == 0


@pytest.mark.walk
def test_a_page_tries_few_cases_at_once_and_leaves_more_to_the_worker(drafted: ChangeSet, settings: object) -> None:
    limits = {}
    for most in (2, 3):
        settings.TRIALS_AT_ONCE = most  # type: ignore[attr-defined]
        limits[most] = is_tried_at_once()

    assert limits == {2: False, 3: True}


def test_what_is_asked_for_twice_is_under_way_once_and_another_takes_its_place(world: World, drafted: ChangeSet) -> None:
    first = ask_for_trial(world.pol, drafted)
    assert ask_for_trial(world.pol, drafted) == first

    typed = ask_for_trial(world.pol, drafted, build_lines(drafted, [exclude("LV")]))

    assert (_read(first).state, typed.state) == (TrialState.STOPPED, TrialState.WAITING)
    assert [row["key"] for row in typed.lines] == ["EE", "LV"]
    assert find_latest_run(drafted) == first


@pytest.mark.walk
def test_a_worker_that_dies_is_followed_by_another_which_goes_on_where_it_was(world: World, drafted: ChangeSet) -> None:
    run = ask_for_trial(world.pol, drafted)
    taken = trial_runs._take_next()
    assert taken == run
    assert trial_runs._look_at_next(taken, trial_runs._prepare(taken))

    assert work_on_trials() == 0
    with at_time(now() + timedelta(seconds=61)):
        assert work_on_trials() == 1

    assert (_read(run).state, _read(run).looked) == (TrialState.DONE, 3)


def test_one_that_breaks_off_again_and_again_is_given_up_and_says_so(world: World, drafted: ChangeSet) -> None:
    run = ask_for_trial(world.pol, drafted)
    TrialRun.objects.update(attempts=trial_runs._MOST_ATTEMPTS)

    assert work_on_trials() == 0

    assert _read(run).state == TrialState.REFUSED
    assert _read(run).refusal[0]["en"].startswith("The trial broke off several times")


def test_a_trial_that_was_stopped_goes_no_further(world: World, drafted: ChangeSet) -> None:
    run = ask_for_trial(world.pol, drafted)
    taken = trial_runs._take_next()
    assert taken is not None

    assert stop_trial(run)

    assert not trial_runs._look_at_next(taken, trial_runs._prepare(taken))
    assert work_on_trials() == 0
    assert (_read(run).state, _read(run).looked) == (TrialState.STOPPED, 0)
    assert not stop_trial(run)


def test_a_draft_that_changes_meanwhile_makes_it_speak_of_what_was(world: World, drafted: ChangeSet) -> None:
    run = ask_for_trial(world.pol, drafted)
    assert not is_outdated(run)

    put_change_lines(drafted, world.pol, [exclude("LV")])

    assert is_outdated(_read(run))
    assert work_on_trials() == 0
    assert _read(run).state == TrialState.STOPPED


def test_a_draft_that_changes_while_it_is_read_makes_it_speak_of_what_was(
    world: World, drafted: ChangeSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, wished = trial_runs.list_draft_lines, [exclude("LV")]

    def read_before_a_change(change_set: ChangeSet | None) -> list[ChangeLine]:
        rows = read(change_set)
        if wished:
            put_change_lines(drafted, world.pol, [wished.pop()])
        return rows

    monkeypatch.setattr(trial_runs, "list_draft_lines", read_before_a_change)
    run = ask_for_trial(world.pol, drafted)

    assert [row["key"] for row in run.lines] == ["EE"]
    assert is_outdated(_read(run))


def test_one_that_an_earlier_version_began_is_stopped(world: World, drafted: ChangeSet) -> None:
    run = ask_for_trial(world.pol, drafted)
    old = {key: value for key, value in run.result.items() if key != "seen"}
    TrialRun.objects.update(result=old | {"substance": {run.cases[0]: ["before", ""]}})

    assert work_on_trials() == 0

    assert _read(run).state == TrialState.STOPPED


@pytest.mark.walk
def test_a_release_makes_it_speak_of_what_was(world: World, drafted: ChangeSet) -> None:
    run = ask_for_trial(world.pol, drafted)
    work_on_trials()

    release(world.pol, add_policy_officer("petra"), put("countries", "LV", tier="other"))

    assert is_outdated(_read(run))


def test_what_cannot_be_written_says_why_and_is_tried_no_further(world: World, drafted: ChangeSet) -> None:
    document = build_procedure_document(Procedure.objects.get(code="tests")) | {"version": 2, "stages": []}
    run = ask_for_trial(world.pol, None, [ChangeLine(list="procedures", key="tests", action=ChangeAction.PUT, after=document)])

    assert work_on_trials() == 0

    assert (_read(run).state, bool(_read(run).refusal)) == (TrialState.REFUSED, True)


def test_trials_that_ended_long_ago_are_forgotten(world: World, drafted: ChangeSet) -> None:
    old = ask_for_trial(world.pol, drafted)
    work_on_trials()

    with at_time(now() + timedelta(days=8)):
        new = ask_for_trial(world.pol, drafted)

    assert list(TrialRun.objects.all()) == [new] != [old]
