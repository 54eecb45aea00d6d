"""Calls are counted at once, each client by itself, and never more of them granted than allowed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from licensing.models import CallCount
from licensing.policy.record.rates import SLOTS, Rate

# Days, so that no slot ends while a test runs.
RATE = Rate(5, 86_400)


def take(client: str, rate: Rate = RATE) -> bool:
    return CallCount.objects.count_call(client, rate).granted


@pytest.mark.django_db
def test_what_is_left_is_said_after_every_call() -> None:
    allowances = [CallCount.objects.count_call("paula", RATE) for _ in range(7)]

    assert [(one.granted, one.left) for one in allowances] == [
        *((True, left) for left in (4, 3, 2, 1, 0)),
        (False, 0),
        (False, 0),
    ]
    assert all(0 < one.wait <= RATE.period * (1 + 1 / SLOTS) for one in allowances)


@pytest.mark.django_db
def test_clients_are_counted_by_themselves() -> None:
    assert [take("paula") for _ in range(6)] == [True] * 5 + [False]
    assert take("rita")
    assert take("paula", Rate(5, 3_600))


@pytest.mark.django_db
@pytest.mark.parametrize(("slots", "granted"), [(SLOTS, False), (SLOTS + 1, True), (SLOTS * 40, True)])
def test_calls_are_forgotten_after_a_period_and_not_before(slots: int, granted: bool) -> None:
    assert [take("paula") for _ in range(5)] == [True] * 5

    CallCount.objects.update(slot=F("slot") - slots)

    assert take("paula") == granted


@pytest.mark.django_db
def test_a_clock_that_was_set_back_forgets_nothing() -> None:
    assert [take("paula") for _ in range(4)] == [True] * 4
    CallCount.objects.update(slot=F("slot") + 3)

    assert [take("paula") for _ in range(2)] == [True, False]


@pytest.mark.django_db
def test_who_has_not_called_for_a_day_is_forgotten() -> None:
    take("paula")
    take("rita")
    CallCount.objects.filter(client__startswith="rita").update(at=timezone.now() - timedelta(days=2))

    assert CallCount.objects.delete_stale() == 1
    assert CallCount.objects.get().client.startswith("paula")


@pytest.mark.django_db(transaction=True)
def test_sixteen_connections_at_once_get_no_call_more_than_allowed() -> None:
    def hammer(_number: int) -> int:
        try:
            return sum(take("paula", Rate(100, 86_400)) for _ in range(25))
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as threads:
        granted = sum(threads.map(hammer, range(16)))

    assert granted == 100
