"""Live cases are held against a version in batches, each once."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.acts.assessment import indexes, sweeping
from licensing.acts.assessment.sweeping import count_unscreened, screen_due_cases, select_screened_cases
from licensing.acts.requests.submission import withdraw_case
from licensing.models import CaseScreening, Event, ListVersion, ScreeningHit
from licensing.policy.assessment.screening import index
from licensing.policy.assessment.screening.comparing import Asked, Comparison, Listed
from licensing.policy.record.event_kinds import EventKind
from tests.acts.assessment.state import LISTED, publish_list_of
from tests.by_hand import by_hand
from tests.world import World


def test_it_goes_on_where_it_ended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "_BATCH", 1)
    monkeypatch.setattr(sweeping, "_MOST_BATCHES", 1)
    cases = {world.filed().pk, world.filed(title="Another").pk}
    withdraw_case(world.filed(title="Third"), world.paula, reason="Not any more.")
    world.draft()
    version = publish_list_of(world, LISTED)

    left = [count_unscreened(version)]
    for _run in range(3):
        screen_due_cases()
        left.append(count_unscreened(version))

    assert left == [2, 1, 0, 0]
    assert set(select_screened_cases().values_list("pk", flat=True)) == cases
    assert set(CaseScreening.objects.values_list("case", flat=True)) == cases
    told = Event.objects.filter(kind=EventKind.CASES_SCREENED).values_list("data__cases", "data__with_hits")
    assert list(told) == [(1, 1), (1, 1)]


def test_what_was_written_before_the_worker_was_killed_is_not_done_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "_BATCH", 1)
    for title in ("First", "Second", "Third"):
        world.filed(title=title)
    version = publish_list_of(world, LISTED)
    write, turns = sweeping.write_screening, iter(("written", "killed", "written", "written"))

    def write_until_killed(*given: Any, **named: Any) -> Any:
        told = write(*given, **named)
        if next(turns) == "killed":
            # As a worker that is told to stop: no handler of errors keeps it.
            raise SystemExit
        return told

    monkeypatch.setattr(sweeping, "write_screening", write_until_killed)
    with pytest.raises(SystemExit):
        screen_due_cases()
    left = count_unscreened(version), CaseScreening.objects.count(), ScreeningHit.objects.count()
    again = screen_due_cases()

    assert (left, again, count_unscreened(version)) == ((2, 1, 1), 2, 0)
    assert ScreeningHit.objects.count() == 3


def test_a_list_that_cannot_be_read_is_read_once_in_a_run(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # Scenes give the list of each test the same key and content, which this process may have read before.
    monkeypatch.setattr(indexes, "_loaded", {})
    for title in ("First", "Second", "Third"):
        world.filed(title=title)
    version = publish_list_of(world, LISTED)
    with by_hand():
        ListVersion.objects.filter(pk=version.pk).update(content="[]")
    monkeypatch.setattr(sweeping, "_BATCH", 1)
    read: list[ListVersion] = []
    load = sweeping.load_list
    monkeypatch.setattr(sweeping, "load_list", lambda one, known: (read.append(one), load(one, known)))

    assert screen_due_cases() == 0

    assert (read, count_unscreened(version)) == ([version], 3)


def test_a_case_whose_names_give_an_impossible_score_waits_and_is_not_told_of(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [world.filed(), world.filed(title="Another")]
    version = publish_list_of(world, LISTED)
    compare = index.compare_names

    def compare_badly(asked: Asked, listed: Listed) -> Comparison:
        return Comparison(float("nan"), []) if "carrier" in asked.words else compare(asked, listed)

    with monkeypatch.context() as patched:
        patched.setattr(index, "compare_names", compare_badly)
        done = screen_due_cases(), count_unscreened(version)
    told = Event.objects.filter(kind=EventKind.CASES_SCREENED)

    assert (done, told.count(), ScreeningHit.objects.count()) == ((0, 2), 0, 0)
    assert (screen_due_cases(), count_unscreened(version), told.count()) == (len(cases), 0, 1)
