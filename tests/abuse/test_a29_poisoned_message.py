"""A29: one message among a thousand that cannot be made: it is parked, the others flow."""

from __future__ import annotations

import time

import pytest

from licensing.choices import Channel, DeliveryState
from licensing.models import Delivery, Event
from licensing.outbox import routes
from licensing.outbox.delivery import dispatch
from licensing.outbox.webhooks import sender
from licensing.outbox.webhooks.encryption import decrypt
from licensing.policy.record.event_kinds import EventKind
from tests.outbox.post import count_states, create_endpoint, record_events
from tests.outbox.receiver import Receiver
from tests.world import World

KINDS = [EventKind.CASE_ADJOURNED, EventKind.CASE_RESUMED]


@pytest.mark.walk
def test_nine_hundred_and_ninety_nine_arrive_within_a_minute(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hook = create_endpoint(world, receiver.url, kinds=KINDS)
    cases = [world.filed() for _ in range(10)]
    record_events((cases[number % 10], KINDS[number % 2]) for number in range(1_000))
    routes.fan_out()
    Delivery.objects.filter(channel=Channel.MAIL).delete()
    poisoned = Event.objects.filter(kind=KINDS[1]).latest("number")
    sound = sender.build_payload
    monkeypatch.setattr(
        sender, "build_payload", lambda event, **more: {"a": 0.1} if event.pk == poisoned.pk else sound(event, **more)
    )

    started = time.monotonic()
    while count_states(endpoint=hook).get(DeliveryState.SENT, 0) < 999:
        dispatch.dispatch()
        assert time.monotonic() - started < 60

    assert count_states(endpoint=hook) == {DeliveryState.SENT: 999, DeliveryState.DUE: 1}
    Delivery.objects.filter(event=poisoned).update(attempts=4, next_at=poisoned.at)
    dispatch.dispatch()
    [parked] = Delivery.objects.filter(event=poisoned)
    assert (parked.state, parked.attempts) == (DeliveryState.DEAD, 5)
    assert "is given up" in caplog.text


@pytest.mark.walk
def test_messages_of_each_case_arrive_in_order(world: World, receiver: Receiver) -> None:
    hook = create_endpoint(world, receiver.url, kinds=KINDS)
    cases = [world.filed() for _ in range(5)]
    record_events((cases[number % 5], KINDS[number % 2]) for number in range(100))
    routes.fan_out()
    dispatch.dispatch()

    arrived: dict[str, list[int]] = {}
    for got in receiver.got:
        data = got.verified(decrypt(hook.secret))["data"]
        arrived.setdefault(data["case"]["id"], []).append(data["number"])

    assert len(arrived) == 5
    assert all(len(numbers) == 20 and numbers == sorted(numbers) for numbers in arrived.values())
