"""Clocks of a case, as steps of other acts: started, paused, resumed, ended, each with the reminders it owes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from licensing.acts.acting import Act, CaseStep, acting, database_now, translate_database_errors
from licensing.acts.clocks.deadlines import build_clock_deadline, cancel_reminders, reschedule_reminders, schedule_reminders
from licensing.choices import LICENCE_CLOCKS, UNPAUSED_CLOCKS, ClockKind, DeadlineKind, Owner, PauseReason, Roll, TermUnit, Verb
from licensing.errors import WrongState
from licensing.models import Calendar, Case, Clock, ClockPause, Procedure, Question, Reminder, Round
from licensing.policy.clocks import deadlines
from licensing.policy.record.event_kinds import EventKind

BATCH_SIZE = 200
# A round that waits for its seats after its deadline, or whatever else refuses, is looked at again after so long.
SNOOZE_TIME = timedelta(hours=1)
# A deadline ends with its day, and is swept soon after; later than this, the sweep was late.
_LATEST_SWEEP = timedelta(hours=23)
# Somebody holds the case, or the database is unreachable for a moment: the next run may find it free.
SNOOZE_TIME_WHEN_BUSY = timedelta(seconds=30)
# When the time for the completeness check passes, nothing happens by itself: people are reminded, and act.
_ACTING_BY_TIME = frozenset(ClockKind) - {ClockKind.COMPLETENESS, ClockKind.REDRESS}


def start_clock(
    act: CaseStep,
    kind: ClockKind,
    *,
    amount: int,
    unit: TermUnit,
    calendar: Calendar,
    roll: str = Roll.NONE,
    cap: int | None = None,
    round: Round | None = None,
    since: datetime | None = None,
) -> Clock:
    """Start a time limit now, or `since` an earlier moment. Whatever pauses the case's clocks pauses it too, from now."""
    clock = Clock(
        case=act.case,
        kind=kind,
        round=round,
        term_amount=amount,
        term_unit=unit,
        term_roll=roll,
        cap_amount=cap,
        calendar=calendar,
        started_at=since or act.now,
    )
    days = calendar.as_policy()
    pauses = [] if kind in UNPAUSED_CLOCKS else _copy_current_pauses(clock, now=act.now)
    _set_due_times(clock, pauses, days)
    clock.save(force_insert=True)
    ClockPause.objects.bulk_create(pauses)
    if pauses:
        return clock
    schedule_reminders(act.case, build_clock_deadline(clock), calendar=days, now=act.now)
    return clock


def start_legal_clock(act: Act[Case], procedure: Procedure) -> None:
    """Start the term of the law within which a case is decided, as its procedure sets it."""
    start_clock(
        act,
        ClockKind.LEGAL,
        amount=procedure.term_amount,
        unit=TermUnit(procedure.term_unit),
        calendar=procedure.calendar,
        roll=procedure.term_roll,
        cap=procedure.cap_amount,
    )


def replace_legal_clock(act: Act[Case], procedure: Procedure) -> Clock | None:
    """Count the term of the law as another procedure sets it, from the day from which it counts now; None where none runs.

    Whatever paused the former paused this one, too: nobody gains or loses time by the change but what the procedures differ in.
    """
    former = Clock.objects.running().filter(case=act.case, kind=ClockKind.LEGAL).first()
    if former is None:
        return None
    held = list(former.pauses.order_by("since"))
    stop_clocks(act, ClockKind.LEGAL)
    clock = Clock(
        case=act.case,
        kind=ClockKind.LEGAL,
        term_amount=procedure.term_amount,
        term_unit=procedure.term_unit,
        term_roll=procedure.term_roll,
        cap_amount=procedure.cap_amount,
        calendar=procedure.calendar,
        started_at=former.started_at,
    )
    pauses = [_copy_pause(one, clock) for one in held]
    days = procedure.calendar.as_policy()
    _set_due_times(clock, pauses, days)
    clock.save(force_insert=True)
    ClockPause.objects.bulk_create(pauses)
    if all(one.until for one in pauses):
        schedule_reminders(act.case, build_clock_deadline(clock), calendar=days, now=act.now)
    return clock


