"""A24: the clock of a web server is not asked when something is done to a case; the database's is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from licensing.acts.clocks.reminders import send_due_reminders
from licensing.acts.requests.submission import accept_case
from licensing.acts.signoff.positions import sign_case
from licensing.models import Event, Reminder
from tests.scenes import carry_out_every_act
from tests.world import World, approve


@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_web_server_whose_clock_is_wrong_changes_no_moment(
    world: World, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    case, other = world.filed(), world.with_need(title="Another")
    # These may be scenes of an earlier test, with the moments that it had.
    carry_out_every_act()
    earlier = set(case.clocks.values_list("pk", flat=True))
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(minutes=minutes))

    begun = world.draft(title="Begun")
    accepted = accept_case(case, world.otto)
    position = sign_case(other, world.mira, approve(), version=1)

    now = _database_time()
    moments = [
        begun.created_at,
        Event.objects.get(case=begun, kind="case.created").at,
        accepted.accepted_at,
        position.taken_at,
        Event.objects.latest("number").at,
        *(clock.started_at for clock in accepted.clocks.exclude(pk__in=earlier)),
    ]
    assert len(moments) > 5
    assert all(moment is not None and abs(now - moment) < timedelta(minutes=1) for moment in moments)


@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_worker_whose_clock_is_wrong_reminds_of_nothing_early_or_late(
    world: World, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    world.accepted()
    now = _database_time()
    early, late = list(Reminder.objects.owed().order_by("due_at"))[:2]
    Reminder.objects.filter(pk=early.pk).update(due_at=now + timedelta(minutes=5))
    Reminder.objects.filter(pk=late.pk).update(due_at=now - timedelta(minutes=5))
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(minutes=minutes))

    send_due_reminders()

    assert list(Reminder.objects.filter(sent_at__isnull=False)) == [late]


def _database_time() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        [(now,)] = cursor.fetchall()
    assert isinstance(now, datetime)
    return now
