"""What waits past its time."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from licensing.alarms import PERIODS
from licensing.choices import ScanVerdict
from licensing.models import Clock, Delivery, Document, Reminder, Sweep
from licensing.models.read_models.backlog import measure_backlogs, measure_tasks
from licensing.outbox import routes
from tests.by_hand import before_the_record
from tests.outbox.post import run_outbox
from tests.world import World


def _late() -> dict[str, int]:
    return {one.kind: one.count for one in measure_backlogs() if one.is_late}


def test_nothing_waits_where_everything_was_done_in_time(world: World) -> None:
    world.accepted()
    run_outbox()

    assert _late() == {}
    assert {one.kind for one in measure_backlogs()} == {
        "reminders",
        "clocks",
        "unread events",
        "documents before the scanner",
        "messages",
        "licences past their last day",
    }


def test_reminders_that_came_due_days_ago_are_late(world: World) -> None:
    world.accepted()
    run_outbox()
    Reminder.objects.owed().update(due_at=timezone.now() - timedelta(days=5))

    [late] = [one for one in measure_backlogs() if one.is_late]

    assert (late.kind, late.count) == ("reminders", Reminder.objects.owed().count())
    assert timedelta(days=5) <= late.age < timedelta(days=5, minutes=1)


def test_a_clock_that_should_have_rung_is_late(world: World) -> None:
    world.accepted()
    run_outbox()
    Clock.objects.running().update(wake_at=timezone.now() - timedelta(hours=1))

    assert _late() == {"clocks": Clock.objects.running().count()}


def test_a_document_that_waits_for_the_scanner_is_late(world: World) -> None:
    world.accepted()
    run_outbox()
    with before_the_record():
        Document.objects.update(verdict=ScanVerdict.WAITING, attached_at=timezone.now() - timedelta(minutes=11))

    assert _late() == {"documents before the scanner": Document.objects.count()}


def test_messages_and_events_wait_until_the_outbox_runs(world: World) -> None:
    # Filed by the acts: a scene from memory is as old as this process.
    world.filed(title="Filed just now")
    before = {one.kind: one for one in measure_backlogs()}
    routes.fan_out()
    after = {one.kind: one for one in measure_backlogs()}
    Delivery.objects.update(next_at=timezone.now() - timedelta(minutes=11))

    assert before["unread events"].count > 0 == before["messages"].count
    assert after["unread events"].count == 0 < after["messages"].count
    assert not before["unread events"].is_late
    assert _late() == {"messages": after["messages"].count}


def test_a_task_is_late_when_it_never_ran_or_stopped_running(world: World) -> None:
    for task in PERIODS:
        Sweep.objects.record(task, done=1)
    Sweep.objects.filter(task="dispatch").update(ended_at=timezone.now() - timedelta(minutes=4))
    Sweep.objects.filter(task="fan_out").delete()

    late = {one.task: one.age for one in measure_tasks() if one.is_late}

    assert late.keys() == {"dispatch", "fan_out"}
    assert late["fan_out"] is None