def _copy_pause(pause: ClockPause, clock: Clock) -> ClockPause:
    return ClockPause(
        clock=clock,
        reason=pause.reason,
        owner=pause.owner,
        note=pause.note,
        question_id=pause.question_id,
        since=pause.since,
        until=pause.until,
        at_most_until=pause.at_most_until,
    )


def find_end_by_time(clock: Clock, *, now: datetime) -> datetime:
    """The moment from which the term of what follows a time limit counts: the last one of the day on which it ended.

    Where the machine was late, from the day before now: nobody loses the days in which nothing could be said.
    """
    return max(clock.due_at - timedelta(microseconds=1), now - _LATEST_SWEEP)


def pause_clocks(
    act: Act[Case],
    *,
    reason: PauseReason,
    owner: Owner,
    note: str = "",
    question: Question | None = None,
    at_most_until: datetime | None = None,
) -> None:
    """Pause every running clock of the case, at most until a moment where one is given."""
    running = [clock for clock in _running_clocks(act.case) if clock.kind not in UNPAUSED_CLOCKS]
    ClockPause.objects.bulk_create(
        ClockPause(
            clock=clock,
            reason=reason,
            owner=owner,
            note=note,
            question=question,
            since=act.now,
            at_most_until=at_most_until,
        )
        for clock in running
    )
    _retime(act, running)


def resume_clocks(act: Act[Case], *, reason: PauseReason, question: Question | None = None) -> None:
    """End the pauses for a reason (or one question); a clock runs again once no other pause holds it."""
    pauses = ClockPause.objects.filter(clock__case=act.case, reason=reason, until__isnull=True)
    if question is not None:
        pauses = pauses.filter(question=question)
    if pauses.update(until=act.now):
        _retime(act, _running_clocks(act.case), resumed=True)


def end_expired_pauses(case: Case) -> Case:
    """End the pauses of a case that have lasted as long as they may; called by the clock."""
    with acting(case, None, Verb.END_PAUSE) as act:
        act.perform()
        over = ClockPause.objects.filter(clock__case=act.case, until__isnull=True, at_most_until__lte=act.now)
        reasons = sorted(set(over.values_list("reason", flat=True)))
        # The pause ends at its maximum, not at the moment of this run, which may be days late.
        if not over.update(until=F("at_most_until")):
            raise WrongState(_("No pause of this case has reached its maximum."))
        _retime(act, _running_clocks(act.case), resumed=True)
        act.record(EventKind.PAUSE_LAPSED, reasons=reasons)
    return act.case


def find_cases_with_due_clocks(*kinds: ClockKind, now: datetime, still: bool = False) -> list[Case]:
    """Cases with a clock whose moment has come, the oldest first, at most a batch; `still` asks for those held by a pause."""
    stands = Exists(ClockPause.objects.filter(clock=OuterRef("pk"), until__isnull=True))
    due = Clock.objects.filter(wake_at__lte=now, kind__in=kinds).filter(stands if still else ~stands)
    clocks = due.select_related("case").order_by("wake_at", "pk")[:BATCH_SIZE]
    return list({clock.case_id: clock.case for clock in clocks}.values())


def snooze_clocks(case: Case, *kinds: ClockKind, now: datetime, busy: bool = False) -> None:
    """Put off the due clocks of a case for a while, so that what cannot be done now does not block what can.

    Only those of these kinds: a stage that waits for its seats must not put off the legal limit again and again. Clocks
    that somebody else has locked are skipped rather than waited for.
    """
    until = now + (SNOOZE_TIME_WHEN_BUSY if busy else SNOOZE_TIME)
    with transaction.atomic():
        awake = Clock.objects.filter(case=case, kind__in=kinds, wake_at__lte=now).select_for_update(
            skip_locked=True, no_key=True
        )
        Clock.objects.filter(pk__in=list(awake.values_list("pk", flat=True))).update(wake_at=until)


