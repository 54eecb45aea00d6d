"""A reminder rule in plain words: when it reminds, what it owes at present, and what becomes of that when it is changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from licensing.acts.acting import now, to_local_day
from licensing.acts.clocks.deadlines import get_default_calendar
from licensing.acts.clocks.reminder_policy import describe_rule
from licensing.choices import TermUnit
from licensing.models import ReminderRule
from licensing.policy.clocks.reminders import ReminderRule as Rule
from licensing.policy.clocks.reminders import find_next_reminder

_LOOK_BACK = timedelta(days=800)
_MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class ReminderPreview:
    """What the page of a rule says above its fields. `example` are its moments for a deadline that ends on `example_due`."""

    when: str
    owed: int
    next_at: datetime | None
    is_followed: bool
    example_due: datetime
    example: list[datetime]


def build_preview(rule: ReminderRule) -> ReminderPreview:
    """What a rule owes now, and its first moments for an example: a deadline that ends in 30 days."""
    owed, next_at, underway = describe_rule(rule)
    policy, days = rule.as_policy(), get_default_calendar().as_policy()
    due = days.end_of(to_local_day(now()) + timedelta(days=30))
    moments: list[datetime] = []
    after: datetime | None = due - _LOOK_BACK
    while after and len(moments) < _MOST_EXAMPLES:
        after = find_next_reminder(policy, due, days, after=after)
        moments += [after] if after else []
    # A deadline is the midnight after its last day; written as a date it would name the day after.
    last_moment = due - timedelta(microseconds=1)
    return ReminderPreview(format_reminder_rule(policy), owed, next_at, not underway, last_moment, moments)


def format_reminder_rule(rule: Rule) -> str:
    """When a rule reminds, as one would say it."""
    said = _first_words(rule)
    if rule.repeat_every:
        said += ", " + _repeat_words(rule.repeat_every, rule.unit)
    if rule.repeat_every and rule.repeat_until is not None:
        said += " " + _end_words(rule.repeat_until, rule.unit)
    return said


def _first_words(rule: Rule) -> str:
    days, working = abs(rule.offset_days), rule.unit == TermUnit.WORKING
    if not days:
        return _("on the day")
    if rule.offset_days < 0:
        words = (
            ngettext("%(days)d working day before", "%(days)d working days before", days)
            if working
            else ngettext("%(days)d calendar day before", "%(days)d calendar days before", days)
        )
    else:
        words = (
            ngettext("%(days)d working day after", "%(days)d working days after", days)
            if working
            else ngettext("%(days)d calendar day after", "%(days)d calendar days after", days)
        )
    return words % {"days": days}


def _repeat_words(days: int, unit: TermUnit) -> str:
    words = (
        ngettext("then every %(days)d working day", "then every %(days)d working days", days)
        if unit == TermUnit.WORKING
        else ngettext("then every %(days)d calendar day", "then every %(days)d calendar days", days)
    )
    return words % {"days": days}


def _end_words(days: int, unit: TermUnit) -> str:
    words = (
        ngettext("until %(days)d working day after", "until %(days)d working days after", days)
        if unit == TermUnit.WORKING
        else ngettext("until %(days)d calendar day after", "until %(days)d calendar days after", days)
    )
    return words % {"days": days}
