"""The reminders of a deadline, whatever it is a deadline of: the next one of each rule is stored, with the key `about`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from licensing.models import Calendar, Case, Clock, CountryPlan, Licence, Question, Reminder, ReminderRule, System
from licensing.policy.clocks import deadlines
from licensing.policy.clocks.reminders import find_first_reminder, find_next_reminder

# That of a case that no procedure covers yet, and of what belongs to no case.
DEFAULT_CALENDAR: Final = "UA"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline with reminders. Scheduling another deadline with the same `about` cancels the reminders of this one."""

    kind: str
    about: str
    deadline_at: datetime
    clock: Clock | None = None
    question: Question | None = None
    licence: Licence | None = None
    # Whose deadline it is where it belongs to no case.
    system: System | None = None
    plan: CountryPlan | None = None


def build_clock_deadline(clock: Clock) -> Deadline:
    """The deadline of a clock, for its reminders."""
    return Deadline(clock.kind, f"clock:{clock.pk}", clock.due_at, clock=clock)


def schedule_reminders(
    case: Case | None, *owed: Deadline, calendar: deadlines.Calendar, now: datetime, since: datetime | None = None
) -> None:
    """Store the next reminders of deadlines, from now on or from `since`; earlier ones about the same are cancelled.

    Those of a system or a country plan have no case.
    """
    rules = _rules_by_kind(owed)
    rows = [row for one in owed for row in _build_reminders(case, one, rules[one.kind], calendar, since or now)]
    # Cancel first: writing revives a row with the same moment, which a later cancellation would take away again.
    Reminder.objects.owed().filter(case=case, about__in=[one.about for one in owed]).update(cancelled_at=now)
    write_reminders(rows)


def write_reminders(rows: Iterable[Reminder]) -> None:
    """Store reminders; one that was stored for the same moment and cancelled is due again under the id it had."""
    Reminder.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["case", "about", "rule", "due_at"],
        update_fields=["cancelled_at", "deadline_at"],
    )


def reschedule_reminders(case: Case | None, *owed: Deadline, calendar: deadlines.Calendar, now: datetime) -> bool:
    """Store again the reminders of unchanged deadlines, by the present rules and calendar; whether any of them moved.

    What was sent or has come due stays. What was still ahead moves, and is due at once where its new moment has passed.
    """
    rules = _rules_by_kind(owed)
    known = Reminder.objects.filter(case=case, about__in=[one.about for one in owed]).select_for_update().order_by("pk")
    rows: dict[str, list[Reminder]] = defaultdict(list)
    for row in known:
        rows[row.about].append(row)
    wanted = {
        (row.about, row.rule_id, row.due_at): row
        for one in owed
        for row in rebuild_reminders(case, one, rules[one.kind], calendar, rows[one.about], now)
    }
    ahead = {(row.about, row.rule_id, row.due_at): row for row in known if row.is_owed and row.due_at > now}
    stale = [row.pk for key, row in ahead.items() if key not in wanted]
    fresh = [row for key, row in wanted.items() if key not in ahead]
    Reminder.objects.filter(pk__in=stale).update(cancelled_at=now)
    write_reminders(fresh)
    return bool(stale or fresh)


def find_deadlines_ahead(owed: Iterable[tuple[Deadline, deadlines.Calendar]], *, now: datetime) -> set[str]:
    """The keys of those deadlines of which some rule has still to remind, each counted in its calendar."""
    listed = list(owed)
    rules = _rules_by_kind(one for one, _calendar in listed)
    return {one.about for one, days in listed if any(_build_reminders(None, one, rules[one.kind], days, now))}


def cancel_reminders(case: Case | None, *about: str, at: datetime) -> None:
    """Cancel the reminders about these keys, also those that were sent as events but not delivered to anybody yet."""
    Reminder.objects.filter(case=case, about__in=about, cancelled_at__isnull=True).update(cancelled_at=at)


def _build_reminders(
    case: Case | None, owed: Deadline, rules: Sequence[ReminderRule], calendar: deadlines.Calendar, since: datetime
) -> Iterator[Reminder]:
    """The next reminder of each rule; when it is sent, the one after it is stored."""
    for rule in rules:
        if at := find_next_reminder(rule.as_policy(), owed.deadline_at, calendar, after=since):
            yield _build_reminder(case, owed, rule, at)


def rebuild_reminders(
    case: Case | None,
    owed: Deadline,
    rules: Sequence[ReminderRule],
    calendar: deadlines.Calendar,
    rows: Sequence[Reminder],
    now: datetime,
) -> Iterator[Reminder]:
    """What each rule has still to remind of for a deadline, given the reminders stored for it so far."""
    of_it = [row for row in rows if row.deadline_at == owed.deadline_at]
    sent = {row.rule_id for row in of_it if row.sent_at}
    come = {row.rule_id for row in of_it if row.is_owed and row.due_at <= now}
    ahead = {row.rule_id for row in of_it if row.is_owed} - come
    for rule in rules:
        if rule.pk in come or (rule.pk in sent and not rule.repeat_every):
            continue
        at = find_next_reminder(rule.as_policy(), owed.deadline_at, calendar, after=now)
        if at is None and rule.pk in ahead and not rule.repeat_every:
            passed = find_first_reminder(rule.as_policy(), owed.deadline_at, calendar)
            # A reminder to act by a day is pointless once that day has passed.
            at = None if passed < owed.deadline_at <= now else passed
        if at:
            yield _build_reminder(case, owed, rule, at)


def _rules_by_kind(owed: Iterable[Deadline]) -> dict[str, list[ReminderRule]]:
    rules: dict[str, list[ReminderRule]] = defaultdict(list)
    for rule in ReminderRule.objects.current().filter(clock__in={one.kind for one in owed}):
        rules[rule.clock].append(rule)
    return rules


def _build_reminder(case: Case | None, owed: Deadline, rule: ReminderRule, at: datetime) -> Reminder:
    return Reminder(
        case=case,
        system=owed.system,
        plan=owed.plan,
        licence=owed.licence,
        clock=owed.clock,
        question=owed.question,
        rule=rule,
        about=owed.about,
        deadline_at=owed.deadline_at,
        due_at=at,
    )


def get_default_calendar() -> Calendar:
    """The calendar of a case that no procedure covers yet, and of what belongs to no case."""
    return Calendar.objects.get(pk=DEFAULT_CALENDAR)


def get_case_calendar(case: Case) -> Calendar:
    """The calendar by which what is owed in a case is counted: that of its procedure."""
    return case.procedure.calendar if case.procedure else get_default_calendar()


def read_calendars(cases: Iterable[Case | None]) -> list[deadlines.Calendar]:
    """The same as policy reads them, in the order of the cases; each calendar is read once."""
    default = get_default_calendar()
    used = [one.procedure.calendar if one and one.procedure else default for one in cases]
    days = {pk: row.as_policy() for pk, row in {row.pk: row for row in used}.items()}
    return [days[row.pk] for row in used]