def retime_case(case: Case) -> Case:
    """Compute the time limits of a case by the calendars as they are now; called by the clock when one was changed.

    Deadlines move for what still runs, a past one included; what has ended stays as it was counted.
    """
    with acting(case, None, Verb.RETIME) as act:
        act.perform()
        moved = _retime(act, _running_clocks(act.case))
        act.record(EventKind.CLOCK_RETIMED, moved=[one.as_data() for one in moved])
    return act.case


def find_outdated_clocks(after: Clock | None = None) -> list[Clock]:
    """The next batch of running clocks, after this one, that were computed by another version of their calendar."""
    older = Q(pk__in=[])
    for calendar in Calendar.objects.all():
        version = calendar.as_policy().version
        # Two ranges of an index: `exclude(calendar_version=...)` would read every open clock.
        older |= Q(calendar=calendar, calendar_version__lt=version) | Q(calendar=calendar, calendar_version__gt=version)
    found = Clock.objects.running().filter(older).select_related("case", "calendar").prefetch_related("pauses")
    return list((found.filter(pk__gt=after.pk) if after else found).order_by("pk")[:BATCH_SIZE])


def follow_calendars(case: Case) -> bool:
    """Whether a time limit of the case moves by the present calendars; if none does, its reminders are rescheduled here.

    Moving only reminders records no event, since nobody has more or less time than before.
    """
    with translate_database_errors(), transaction.atomic():
        case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        clocks = _running_clocks(case)
        days = {code: calendar.as_policy() for code, calendar in {one.calendar_id: one.calendar for one in clocks}.items()}
        if any(compute_due(one, one.pauses.all(), days[one.calendar_id]) != one.due_at for one in clocks):
            return True
        for clock in clocks:
            if clock.calendar_version != days[clock.calendar_id].version:
                Clock.objects.filter(pk=clock.pk).update(calendar_version=days[clock.calendar_id].version)
                if all(pause.until for pause in clock.pauses.all()):
                    reschedule_reminders(
                        case, build_clock_deadline(clock), calendar=days[clock.calendar_id], now=database_now()
                    )
    return False


def stop_clocks(act: CaseStep, *kinds: ClockKind) -> None:
    """End the clocks of these kinds; without a kind all of the case's own, and then every reminder but those of the licence."""
    running = Clock.objects.running().filter(case=act.case)
    running = running.filter(kind__in=kinds) if kinds else running.exclude(kind__in=LICENCE_CLOCKS)
    ids = list(running.values_list("pk", flat=True))
    if ids:
        Clock.objects.filter(pk__in=ids).update(ended_at=act.now, wake_at=None)
        ClockPause.objects.filter(clock__in=ids, until__isnull=True).update(until=act.now)
        if kinds:
            Reminder.objects.owed().filter(clock__in=ids).update(cancelled_at=act.now)
    if not kinds:
        # Also those that were sent as events: a delivery that is still waiting checks this and is dropped.
        # What a case was granted for others to draw on ends and is reviewed on its own days, whatever became of an appeal.
        owed = Reminder.objects.filter(case=act.case, licence=None, cancelled_at__isnull=True)
        owed = owed.exclude(rule__clock__in=(DeadlineKind.PARENT_END, DeadlineKind.CONTRACT_REVIEW))
        owed.filter(Q(clock=None) | ~Q(clock__kind__in=LICENCE_CLOCKS)).update(cancelled_at=act.now)


def _copy_current_pauses(clock: Clock, *, now: datetime) -> list[ClockPause]:
    """The pauses that hold the case's clocks now, each once, as this clock would have them."""
    rows = ClockPause.objects.filter(clock__case=clock.case, clock__ended_at__isnull=True, until__isnull=True)
    held = {(one.reason, one.owner, one.note, one.question_id, one.at_most_until) for one in rows}
    return [
        ClockPause(
            clock=clock,
            reason=reason,
            owner=owner,
            note=note,
            question_id=question,
            since=now,
            at_most_until=at_most_until,
        )
        for reason, owner, note, question, at_most_until in sorted(held, key=str)
        if at_most_until is None or at_most_until > now
    ]


def compute_clock_standing(clock: Clock, *, at: datetime) -> deadlines.ClockStatus:
    """What a clock shows at a moment, past or present: time used and left, and the pause that holds it."""
    return deadlines.calculate_status(clock.as_facts(list(clock.pauses.all())), clock.calendar.as_policy(), at=at)


