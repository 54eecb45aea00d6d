"""The reminders of the last day of a licence, and the calendar and key of what else its holder is reminded of."""

from __future__ import annotations

from uuid import UUID

from licensing.acts.acting import Act
from licensing.acts.clocks.deadlines import Deadline, cancel_reminders, get_case_calendar, schedule_reminders
from licensing.choices import DeadlineKind
from licensing.models import Licence
from licensing.policy.clocks.deadlines import Calendar


def schedule_expiry_reminders(act: Act[Licence]) -> None:
    """Schedule the reminders of the last day again, once goods may leave again; a dormant licence has none yet."""
    if act.licence.is_dormant:
        return
    days = get_licence_calendar(act.licence)
    schedule_reminders(act.case, build_expiry_deadline(act.licence, days), calendar=days, now=act.now)


def cancel_expiry_reminders(act: Act[Licence]) -> None:
    """Cancel the reminders of the last day: nothing can be shipped by then any more, or not for now."""
    cancel_reminders(act.case, f"licence:{act.licence.pk}", at=act.now)


def build_expiry_deadline(licence: Licence, days: Calendar) -> Deadline:
    """The end of the last day, for its reminders."""
    return Deadline(DeadlineKind.LICENCE_EXPIRY, f"licence:{licence.pk}", days.end_of(licence.valid_until), licence=licence)


def build_duty_key(duty_id: UUID) -> str:
    """The key of the reminders of a condition and its day."""
    return f"duty:{duty_id}"


def get_licence_calendar(licence: Licence) -> Calendar:
    """The calendar of the procedure that the licence was granted under."""
    return get_case_calendar(licence.case).as_policy()
