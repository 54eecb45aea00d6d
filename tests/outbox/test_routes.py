"""From an event to the deliveries that it owes, and when each of them leaves."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from uuid import uuid5

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from licensing.acts.requests import submission
from licensing.choices import Audience, DeliveryState
from licensing.models import Bookmark, Delivery, Event, QuietHours, ReminderRule, UnsentEvent, User
from licensing.outbox import routes
from licensing.outbox.delivery.dead_letters import replay_event
from licensing.policy.record.event_kinds import EventKind
from tests.outbox.post import Clock, create_endpoint, last, mailed, record_event
from tests.world import World


def test_ids_follow_from_event_and_recipient_never_from_time(world: World) -> None:
    case = world.filed()
    create_endpoint(world, "https://erp.example.org/hook")
    event = last(case, EventKind.CASE_SUBMITTED)
    before = {(one.pk, one.person_id, one.endpoint_id) for one in event.deliveries.all()}

    event.deliveries.all().delete()
    routes.create_deliveries([event], now=timezone.now() + timedelta(days=3))

    assert {(one.pk, one.person_id, one.endpoint_id) for one in event.deliveries.all()} == before


def test_no_id_of_a_delivery_can_be_worked_out_from_the_number_of_its_event(world: World) -> None:
    case = world.filed()
    create_endpoint(world, "https://erp.example.org/hook")
    event = last(case, EventKind.CASE_SUBMITTED)
    recipients = {(one.channel, one.person_id or one.endpoint_id): one.pk for one in event.deliveries.all()}

    guessed = {
        uuid5(routes._DELIVERY_NAMESPACE, f"{known}:{channel}:{recipient}")
        for channel, recipient in recipients
        for known in (event.number, event.digest)
    }

    assert guessed.isdisjoint(recipients.values())


def test_numbers_of_messages_say_nothing_of_what_happens_between_them(world: World) -> None:
    case, votes = world.filed(), (EventKind.POSITION_TAKEN, EventKind.POSITION_TAKEN, EventKind.NEED_STATED)
    hook = create_endpoint(world, "https://erp.example.org/hook", kinds=[EventKind.CASE_RESUMED])

    for hidden in range(4):
        for kind in votes[:hidden]:
            record_event(case, kind)
        record_event(case, EventKind.CASE_RESUMED)
        routes.fan_out()

    numbers = hook.deliveries.order_by("event").values_list("number", flat=True)
    assert {after - before for before, after in pairwise(numbers)} == {routes._NUMBER_STEP}


def test_every_receiver_has_numbers_of_its_own(world: World) -> None:
    case = world.filed()
    first = create_endpoint(world, "https://erp.example.org/hook")
    record_event(case, EventKind.CASE_RESUMED)
    routes.fan_out()
    second = create_endpoint(world, "https://erp.example.org/other", kinds=[EventKind.CASE_RESUMED])
    record_event(case, EventKind.CASE_RESUMED)
    routes.fan_out()

    assert second.deliveries.get().number == first.deliveries.earliest("number").number


def test_a_message_made_late_is_numbered_where_its_event_belongs(world: World) -> None:
    case = world.filed()
    hook = create_endpoint(world, "https://erp.example.org/hook", kinds=[EventKind.CASE_RESUMED])
    events = [record_event(case, EventKind.CASE_RESUMED) for _ in range(4)]
    routes.fan_out()
    hook.deliveries.filter(event__in=[events[1], events[3]]).delete()

    for late in (events[3], events[1]):
        UnsentEvent.objects.create(event=late, error="a fault of ours", at=timezone.now())
        replay_event(late)

    in_order = hook.deliveries.order_by("number").values_list("event", flat=True)
    assert list(in_order) == [one.number for one in events]
    assert len(set(hook.deliveries.values_list("number", flat=True))) == 4


def test_to_owe_twice_changes_nothing(world: World) -> None:
    case = world.filed()
    event = last(case, EventKind.CASE_SUBMITTED)
    Delivery.objects.filter(event=event).update(state=DeliveryState.SENT)

    routes.create_deliveries([event], now=timezone.now())

    assert set(event.deliveries.values_list("state", flat=True)) == {DeliveryState.SENT}


def test_events_are_read_once_and_in_order(world: World) -> None:
    world.filed()
    written = Event.objects.count()

    assert routes.fan_out() == written
    assert routes.fan_out() == 0
    assert Bookmark.objects.get(name="outbox").number == written


def test_an_event_that_cannot_be_fanned_out_holds_up_no_others(world: World) -> None:
    case = world.filed()
    broken = record_event(case, EventKind.REMINDER_DUE, audience="nobody")
    submission.withdraw_case(case, world.paula, reason="No longer needed.")

    routes.fan_out()

    assert list(UnsentEvent.objects.values_list("event", "error")) == [
        (broken.pk, "ValueError: 'nobody' is not a valid Audience")
    ]
    assert mailed(last(case, EventKind.CASE_WITHDRAWN)) == {"Paula", "Otto"}


def test_fan_out_costs_the_same_for_one_event_and_for_many(world: World) -> None:
    case = world.accepted()
    create_endpoint(world, "https://erp.example.org/hook")
    routes.fan_out()

    def statements(events: int) -> int:
        for _ in range(events):
            record_event(case, EventKind.CASE_RESUMED)
        with CaptureQueriesContext(connection) as captured:
            routes.fan_out()
        return len(captured)

    assert statements(1) == statements(60)


def test_reminders_wait_for_the_morning_of_whoever_reads_them(world: World) -> None:
    case = world.filed()
    User.objects.filter(pk=world.otto.pk).update(time_zone="America/New_York")
    night = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # 05:00 in Kyiv, 22:00 the day before in New York
    record_event(case, EventKind.REMINDER_DUE, rule="legal_t10", audience=Audience.OFFICERS, deadline_at=night)
    record_event(case, EventKind.REMINDER_DUE, rule="question_t10", audience=Audience.APPLICANT, deadline_at=night)
    routes.fan_out(now=lambda: night)

    at = dict(Delivery.objects.filter(event__kind=EventKind.REMINDER_DUE).values_list("person__name", "next_at"))

    assert at == {"Paula": datetime(2026, 3, 2, 5, 0, tzinfo=UTC), "Otto": datetime(2026, 3, 2, 12, 0, tzinfo=UTC)}


def test_news_leaves_at_any_hour(world: World) -> None:
    night = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    world.filed()

    routes.fan_out(now=lambda: night)

    assert set(Delivery.objects.values_list("next_at", flat=True)) == {night}


def test_who_wants_one_mail_a_day_gets_it_the_next_morning(world: World) -> None:
    User.objects.filter(pk=world.otto.pk).update(wants_digest=True)
    noon = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    world.filed()

    routes.fan_out(now=lambda: noon)

    at = dict(Delivery.objects.values_list("person__name", "next_at"))
    assert at == {"Paula": noon, "Otto": datetime(2026, 3, 3, 8, 0, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("fanned_out", "leaves"),
    [
        ("2026-03-02T07:00:05", "2026-03-02T08:00"),  # fallen due at nine: with the letter of the same day
        ("2026-03-02T12:00", "2026-03-02T12:00"),  # late, and the next letter would come after the deadline
        ("2026-03-02T20:30", "2026-03-02T20:30"),  # later still, at a quiet hour: the morning would be after it too
        ("2026-03-03T12:00", "2026-03-04T08:00"),  # what is over already waits like anything else
    ],
)
def test_a_daily_letter_never_keeps_a_reminder_beyond_its_deadline(world: World, fanned_out: str, leaves: str) -> None:
    User.objects.filter(pk=world.otto.pk).update(wants_digest=True)
    deadline = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
    case = world.filed()
    record_event(case, EventKind.REMINDER_DUE, rule="legal_t00", audience=Audience.OFFICERS, deadline_at=deadline)

    routes.fan_out(now=lambda: datetime.fromisoformat(fanned_out).replace(tzinfo=UTC))

    letter = Delivery.objects.get(event__kind=EventKind.REMINDER_DUE)
    assert letter.next_at == datetime.fromisoformat(leaves).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "fanned_out", "leaves"),
    [
        ("Europe/Kyiv", "2026-03-02T20:00", "2026-03-02T20:00"),  # ten in the evening of the last day
        ("Europe/Kyiv", "2026-03-02T02:00", "2026-03-02T05:00"),  # four in the morning of the last day
        ("Europe/Kyiv", "2026-03-01T20:00", "2026-03-02T05:00"),  # the evening before
        ("Europe/Kyiv", "2026-03-02T23:00", "2026-03-03T05:00"),  # the day is over
        ("Asia/Tokyo", "2026-03-02T13:00", "2026-03-02T13:00"),  # ten in the evening there, three in the afternoon in Kyiv
        ("America/New_York", "2026-03-02T07:00", "2026-03-02T12:00"),  # two at night there, and time enough
        ("America/New_York", "2026-03-02T21:00", "2026-03-02T21:00"),  # four in the afternoon there
    ],
)
def test_quiet_hours_never_keep_a_reminder_until_its_day_is_over(world: World, zone: str, fanned_out: str, leaves: str) -> None:
    User.objects.filter(pk=world.otto.pk).update(time_zone=zone)
    deadline = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
    record_event(world.filed(), EventKind.REMINDER_DUE, rule="legal_t00", audience=Audience.OFFICERS, deadline_at=deadline)

    routes.fan_out(now=lambda: datetime.fromisoformat(fanned_out).replace(tzinfo=UTC))

    letter = Delivery.objects.get(event__kind=EventKind.REMINDER_DUE)
    assert letter.next_at == datetime.fromisoformat(leaves).replace(tzinfo=UTC)


def test_the_clock_of_fan_out_is_the_databases(world: World) -> None:
    world.filed()
    before = Clock()()

    routes.fan_out()

    assert all(before <= made <= Clock()() for made in Delivery.objects.values_list("created_at", flat=True))


# The reminder policy as data: to whom, by which way, and at which hours.


def test_the_policy_says_which_hours_are_quiet(world: World) -> None:
    evening = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)  # Friday, 20:00 in Kyiv
    case = world.filed()
    moments = []
    for hours in ({"starts": time(19), "ends": time(8)}, {"working_days_only": True}, None):
        if hours:
            QuietHours.objects.filter(pk="night").update(**hours)
        else:
            ReminderRule.objects.update(quiet=None)
        night = evening if hours is None or "starts" in hours else evening + timedelta(days=1)
        later = evening + timedelta(days=10)
        event = record_event(case, EventKind.REMINDER_DUE, rule="legal_t10", audience=Audience.OFFICERS, deadline_at=later)
        routes.fan_out(now=lambda night=night: night)
        moments.append(event.deliveries.get().next_at)

    assert moments == [datetime(2026, 3, 7, 6, 0, tzinfo=UTC), datetime(2026, 3, 9, 6, 0, tzinfo=UTC), evening]
