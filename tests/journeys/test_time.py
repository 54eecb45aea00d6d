"""What time does: reminders once each through beats that double, stop and cross a change of clocks; a broker that is away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from licensing import tasks
from licensing.acts.acting import at_time
from licensing.acts.requests import submission
from licensing.models import Case, Delivery, Event, Reminder
from tests.api.calling import Caller, at
from tests.world import World

KYIV = ZoneInfo("Europe/Kyiv")

# 34. T-10, T-3, T-0 and overdue reminders go out once each although the scheduler ran twice and then not for a weekend.


def _beats(day: date, *, beats: Sequence[time]) -> None:
    for beat in beats:
        with at_time(datetime.combine(day, beat, KYIV)):
            tasks.send_due_reminders()


def _accepted_on(world: World, day: date) -> Case:
    with at_time(datetime.combine(day, time(10, 0), KYIV)):
        return world.accepted()


def _sent(case: Case) -> list[tuple[str, date]]:
    """Which reminders of the legal clock went out, and the day each was owed for."""
    told = Event.objects.filter(case=case, kind="reminder.due", data__rule__startswith="legal").order_by("number")
    due = Reminder.objects.in_bulk([one.data["reminder"] for one in told])
    by_id = {str(pk): reminder for pk, reminder in due.items()}
    return [(one.data["rule"], by_id[one.data["reminder"]].due_at.astimezone(KYIV).date()) for one in told]


@pytest.mark.parametrize("beats", [(time(9, 1),), (time(9, 1), time(9, 1), time(9, 2)), (time(0, 5), time(23, 50))])
def test_each_reminder_goes_out_once_however_often_the_beat_runs(world: World, beats: Sequence[time]) -> None:
    # Complete on 2 March 2026: 45 days end on 16 April, and summer time begins in between.
    case = _accepted_on(world, date(2026, 3, 2))

    for day in range(1, 50):
        _beats(date(2026, 3, 2) + timedelta(days=day), beats=beats)

    assert sorted(_sent(case), key=lambda one: (one[1], one[0])) == [
        ("legal_t10", date(2026, 4, 6)),
        ("legal_deciders_t03", date(2026, 4, 13)),
        ("legal_t03", date(2026, 4, 13)),
        ("legal_t00", date(2026, 4, 16)),
        ("legal_overdue", date(2026, 4, 20)),
    ]


def test_a_weekend_without_any_beat_delays_and_neither_loses_nor_doubles(world: World) -> None:
    # T-3 falls on Saturday 21 March 2026, and the scheduler is away from Friday evening to Monday.
    case = _accepted_on(world, date(2026, 2, 7))
    days = [date(2026, 2, 7) + timedelta(days=step) for step in range(1, 46)]

    for day in days:
        if day.weekday() < 5:
            _beats(day, beats=(time(9, 1), time(9, 1)))

    assert Counter(rule for rule, _ in _sent(case)) == {
        "legal_t10": 1,
        "legal_deciders_t03": 1,
        "legal_t03": 1,
        "legal_t00": 1,
    }
    t03 = Event.objects.get(case=case, data__rule="legal_t03")
    assert t03.at.astimezone(KYIV).date() == date(2026, 3, 23)


def test_reminders_come_at_nine_local_before_and_after_the_change_of_clocks(world: World) -> None:
    _accepted_on(world, date(2026, 3, 2))

    hours = {
        one.due_at.astimezone(UTC).hour: one.due_at.astimezone(KYIV).hour
        for one in Reminder.objects.filter(rule__clock__in=("legal", "stage"))
    }

    assert hours == {7: 9, 6: 9}


# 35. Redis is down while a partner submits: the request stands, the mails follow when it returns.


def test_a_request_stands_without_a_broker_and_the_mails_follow(world: World, settings: Any) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    case, paula = world.ready(), Caller(world.paula)

    filed = paula.post(at(case, "submit/"), {"declared": True}, if_match=f'"r{case.revision}"')

    assert (filed.status_code, filed.json()["state"]) == (200, "submitted")
    assert (mail.outbox, Delivery.objects.count()) == ([], 0)
    tasks.fan_out()
    tasks.dispatch()
    written_to = [letter.to for letter in mail.outbox]
    assert [world.otto.email] in written_to
    tasks.fan_out()
    tasks.dispatch()
    assert [letter.to for letter in mail.outbox] == written_to


def test_acts_publish_nothing_so_there_is_nothing_to_lose(world: World) -> None:
    submission.submit_case(world.ready(), world.paula, declared=True)

    assert Event.objects.filter(kind="case.submitted").count() == 1
    assert not Delivery.objects.exists()
