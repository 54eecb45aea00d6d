"""A pause lasts no longer than it may, and its lapse is recorded in one event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from tests.faults.checker.record import Record

LAPSES: Final = "a pause ends when it reaches its maximum"
_GRACE: Final = timedelta(seconds=15)

Violation = tuple[str, str]


def violations(record: Record) -> Iterator[Violation]:
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
