"""Leases, order, retries and giving up, against a real receiver and a real database."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from licensing.acts.requests import questions
from licensing.choices import Audience, Channel, DeliveryState, MembershipRole, Office
from licensing.models import Appointment, Delivery, Endpoint, Membership, User
from licensing.outbox import routes
from licensing.outbox.delivery import dispatch, leases
from licensing.outbox.webhooks import sender
from licensing.outbox.webhooks.encryption import decrypt
from licensing.policy.record.events import EventKind
from tests.outbox.post import Clock, count_states, create_endpoint, record_event, run_outbox
from tests.outbox.receiver import Receiver, dripping
from tests.outbox.sink import Sink
from tests.world import ALWAYS, World

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


def test_messages_of_one_case_leave_in_order_although_an_earlier_one_fails_at_first(
    world: World, receiver: Receiver, clock: Clock
) -> None:
    case = world.filed()
    hook = create_endpoint(world, receiver.url, kinds=CASE_KINDS)
    events = [record_event(case, kind) for kind in CASE_KINDS * 3]
    receiver.reply = lambda got: 500 if len(receiver.got) in (1, 3) else 204

    for _ in range(4):
        run_outbox(clock)
        clock.forward(minutes=2)

    arrived = [got.verified(decrypt(hook.secret))["data"]["number"] for got in receiver.got if got is not None]
    first = events[0].number
    assert arrived == [first, first, first + 1, first + 1, *range(first + 2, first + 6)]
    assert len(set(receiver.ids)) == 6


def test_one_case_that_fails_does_not_hold_up_another(world: World, receiver: Receiver, clock: Clock) -> None:
    bad, good = world.filed(), world.filed()
    hook = create_endpoint(world, receiver.url, kinds=CASE_KINDS)
    receiver.reply = lambda got: 500 if str(bad.pk).encode() in got.body else 204
    for case in (bad, good):
        for kind in CASE_KINDS:
            record_event(case, kind)

    run_outbox(clock)

    assert count_states(endpoint=hook, event__case=bad) == {DeliveryState.DUE: 2}
    assert count_states(endpoint=hook, event__case=good) == {DeliveryState.SENT: 2}


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


def test_a_message_that_is_never_wanted_dies_after_ten_tries_and_seventy_five_hours(
    world: World, receiver: Receiver, clock: Clock
) -> None:
    create_endpoint(world, receiver.url, kinds=CASE_KINDS)
    unwanted = record_event(world.filed(), CASE_KINDS[0])
    other = world.filed()
    receiver.reply = lambda got: 422 if f'"number":{unwanted.number}}}'.encode() in got.body else 204

    while clock.ahead < timedelta(hours=90):
        record_event(other, CASE_KINDS[1])
        run_outbox(clock)
        clock.forward(hours=2)

    [dead] = Delivery.objects.filter(event=unwanted, channel=Channel.WEBHOOK)
    assert (dead.state, dead.last_error) == (DeliveryState.DEAD, "answered 422")
    assert receiver.ids.count(str(dead.pk)) == dead.attempts > 10
    assert Endpoint.objects.get().disabled_at is None


def test_a_dead_message_no_longer_blocks_those_behind_it(world: World, receiver: Receiver, clock: Clock) -> None:
    case = world.filed()
    hook = create_endpoint(world, receiver.url, kinds=CASE_KINDS)
    record_event(case, CASE_KINDS[0])
    record_event(case, CASE_KINDS[1])
    routes.fan_out()
    first, second = Delivery.objects.filter(endpoint=hook).order_by("event")
    Delivery.objects.filter(pk=first.pk).update(state=DeliveryState.DEAD)

    run_outbox(clock)

    assert receiver.ids == [str(second.pk)]


def test_a_message_that_cannot_be_made_is_given_up_at_once_and_the_next_one_goes(
    world: World, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    case = world.filed()
    hook = create_endpoint(world, receiver.url, kinds=CASE_KINDS)
    poisoned, sound = record_event(case, EventKind.POSITION_TAKEN), record_event(case, CASE_KINDS[1])
    routes.fan_out()
    [following] = Delivery.objects.filter(event=sound, endpoint=hook)
    Delivery.objects.create(
        id=uuid4(),
        event=poisoned,
        channel=Channel.WEBHOOK,
        endpoint=hook,
        order_key=following.order_key,
        created_at=following.created_at,
        next_at=following.next_at,
    )

    run_outbox()

    [dead] = Delivery.objects.filter(event=poisoned)
    assert (dead.state, dead.last_error) == (DeliveryState.DEAD, "deliberation never leaves the house")
    assert receiver.ids == [str(following.pk)]
    assert "is given up" in caplog.text


def test_a_fault_of_ours_is_tried_again_and_then_lets_the_others_pass(
    world: World, receiver: Receiver, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = world.filed()
    hook = create_endpoint(world, receiver.url, kinds=CASE_KINDS)
    faulty, following = record_event(case, CASE_KINDS[0]), record_event(case, CASE_KINDS[1])
    routes.fan_out()
    sound = sender.build_payload
    monkeypatch.setattr(sender, "build_payload", lambda event: {"amount": 0.1} if event.pk == faulty.pk else sound(event))

    for _ in range(5):
        run_outbox(clock)
        clock.forward(minutes=15)
    run_outbox(clock)

    [dead] = Delivery.objects.filter(event=faulty, endpoint=hook)
    assert (dead.state, dead.attempts) == (DeliveryState.DEAD, 5)
    assert dead.last_error.startswith("it cannot be made: TypeError: floats have no place")
    assert count_states(event=following, endpoint=hook) == {DeliveryState.SENT: 1}


def test_an_endpoint_that_is_away_is_probed_alone_and_gets_everything_when_it_is_back(
    world: World, clock: Clock, receiver: Receiver
) -> None:
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


def test_an_endpoint_that_is_away_for_three_days_is_switched_off_and_its_keepers_are_told(
    world: World, clock: Clock, sink: Sink
) -> None:
    closed = Receiver()
    closed.close()
    hook = create_endpoint(world, closed.url, organisation=world.partner)
    case = world.filed()
    record_event(case, CASE_KINDS[0])

    while clock.ahead < timedelta(hours=80):
        run_outbox(clock)
        clock.forward(minutes=50)

    hook.refresh_from_db()
    assert hook.disabled_at is not None
    assert hook.disabled_because.startswith("no answer: ")
    assert count_states(endpoint=hook) == {DeliveryState.DEAD: 2}
    assert [one["Subject"] for one in sink.to("paula@example.org")][-1] == "Dozvil: a webhook was switched off"


def test_an_endpoint_that_says_it_is_gone_is_switched_off_at_once(world: World, receiver: Receiver) -> None:
    receiver.reply = lambda got: 410
    hook = create_endpoint(world, receiver.url)
    world.filed()

    run_outbox()

    hook.refresh_from_db()
    assert hook.disabled_because == "answered 410"
    assert count_states(endpoint=hook) == {DeliveryState.DEAD: 1}


def test_an_endpoint_switched_off_by_a_person_is_not_called(world: World, receiver: Receiver) -> None:
    hook = create_endpoint(world, receiver.url)
    world.filed()
    routes.fan_out()
    Endpoint.objects.filter(pk=hook.pk).update(disabled_at=timezone.now())

    run_outbox()

    assert receiver.got == []


def test_an_account_closed_in_the_meantime_gets_nothing(world: World, receiver: Receiver, sink: Sink) -> None:
    hook = create_endpoint(world, receiver.url)
    world.filed()
    routes.fan_out()
    User.objects.filter(pk__in=[hook.owner_id, world.otto.pk]).update(is_active=False)

    run_outbox()

    assert receiver.got == []
    assert sink.to("otto@example.org") == []
    assert count_states() == {DeliveryState.SENT: 1, DeliveryState.ASIDE: 2}


def test_redirects_are_not_followed(world: World, receiver: Receiver) -> None:
    receiver.reply = lambda got: 302
    create_endpoint(world, receiver.url)
    world.filed()

    run_outbox()

    assert [one.path for one in receiver.got] == ["/hook"]
    assert Delivery.objects.get(channel=Channel.WEBHOOK).last_error == "answered 302"


def test_a_receiver_that_drips_its_answer_is_cut_off_and_delays_nobody(
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


def test_many_slow_receivers_do_not_keep_a_quick_one_waiting(world: World, receiver: Receiver) -> None:
    slow = [Receiver(_after_a_second) for _ in range(16)]
    hooks = [create_endpoint(world, one.url, kinds=CASE_KINDS) for one in slow]
    owner = User.objects.create(email="customs@example.org", name="Customs", is_system=True)
    Membership.objects.create(user=owner, organisation=world.partner, role=MembershipRole.PREPARER)
    quick = create_endpoint(world, receiver.url, kinds=CASE_KINDS, owner=owner)
    for _ in range(10):
        record_event(world.filed(), CASE_KINDS[0])
    routes.fan_out()
    # Those for the quick one stand at the very end.
    Delivery.objects.filter(endpoint__in=hooks).update(next_at=F("created_at") - timedelta(minutes=1))

    started = time.monotonic()
    dispatch.dispatch()
    for one in slow:
        one.close()

    assert count_states(endpoint=quick) == {DeliveryState.SENT: 10}
    assert max(got.at for got in receiver.got) - started < 1.5


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
        time.sleep(1.5)
        quick = create_endpoint(real_world, receiver.url, kinds=CASE_KINDS[1:])
        record_event(real_world.filed(), CASE_KINDS[1])
        routes.fan_out()
        dispatch.dispatch()
        still_waits = not first.done()

    assert still_waits
    assert count_states(endpoint=quick) == {DeliveryState.SENT: 1}


def test_what_happens_while_a_slow_receiver_is_waited_for_goes_out_at_once(
    real_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
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


def test_a_leased_message_is_not_sent_by_another(world: World, receiver: Receiver, clock: Clock) -> None:
    create_endpoint(world, receiver.url, kinds=[EventKind.CASE_SUBMITTED])
    world.filed()
    routes.fan_out()
    now = clock()
    [mine] = leases.lease_webhooks(now=now, room=9, busy=[])

    assert leases.lease_webhooks(now=now, room=9, busy=[]) == []
    later = leases.lease_webhooks(now=now + leases.LEASE, room=9, busy=[])

    assert [one.pk for one in later] == [mine.pk]
    assert later[0].lease != mine.lease
    assert later[0].attempts == 2


def test_who_lost_the_lease_cannot_mark(world: World, receiver: Receiver, clock: Clock) -> None:
    create_endpoint(world, receiver.url, kinds=[EventKind.CASE_SUBMITTED])
    world.filed()
    routes.fan_out()
    now = clock()
    late = leases.lease_webhooks(now=now, room=9, busy=[])
    prompt = leases.lease_webhooks(now=now + leases.LEASE, room=9, busy=[])
    leases.mark_sent(prompt, now=now)

    leases.mark_dead(late, "too late")

    assert count_states(channel=Channel.WEBHOOK) == {DeliveryState.SENT: 1}


def test_an_attempt_ends_well_before_its_lease() -> None:
    longest = sender.CONNECT_SECONDS + sender.TOTAL_SECONDS

    assert leases.LEASE.total_seconds() >= 3 * longest


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


def test_a_refused_recipient_is_tried_again_and_the_others_get_their_letters(world: World, sink: Sink, clock: Clock) -> None:
    sink.refused = {"otto@example.org"}
    world.filed()

    run_outbox(clock)
    refused = Delivery.objects.get(person=world.otto)
    sink.refused = set()
    clock.forward(seconds=7)
    run_outbox(clock)

    assert (refused.state, refused.last_error) == (DeliveryState.DUE, "the mail server refused the recipient: [550]")
    assert len(sink.to("paula@example.org")) == len(sink.to("otto@example.org")) == 1


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


def test_who_wants_one_mail_a_day_gets_one_with_everything(world: World, sink: Sink, clock: Clock) -> None:
    User.objects.filter(pk=world.otto.pk).update(wants_digest=True)
    Appointment.objects.filter(user=world.otto, kind=Office.CASE_OFFICER).update(period=ALWAYS)
    for _ in range(10):
        case = world.filed()
    question = questions.ask_question(case, world.otto, text="Which?", due_on=timezone.localdate() + timedelta(days=9))
    questions.answer_question(case, world.paula, question.pk, text="The second.")

    run_outbox(clock)
    assert sink.to("otto@example.org") == []
    clock.forward(days=1)
    run_outbox(clock)

    [letter] = sink.to("otto@example.org")
    assert letter["Subject"] == "Dozvil: 11 messages for you"
    first = Delivery.objects.filter(person=world.otto).order_by("event", "pk")[0]
    assert letter["Message-ID"] == f"<{first.pk}@127.0.0.1>"
    assert count_states(person=world.otto) == {DeliveryState.SENT: 11}


def test_a_daily_letter_that_was_not_taken_stays_one_letter(world: World, sink: Sink, clock: Clock, settings: Settings) -> None:
    User.objects.filter(pk=world.otto.pk).update(wants_digest=True)
    case = world.filed()
    run_outbox(clock)
    record_event(case, EventKind.REMINDER_DUE, rule="legal_t10", audience=Audience.OFFICERS, deadline_at=timezone.now())
    clock.forward(days=1)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    routes.fan_out(now=clock)
    clock.forward(days=1)
    run_outbox(clock)
    waits = set(Delivery.objects.filter(person=world.otto).values_list("next_at", flat=True))
    settings.EMAIL_PORT = port
    clock.forward(hours=1)

    run_outbox(clock)

    assert len(waits) == 1
    assert [letter["Subject"] for letter in sink.to("otto@example.org")] == ["Dozvil: 2 messages for you"]


def test_a_daily_letter_goes_without_the_one_message_that_cannot_be_made(world: World, sink: Sink, clock: Clock) -> None:
    User.objects.filter(pk=world.otto.pk).update(wants_digest=True)
    case = world.filed()
    record_event(case, EventKind.REMINDER_DUE, rule="no such rule", audience=Audience.OFFICERS, deadline_at=timezone.now())
    run_outbox(clock)
    clock.forward(days=1)

    run_outbox(clock)

    assert [letter["Subject"] for letter in sink.to("otto@example.org")] == ["Dozvil: 1 message for you"]
    assert count_states(person=world.otto) == {DeliveryState.SENT: 1, DeliveryState.DUE: 1}


def test_a_daily_letter_speaks_the_language_of_its_reader(world: World, sink: Sink, clock: Clock) -> None:
    User.objects.filter(pk__in=[world.otto.pk, world.paula.pk]).update(wants_digest=True)
    User.objects.filter(pk=world.paula.pk).update(language="uk")
    world.filed()
    run_outbox(clock)
    clock.forward(days=1)

    run_outbox(clock)

    subjects = {name: [letter["Subject"].strip() for letter in sink.to(f"{name}@example.org")] for name in ("otto", "paula")}
    assert subjects == {"otto": ["Dozvil: 1 message for you"], "paula": ["Dozvil: для вас 1 повідомлення"]}


def _after_a_second(got: object) -> int:
    time.sleep(1)
    return 204


def _run_of_another_worker() -> int:
    try:
        return dispatch.dispatch()
    finally:
        connection.close()
