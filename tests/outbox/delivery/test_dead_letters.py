"""Putting right what could not be sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.choices import Channel, DeliveryState
from licensing.models import Delivery, Endpoint, Event, UnsentEvent, User
from licensing.outbox import routes
from licensing.outbox.delivery import dead_letters, leases, outcomes
from licensing.outbox.delivery.attempt import AttemptFailed
from licensing.outbox.webhooks.encryption import decrypt
from licensing.outbox.webhooks.endpoints import suspend_endpoint
from licensing.policy.record.event_kinds import EventKind
from tests.outbox.post import Clock, arrived_events, count_states, create_endpoint, record_event, run_outbox
from tests.outbox.receiver import Receiver
from tests.outbox.sink import Sink
from tests.world import World

CASE_KINDS = [EventKind.CASE_ADJOURNED, EventKind.CASE_RESUMED]


@pytest.mark.walk
def test_a_dead_letter_is_tried_again_under_its_old_id(world: World, receiver: Receiver) -> None:
    create_endpoint(world, receiver.url, kinds=CASE_KINDS)
    record_event(world.filed(), CASE_KINDS[0])
    routes.fan_out()
    [dead] = Delivery.objects.filter(channel=Channel.WEBHOOK)
    Delivery.objects.filter(pk=dead.pk).update(state=DeliveryState.DEAD, attempts=99)

    assert dead_letters.replay_deliveries([dead.pk], world.otto) == 1
    run_outbox()

    assert receiver.ids == [str(dead.pk)]
    assert Delivery.objects.get(pk=dead.pk).attempts == 1


def test_what_is_sent_or_still_due_is_not_replayed(world: World, receiver: Receiver) -> None:
    create_endpoint(world, receiver.url)
    world.filed()
    run_outbox()

    assert dead_letters.replay_deliveries(Delivery.objects.values_list("pk", flat=True), world.otto) == 0
    assert count_states() == {DeliveryState.SENT: 3}


@pytest.mark.walk
def test_an_enabled_endpoint_gets_all_that_it_missed_in_order(world: World, receiver: Receiver) -> None:
    case = world.filed()
    hook = create_endpoint(world, receiver.url, kinds=CASE_KINDS)
    owed = record_event(case, CASE_KINDS[0])
    routes.fan_out()
    suspend_endpoint(hook, hook.owner, reason="The registry moves.")
    missed = [record_event(case, kind) for kind in CASE_KINDS]
    routes.fan_out()
    assert count_states(endpoint=hook) == {DeliveryState.DEAD: 1}

    assert dead_letters.enable_endpoint(hook) == 3
    run_outbox()

    hook.refresh_from_db()
    assert (hook.disabled_at, hook.disabled_because) == (None, "")
    assert arrived_events(receiver) == [owed.number, missed[0].number, missed[1].number]
    numbers = [got.verified(decrypt(hook.secret))["data"]["number"] for got in receiver.got]
    assert numbers == sorted(set(numbers))


def test_an_endpoint_switched_off_and_on_gets_nothing_twice_at_once(world: World, receiver: Receiver, clock: Clock) -> None:
    hook = create_endpoint(world, receiver.url, kinds=CASE_KINDS)
    record_event(world.filed(), CASE_KINDS[0])
    routes.fan_out()
    under_way = leases.lease_webhooks(now=clock(), limit=9, busy=[])

    suspend_endpoint(hook, hook.owner, reason="The registry moves.")
    dead_letters.enable_endpoint(hook)

    assert under_way
    assert leases.lease_webhooks(now=clock(), limit=9, busy=[]) == []
    # The attempt that ended meanwhile counts: the message is not sent again.
    outcomes.mark_sent(under_way, now=clock())
    assert count_states(endpoint=hook) == {DeliveryState.SENT: 1}


def test_what_fails_while_its_endpoint_is_off_is_free_when_it_is_on_again(
    world: World, receiver: Receiver, clock: Clock
) -> None:
    hook = create_endpoint(world, receiver.url, kinds=CASE_KINDS)
    record_event(world.filed(), CASE_KINDS[0])
    routes.fan_out()
    under_way = leases.lease_webhooks(now=clock(), limit=9, busy=[])
    suspend_endpoint(hook, hook.owner, reason="The registry moves.")

    outcomes.mark_failed(under_way, AttemptFailed("answered 500"), now=clock())
    assert count_states(endpoint=hook) == {DeliveryState.DEAD: 1}
    dead_letters.enable_endpoint(hook)
    Endpoint.objects.update(held_until=None)

    [again] = leases.lease_webhooks(now=clock(), limit=9, busy=[])
    assert again.pk == under_way[0].pk


@pytest.mark.walk
def test_what_was_read_only_after_the_switch_off_is_not_lost(world: World, receiver: Receiver) -> None:
    case = world.filed()
    hook = create_endpoint(world, receiver.url, kinds=CASE_KINDS)
    routes.fan_out()
    unread = record_event(case, CASE_KINDS[0])
    suspend_endpoint(hook, hook.owner, reason="The registry moves.")
    routes.fan_out()

    assert dead_letters.enable_endpoint(hook) == 1
    run_outbox()

    assert arrived_events(receiver) == [unread.number]


@pytest.mark.walk
def test_a_dead_letter_that_is_tried_again_has_all_its_patience_again(world: World, receiver: Receiver, clock: Clock) -> None:
    create_endpoint(world, receiver.url, kinds=CASE_KINDS)
    unwanted, other = record_event(world.filed(), CASE_KINDS[0]), world.filed()
    receiver.reply = lambda got: 422 if str(unwanted.case_id).encode() in got.body else 204
    routes.fan_out()
    [dead] = Delivery.objects.filter(event=unwanted, channel=Channel.WEBHOOK)
    long_ago = dead.created_at - timedelta(hours=76)
    Delivery.objects.filter(pk=dead.pk).update(
        state=DeliveryState.DEAD, attempts=80, created_at=long_ago, first_tried_at=long_ago
    )
    dead_letters.replay_deliveries([dead.pk], world.otto)

    while clock.ahead < timedelta(hours=74):
        run_outbox(clock)
        clock.forward(minutes=150)
    lives = count_states(pk=dead.pk)
    while clock.ahead < timedelta(hours=80):
        record_event(other, CASE_KINDS[1])
        run_outbox(clock)
        clock.forward(minutes=150)

    assert lives == {DeliveryState.DUE: 1}
    assert count_states(pk=dead.pk) == {DeliveryState.DEAD: 1}


@pytest.mark.walk
def test_patience_with_a_letter_begins_with_its_first_try(world: World, sink: Sink, clock: Clock) -> None:
    User.objects.filter(pk=world.otto.pk).update(wants_digest=True)
    sink.refused = {"otto@example.org"}
    world.filed()
    routes.fan_out(now=clock)
    Delivery.objects.filter(person=world.otto).update(next_at=clock() + timedelta(hours=58))
    clock.forward(hours=59)

    tried_from = clock.ahead
    while clock.ahead - tried_from < timedelta(hours=74):
        run_outbox(clock)
        clock.forward(minutes=70)

    assert count_states(person=world.otto) == {DeliveryState.DUE: 1}


def test_dead_letters_of_an_endpoint_that_is_off_wait_until_it_is_on(world: World, receiver: Receiver) -> None:
    hook = create_endpoint(world, receiver.url)
    world.filed()
    routes.fan_out()
    suspend_endpoint(hook, hook.owner, reason="Broken.")

    assert dead_letters.replay_deliveries(Delivery.objects.filter(endpoint=hook).values_list("pk", flat=True), world.otto) == 0


def test_an_event_set_aside_is_fanned_out_when_it_is_mended(world: World) -> None:
    case = world.filed()
    routes.fan_out()
    event = record_event(case, EventKind.CASE_RESUMED)
    routes.fan_out()
    event.deliveries.all().delete()
    UnsentEvent.objects.create(event=event, error="A fault, mended since.", at=event.at)

    assert dead_letters.replay_event(Event.objects.get(pk=event.pk)) == 2
    assert not UnsentEvent.objects.exists()


def test_an_event_that_still_cannot_be_fanned_out_is_set_aside_again(world: World) -> None:
    event = record_event(world.filed(), EventKind.REMINDER_DUE, audience="nobody")
    routes.fan_out()

    assert dead_letters.replay_event(event) == 0
    assert UnsentEvent.objects.get().event == event
