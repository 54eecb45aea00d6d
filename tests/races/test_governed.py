"""Governed data changed by two at once: each time exactly one of the lawful outcomes, and a chain that is whole."""

from __future__ import annotations

import copy
import os
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from licensing.acts.acting import now, to_local_day
from licensing.acts.record.verification import verify_record
from licensing.acts.reference import trial_runs
from licensing.acts.reference.change_sets.applying import apply_lines
from licensing.acts.reference.change_sets.drafting import build_lines, put_change_lines
from licensing.acts.reference.change_sets.rewording import reword_row
from licensing.acts.reference.change_sets.rows import load_present
from licensing.acts.reference.change_sets.settling import approve_change_set, withdraw_change_set
from licensing.acts.reference.change_sets.shipping import take_shipment
from licensing.acts.reference.trial_runs import ask_for_trial, work_on_trials
from licensing.acts.reference.trials import try_changes
from licensing.acts.requests.routing import lock_destinations
from licensing.acts.signoff import positions
from licensing.choices import ChangeAction, ChangeSetState, TrialState
from licensing.models import ChangeLine, ChangeSet, Country, Event, Position, ReleaseHead, TrialRun, User
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.governed import GOVERNED
from licensing.policy.reference.trials import Trial
from tests.by_hand import by_hand
from tests.change_sets import add_policy_officer, draft, exclude, put, release, send
from tests.races.racing import codes, race
from tests.waiting import wait_until_blocked
from tests.world import World, approve

# How often each race is run, in the world of one test.
TIMES = int(os.environ.get("RACES", "1"))


@pytest.fixture
def petra(real_world: World) -> User:
    with by_hand():
        return add_policy_officer("petra")


@pytest.mark.parametrize("typed", [False, True])
def test_a_trial_asked_for_twice_at_once_is_under_way_once(real_world: World, typed: bool) -> None:
    real_world.accepted()
    drafted = draft(real_world.pol, exclude("EE"))
    lines = build_lines(drafted, [exclude("LV")]) if typed else ()

    results = race(*[partial(ask_for_trial, real_world.pol, drafted, lines)] * 4)

    assert codes(results) == ["ok"] * 4
    assert TrialRun.objects.filter(state=TrialState.WAITING).count() == 1
    assert typed or len({run.pk for run in results}) == 1


def test_a_trial_that_two_workers_take_up_at_once_comes_to_what_one_finds(
    real_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial_runs, "PORTION", 1)
    for _each in range(3):
        real_world.accepted()
    run = ask_for_trial(real_world.pol, draft(real_world.pol, exclude("EE")))

    portions = race(*[work_on_trials] * 3)

    done = TrialRun.objects.get(pk=run.pk)
    assert (done.state, done.looked, sum(portions)) == (TrialState.DONE, 3, 3)
    assert len(Trial.from_data(done.result).cases) == 3


def _turn(country: str, nth: int) -> Any:
    """A change of a tier that says something else each time."""
    return put("countries", country, tier=["excluded", "us"][nth % 2])


def _number() -> int:
    return ReleaseHead.objects.get().number


def test_one_change_set_is_settled_once(real_world: World, petra: User) -> None:
    for nth in range(TIMES):
        twice, torn, before = send(real_world.pol, _turn("EE", nth)), send(real_world.pol, _turn("LV", nth)), _number()

        approvals = race(
            lambda one=twice: approve_change_set(one, petra, seen=one.trial["digest"]),
            lambda one=twice: approve_change_set(one, petra, seen=one.trial["digest"]),
        )
        against = race(
            lambda one=torn: approve_change_set(one, petra, seen=one.trial["digest"]),
            lambda one=torn: withdraw_change_set(one, real_world.pol, reason="Overtaken."),
        )

        torn.refresh_from_db()
        assert (codes(approvals), codes(against)) == (["ok", "wrong_state"], ["ok", "wrong_state"])
        assert torn.state in (ChangeSetState.IN_FORCE, ChangeSetState.WITHDRAWN)
        assert _number() == before + 1 + (torn.state == ChangeSetState.IN_FORCE)
    assert verify_record().fault is None


def test_two_change_sets_of_one_row_do_not_both_come_into_force(real_world: World, petra: User) -> None:
    for nth in range(TIMES):
        urgent, plain = send(real_world.pol, _turn("EE", nth), emergency=True), send(petra, _turn("EE", nth))
        apart, before = send(petra, _turn("LT", nth)), _number()

        results = race(
            lambda sent=urgent: approve_change_set(sent, petra, seen=sent.trial["digest"]),
            lambda sent=plain: approve_change_set(sent, real_world.pol, seen=sent.trial["digest"]),
            lambda sent=apart: approve_change_set(sent, real_world.pol, seen=sent.trial["digest"]),
        )

        urgent.refresh_from_db()
        plain.refresh_from_db()
        assert codes(results) == ["invalid", "ok", "ok"]
        assert {urgent.state, plain.state} == {ChangeSetState.IN_FORCE, ChangeSetState.SENT}
        assert _number() == before + 2
        told = Event.objects.filter(kind=EventKind.EMERGENCY_RELEASED, data__change_set=str(urgent.pk))
        assert told.exists() == (urgent.state == ChangeSetState.IN_FORCE)
        withdraw_change_set(urgent if urgent.state == ChangeSetState.SENT else plain, petra, reason="Overtaken.")
    assert verify_record().fault is None


