"""A32: no beat, one or three, and a weekend without any: each reminder comes once, under one id."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from licensing import tasks
from licensing.acts.acting import at_time
from licensing.models import Delivery, Event, Reminder
from licensing.outbox import routes
from licensing.policy.record.event_kinds import EventKind
from tests.races.racing import race
from tests.world import World

FOUR_A_DAY = [timedelta(hours=hour) for hour in range(0, 24 * 21 + 1, 6)]
# As when the machine is off from the fourth to the seventh day.
WITH_A_GAP = [at for at in FOUR_A_DAY if not timedelta(days=4) < at < timedelta(days=7, hours=5)]
ONCE_AT_THE_END = FOUR_A_DAY[-1:]


def due_within(days: int) -> set[str]:
    until = datetime.fromisoformat("2026-03-02T10:00:00+00:00") + timedelta(days=days)
    return {str(one) for one in Reminder.objects.filter(cancelled_at=None, due_at__lte=until).values_list("pk", flat=True)}


def reminded() -> list[str]:
    return [one.data["reminder"] for one in Event.objects.filter(kind=EventKind.REMINDER_DUE)]


@pytest.mark.parametrize("ticks", [FOUR_A_DAY, WITH_A_GAP, ONCE_AT_THE_END], ids=["four a day", "a gap", "once"])
@pytest.mark.parametrize("beats", [1, 3])
def test_each_reminder_comes_once(world: World, ticks: list[timedelta], beats: int) -> None:
    start = datetime.fromisoformat("2026-03-02T10:00:00+00:00")
    with at_time(start):
        world.filed()
    for tick in ticks:
        with at_time(start + tick):
            for _ in range(beats):
                while tasks.send_due_reminders():
                    continue
    routes.fan_out()

    said = reminded()
    assert len(said) == len(set(said)) >= 4
    assert set(said) == due_within(21) - {str(one) for one in Reminder.objects.owed().values_list("pk", flat=True)}
    assert not Reminder.objects.owed().filter(due_at__lte=start + ticks[-1]).exists()
    mails = Delivery.objects.filter(event__kind=EventKind.REMINDER_DUE)
    assert len({one.pk for one in mails}) == len(said)


def test_three_beats_at_the_very_same_moment_share_the_work(real_world: World) -> None:
    start = datetime.fromisoformat("2026-03-02T10:00:00+00:00")
    with at_time(start):
        for _ in range(4):
            real_world.filed()

    def beat() -> int:
        with at_time(start + timedelta(days=30)):
            return tasks.send_due_reminders()

    for _ in range(5):
        race(beat, beat, beat)

    said = reminded()
    assert len(said) == len(set(said)) >= 16
    assert [one.number for one in Event.objects.order_by("number")] == list(range(1, Event.objects.count() + 1))


def test_three_readers_of_the_chain_at_the_very_same_moment_owe_each_delivery_once(real_world: World) -> None:
    for _ in range(6):
        real_world.filed()

    race(tasks.fan_out, tasks.fan_out, tasks.fan_out)

    assert Delivery.objects.count() == 2 * 6
