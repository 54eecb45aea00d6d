"""Clocks as a reader sees them: the last day, the days left, and the words and colour for both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from licensing.choices import ClockKind, LimitConsequence, Owner, PauseReason, TermUnit
from licensing.models import Clock, ClockPause, Holiday
from licensing.models.clocks.clock import ClockQuerySet
from licensing.policy.clocks import deadlines
from licensing.policy.clocks.wording import describe_days_late, describe_days_left

SOON = 3


@dataclass(frozen=True, slots=True)
class ClockBadge:
    """One clock at one moment. `tone` is a colour, and the words say the same to those who do not see it."""

    kind: ClockKind
    due_at: datetime
    due_on: date
    tone: str
    words: str
    detail: str = ""
    paused: str = ""

    @property
    def name(self) -> str:
        return str(self.kind.label)


def prefetch_running_clocks(to_attr: str | None = "running") -> Prefetch[Any, Any, Any]:
    """The running clocks of cases, with all that a badge needs, in three statements whatever their number."""
    clocks = Clock.objects.running().select_related("calendar").prefetch_related(*_clock_relations())
    return Prefetch("clocks", clocks.order_by("due_at"), to_attr=to_attr)


def prefetch_clocks() -> Prefetch[Any, Any, Any]:
    """All clocks of cases, those that have ended too, oldest first."""
    clocks = Clock.objects.select_related("calendar").prefetch_related(*_clock_relations())
    return Prefetch("clocks", clocks.order_by("started_at"))


def match_paused_clocks(*, now: datetime) -> Q:
    """Clocks that a pause holds at this moment; one that has reached its maximum holds no longer."""
    lasts = Q(at_most_until__isnull=True) | Q(at_most_until__gt=now)
    return Q(Exists(ClockPause.objects.filter(lasts, clock=OuterRef("pk"), until__isnull=True)))


def find_late_clocks(*, now: datetime) -> ClockQuerySet:
    """Running clocks that are past their due moment; one that is paused is not late."""
    return Clock.objects.running().filter(due_at__lte=now).exclude(match_paused_clocks(now=now))


def build_badge(clock: Clock, *, now: datetime) -> ClockBadge:
    """Where a clock that was read with its pauses and its calendar stands."""
    stands = deadlines.calculate_status(clock.as_facts(list(clock.pauses.all())), _clock_calendar(clock), at=now)
    pause = stands.paused
    tone, words = _badge_words(stands, TermUnit(clock.term_unit))
    return ClockBadge(
        kind=ClockKind(clock.kind),
        due_at=stands.due_at,
        due_on=stands.due_on,
        tone=tone,
        words=words,
        detail=_term_words(stands, clock),
        paused=_pause_words(pause, clock) if pause else "",
    )


def find_first_due_badge(clocks: Iterable[Clock], *, now: datetime, kinds: Iterable[str] = ()) -> ClockBadge | None:
    """The badge of the clock that is due first, of some kinds where they are named."""
    wanted = set(kinds)
    badges = [build_badge(clock, now=now) for clock in clocks if not wanted or clock.kind in wanted]
    return min(badges, key=lambda badge: badge.due_at, default=None)


def map_by_round(clocks: Iterable[Clock]) -> Mapping[UUID | None, Clock]:
    """The clocks of stages, by the round that each measures; the clocks of the case itself are left out."""
    return {clock.round_id: clock for clock in clocks if clock.round_id}


def _clock_relations() -> tuple[Prefetch[Any, Any, Any], ...]:
    return (
        Prefetch("pauses", ClockPause.objects.order_by("since")),
        Prefetch("calendar__days", Holiday.objects.order_by("on")),
    )


def _clock_calendar(clock: Clock) -> deadlines.Calendar:
    """The calendar from the rows at hand; `Calendar.as_policy` would ask the database for every clock."""
    days = list(clock.calendar.days.all())
    return deadlines.Calendar(
        zone=clock.calendar.zone,
        version=clock.calendar.version,
        days_off=frozenset(day.on for day in days if day.kind == "off"),
        days_on=frozenset(day.on for day in days if day.kind == "working"),
    )


def _badge_words(stands: deadlines.ClockStatus, unit: TermUnit) -> tuple[str, str]:
    if stands.ended:
        return ("late", _("Ended late")) if stands.overdue else ("ended", _("Ended in time"))
    if stands.overdue:
        # In working days a deadline that ended on Friday is 0 days ago on Saturday, which would read as in time.
        days = max(1, -stands.days_left)
        return "over", str(describe_days_late(days, unit))
    if stands.paused:
        return "still", _("Stands still")
    return ("soon" if stands.days_left <= SOON else "calm"), str(describe_days_left(stands.days_left, unit))


def _term_words(stands: deadlines.ClockStatus, clock: Clock) -> str:
    words = {
        "used": stands.days_used,
        "term": clock.term_amount,
        "unit": TermUnit(clock.term_unit).label,
        "start": _format_clock_day(clock.started_at, clock),
    }
    used = _("%(used)d of %(term)d %(unit)s used since %(start)s") % words
    parts = [used]
    if stands.moved_from is not None:
        # The name of a format is looked up only where it stands alone.
        day = f"{date_format(stands.moved_from, 'l')}, {date_format(stands.moved_from, 'SHORT_DATE_FORMAT')}"
        parts.append(_("%(day)s is not worked, so the end is moved") % {"day": day})
    if clock.consequence:
        parts.append(str(LimitConsequence(clock.consequence).label))
    return " · ".join(parts)


def _pause_words(pause: deadlines.Pause, clock: Clock) -> str:
    note = next((row.note for row in clock.pauses.all() if row.since == pause.since and row.note), "")
    words = _("%(reason)s. %(owner)s must act.") % {
        "reason": PauseReason(pause.reason).label,
        "owner": str(Owner(pause.owner).label).capitalize(),
    }
    if pause.at_most_until:
        words += " " + _("It goes on by itself on %(day)s.") % {"day": _format_clock_day(pause.at_most_until, clock)}
    return f"{words} “{note}”" if note else words


def _format_clock_day(moment: datetime, clock: Clock) -> str:
    return date_format(moment.astimezone(ZoneInfo(clock.calendar.zone)), "SHORT_DATE_FORMAT")
