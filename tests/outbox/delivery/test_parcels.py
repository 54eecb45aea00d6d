"""Messages made ready: what cannot be made is left out, and a daily letter carries everything else."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from licensing.acts.requests import questions
from licensing.choices import Audience, Channel, DeliveryState, Office
from licensing.models import Appointment, Delivery, User
from licensing.outbox import routes
from licensing.outbox.webhooks import sender
from licensing.policy.record.event_kinds import EventKind
from tests.outbox.post import Clock, count_states, create_endpoint, record_event, run_outbox
from tests.outbox.receiver import Receiver
from tests.outbox.sink import Sink
from tests.world import ALWAYS, World

CASE_KINDS = [EventKind.CASE_ADJOURNED, EventKind.CASE_RESUMED]


def test_a_message_that_cannot_be_made_is_given_up_at_once(
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
        number=1,
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
    monkeypatch.setattr(
        sender, "build_payload", lambda event, **more: {"amount": 0.1} if event.pk == faulty.pk else sound(event, **more)
    )

    for _ in range(5):
        run_outbox(clock)
        clock.forward(minutes=15)
    run_outbox(clock)

    [dead] = Delivery.objects.filter(event=faulty, endpoint=hook)
    assert (dead.state, dead.attempts) == (DeliveryState.DEAD, 5)
    assert dead.last_error.startswith("it cannot be made: TypeError: floats have no place")
    assert count_states(event=following, endpoint=hook) == {DeliveryState.SENT: 1}


@pytest.mark.walk
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


def test_a_daily_letter_goes_without_what_cannot_be_made(world: World, sink: Sink, clock: Clock) -> None:
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
