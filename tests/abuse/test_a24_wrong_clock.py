"""A24: the clock of a web server is not asked when something is done to a case; the database's is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from licensing.acts.signoff import sign_case
from licensing.acts.submission import accept_case
from licensing.models import Event
from tests.world import World, approve


@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_web_server_whose_clock_is_wrong_changes_no_moment(
    world: World, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    case, other = world.filed(), world.with_need(title="Another")
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(minutes=minutes))

    accepted = accept_case(case, world.otto)
    position = sign_case(other, world.mira, approve(), version=1)

    now = _database_time()
    moments = [accepted.accepted_at, position.taken_at, Event.objects.latest("number").at, accepted.clocks.all()[0].started_at]
    assert all(moment is not None and abs(now - moment) < timedelta(minutes=1) for moment in moments)


def _database_time() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        [(now,)] = cursor.fetchall()
    assert isinstance(now, datetime)
    return now
