"""A message that waited is still its recipient's when it leaves, or it is laid aside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from licensing.acts import clocks, questions, reminders, signoff
from licensing.acts.acting import playing
from licensing.choices import DeliveryState, RecusalReason
from licensing.models import Delivery, Membership, Reminder, User
from licensing.outbox import replay, routes
from licensing.outbox.standing import standing
from tests.outbox.post import Clock, carry, endpoint, states
from tests.outbox.receiver import Receiver
from tests.outbox.sink import Sink
from tests.world import World


def test_who_declared_a_conflict_of_interest_meanwhile_gets_no_letter(world: World, sink: Sink) -> None:
    case = world.filed()
    routes.fan_out()

    signoff.recuse_member(case, world.otto, reason=RecusalReason.FAMILY)
    carry()

    waited = Delivery.objects.get(person=world.otto, event__kind="case.submitted")
    assert (waited.state, waited.last_error) == (
        DeliveryState.ASIDE,
        "no longer theirs: they may not see the case any more",
    )
    assert sink.to("otto@example.org") == []
    assert standing().dead == 0


def test_who_left_the_organisation_meanwhile_gets_no_letter_and_neither_does_its_system(
    world: World, sink: Sink, receiver: Receiver
) -> None:
    hook = endpoint(world, receiver.url)
    world.filed()
    routes.fan_out()

    Membership.objects.filter(user__in=[world.paula, hook.owner]).delete()
    carry()

    hook.refresh_from_db()
    assert (sink.to("paula@example.org"), receiver.got) == ([], [])
    assert states() == {DeliveryState.SENT: 1, DeliveryState.ASIDE: 2}
    assert (hook.failures, hook.disabled_at) == (0, None)
    assert replay.replay_deliveries(Delivery.objects.values_list("pk", flat=True)) == 0


def test_a_daily_letter_does_not_ask_to_answer_what_was_answered(world: World, sink: Sink, clock: Clock) -> None:
    User.objects.filter(pk=world.paula.pk).update(wants_digest=True)
    case = world.filed()
    question = questions.ask_question(case, world.otto, text="Which?", due_on=timezone.localdate() + timedelta(days=9))
    reminder = Reminder.objects.filter(question=question).order_by("due_at")[0]
    with playing(reminder.due_at + timedelta(seconds=5)):
        reminders.send_due_reminders()
    routes.fan_out(now=clock)

    questions.answer_question(case, world.paula, question.pk, text="The second.")
    clock.forward(days=1)
    carry(clock)

    asked = Delivery.objects.get(person=world.paula, event__data__reminder=str(reminder.pk))
    assert (asked.state, asked.last_error) == (DeliveryState.ASIDE, "no longer theirs: what it reminds of is done")
    assert states(person=world.paula) == {DeliveryState.SENT: 2, DeliveryState.ASIDE: 1}


@pytest.mark.parametrize("is_over", [False, True])
def test_a_reminder_of_a_time_limit_is_sent_while_the_time_runs(
    world: World, sink: Sink, clock: Clock, *, is_over: bool
) -> None:
    case = world.accepted()
    reminder = Reminder.objects.owed().filter(case=case, clock__isnull=False, rule__audience="officers").order_by("due_at")[0]
    with playing(reminder.due_at + timedelta(seconds=5)):
        reminders.send_due_reminders()
    routes.fan_out(now=clock)

    if is_over:
        with playing(reminder.due_at + timedelta(seconds=9)):
            clocks.Clock.objects.filter(pk=reminder.clock_id).update(ended_at=reminder.due_at)
    clock.forward(days=5)
    carry(clock)

    expected = DeliveryState.ASIDE if is_over else DeliveryState.SENT
    assert set(states(event__data__reminder=str(reminder.pk))) == {expected}