def test_a_position_cites_the_release_that_it_stands_behind(real_world: World, petra: User) -> None:
    case, members = real_world.with_need(), [real_world.rhea, real_world.mira][:TIMES]
    release(real_world.pol, petra, put("countries", "LT", tier="other"))

    for nth, member in enumerate(members):
        sent = send(real_world.pol, _turn("EE", nth))
        results = race(
            lambda who=member: positions.sign_case(case, who, approve(), version=1),
            lambda one=sent: approve_change_set(one, petra, seen=one.trial["digest"]),
        )
        assert codes(results) == ["ok", "ok"]
        taken, released = (
            Event.objects.get(kind=EventKind.POSITION_TAKEN, actor=member),
            Event.objects.get(kind=EventKind.CHANGE_SET_RELEASED, data__change_set=str(sent.pk)),
        )
        cited = released.data["release"] - (taken.number < released.number)
        assert Position.objects.get(person=member).release == taken.data["release"] == cited
    assert verify_record().fault is None


@pytest.mark.parametrize("first", ["the rewording", "the release"])
def test_a_rewording_and_a_release_of_one_row_both_stand(real_world: World, petra: User, first: str) -> None:
    sent, begun = send(real_world.pol, _turn("EE", 0)), threading.Event()
    steps = {
        "the rewording": lambda: reword_row(real_world.pol, "countries", "EE", {"note": "Looked at"}, reason="Clearer."),
        "the release": lambda: approve_change_set(sent, petra, seen=sent.trial["digest"]),
    }

    def hold(step: Callable[[], Any]) -> None:
        with transaction.atomic():
            step()
            begun.set()
            wait_until_blocked()

    def follow(step: Callable[[], Any]) -> None:
        begun.wait(10)
        step()

    results = race(partial(hold, steps.pop(first)), partial(follow, *steps.values()))

    country = Country.objects.get(pk="EE")
    assert codes(results) == ["ok", "ok"]
    assert (country.note, country.tier) == ("Looked at", "excluded")
    assert verify_record().fault is None


def test_a_shipped_draft_is_taken_on_or_gives_way(real_world: World, petra: User) -> None:
    shipped = {code: load_present(code) for code in GOVERNED}
    take_shipment(copy.deepcopy(shipped))
    shipped["countries"]["EE"]["tier"] = "us"
    drafted = take_shipment(copy.deepcopy(shipped)).change_set
    assert drafted is not None
    shipped["countries"]["LV"]["tier"] = "us"

    taken_on, *_seeds = results = race(
        lambda: put_change_lines(drafted, petra, [put("countries", "LT", tier="us")]),
        lambda: take_shipment(copy.deepcopy(shipped)),
        lambda: take_shipment(copy.deepcopy(shipped)),
    )

    drafted.refresh_from_db()
    assert codes(results) in (["ok", "ok", "ok"], ["ok", "ok", "wrong_state"])
    is_taken_on = isinstance(taken_on, ChangeSet)
    assert (drafted.state, drafted.drafted_by) == (
        (ChangeSetState.DRAFT, petra) if is_taken_on else (ChangeSetState.WITHDRAWN, None)
    )
    assert ChangeSet.objects.filter(state=ChangeSetState.DRAFT, drafted_by=None).count() == 1
    assert verify_record().fault is None


def _write(*codes_of_countries: str) -> None:
    """New countries, or another tier of those that are there."""
    names = {"en": "Somewhere"}
    rows = [{"code": code, "alpha3": f"{code}X", "tier": "other", "names": names, "note": ""} for code in codes_of_countries]
    apply_lines(
        [ChangeLine(list="countries", key=row["code"], action=ChangeAction.PUT, after=row) for row in rows],
        on=to_local_day(now()),
    )


def test_trials_that_add_the_same_rows_wait_for_each_other_and_both_end(real_world: World) -> None:
    begun, known = threading.Event(), Country.objects.count()

    def add_first() -> None:
        _write("X1")
        begun.set()
        wait_until_blocked()
        _write("X2")

    def add_turned_round() -> None:
        _write("X2")
        _write("X1")

    def follow() -> Any:
        begun.wait(10)
        return try_changes(add_turned_round)

    assert codes(race(lambda: try_changes(add_first), follow)) == ["ok", "ok"]
    assert Country.objects.count() == known


def test_a_trial_and_a_request_to_the_same_countries_do_not_wait_for_each_other_for_ever(real_world: World) -> None:
    begun = threading.Event()
    with by_hand():
        # A row that was written last lies last.
        Country.objects.filter(pk="EE").update(note="Written again")

    def file_request() -> None:
        with transaction.atomic():
            lock_destinations({"partner_country": "EE"})
            begun.set()
            wait_until_blocked()
            lock_destinations({"partner_country": "LV"})

    def follow() -> Any:
        begun.wait(10)
        return try_changes(partial(_write, "LV", "EE"))

    assert codes(race(file_request, follow)) == ["ok", "ok"]
