"""What a verification says that it has looked at."""

from __future__ import annotations

from licensing.acts.record.report import Report


def test_rows_are_counted_by_kind_and_the_last_one_named() -> None:
    report = Report()

    for number in (1, 2):
        report.look_at("events", f"event {number}")

    assert (report.looked_at, report.at) == ({"events": 2}, "event 2")
