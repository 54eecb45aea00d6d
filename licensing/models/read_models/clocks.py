"""The time limits of a case as its reader may know them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from licensing.choices import LICENCE_CLOCKS, ClockKind, LimitConsequence, TermUnit
from licensing.models.clocks.clock import Clock
from licensing.models.read_models.reader import Reader
from licensing.models.read_models.views import ClockView, PauseView
from licensing.models.requests.case import Case
from licensing.policy.clocks import deadlines


def read_clocks(case: Case, reader: Reader) -> list[ClockView]:
    """The clocks that run, and the legal one also when it has ended."""
    shown = Q(ended_at__isnull=True) | Q(kind=ClockKind.LEGAL)
    # A window to refer up would show an applicant that the ministries disagreed.
    if reader.is_applicant(case):
        shown &= ~Q(kind=ClockKind.ESCALATION)
    # Acts on the licence move them, and leave the case and its revision as they are: they are read with the licence.
    shown &= ~Q(kind__in=LICENCE_CLOCKS)
    clocks = list(
        Clock.objects.filter(shown, case=case)
        .select_related("calendar")
        .prefetch_related("pauses")
        .order_by("started_at", "kind")
    )
    # The clocks of a case mostly share a calendar, and `as_policy` reads all its days.
    calendars = {clock.calendar_id: clock.calendar for clock in clocks}
    days = {code: calendar.as_policy() for code, calendar in calendars.items()}
    return [_build_clock_view(clock, days[clock.calendar_id], reader.at) for clock in clocks]


def _build_clock_view(clock: Clock, calendar: deadlines.Calendar, at: datetime) -> ClockView:
    status = deadlines.calculate_status(clock.as_facts(list(clock.pauses.all())), calendar, at=at)
    return ClockView(
        kind=ClockKind(clock.kind),
        unit=TermUnit(clock.term_unit),
        started_at=clock.started_at,
        due_at=status.due_at,
        due_on=status.due_on,
        moved_from=status.moved_from,
        days_used=status.days_used,
        days_left=status.days_left,
        overdue=status.overdue,
        ended=status.ended,
        consequence=LimitConsequence(clock.consequence) if clock.consequence else None,
        paused=_build_pause_view(status.paused),
    )


def _build_pause_view(pause: deadlines.Pause | None) -> PauseView | None:
    if pause is None:
        return None
    return PauseView(reason=pause.reason, owner=pause.owner, since=pause.since, at_most_until=pause.at_most_until)
