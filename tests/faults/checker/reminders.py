"""Every reminder that is due is sent under exactly one id, and none before its time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from tests.faults.checker.record import Record, Row

SENT: Final = "every due reminder, exactly once"
NOT_EARLY: Final = "no reminder before its time"
# The alarm rings every two seconds; what came due just now may still wait for it.
_GRACE: Final = timedelta(seconds=10)


Violation = tuple[str, str]


def violations(record: Record) -> Iterator[Violation]:
    sent = [event for event in record.events if event["kind"] == "reminder.due"]
    told: dict[str, list[Row]] = defaultdict(list)
    for event in sent:
        told[event["data"]["reminder"]].append(event)
    [now] = [row["now"] for row in record.now]
    for one in record.reminders:
        yield from _one(one, told.pop(str(one["id"]), []), now)
    for reminder in told:
        yield SENT, f"a reminder {reminder} went out that is not there"
    yield from _keys(record, sent)
    yield from _arrived(record, sent)


def _one(reminder: Row, events: list[Row], now: datetime) -> Iterator[Violation]:
    name, due = reminder["id"], reminder["due_at"]
    if len(events) > 1:
        yield SENT, f"reminder {name} went out {len(events)} times"
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


def _keys(record: Record, sent: list[Row]) -> Iterator[Violation]:
    """One reminder for a case, what it is about, its rule and its moment: among those sent, and among those owed."""
    gone = Counter((str(one["case_id"]), *(one["data"][name] for name in ("about", "rule", "due_at"))) for one in sent)
    live = [one for one in record.reminders if one["cancelled_at"] is None]
    owed = Counter((str(one["case_id"]), one["about"], one["rule_id"], str(one["due_at"])) for one in live)
    for key, count in gone.items():
        if count > 1:
            yield SENT, f"{count} reminders went out for {key}"
    for key, count in owed.items():
        if count > 1:
            yield SENT, f"{count} reminders are owed for {key}"
