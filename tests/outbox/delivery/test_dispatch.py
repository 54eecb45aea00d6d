"""Runs that send what is due, and keep no quick receiver waiting for a slow one."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from pytest_django import Settings

from licensing.choices import DeliveryState, MembershipRole
from licensing.models import Delivery, Membership, User
from licensing.outbox import routes
from licensing.outbox.delivery import dispatch
from licensing.outbox.webhooks.encryption import decrypt
from licensing.policy.record.event_kinds import EventKind
from tests.outbox.post import Clock, count_states, create_endpoint, record_event, run_outbox
from tests.outbox.receiver import Receiver, dripping
from tests.outbox.sink import Sink
from tests.waiting import wait_until
from tests.world import World

CASE_KINDS = [EventKind.CASE_ADJOURNED, EventKind.CASE_RESUMED]


def test_what_happened_reaches_people_and_systems_once(world: World, receiver: Receiver, sink: Sink) -> None:
    hook = create_endpoint(world, receiver.url)
    world.filed()

    assert run_outbox() == 3
    assert run_outbox() == 0

    assert count_states() == {DeliveryState.SENT: 3}
    assert len(sink.to("paula@example.org")) == len(sink.to("otto@example.org")) == 1
    [got] = receiver.got
    assert got.verified(decrypt(hook.secret))["type"] == "case.submitted"


@pytest.mark.walk
def test_a_receiver_that_drips_is_cut_off_and_delays_nobody(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("licensing.outbox.webhooks.sender.TOTAL_SECONDS", 2.0)
    with dripping() as url:
        slow, quick = create_endpoint(world, url, kinds=CASE_KINDS), create_endpoint(world, receiver.url, kinds=CASE_KINDS)
        for _ in range(3):
            record_event(world.filed(), CASE_KINDS[0])
        started = time.monotonic()
        run_outbox()
        took = time.monotonic() - started

    assert count_states(endpoint=quick) == {DeliveryState.SENT: 3}
    assert max(got.at for got in receiver.got) - started < 1
    assert 2 <= took < 6
    assert {one.last_error for one in Delivery.objects.filter(endpoint=slow)} == {"no answer: not done within 2 s"}


@pytest.mark.walk
def test_many_slow_receivers_do_not_keep_a_quick_one_waiting(world: World, receiver: Receiver) -> None:
    quick_has_all = threading.Event()
    in_time: list[bool] = []

    def answer_when_the_quick_has_all(got: object) -> int:
        in_time.append(quick_has_all.wait(4))
        return 204

    def answer_at_once(got: object) -> int:
        if len(receiver.got) == 10:
            quick_has_all.set()
        return 204

    receiver.reply = answer_at_once
    slow = [Receiver(answer_when_the_quick_has_all) for _ in range(16)]
    hooks = [create_endpoint(world, one.url, kinds=CASE_KINDS) for one in slow]
    owner = User.objects.create(email="customs@example.org", name="Customs", is_system=True)
    Membership.objects.create(user=owner, organisation=world.partner, role=MembershipRole.PREPARER)
    quick = create_endpoint(world, receiver.url, kinds=CASE_KINDS, owner=owner)
    for _ in range(10):
        record_event(world.filed(), CASE_KINDS[0])
    routes.fan_out()
    # Those for the quick one stand at the very end.
    Delivery.objects.filter(endpoint__in=hooks).update(next_at=F("created_at") - timedelta(minutes=1))

    dispatch.dispatch()
    for one in slow:
        one.close()

    assert count_states(endpoint=quick) == {DeliveryState.SENT: 10}
    assert set(in_time) == {True}


@pytest.mark.walk
def test_a_run_hands_over_while_its_last_attempts_end(
    real_world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("licensing.outbox.webhooks.sender.TOTAL_SECONDS", 4.0)
    monkeypatch.setattr(dispatch, "RUN_SECONDS", 0.5)
    with dripping() as url, ThreadPoolExecutor(1) as elsewhere:
        create_endpoint(real_world, url, kinds=CASE_KINDS[:1])
        record_event(real_world.filed(), CASE_KINDS[0])
        routes.fan_out()
        first = elsewhere.submit(_run_of_another_worker)
        assert wait_until(lambda: Delivery.objects.filter(endpoint__url=url, leased_until__isnull=False).exists())
        assert wait_until(_nobody_runs)
        quick = create_endpoint(real_world, receiver.url, kinds=CASE_KINDS[1:])
        record_event(real_world.filed(), CASE_KINDS[1])
        routes.fan_out()
        dispatch.dispatch()
        still_waits = not first.done()

    assert still_waits
    assert count_states(endpoint=quick) == {DeliveryState.SENT: 1}


@pytest.mark.walk
def test_what_happens_during_a_slow_call_goes_out_at_once(real_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("licensing.outbox.webhooks.sender.TOTAL_SECONDS", 3.0)
    case = real_world.filed()
    quick = Receiver()
    later: list[float] = []

    def tell_another(got: object) -> int:
        with transaction.atomic():
            record_event(real_world_case, CASE_KINDS[1])
        routes.fan_out()
        later.append(time.monotonic())
        connection.close()
        return 204

    real_world_case = case
    first = Receiver(tell_another)
    with dripping() as url:
        create_endpoint(real_world, url, kinds=CASE_KINDS[:1])
        create_endpoint(real_world, first.url, kinds=CASE_KINDS[:1])
        create_endpoint(real_world, quick.url, kinds=CASE_KINDS[1:])
        record_event(case, CASE_KINDS[0])
        run_outbox()
    first.close()
    quick.close()

    [got] = quick.got
    assert got.at - later[0] < 1


def test_nothing_is_sent_from_inside_a_transaction(real_world: World) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        dispatch.dispatch()


def test_only_one_run_at_a_time(real_world: World, receiver: Receiver) -> None:
    create_endpoint(real_world, receiver.url)
    real_world.filed()
    routes.fan_out()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [dispatch._RUN_LOCK_ID])

    refused = dispatch.dispatch()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [dispatch._RUN_LOCK_ID])
    other.close()

    assert refused == 0
    assert dispatch.dispatch() == 3


def test_letters_follow_when_the_mail_server_is_back(world: World, sink: Sink, settings: Settings, clock: Clock) -> None:
    closed = Sink()
    closed.close()
    settings.EMAIL_PORT = closed.port
    world.filed()

    run_outbox(clock)
    assert count_states() == {DeliveryState.DUE: 2}
    settings.EMAIL_PORT = sink.port
    clock.forward(seconds=7)
    run_outbox(clock)

    assert count_states() == {DeliveryState.SENT: 2}
    assert len(sink.letters) == 2


def _nobody_runs() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [dispatch._RUN_LOCK_ID])
        [mine] = cursor.fetchone()
        if mine:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [dispatch._RUN_LOCK_ID])
    return bool(mine)


def _run_of_another_worker() -> int:
    try:
        return dispatch.dispatch()
    finally:
        connection.close()
