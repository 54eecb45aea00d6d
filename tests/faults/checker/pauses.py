"""A pause lasts no longer than it may, and its lapse is recorded in one event; so is what follows a legal limit, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from tests.faults.checker.record import Record

LAPSES: Final = "a pause ends when it reaches its maximum"
LIMITS: Final = "what follows a passed legal limit follows once"
_GRACE: Final = timedelta(seconds=15)

Violation = tuple[str, str]


def violations(record: Record) -> Iterator[Violation]:
    yield from _lapses(record)
    yield from _limits(record)


def _limits(record: Record) -> Iterator[Violation]:
    """Of a clock that ran past its due moment; one that was paused, or whose case was closed before, has none to come."""
    [now] = [row["now"] for row in record.now]
    held = record.by("pauses", "clock_id")
    for one in record.clocks:
        case = str(one["case_id"])
        if one["kind"] != "legal":
            continue
        told = [event["at"] for event in record.of_case[case] if event["kind"] == "limit.passed"]
        passed = one["due_at"] < now - _GRACE and one["ended_at"] is None and str(one["id"]) not in held
        if len(told) > 1 or (passed and not told):
            yield LIMITS, f"{len(told)} times something followed the legal limit of case {case}"
        if told and min(told) < one["due_at"]:
            yield LIMITS, f"something followed the legal limit of case {case} before it had passed"


def _lapses(record: Record) -> Iterator[Violation]:
    [now] = [row["now"] for row in record.now]
    for case, pauses in record.by("pauses", "case_id").items():
        lapsed = set()
        for one in pauses:
            last = one["at_most_until"]
            if last and (one["until"] or now - _GRACE) > last:
                yield LAPSES, f"a pause of case {case} might last until {last}, and ended {one['until']}"
            if last and one["until"] == last:
                lapsed.add(last)
        told = [event["at"] for event in record.of_case[case] if event["kind"] == "pause.lapsed"]
        if not (bool(lapsed) <= len(told) <= len(lapsed)):
            yield LAPSES, f"{len(told)} times case {case} was told that a pause has lapsed, and {len(lapsed)} have"
        if told and min(told) < min(lapsed):
            yield LAPSES, f"case {case} was told that a pause has lapsed before it had"