def _running_clocks(case: Case) -> list[Clock]:
    return list(Clock.objects.running().filter(case=case).select_related("calendar").prefetch_related("pauses"))


@dataclass(frozen=True, slots=True)
class MovedClock:
    """A clock whose due moment has moved."""

    kind: str
    before: datetime
    after: datetime

    def as_data(self) -> dict[str, Any]:
        """As the event of the move carries it."""
        return {"clock": self.kind, "before": self.before, "after": self.after}


def _retime(act: Act[Case], clocks: Iterable[Clock], *, resumed: bool = False) -> list[MovedClock]:
    """Recompute due moments after a pause began or ended (then `resumed`), or a calendar was changed; those that moved."""
    calendars: dict[str, deadlines.Calendar] = {}
    moved = []
    for clock in clocks:
        days = calendars.get(clock.calendar_id) or clock.calendar.as_policy()
        calendars[clock.calendar_id] = days
        before, pauses = clock.due_at, list(ClockPause.objects.filter(clock=clock).order_by("since"))
        _set_due_times(clock, pauses, days)
        clock.save(update_fields=["due_at", "wake_at", "calendar_version"])
        if clock.due_at != before:
            moved.append(MovedClock(clock.kind, before, clock.due_at))
        if any(pause.until is None for pause in pauses):
            cancel_reminders(act.case, f"clock:{clock.pk}", at=act.now)
        else:
            _reschedule_clock_reminders(act.case, clock, days, now=act.now, pauses=pauses if resumed else ())
    return moved


def _last_paused_span(pauses: Sequence[ClockPause], now: datetime) -> tuple[datetime, datetime]:
    """When a clock was last paused, by one pause or by several that overlap or adjoin: from when, and until when."""
    held = sorted(((one.calculate_end(now), one.since) for one in (pause.as_policy() for pause in pauses)), reverse=True)
    resumed_at, paused_at = held[0]
    for until, since in held:
        if until >= paused_at:
            paused_at = min(paused_at, since)
    return paused_at, resumed_at


def _reschedule_clock_reminders(
    case: Case, clock: Clock, days: deadlines.Calendar, *, now: datetime, pauses: Sequence[ClockPause] = ()
) -> None:
    """Schedule the reminders of a running clock from now on, or from the end of the last of these pauses.

    A pause cancels them. Where the deadline is the same after it, those that came due before or during it are restored: the
    unsent are sent, and deliveries of the sent that are still waiting go out.
    """
    paused_at, resumed_at = _last_paused_span(pauses, now) if pauses else (now, now)
    owing = build_clock_deadline(clock)
    schedule_reminders(case, owing, calendar=days, now=now, since=resumed_at)
    cancelled = Reminder.objects.filter(case=case, about=owing.about, cancelled_at__gte=paused_at)
    cancelled.filter(deadline_at=clock.due_at, due_at__lte=now).update(cancelled_at=None)


def _set_due_times(clock: Clock, pauses: Sequence[ClockPause], days: deadlines.Calendar) -> None:
    """Set when a clock is due, by which calendar, and when the periodic scan has to look at it next (`wake_at`)."""
    clock.due_at = compute_due(clock, pauses, days)
    clock.calendar_version = days.version
    still = [pause for pause in pauses if pause.until is None]
    ends = [pause.at_most_until for pause in still if pause.at_most_until]
    # A paused clock wakes at the end of its pause; one paused without an end is left to whoever resumes it.
    if still:
        clock.wake_at = min(ends, default=None)
    else:
        clock.wake_at = clock.due_at if clock.kind in _ACTING_BY_TIME and not clock.consequence else None


def compute_due(clock: Clock, pauses: Iterable[ClockPause], days: deadlines.Calendar) -> datetime:
    """When a clock is due. While it is paused, that is the moment as of when its last pause began, whenever it is computed."""
    known = list(pauses)
    last = max((pause.since for pause in known if pause.until is None), default=clock.started_at)
    return deadlines.calculate_due_at(clock.as_facts(known), days, now=last)
