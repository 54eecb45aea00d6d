"""The trial that a step rests on: of very many cases the worker's, with what has moved since tried again, and not one more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.decisions.government import refuse_case
from licensing.acts.reference import standing_trials
from licensing.acts.reference.change_sets.releasing import bring_into_force
from licensing.acts.reference.change_sets.rows import load_present
from licensing.acts.reference.change_sets.settling import approve_change_set, send_change_set
from licensing.acts.reference.change_sets.sweeping import TRY_BEFORE, settle_due_change_sets
from licensing.acts.reference.standing_trials import find_standing_trial
from licensing.acts.reference.trial_runs import MOST_REFUSED, ask_for_trial, has_given_up, work_on_trials
from licensing.acts.reference.trials import PreparedTrial, try_change_set
from licensing.acts.requests.drafting import edit_case
from licensing.acts.requests.submission import accept_case, send_back_case
from licensing.choices import ChangeAction, ChangeSetState, PartnerTier, TrialState
from licensing.errors import Invalid, TrialNeeded
from licensing.models import Case, ChangeSet, Country, Event, ReleaseHead, SplittingRule, TrialRun, User
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.governed import RowChange
from licensing.policy.reference.trials import Trial
from tests.acts.plans.measures.state import publish
from tests.by_hand import by_hand
from tests.change_sets import add_policy_officer, draft, exclude, put, release
from tests.config.web.test_kept_forms import browser
from tests.world import REQUEST, World, resolution

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def petra(world: World) -> User:
    return add_policy_officer("petra")


@pytest.fixture
def six_cases(world: World, settings: Any) -> None:
    """Six cases, of which a page tries two, and no rule by which one counts for another."""
    for title in ("First", "Second", "Third"):
        world.filed(title=title)
    world.accepted(title="Fourth")
    world.before_government(title="Fifth")
    world.granted(title="Sixth")
    with by_hand():
        SplittingRule.objects.all().update(active=False)
    settings.TRIALS_AT_ONCE = 2


def _find(title: str) -> Case:
    return Case.objects.get(title=title)


def _have_tried(change_set: ChangeSet, user: User) -> None:
    run = ask_for_trial(user, change_set)
    while TrialRun.objects.get(pk=run.pk).state == TrialState.WAITING:
        work_on_trials()


def _send(world: World, *changes: RowChange, **words: Any) -> ChangeSet:
    drafted = draft(world.pol, *changes, **words)
    _have_tried(drafted, world.pol)
    return send_change_set(drafted, world.pol)


def _tell_apart(trial: Trial) -> Trial:
    """A trial without what says when it was made."""
    return replace(trial, at="", seen=None)


MOVES: dict[str, Callable[[World], object]] = {
    "nothing": lambda world: None,
    "one is accepted": lambda world: accept_case(_find("First"), world.otto),
    "one is sent back, and one accepted": lambda world: (
        send_back_case(_find("First"), world.otto, grounds=[], reason="Name the depot."),
        accept_case(_find("Second"), world.otto),
    ),
    "one is filed": lambda world: world.filed(title="New"),
    "one is refused": lambda world: refuse_case(_find("Fifth"), world.dora, resolution(grounds=["R10"])),
}


@pytest.mark.walk
@pytest.mark.parametrize("what", MOVES)
def test_what_stands_is_what_a_whole_trial_says(world: World, six_cases: None, what: str) -> None:
    changes = [exclude("EE"), put("case_kinds", "single_permit", max_validity_months=7)]
    drafted = draft(world.pol, *changes)
    _have_tried(drafted, world.pol)

    with at_time(now() + timedelta(minutes=10)):
        MOVES[what](world)
        standing = find_standing_trial(drafted)

        assert sum(standing.changed) >= 5
        assert _tell_apart(standing) == _tell_apart(try_change_set(drafted))


@pytest.mark.walk
def test_a_case_that_another_one_is_added_up_with_is_tried_again(
    world: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large only together: the first is found changed because of what was filed after the trial of the worker."""
    with by_hand():
        SplittingRule.objects.all().update(active=False)
    goods = {"model": "V-1", "control_entries": ["ML6"], "unit_price": "1225000.00"}
    world.filed(title="First", items=[REQUEST["items"][0] | goods])
    by_partner = {"by": ["partner"], "days": 30, "threshold": "1.00", "active": True, "names": {"en": "One partner"}}
    drafted = draft(world.pol, put("splitting_rules", "partner", code="partner", **by_partner))
    settings.TRIALS_AT_ONCE = 0
    _have_tried(drafted, world.pol)
    assert Trial.from_data(TrialRun.objects.get().result).changed == (0, 0)

    settings.TRIALS_AT_ONCE = 1
    world.filed(title="Second")

    with pytest.raises(TrialNeeded):
        find_standing_trial(drafted)
    settings.TRIALS_AT_ONCE = 2
    monkeypatch.setattr(standing_trials, "is_tried_at_once", lambda: False)
    standing = find_standing_trial(drafted)
    assert str(_find("First").pk) in standing.substance
    assert _tell_apart(standing) == _tell_apart(try_change_set(drafted))


