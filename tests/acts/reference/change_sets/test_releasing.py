"""An approved change set comes into force at its moment, and is checked again then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.reference.change_sets.releasing import MOST_ROWS_TOLD, bring_into_force, describe_lines, list_moved
from licensing.acts.reference.change_sets.settling import approve_change_set
from licensing.acts.reference.trials import try_change_set
from licensing.acts.requests import submission
from licensing.choices import ChangeSetState
from licensing.models import ChangeLine, Country, Event, RoutingRow, User
from licensing.models.record.event import PendingEvent
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.trials import Trial
from tests.change_sets import approve, exclude, put, release, send
from tests.world import World

DAY = timedelta(days=1)


@pytest.mark.walk
def test_an_approved_change_set_waits_for_its_moment(world: World, petra: User) -> None:
    waiting = approve(send(world.pol, exclude("EE"), in_force_from=now() + DAY), petra)
    assert waiting.state == ChangeSetState.APPROVED
    assert not bring_into_force(waiting)

    with at_time(now() + DAY + timedelta(minutes=1)):
        assert bring_into_force(waiting)
        assert not bring_into_force(waiting)

    event = Event.objects.get(kind=EventKind.CHANGE_SET_RELEASED)
    assert (event.actor, event.data["release"], Country.objects.get(pk="EE").tier) == (None, 1, "excluded")


@pytest.mark.walk
def test_one_that_cannot_come_into_force_any_more_lapses(world: World, petra: User) -> None:
    waiting = approve(send(world.pol, exclude("EE"), in_force_from=now() + DAY), petra)
    release(petra, world.pol, exclude("EE"))

    with at_time(now() + 2 * DAY):
        assert not bring_into_force(waiting)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.release) == (ChangeSetState.LAPSED, None)
    assert "countries/EE" in waiting.note


@pytest.mark.walk
def test_one_that_would_do_something_else_by_now_waits_for_a_second_person_again(world: World, petra: User) -> None:
    world.filed()
    when = {"tier": ["europe"]}
    row = {
        "code": "heard",
        "when": when,
        "extra_seats": ["NSDC"],
        "reasons": {"en": "Heard"},
        "valid_from": to_local_day(now() + DAY).isoformat(),
    }
    waiting = approve(send(world.pol, put("routing", "heard", **row), in_force_from=now() + DAY), petra)
    seen = Trial.from_data(waiting.approved_trial or {})
    release(petra, world.pol, put("countries", "EE", tier="supporter"))

    with at_time(now() + 2 * DAY):
        assert not bring_into_force(waiting)

        waiting.refresh_from_db()
        assert (waiting.state, waiting.settled_by, waiting.approved_trial) == (ChangeSetState.SENT, None, None)
        event = Event.objects.get(kind=EventKind.CHANGE_SET_RETURNED)
        assert (event.data["seen"], event.data["trial"]["digest"]) == (seen.digest, try_change_set(waiting).digest)
        again = approve_change_set(waiting, petra, seen=event.data["trial"]["digest"])

    assert again.state == ChangeSetState.IN_FORCE


@pytest.mark.walk
def test_a_case_that_was_filed_since_its_approval_does_not_stop_it(world: World, petra: User) -> None:
    waiting = approve(send(world.pol, exclude("EE"), in_force_from=now() + DAY), petra)
    with at_time(now() + timedelta(minutes=5)):
        world.filed(title="Filed since it was approved")

    with at_time(now() + 2 * DAY):
        assert bring_into_force(waiting)

    waiting.refresh_from_db()
    trials = [Trial.from_data(one or {}).changed for one in (waiting.approved_trial, waiting.released_trial)]
    assert trials == [(0, 0), (1, 0)]


def test_the_event_tells_of_few_rows_and_has_the_digest_of_all() -> None:
    lines = [ChangeLine(list="units", key=str(number), action="put", after={}) for number in range(MOST_ROWS_TOLD + 1)]

    few, many = describe_lines(lines[1:]), describe_lines(lines)

    assert (len(few["changed"]), few["rows"], many["rows"]) == (MOST_ROWS_TOLD, MOST_ROWS_TOLD, MOST_ROWS_TOLD + 1)
    assert "changed" not in many
    assert describe_lines(reversed(lines)) == many


def test_a_reminder_is_no_move_of_a_case(world: World) -> None:
    reminded, moved, since = world.filed(), world.filed(title="Another"), now()
    deadline = {"about": "clock:1", "deadline_at": since, "due_at": since}
    told = {"reminder": "1", "rule": "completeness_t03", "audience": "officers", **deadline}
    with at_time(since + timedelta(hours=1)):
        Event.objects.chain([PendingEvent(EventKind.REMINDER_DUE, reminded, data=told)], None, at=now())
        submission.send_back_case(moved, world.otto, grounds=[], reason="Name the depot.")

    assert list_moved([str(reminded.pk), str(moved.pk)], since=since) == {str(moved.pk)}


@pytest.mark.walk
def test_a_row_whose_first_day_had_passed_begins_with_the_release_and_the_event_says_so(world: World, petra: User) -> None:
    today = to_local_day(now())
    row = {
        "code": "heard",
        "when": {"tier": ["us"]},
        "flags": ["x"],
        "reasons": {"en": "Heard"},
        "valid_from": today.isoformat(),
    }
    sent = send(world.pol, put("routing", "heard", **row))

    with at_time(now() + DAY):
        approve(sent, petra)

    event = Event.objects.get(kind=EventKind.CHANGE_SET_RELEASED)
    assert event.data["begins"] == [{"list": "routing", "key": "heard", "day": (today + DAY).isoformat()}]
    assert RoutingRow.objects.get(pk="heard").valid_from == today + DAY
