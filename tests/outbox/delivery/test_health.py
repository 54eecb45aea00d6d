"""What monitors and the page of dead letters are shown."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from licensing.models import Delivery
from licensing.outbox import routes
from licensing.outbox.delivery.health import OutboxHealth, measure_outbox_health
from licensing.outbox.webhooks.endpoints import suspend_endpoint
from licensing.policy.record.event_kinds import EventKind
from tests.outbox.post import create_endpoint, record_event
from tests.outbox.receiver import Receiver
from tests.world import World


def test_the_standing_says_what_waits_and_what_was_given_up(world: World, receiver: Receiver) -> None:
    hook = create_endpoint(world, receiver.url)
    case = world.filed()
    routes.fan_out()
    suspend_endpoint(hook, hook.owner, reason="Broken.")
    record_event(case, EventKind.CASE_RESUMED)

    now = measure_outbox_health()

    oldest = Delivery.objects.owed().order_by("next_at")[0].next_at
    assert now == OutboxHealth(
        # That it was switched off is an event too.
        unread=2,
        unsent_events=0,
        due=2,
        oldest_due_at=oldest,
        dead=1,
        failing_endpoints=0,
        disabled_endpoints=1,
    )


def test_what_waits_behind_an_earlier_message_is_not_late(world: World, receiver: Receiver) -> None:
    case, hook = world.filed(), create_endpoint(world, receiver.url, kinds=[EventKind.CASE_ADJOURNED, EventKind.CASE_RESUMED])
    record_event(case, EventKind.CASE_ADJOURNED)
    record_event(case, EventKind.CASE_RESUMED)
    routes.fan_out()
    Delivery.objects.exclude(endpoint=hook).delete()
    first = Delivery.objects.order_by("event")[0]

    Delivery.objects.filter(pk=first.pk).update(attempts=1, next_at=timezone.now() + timedelta(hours=1))

    assert (measure_outbox_health().due, measure_outbox_health().oldest_due_at) == (0, None)
