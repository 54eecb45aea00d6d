"""What the clock does: reminders that have come due, rounds past their deadline, licences past their last day.

Each is found by a scan of what is due, never by counting ticks: no beat, one or three, the result is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import transaction

from licensing.acts.acting import answering_for_the_database, local_day, present
from licensing.acts.clocks import HORIZON, default_calendar, lapse_pauses, lapsed_pauses
from licensing.acts.licence import expire_licence
from licensing.acts.signoff import close_due_round, let_outcome_stand, overdue_rounds, passed_windows
from licensing.choices import EventKind, LicenceState
from licensing.errors import Problem
from licensing.models import Event, Licence, Reminder, StoredAnswer
from licensing.models.lifecycle import Told
from licensing.policy.deadlines import Calendar
from licensing.policy.reminders import planned

T = TypeVar("T")
BATCH = 500
ANSWERS_KEPT = timedelta(days=7)


def send_due_reminders() -> int:
    """Turn the reminders that have come due into events, each exactly once; several scans at once share the work."""
    now = present()
    with answering_for_the_database(), transaction.atomic():
        due = list(
            Reminder.objects.owed()
            .filter(due_at__lte=now)
            .select_related("case", "case__procedure__calendar", "rule", "licence")
            .select_for_update(of=("self",), skip_locked=True)
            .order_by("due_at", "pk")[:BATCH]
        )
        if not due:
            return 0
        Event.objects.chain([(one.case, _told(one)) for one in due], None, at=now)
        Reminder.objects.filter(pk__in=[one.pk for one in due]).update(sent_at=now)
        Reminder.objects.bulk_create(_repeats(due), ignore_conflicts=True)
    return len(due)


def close_due_rounds() -> int:
    """End the rounds whose deadline has passed and whose rule says what silence means, and the windows that have passed."""
    closed = sum(_done(close_due_round, case) for case in overdue_rounds(now=present()))
    return closed + sum(_done(let_outcome_stand, case) for case in passed_windows(now=present()))


def lapse_due_pauses() -> int:
    """Let clocks go on whose pause has lasted as long as it may."""
    return sum(_done(lapse_pauses, case) for case in lapsed_pauses(now=present()))


def expire_due_licences() -> int:
    """End the licences whose last day is over."""
    today = local_day(present())
    over = Licence.objects.filter(state__in=(LicenceState.ISSUED, LicenceState.SUSPENDED), valid_until__lt=today).order_by(
        "valid_until"
    )
    return sum(_done(expire_licence, licence) for licence in over[:BATCH])


def forget_old_answers() -> int:
    """Let go of stored answers to commands whose repeat is no longer to be expected."""
    removed, _ = StoredAnswer.objects.filter(created_at__lt=present() - ANSWERS_KEPT).delete()
    return removed


def _repeats(sent: list[Reminder]) -> list[Reminder]:
    """The next reminder of each rule that repeats, counted from the deadline and not from when the last one was sent."""
    days: dict[str, Calendar] = {}
    following = []
    for one in sent:
        if one.rule.repeat_every is None:
            continue
        calendar = one.case.procedure.calendar if one.case.procedure else default_calendar()
        if calendar.pk not in days:
            days[calendar.pk] = calendar.as_policy()
        later = planned(
            [one.rule.as_policy()],
            one.deadline_at,
            days[calendar.pk],
            horizon=one.due_at + HORIZON,
            since=one.due_at + timedelta(microseconds=1),
        )
        following += [
            Reminder(
                case_id=one.case_id,
                licence_id=one.licence_id,
                clock_id=one.clock_id,
                question_id=one.question_id,
                rule_id=one.rule_id,
                about=one.about,
                deadline_at=one.deadline_at,
                due_at=after.at,
            )
            for after in later[:1]
        ]
    return following


def _done(act: Callable[[T], object], subject: T) -> int:
    """One at a time: what another scan has done in the meantime, or what cannot be done now, stands aside."""
    try:
        act(subject)
    except Problem:
        return 0
    return 1


def _told(one: Reminder) -> Told:
    data = {
        "reminder": str(one.pk),
        "rule": one.rule_id,
        "audience": one.rule.audience,
        "about": one.about,
        "deadline_at": one.deadline_at,
        "due_at": one.due_at,
    }
    return Told(EventKind.REMINDER_DUE, one.licence, "", "", data)
