"""Clocks of a case, as steps of other acts: started, paused, resumed, ended, each with the reminders it owes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from licensing.acts.acting import acting
from licensing.choices import ClockKind, EventKind, Owner, PauseReason, TermUnit, Verb
from licensing.errors import WrongState
from licensing.models import (
    Calendar,
    Case,
    Clock,
    ClockPause,
    Licence,
    Question,
    Reminder,
    ReminderRule,
    Round,
)
from licensing.policy import deadlines
from licensing.policy.reminders import planned

# A rule that repeats has its next reminder written down when the one before is sent; this is how far we look for one.
HORIZON = timedelta(days=30)


def start_clock(
    case: Case,
    kind: ClockKind,
    *,
    amount: int,
    unit: TermUnit,
    calendar: Calendar,
    cap: int | None = None,
    round: Round | None = None,
) -> Clock:
    """Start a time limit now. What holds the other clocks of the case holds this one too, from its first moment."""
    clock = Clock(
        case=case,
        kind=kind,
        round=round,
        term_amount=amount,
        term_unit=unit,
        cap_amount=cap,
        calendar=calendar,
        calendar_version=calendar.version,
        started_at=case.now,
    )
    days = calendar.as_policy()
    pauses = _pauses_at_hand(clock)
    clock.due_at = deadlines.due_at(clock.facts(pauses), days, now=case.now)
    clock.save(force_insert=True)
    ClockPause.objects.bulk_create(pauses)
    if pauses:
        return clock
    owe_reminders(case, str(kind), about=f"clock:{clock.pk}", deadline_at=clock.due_at, calendar=days, clock=clock)
    return clock


def pause_clocks(
    case: Case,
    *,
    reason: PauseReason,
    owner: Owner,
    note: str = "",
    question: Question | None = None,
    at_most_until: datetime | None = None,
) -> None:
    """Let every running clock of the case stand still."""
    running = _running(case)
    ClockPause.objects.bulk_create(
        ClockPause(
            clock=clock,
            reason=reason,
            owner=owner,
            note=note,
            question=question,
            since=case.now,
            at_most_until=at_most_until,
        )
        for clock in running
    )
    _retime(case, running)


def resume_clocks(case: Case, *, reason: PauseReason, question: Question | None = None) -> None:
    """End the pauses of a reason (of one question, where it is named); a clock goes on when no other pause holds it."""
    pauses = ClockPause.objects.filter(clock__case=case, reason=reason, until__isnull=True)
    if question is not None:
        pauses = pauses.filter(question=question)
    if pauses.update(until=case.now):
        _retime(case, _running(case))


def lapse_pauses(case: Case) -> Case:
    """End the pauses of a case that have lasted as long as they may; called by the clock."""
    with acting(case, None, Verb.LAPSE) as case:
        case.lapse()
        over = ClockPause.objects.filter(clock__case=case, until__isnull=True, at_most_until__lte=case.now)
        reasons = sorted(set(over.values_list("reason", flat=True)))
        if not over.update(until=F("at_most_until")):
            raise WrongState(_("No pause of this case has reached its maximum."))
        _retime(case, _running(case))
        case.tell(EventKind.PAUSE_LAPSED, reasons=reasons)
    return case


def lapsed_pauses(*, now: datetime) -> list[Case]:
    """Cases with a pause that has lasted as long as it may; at most a batch."""
    over = ClockPause.objects.filter(until__isnull=True, at_most_until__lte=now, clock__ended_at__isnull=True)
    return list(Case.objects.filter(pk__in=over.order_by("at_most_until").values("clock__case_id")[:200]))


def stop_clocks(case: Case, *kinds: ClockKind) -> None:
    """End clocks of these kinds, or all of them; what they would still have reminded of is cancelled."""
    running = Clock.objects.running().filter(case=case)
    if kinds:
        running = running.filter(kind__in=kinds)
    ids = list(running.values_list("pk", flat=True))
    if ids:
        Clock.objects.filter(pk__in=ids).update(ended_at=case.now)
        ClockPause.objects.filter(clock__in=ids, until__isnull=True).update(until=case.now)
        Reminder.objects.owed().filter(clock__in=ids).update(cancelled_at=case.now)


def owe_reminders(
    case: Case,
    rules_for: str,
    *,
    about: str,
    deadline_at: datetime,
    calendar: deadlines.Calendar,
    clock: Clock | None = None,
    question: Question | None = None,
    licence: Licence | None = None,
    now: datetime | None = None,
) -> None:
    """Write down the reminders that a deadline owes from now on; the ones owed before for the same thing give way."""
    since = now or case.now
    rules = {rule.code: rule for rule in ReminderRule.objects.filter(clock=rules_for)}
    first = {
        one.code: one
        for one in reversed(
            planned(
                [rule.as_policy() for rule in rules.values()],
                deadline_at,
                calendar,
                horizon=max(deadline_at, since) + HORIZON,
                since=since,
            )
        )
    }
    rows = [
        Reminder(
            case=case,
            licence=licence,
            clock=clock,
            question=question,
            rule=rules[one.code],
            about=about,
            deadline_at=deadline_at,
            due_at=one.at,
        )
        for one in first.values()
    ]
    cancel_reminders(case, about=about, at=since)
    Reminder.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["case", "about", "rule", "due_at"],
        update_fields=["cancelled_at", "deadline_at"],
    )


def cancel_reminders(case: Case, *, about: str, at: datetime) -> None:
    Reminder.objects.owed().filter(case=case, about=about).update(cancelled_at=at)


def default_calendar() -> Calendar:
    """The calendar of a case that no procedure covers yet."""
    return Calendar.objects.get(pk="UA")


def _pauses_at_hand(clock: Clock) -> list[ClockPause]:
    """The pauses that hold the case's clocks now, each once, as this clock would have them."""
    case = clock.case
    rows = ClockPause.objects.filter(clock__case=case, clock__ended_at__isnull=True, until__isnull=True)
    held = {(one.reason, one.owner, one.note, one.question_id, one.at_most_until) for one in rows}
    return [
        ClockPause(
            clock=clock,
            reason=reason,
            owner=owner,
            note=note,
            question_id=question,
            since=case.now,
            at_most_until=at_most_until,
        )
        for reason, owner, note, question, at_most_until in sorted(held, key=str)
        if at_most_until is None or at_most_until > case.now
    ]


def standing(clock: Clock, *, at: datetime) -> deadlines.Standing:
    """Where a clock stands, or stood, at a moment."""
    return deadlines.standing(clock.facts(list(clock.pauses.all())), clock.calendar.as_policy(), at=at)


def _running(case: Case) -> list[Clock]:
    return list(Clock.objects.running().filter(case=case).select_related("calendar").prefetch_related("pauses"))


def _retime(case: Case, clocks: Iterable[Clock]) -> None:
    """Compute the due moments anew after a pause began or ended."""
    calendars: dict[str, Any] = {}
    for clock in clocks:
        days = calendars.setdefault(clock.calendar_id, None) or clock.calendar.as_policy()
        calendars[clock.calendar_id] = days
        pauses = list(ClockPause.objects.filter(clock=clock).order_by("since"))
        clock.due_at = deadlines.due_at(clock.facts(pauses), days, now=case.now)
        clock.save(update_fields=["due_at"])
        about = f"clock:{clock.pk}"
        if any(pause.until is None for pause in pauses):
            cancel_reminders(case, about=about, at=case.now)
        else:
            owe_reminders(case, clock.kind, about=about, deadline_at=clock.due_at, calendar=days, clock=clock)