@pytest.mark.walk
def test_one_that_was_filed_and_reads_otherwise_by_now_is_not_all_that_is_tried_again(
    world: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it was added up with before the change is not known any more."""
    world.filed(title="First")
    drafted = draft(world.pol, exclude("EE"))
    _have_tried(drafted, world.pol)
    monkeypatch.setattr(standing_trials, "is_tried_at_once", lambda: False)
    edit_case(world.draft(), world.paula, {"title": "A draft"})
    world.filed(title="Second")
    find_standing_trial(drafted)

    edit_case(send_back_case(_find("First"), world.otto, grounds=[], reason="Name the depot."), world.paula, {"title": "Anew"})

    with pytest.raises(TrialNeeded):
        find_standing_trial(drafted)


@pytest.mark.walk
def test_no_step_tries_more_cases_than_a_page_may(
    world: World, six_cases: None, petra: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = _send(world, exclude("EE"))
    accept_case(_find("First"), world.otto)
    tried: list[int] = []
    try_cases = PreparedTrial.try_cases
    monkeypatch.setattr(PreparedTrial, "try_cases", lambda self, ids: tried.append(len(ids)) or try_cases(self, ids))

    released = approve_change_set(sent, petra, seen=find_standing_trial(sent).digest)

    assert (released.state, sum(tried)) == (ChangeSetState.IN_FORCE, 2)
    assert Trial.from_data(released.approved_trial or {}).extent.open_tried == 5


def _release_something(world: World, petra: User) -> None:
    with override_settings(TRIALS_AT_ONCE=300):
        release(petra, world.pol, put("countries", "LV", tier="other"))


def _forget_what_was_seen() -> None:
    for run in TrialRun.objects.all():
        TrialRun.objects.filter(pk=run.pk).update(result={**run.result, "seen": None})


STALE: dict[str, Callable[[World, User], object]] = {
    "too many have moved": lambda world, petra: [accept_case(_find(one), world.otto) for one in ("First", "Second", "Third")],
    "another release": _release_something,
    "the run is gone": lambda world, petra: TrialRun.objects.all().delete(),
    "it was stopped": lambda world, petra: TrialRun.objects.update(state=TrialState.STOPPED),
    "a measure was published": lambda world, petra: publish(world),
    "kept before events were noted": lambda world, petra: _forget_what_was_seen(),
}


@pytest.mark.walk
@pytest.mark.parametrize("why", STALE)
def test_a_trial_that_is_not_true_of_now_is_refused_and_nothing_changed(
    world: World, six_cases: None, petra: User, why: str
) -> None:
    sent = _send(world, exclude("EE"), emergency=why == "too many have moved")
    seen, events = find_standing_trial(sent).digest, Event.objects.filter(kind=EventKind.CHANGE_SET_APPROVED)
    STALE[why](world, petra)
    number = ReleaseHead.objects.values_list("number", flat=True).first() or 0

    with pytest.raises(TrialNeeded, match="Have it tried again"):
        approve_change_set(sent, petra, seen=seen)

    sent.refresh_from_db()
    assert (sent.state, sent.settled_by, sent.approved_trial) == (ChangeSetState.SENT, None, None)
    assert Country.objects.get(pk="EE").tier != PartnerTier.EXCLUDED
    assert (ReleaseHead.objects.values_list("number", flat=True).first() or 0) == number
    assert not events.filter(data__change_set=str(sent.pk)).exists()

    _have_tried(sent, petra)
    assert approve_change_set(sent, petra, seen=find_standing_trial(sent).digest).state == ChangeSetState.IN_FORCE


def test_one_of_yesterday_is_no_trial_of_today(world: World, six_cases: None) -> None:
    drafted = draft(world.pol, exclude("EE"), in_force_from=now() + 3 * DAY)
    _have_tried(drafted, world.pol)

    with at_time(now() + DAY + timedelta(minutes=1)), pytest.raises(TrialNeeded):
        find_standing_trial(drafted)


def test_a_draft_that_was_not_tried_yet_is_not_sent(world: World, six_cases: None) -> None:
    drafted = draft(world.pol, exclude("EE"))

    with pytest.raises(TrialNeeded):
        send_change_set(drafted, world.pol)

    drafted.refresh_from_db()
    assert (drafted.state, drafted.trial) == (ChangeSetState.DRAFT, None)


@pytest.mark.walk
def test_an_open_case_that_would_have_no_procedure_is_found_by_the_trial_of_the_worker(world: World, six_cases: None) -> None:
    row = load_present("routing", ["tests"])["tests"] | {"code": "new", "when": {"country": {"not": ["EE"]}}}
    ends = [RowChange("routing", key, ChangeAction.END) for key in ("tests", "every-case")]
    drafted = draft(world.pol, *ends, put("routing", "new", **row | {"valid_from": to_local_day(now()).isoformat()}))
    _have_tried(drafted, world.pol)

    with pytest.raises(Invalid) as refusal:
        send_change_set(drafted, world.pol)

    found = {(gap.code, gap.path) for gap in refusal.value.gaps}
    assert found == {("uncovered", _find(title).reference) for title in ("First", "Second", "Third", "Fourth", "Fifth")}


@pytest.mark.walk
def test_a_due_release_waits_for_the_trial_of_the_worker(world: World, six_cases: None, petra: User) -> None:
    waiting = _send(world, exclude("EE"), in_force_from=now() + DAY)
    approve_change_set(waiting, petra, seen=find_standing_trial(waiting).digest)
    TrialRun.objects.all().delete()

    with at_time(now() + DAY + timedelta(minutes=1)):
        assert not bring_into_force(waiting)
        assert not bring_into_force(waiting)
        assert list(TrialRun.objects.values_list("asked_by", "state")) == [(petra.pk, TrialState.WAITING)]
        work_on_trials()
        assert bring_into_force(waiting)

    waiting.refresh_from_db()
    assert (waiting.state, Country.objects.get(pk="EE").tier) == (ChangeSetState.IN_FORCE, PartnerTier.EXCLUDED)


@pytest.mark.walk
def test_what_is_refused_again_and_again_is_tried_by_itself_no_more_and_its_page_says_so(
    world: World, six_cases: None, petra: User
) -> None:
    waiting = _send(world, exclude("EE"), in_force_from=now() + DAY)
    approve_change_set(waiting, petra, seen=find_standing_trial(waiting).digest)
    TrialRun.objects.all().delete()

    with at_time(now() + DAY + timedelta(minutes=1)):
        for _turn in range(MOST_REFUSED + 3):
            assert not bring_into_force(waiting)
            TrialRun.objects.filter(state=TrialState.WAITING).update(state=TrialState.REFUSED)
        waiting.refresh_from_db()
        assert (TrialRun.objects.count(), has_given_up(waiting)) == (MOST_REFUSED, True)
        page = browser(petra).get(f"/admin/licensing/changeset/{waiting.pk}/change/").content.decode()
        assert "no trial begins by itself any more" in page
    with at_time(now() + 2 * DAY + timedelta(minutes=1)):
        assert (bring_into_force(waiting), TrialRun.objects.count()) == (False, MOST_REFUSED)

        _have_tried(waiting, petra)
        assert bring_into_force(waiting)


@pytest.mark.walk
def test_the_worker_begins_before_the_moment_has_come(world: World, six_cases: None, petra: User) -> None:
    moment = now() + DAY
    waiting = _send(world, exclude("EE"), in_force_from=moment)
    approve_change_set(waiting, petra, seen=find_standing_trial(waiting).digest)

    with at_time(moment - TRY_BEFORE - timedelta(minutes=1)):
        settle_due_change_sets()
        assert not TrialRun.objects.filter(state=TrialState.WAITING).exists()
    with at_time(moment - TRY_BEFORE + timedelta(minutes=1)):
        settle_due_change_sets()
        work_on_trials()
    with at_time(moment + timedelta(seconds=1)):
        assert settle_due_change_sets() == 1


@pytest.mark.walk
def test_one_that_would_do_something_else_by_now_waits_for_a_second_person_again(
    world: World, six_cases: None, petra: User
) -> None:
    row = {
        "code": "heard",
        "when": {"tier": ["europe"]},
        "extra_seats": ["NSDC"],
        "reasons": {"en": "Heard"},
        "valid_from": to_local_day(now() + DAY).isoformat(),
    }
    waiting = _send(world, put("routing", "heard", **row), in_force_from=now() + DAY)
    seen = find_standing_trial(waiting).digest
    approve_change_set(waiting, petra, seen=seen)
    with override_settings(TRIALS_AT_ONCE=300):
        release(petra, world.pol, put("countries", "EE", tier="supporter"))

    with at_time(now() + DAY + timedelta(minutes=1)):
        assert not bring_into_force(waiting)
        work_on_trials()
        assert not bring_into_force(waiting)

    waiting.refresh_from_db()
    event = Event.objects.get(kind=EventKind.CHANGE_SET_RETURNED)
    assert (waiting.state, waiting.settled_by, event.data["seen"]) == (ChangeSetState.SENT, None, seen)
