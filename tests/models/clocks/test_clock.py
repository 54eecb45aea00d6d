"""Clocks and reminders as rows: what policy is given of them, and what there is only once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from licensing.choices import ClockKind, Owner, PauseReason, TermUnit
from licensing.models import Clock, ClockPause, Reminder, ReminderPolicy
from licensing.policy.clocks.deadlines import Pause, Term
from tests.world import World

START = datetime(2026, 5, 4, 7, 0, tzinfo=UTC)


def test_a_clock_is_given_to_policy_with_its_pauses() -> None:
    clock = Clock(term_amount=45, term_unit="calendar", cap_amount=90, started_at=START)
    pause = ClockPause(reason="question", owner="applicant", since=START, at_most_until=START + timedelta(days=30))

    facts = clock.as_facts([pause])

    assert (facts.term, facts.cap) == (Term(45, TermUnit.CALENDAR), Term(90, TermUnit.CALENDAR))
    assert facts.pauses == (Pause(PauseReason.QUESTION, Owner.APPLICANT, START, None, START + timedelta(days=30)),)


def test_a_clock_without_a_maximum_has_none() -> None:
    assert Clock(term_amount=5, term_unit="working", started_at=START).as_facts([]).cap is None


def test_a_case_has_one_running_clock_of_a_kind(world: World) -> None:
    clock = world.accepted().clocks.running().get(kind=ClockKind.LEGAL)
    clock.pk = uuid4()

    with pytest.raises(IntegrityError, match="one_running_clock_of_a_kind"), transaction.atomic():
        clock.save(force_insert=True)
    clock.ended_at = clock.started_at
    clock.save(force_insert=True)


def test_a_clock_does_not_end_before_it_starts(world: World) -> None:
    clock = world.accepted().clocks.running().get(kind=ClockKind.LEGAL)

    with pytest.raises(IntegrityError, match="clock_ends_after_it_starts"), transaction.atomic():
        Clock.objects.filter(pk=clock.pk).update(ended_at=clock.started_at - timedelta(seconds=1))


def test_a_reminder_is_owed_until_it_is_sent_or_cancelled(world: World) -> None:
    first, second, *rest = world.accepted().reminders.owed().order_by("due_at", "pk")

    Reminder.objects.filter(pk=first.pk).update(sent_at=START)
    Reminder.objects.filter(pk=second.pk).update(cancelled_at=START)

    assert set(Reminder.objects.owed()) == set(rest)
    assert [Reminder.objects.get(pk=one.pk).is_owed for one in (first, second)] == [False, False]


def test_a_policy_is_followed_once_no_case_is_left_to_recompute() -> None:
    assert ReminderPolicy(followed="v2").is_followed("v2")
    assert not ReminderPolicy(followed="v1", newer="v2").is_followed("v2")
    # Half-way to another version some cases already have its reminders.
    assert not ReminderPolicy(followed="v1", newer="v2").is_followed("v1")
