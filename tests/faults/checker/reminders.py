"""Reminders are those that the rules ask for; every one that is due is sent under exactly one id, and none before its time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from tests.faults.checker.record import Record, Row
from tests.faults.checker.schedule import Key, Schedule

AS_RULED: Final = "reminders are those that the rules ask for"
SENT: Final = "every due reminder is sent"
ONCE: Final = "no reminder is sent twice"
NOT_EARLY: Final = "no reminder before its time"
# The alarm rings every two seconds; what came due just now may still wait for it.
_GRACE: Final = timedelta(seconds=10)
# What is owed about these is not reckoned anew: a run leaves some alone, and a sweep of its own pace keeps the days of others.
LEFT_ALONE: Final = {
    "usage_report": "report:", "condition": "duty:", "system_end": "system_end:", "system_left": "system_left:",
    "parent_end": "authorisation:", "contract_review": "contract_review:",
    "licence_paper": "licence_paper:", "notice": "notice:",
}  # fmt: skip
# Nothing of these comes up in a run.
ABSENT: Final = ("assessment", "assessment_end", "variation", "licence_review", "licence_visit", "plan_end")
_OF_SYSTEMS: Final = ("system.reminded", "system.left_reminded")


Violation = tuple[str, str]


def violations(record: Record) -> Iterator[Violation]:
    sent = [event for event in record.events if event["kind"] == "reminder.due"]
    told: dict[str, list[Row]] = defaultdict(list)
    for event in (*sent, *(one for one in record.events if one["kind"] in _OF_SYSTEMS)):
        told[event["data"]["reminder"]].append(event)
    [now] = [row["now"] for row in record.now]
    for one in record.reminders:
        yield from _one(one, told.pop(str(one["id"]), []), now)
    for reminder in told:
        yield SENT, f"a reminder {reminder} went out that is not there"
    yield from _keys(record, sent)
    yield from _arrived(record, sent)
    yield from _of_systems(record)
    schedule = Schedule(record)
    yield from _owed(record, schedule)
    yield from _come_due(sent, schedule)


def _one(reminder: Row, events: list[Row], now: datetime) -> Iterator[Violation]:
    name, due = reminder["id"], reminder["due_at"]
    if len(events) > 1:
        yield ONCE, f"reminder {name} went out {len(events)} times"
    if any(event["at"] < due for event in events):
        yield NOT_EARLY, f"reminder {name} went out before {due}"
    if not events and reminder["cancelled_at"] is None and due < now - _GRACE:
        yield SENT, f"reminder {name} was due at {due}, and did not go out"
    if bool(events) != bool(reminder["sent_at"]):
        yield SENT, f"reminder {name} is marked otherwise than it happened"


def _arrived(record: Record, sent: list[Row]) -> Iterator[Violation]:
    """By the clock of whoever received it: the product's own account of the moment might be what is wrong."""
    due = {event["number"]: datetime.fromisoformat(event["data"]["due_at"]) for event in sent}
    of_reminder = {str(one["id"]): due[one["event_id"]] for one in record.deliveries if one["event_id"] in due}
    for one in record.received:
        if one["id"] in of_reminder and one["at"] < of_reminder[one["id"]].timestamp():
            yield NOT_EARLY, f"the message {one['id']} came before {of_reminder[one['id']]}"


def _of_systems(record: Record) -> Iterator[Violation]:
    """Of the end of each system a rule of the run reminds once while it goes on."""
    told = Counter(event["data"]["system"] for event in record.events if event["kind"] == "system.reminded")
    for system in record.by("systems", "id"):
        count = told.pop(system, 0)
        if count != 1:
            yield (ONCE if count else SENT), f"{count} times somebody was reminded of the end of system {system}"
    for system in told:
        yield SENT, f"somebody was reminded of the end of a system {system} that is not there"


def _keys(record: Record, sent: list[Row]) -> Iterator[Violation]:
    """One reminder for a case, what it is about, its rule and its moment: among those sent, and among those owed."""
    gone = Counter((str(one["case_id"]), *(one["data"][name] for name in ("about", "rule", "due_at"))) for one in sent)
    live = [one for one in record.reminders if one["cancelled_at"] is None]
    owed = Counter((str(one["case_id"]), one["about"], one["rule_id"], str(one["due_at"])) for one in live)
    for key, count in gone.items():
        if count > 1:
            yield ONCE, f"{count} reminders went out for {key}"
    for key, count in owed.items():
        if count > 1:
            yield ONCE, f"{count} reminders are owed for {key}"


def _owed(record: Record, schedule: Schedule) -> Iterator[Violation]:
    """What is written down for the time to come, against what the rules ask for."""
    owed = [one for one in record.reminders if one["sent_at"] is None and one["cancelled_at"] is None]
    written = {
        (str(one["case_id"]), one["about"], one["rule_id"], one["due_at"])
        for one in owed
        if one["due_at"] > schedule.now and not one["about"].startswith(tuple(LEFT_ALONE.values()))
    }
    wanted = schedule.owed()
    for key in wanted - written:
        yield AS_RULED, f"{_named(key)} is not owed"
    for key in written - wanted:
        yield AS_RULED, f"{_named(key)} is owed, and no rule asks for it"


def _come_due(sent: list[Row], schedule: Schedule) -> Iterator[Violation]:
    """What went out, against what the rules say has come due."""
    due = dict(schedule.come_due())
    told = {
        (str(event["case_id"]), data["about"], data["rule"], datetime.fromisoformat(data["due_at"])): event["at"]
        for event in sent
        if (data := event["data"])
    }
    for key, must in due.items():
        if must and key not in told:
            yield AS_RULED, f"{_named(key)} came due, and did not go out"
    for key, at in told.items():
        clock = schedule.clocks.get(key[1])
        if clock is None or (key not in due and schedule.is_played_again(*key[1:3])):
            yield AS_RULED, f"{_named(key)} went out, and no rule asks for it"
        elif not clock.ran_at(at, give=_GRACE):
            yield AS_RULED, f"{_named(key)} went out while its clock stood still"


def _named(key: Key) -> str:
    return f"the reminder {key[2]} of case {key[0]} about {key[1]} at {key[3]}"
