"""Messages of one case to one recipient leave in the order in which it happened, and hold up nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from licensing.choices import Audience, Channel, DeliveryState
from licensing.models import Case, Delivery, Endpoint, User
from licensing.outbox import routes
from licensing.outbox.delivery import leases
from licensing.outbox.webhooks import sender
from licensing.policy.record.event_kinds import EventKind
from tests.outbox.post import Clock, arrived_events, count_states, create_endpoint, record_event, run_outbox
from tests.outbox.receiver import Receiver
from tests.outbox.sink import Sink
from tests.plans import planned, rows_read
from tests.world import World

NEWS = [EventKind.CASE_ADJOURNED, EventKind.CASE_RESUMED]


def test_letters_of_one_case_stay_in_order_when_an_earlier_one_fails(world: World, sink: Sink, clock: Clock) -> None:
    case = _quiet(world, clock)
    events = [record_event(case, kind) for kind in NEWS * 2]
    sink.refused = {"paula@example.org"}

    run_outbox(clock)
    tried = _tries(world.paula)
    sink.refused = set()
    clock.forward(minutes=1)
    run_outbox(clock)

    assert tried == [1, 0, 0, 0]
    arrived = [letter["Message-ID"] for letter in sink.to("paula@example.org")]
    assert arrived == [f"<{_owed(event, world.paula).pk}@127.0.0.1>" for event in events]


def test_a_letter_that_waits_holds_up_no_other_case_or_person(world: World, sink: Sink, clock: Clock) -> None:
    held, free = _quiet(world, clock), _quiet(world, clock)
    sink.refused = {"paula@example.org"}
    record_event(held, NEWS[0])
    run_outbox(clock)
    sink.refused = set()

    record_event(held, NEWS[1])
    record_event(free, NEWS[0])
    run_outbox(clock)

    assert count_states(person=world.paula, event__case=held, event__kind__in=NEWS) == {DeliveryState.DUE: 2}
    assert count_states(person=world.paula, event__case=free, event__kind__in=NEWS) == {DeliveryState.SENT: 1}
    assert count_states(person=world.otto, event__case=held, event__kind__in=NEWS) == {DeliveryState.SENT: 2}


@pytest.mark.parametrize("settled", [DeliveryState.DEAD, DeliveryState.ASIDE])
def test_a_letter_settled_without_arriving_holds_up_no_others(
    world: World, sink: Sink, clock: Clock, settled: DeliveryState
) -> None:
    case = _quiet(world, clock)
    first, second = (record_event(case, kind) for kind in NEWS)
    routes.fan_out(now=clock)
    Delivery.objects.filter(event=first).update(state=settled, attempts=11)

    run_outbox(clock)

    assert count_states(event=second) == {DeliveryState.SENT: 2}


def test_a_reminder_that_waits_for_its_hour_holds_up_no_news(world: World, sink: Sink, clock: Clock) -> None:
    case = _quiet(world, clock)
    _reminded(case)
    news = record_event(case, NEWS[0])
    routes.fan_out(now=clock)
    Delivery.objects.filter(event__kind=EventKind.REMINDER_DUE).update(next_at=clock() + timedelta(hours=9))

    run_outbox(clock)

    assert count_states(event__kind=EventKind.REMINDER_DUE) == {DeliveryState.DUE: 1}
    assert count_states(event=news) == {DeliveryState.SENT: 2}


def test_a_reminder_does_not_wait_for_news_that_did_not_arrive(world: World, sink: Sink, clock: Clock) -> None:
    case = _quiet(world, clock)
    news = record_event(case, NEWS[0])
    sink.refused = {"paula@example.org"}
    run_outbox(clock)
    sink.refused = set()
    _reminded(case)
    routes.fan_out(now=clock)
    Delivery.objects.filter(event__kind=EventKind.REMINDER_DUE).update(next_at=clock())

    run_outbox(clock)

    assert count_states(event=news, person=world.paula) == {DeliveryState.DUE: 1}
    assert count_states(event__kind=EventKind.REMINDER_DUE) == {DeliveryState.SENT: 1}


@pytest.mark.walk
def test_a_daily_letter_leaves_out_what_is_behind_a_failed_letter(world: World, sink: Sink, clock: Clock) -> None:
    User.objects.filter(pk=world.otto.pk).update(wants_digest=True)
    held, free = (_quiet(world, clock) for _ in range(2))
    first, second = record_event(held, NEWS[0]), record_event(held, NEWS[1])
    record_event(free, NEWS[0])
    routes.fan_out(now=clock)
    Delivery.objects.filter(event=first, person=world.otto).update(attempts=3, next_at=clock() + timedelta(days=3))

    clock.forward(days=1)
    run_outbox(clock)
    alone = count_states(person=world.otto, event__case=held, event__kind__in=NEWS)
    clock.forward(days=2)
    run_outbox(clock)

    assert alone == {DeliveryState.DUE: 2}
    assert [letter["Subject"] for letter in sink.to("otto@example.org")][-2:] == [
        "Dozvil: 1 message for you",
        "Dozvil: 2 messages for you",
    ]
    assert count_states(event=second) == {DeliveryState.SENT: 2}


def test_looking_for_letters_costs_what_is_due_and_not_what_is_owed(world: World) -> None:
    now = routes.database_now()
    _owed_many(world, now + timedelta(days=1), 1_000)
    [due] = _owed_many(world, now, 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE licensing_delivery")

    with CaptureQueriesContext(connection) as asked:
        [leased] = leases.lease_mail(now=now, limit=8)
    Delivery.objects.filter(pk=due.pk).update(lease=None, leased_until=None, attempts=0)
    plan = planned(next(one["sql"] for one in asked.captured_queries if "picked" in one["sql"]))

    assert leased.pk == due.pk
    assert "delivery_owed_by_lane" in str(plan)
    assert rows_read(plan) < 10


def _quiet(world: World, clock: Clock) -> Case:
    """A case of which everything so far has arrived."""
    case = world.filed()
    Delivery.objects.owed().update(state=DeliveryState.SENT)
    routes.fan_out(now=clock)
    Delivery.objects.owed().update(state=DeliveryState.SENT)
    return case


def _reminded(case: Case) -> None:
    record_event(case, EventKind.REMINDER_DUE, rule="question_t03", audience=Audience.APPLICANT, deadline_at=timezone.now())


def _owed(event: Any, person: User) -> Delivery:
    return Delivery.objects.get(event=event, person=person)


def _tries(person: User) -> list[int]:
    news = Delivery.objects.filter(person=person, event__kind__in=NEWS)
    return list(news.order_by("event").values_list("attempts", flat=True))


def _owed_many(world: World, at: Any, number: int) -> list[Delivery]:
    case = world.filed()
    event = record_event(case, NEWS[0])
    people = User.objects.bulk_create(User(email=f"{uuid4()}@example.org", name="Reader") for _ in range(number))
    return Delivery.objects.bulk_create(
        Delivery(
            id=uuid4(),
            event=event,
            channel=Channel.MAIL,
            person=one,
            order_key=uuid4(),
            created_at=at,
            next_at=at,
        )
        for one in people
    )


def test_webhooks_of_one_case_stay_in_order_when_an_earlier_one_fails(world: World, receiver: Receiver, clock: Clock) -> None:
    case = world.filed()
    create_endpoint(world, receiver.url, kinds=NEWS)
    events = [record_event(case, kind) for kind in NEWS * 3]
    receiver.reply = lambda got: 500 if len(receiver.got) in (1, 3) else 204

    for _ in range(4):
        run_outbox(clock)
        clock.forward(minutes=2)

    first = events[0].number
    assert arrived_events(receiver) == [first, first, first + 1, first + 1, *range(first + 2, first + 6)]
    assert len(set(receiver.ids)) == 6


def test_one_case_that_fails_does_not_hold_up_another(world: World, receiver: Receiver, clock: Clock) -> None:
    bad, good = world.filed(), world.filed()
    hook = create_endpoint(world, receiver.url, kinds=NEWS)
    receiver.reply = lambda got: 500 if str(bad.pk).encode() in got.body else 204
    for case in (bad, good):
        for kind in NEWS:
            record_event(case, kind)

    run_outbox(clock)

    assert count_states(endpoint=hook, event__case=bad) == {DeliveryState.DUE: 2}
    assert count_states(endpoint=hook, event__case=good) == {DeliveryState.SENT: 2}


def test_a_dead_message_no_longer_blocks_those_behind_it(world: World, receiver: Receiver, clock: Clock) -> None:
    case = world.filed()
    hook = create_endpoint(world, receiver.url, kinds=NEWS)
    record_event(case, NEWS[0])
    record_event(case, NEWS[1])
    routes.fan_out()
    first, second = Delivery.objects.filter(endpoint=hook).order_by("event")
    Delivery.objects.filter(pk=first.pk).update(state=DeliveryState.DEAD)

    run_outbox(clock)

    assert receiver.ids == [str(second.pk)]


def test_an_endpoint_switched_off_by_a_person_is_not_called(world: World, receiver: Receiver) -> None:
    hook = create_endpoint(world, receiver.url)
    world.filed()
    routes.fan_out()
    Endpoint.objects.filter(pk=hook.pk).update(disabled_at=timezone.now())

    run_outbox()

    assert receiver.got == []


def test_a_leased_message_is_not_sent_by_another(world: World, receiver: Receiver, clock: Clock) -> None:
    create_endpoint(world, receiver.url, kinds=[EventKind.CASE_SUBMITTED])
    world.filed()
    routes.fan_out()
    now = clock()
    [mine] = leases.lease_webhooks(now=now, limit=9, busy=[])

    assert leases.lease_webhooks(now=now, limit=9, busy=[]) == []
    later = leases.lease_webhooks(now=now + leases.LEASE, limit=9, busy=[])

    assert [one.pk for one in later] == [mine.pk]
    assert later[0].lease != mine.lease
    assert later[0].attempts == 2


def test_an_attempt_ends_well_before_its_lease() -> None:
    longest = sender.CONNECT_SECONDS + sender.TOTAL_SECONDS

    assert leases.LEASE.total_seconds() >= 3 * longest


@pytest.mark.parametrize("daily", [False, True])
def test_a_letter_that_was_tried_more_often_than_can_be_counted_is_leased_all_the_same(
    world: World, clock: Clock, daily: bool
) -> None:
    User.objects.filter(pk=world.otto.pk).update(wants_digest=daily)
    case = _quiet(world, clock)
    for kind in NEWS:
        record_event(case, kind)
    routes.fan_out(now=clock)
    tried = Delivery.objects.filter(person=world.otto, event__kind__in=NEWS)
    tried.update(attempts=32_767, next_at=clock() - timedelta(minutes=1), order_key=None)

    # One place only: the second letter of a person who wants one a day is taken along with the first.
    leases.lease_mail(now=clock(), limit=1)

    assert set(tried.filter(lease__isnull=False).values_list("attempts", flat=True)) == {leases.MOST_ATTEMPTS}
    assert tried.filter(lease__isnull=False).count() == (2 if daily else 1)
