"""Tried again later, given up, switched off: what follows an attempt, against a real receiver."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.choices import Channel, DeliveryState
from licensing.models import Delivery, Endpoint
from licensing.outbox import routes
from licensing.outbox.delivery import leases, outcomes
from licensing.policy.record.event_kinds import EventKind
from tests.outbox.post import Clock, count_states, create_endpoint, record_event, run_outbox
from tests.outbox.receiver import Receiver
from tests.outbox.sink import Sink
from tests.world import World

CASE_KINDS = [EventKind.CASE_ADJOURNED, EventKind.CASE_RESUMED]


def test_a_failed_attempt_is_tried_again_later_under_the_same_id(world: World, receiver: Receiver, clock: Clock) -> None:
    create_endpoint(world, receiver.url)
    world.filed()
    receiver.reply = lambda got: 500 if len(receiver.got) == 1 else 200
    run_outbox(clock)
    [failed] = Delivery.objects.filter(channel=Channel.WEBHOOK)
    assert (failed.state, failed.attempts, failed.last_error) == (DeliveryState.DUE, 1, "answered 500")

    run_outbox(clock)
    assert len(receiver.got) == 1
    clock.forward(seconds=7)
    run_outbox(clock)

    assert count_states(channel=Channel.WEBHOOK) == {DeliveryState.SENT: 1}
    assert receiver.ids == [str(failed.pk)] * 2


@pytest.mark.walk
def test_an_unwanted_message_dies_after_ten_tries_and_75_hours(world: World, receiver: Receiver, clock: Clock) -> None:
    create_endpoint(world, receiver.url, kinds=CASE_KINDS)
    unwanted = record_event(world.filed(), CASE_KINDS[0])
    other = world.filed()
    receiver.reply = lambda got: 422 if str(unwanted.case_id).encode() in got.body else 204

    while clock.ahead < timedelta(hours=90):
        record_event(other, CASE_KINDS[1])
        run_outbox(clock)
        clock.forward(hours=5)

    [dead] = Delivery.objects.filter(event=unwanted, channel=Channel.WEBHOOK)
    assert (dead.state, dead.last_error) == (DeliveryState.DEAD, "answered 422")
    assert receiver.ids.count(str(dead.pk)) == dead.attempts > 10
    assert Endpoint.objects.get().disabled_at is None


@pytest.mark.walk
def test_an_endpoint_away_is_probed_and_gets_everything_when_back(world: World, clock: Clock, receiver: Receiver) -> None:
    cases = [world.filed() for _ in range(3)]
    closed = Receiver()
    closed.close()
    hook = create_endpoint(world, closed.url, kinds=CASE_KINDS)
    for case in cases:
        record_event(case, CASE_KINDS[0])

    run_outbox(clock)
    hook.refresh_from_db()
    assert hook.failures == 1
    assert hook.failing_since is not None
    for _ in range(60):
        clock.forward(minutes=48)
        run_outbox(clock)
    tries = sum(Delivery.objects.filter(endpoint=hook).values_list("attempts", flat=True))
    assert tries < 60
    Endpoint.objects.filter(pk=hook.pk).update(url=receiver.url)
    clock.forward(hours=2)
    run_outbox(clock)

    hook.refresh_from_db()
    assert (hook.failures, hook.failing_since, hook.held_until) == (0, None, None)
    assert count_states(endpoint=hook) == {DeliveryState.SENT: 3}


@pytest.mark.walk
def test_an_endpoint_away_for_three_days_is_switched_off_with_notice(world: World, clock: Clock, sink: Sink) -> None:
    closed = Receiver()
    closed.close()
    hook = create_endpoint(world, closed.url, organisation=world.partner)
    case = world.filed()
    record_event(case, CASE_KINDS[0])

    while clock.ahead < timedelta(hours=80):
        run_outbox(clock)
        clock.forward(minutes=150)

    hook.refresh_from_db()
    assert hook.disabled_at is not None
    assert hook.disabled_because.startswith("no answer: ")
    assert count_states(endpoint=hook) == {DeliveryState.DEAD: 2}
    assert "Webhook switched off, as nothing reached it" in [one["Subject"] for one in sink.to("paula@example.org")][-1]


def test_an_endpoint_that_says_it_is_gone_is_switched_off_at_once(world: World, receiver: Receiver) -> None:
    receiver.reply = lambda got: 410
    hook = create_endpoint(world, receiver.url)
    world.filed()

    run_outbox()

    hook.refresh_from_db()
    assert hook.disabled_because == "answered 410"
    assert count_states(endpoint=hook) == {DeliveryState.DEAD: 1}


def test_who_lost_the_lease_cannot_mark(world: World, receiver: Receiver, clock: Clock) -> None:
    create_endpoint(world, receiver.url, kinds=[EventKind.CASE_SUBMITTED])
    world.filed()
    routes.fan_out()
    now = clock()
    late = leases.lease_webhooks(now=now, limit=9, busy=[])
    prompt = leases.lease_webhooks(now=now + leases.LEASE, limit=9, busy=[])
    outcomes.mark_sent(prompt, now=now)

    outcomes.mark_dead(late, "too late")

    assert count_states(channel=Channel.WEBHOOK) == {DeliveryState.SENT: 1}


def test_a_refused_recipient_is_tried_again_and_delays_no_others(world: World, sink: Sink, clock: Clock) -> None:
    sink.refused = {"otto@example.org"}
    world.filed()

    run_outbox(clock)
    refused = Delivery.objects.get(person=world.otto)
    sink.refused = set()
    clock.forward(seconds=7)
    run_outbox(clock)

    assert (refused.state, refused.last_error) == (DeliveryState.DUE, "the mail server refused the recipient: [550]")
    assert len(sink.to("paula@example.org")) == len(sink.to("otto@example.org")) == 1
