"""How many days of a term are left, used or past, in words that say which days are counted.

A term is counted in working or in calendar days; a number without its kind would be read as the other by half of its readers.
"""

from __future__ import annotations

from licensing.choices import TermUnit
from licensing.messages import Message, PluralMessage


def describe_days_left(days: int, unit: TermUnit) -> Message:
    """The days from today to the last day of a term, which may be today."""
    if days == 0:
        return Message("Due today")
    if unit == TermUnit.WORKING:
        return PluralMessage("%(count)s working day left", "%(count)s working days left", count=days)
    return PluralMessage("%(count)s calendar day left", "%(count)s calendar days left", count=days)


def describe_days_used(days: int, unit: TermUnit) -> PluralMessage:
    """The days of a term that count as used, without those on which it was paused."""
    if unit == TermUnit.WORKING:
        return PluralMessage("%(count)s working day is used", "%(count)s working days are used", count=days)
    return PluralMessage("%(count)s calendar day is used", "%(count)s calendar days are used", count=days)


def describe_days_late(days: int, unit: TermUnit) -> PluralMessage:
    """The days since the last day of a term."""
    if unit == TermUnit.WORKING:
        return PluralMessage("Overdue by %(count)s working day", "Overdue by %(count)s working days", count=days)
    return PluralMessage("Overdue by %(count)s calendar day", "Overdue by %(count)s calendar days", count=days)
