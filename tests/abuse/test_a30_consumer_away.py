"""A30: a consumer that is away for days, slow, or dripping: its own queue waits, nobody else's does."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest

from licensing.choices import DeliveryState
from licensing.models import Delivery, Endpoint
from licensing.outbox.delivery import dead_letters
from licensing.policy.record.event_kinds import EventKind
from tests.outbox.post import Clock, count_states, create_endpoint, record_event, run_outbox
from tests.outbox.receiver import Receiver, dripping
from tests.outbox.sink import Sink
from tests.world import World

KINDS = [EventKind.CASE_ADJOURNED, EventKind.CASE_RESUMED]


@pytest.mark.walk
def test_after_two_days_away_everything_arrives_in_order_under_its_one_id(
    world: World, receiver: Receiver, clock: Clock
) -> None:
    cases = [world.filed() for _ in range(3)]
    hook = create_endpoint(world, receiver.url, kinds=KINDS)
    receiver.reply = lambda got: 503
    for hour in range(48):
        record_event(cases[hour % 3], KINDS[hour % 2])
        run_outbox(clock)
        clock.forward(hours=1)
    assert count_states(endpoint=hook) == {DeliveryState.DUE: 48}
    receiver.got.clear()
    receiver.reply = lambda got: 204

    for _ in range(3):
        run_outbox(clock)
        clock.forward(minutes=40)

    assert count_states(endpoint=hook) == {DeliveryState.SENT: 48}
    assert sorted(receiver.ids) == sorted(
        str(one) for one in Delivery.objects.filter(endpoint=hook).values_list("pk", flat=True)
    )
    numbers: dict[str, list[int]] = {}
    for got in receiver.got:
        data = json.loads(got.body)["data"]
        numbers.setdefault(data["case"]["id"], []).append(data["number"])
    assert all(one == sorted(one) for one in numbers.values())


@pytest.mark.walk
def test_after_more_than_three_days_it_is_switched_off_its_keepers_are_told_and_a_replay_brings_all(
    world: World, receiver: Receiver, clock: Clock, sink: Sink
) -> None:
    case = world.filed()
    hook = create_endpoint(world, receiver.url, kinds=KINDS, organisation=world.partner)
    receiver.reply = lambda got: 503
    record_event(case, KINDS[0])

    while not Endpoint.objects.get().disabled_at:
        run_outbox(clock)
        clock.forward(minutes=150)
        assert clock.ahead < timedelta(hours=80)
    assert clock.ahead > timedelta(hours=75)
    assert len(receiver.got) >= 10
    run_outbox(clock)
    assert "Webhook switched off, as nothing reached it" in [one["Subject"] for one in sink.to("paula@example.org")][-1]
    receiver.got.clear()
    receiver.reply = lambda got: 204

    hook.refresh_from_db()
    assert dead_letters.enable_endpoint(hook) == 1
    run_outbox()

    assert count_states(endpoint=hook) == {DeliveryState.SENT: 1}
    assert len(receiver.got) == 1


@pytest.mark.walk
def test_a_dripping_consumer_delays_the_others_by_less_than_five_seconds(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("licensing.outbox.webhooks.sender.TOTAL_SECONDS", 6.0)
    with dripping(30) as url:
        slow, quick = create_endpoint(world, url, kinds=KINDS), create_endpoint(world, receiver.url, kinds=KINDS)
        cases = [world.filed() for _ in range(4)]
        for number in range(20):
            record_event(cases[number % 4], KINDS[number % 2])
        started = time.monotonic()
        run_outbox()
        took = time.monotonic() - started

    assert len(receiver.got) == 20
    assert max(got.at for got in receiver.got) - started < 5
    assert 6 <= took < 12
    assert count_states(endpoint=quick) == {DeliveryState.SENT: 20}
    assert count_states(endpoint=slow) == {DeliveryState.DUE: 20}
