"""Reports of a holder held against our own ledger: what left by them, what is in use, and what customs let pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from licensing.choices import ReportKind, ReportMeasure
from licensing.errors import Gap
from licensing.messages import DayText, Message
from licensing.policy.exact import count_decimals, format_decimal
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.licences.customs.gate import Move
from licensing.policy.licences.duties.obligations import ReportedLine
from licensing.policy.licences.validity import ReportDue

# How many days before its day a periodic report may be closed: so the next one has nothing to make up for.
EARLIEST: Final = 31


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a report covers, both included; None where it reaches as far as anything has left."""

    begins_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says of a line, in its unit; None of what it does not speak of."""

    line: int
    delivered: Decimal | None = None
    used: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A quantity of a report beside that of the ledger."""

    line: int
    measure: ReportMeasure
    reported: Decimal
    cleared: Decimal

    def as_data(self) -> dict[str, Any]:
        """The difference as it is kept."""
        return {
            "line": self.line,
            "measure": self.measure.value,
            "reported": format_decimal(self.reported),
            "cleared": format_decimal(self.cleared),
        }


def find_differences(said: Iterable[Said], moves: Sequence[Move], span: Span) -> list[Difference]:
    """Where a report and the ledger do not agree, line by line.

    What was delivered in the days of the report is what left in them, no more and no less. More cannot be in use than has
    left by their end; less can, since goods are stored, used up or lost.
    """
    return [one for row in said for one in _compare_line(row, moves, span)]


def find_span(periods: Sequence[ReportDue], period: int) -> Span:
    """The days of a period of a licence. The first also has what left before it, the last what is reported after its end."""
    before = [one.ends_on for one in periods if one.period < period]
    is_last = period == max(one.period for one in periods)
    ends_on = next(one.ends_on for one in periods if one.period == period)
    return Span(max(before) + timedelta(days=1) if before else None, None if is_last else ends_on)


def read_said(kind: ReportKind, rows: Iterable[Mapping[str, Any]]) -> list[Said]:
    """The lines of a report on transfer or on use."""
    if kind is ReportKind.FACT:
        return [Said(row["line"], delivered=Decimal(row["quantity"])) for row in rows]
    return [Said(row["line"], used=Decimal(row["quantity"])) for row in rows]


def read_periodic_said(rows: Iterable[Mapping[str, Any]]) -> list[Said]:
    """The lines of a report that a condition asks for."""
    return [Said(row["line"], Decimal(row["delivered"]), Decimal(row["used"])) for row in rows]


def find_last_days(due_on: date, begins_on: date | None, *, today: date) -> tuple[date, date]:
    """The first and the last day with which a periodic report may end; there is none where the first is the later one.

    What has left today may not be on the ledger yet, so no report covers today.
    """
    first = due_on - timedelta(days=EARLIEST)
    return max(first, begins_on) if begins_on else first, min(due_on, today - timedelta(days=1))


def find_periodic_gaps(
    until: date | None, allowed: tuple[date, date], rows: Sequence[Mapping[str, Any]], lines: Sequence[ReportedLine]
) -> Iterator[Gap]:
    """What is wrong with a report that a condition asks for: its last day, and its lines, each of the licence once."""
    first, last = allowed
    if first > last:
        yield Gap(
            "too_early", "until", Message("This report can be filed from %(day)s.", day=DayText(first + timedelta(days=1)))
        )
    elif first == last != until:
        yield Gap("invalid", "until", Message("Give %(day)s as the last day that it covers.", day=DayText(last)))
    elif until is None or not first <= until <= last:
        words = Message(
            "Give the last day that it covers, from %(first)s to %(last)s.", first=DayText(first), last=DayText(last)
        )
        yield Gap("invalid", "until", words)
    by_number = {one.number: one for one in lines}
    named = [row["line"] for row in rows]
    for number in sorted(by_number.keys() - set(named)):
        yield Gap("required", "lines", Message("Line %(line)s of the licence is missing.", line=number))
    for place, row in enumerate(rows):
        line = by_number.get(row["line"])
        if line is None or named.count(row["line"]) > 1:
            message = Message("The licence has no line %(line)s, or it stands here twice.", line=row["line"])
            yield Gap("unknown", f"lines.{place}.line", message)
            continue
        yield from _find_reported_gaps(row, place, line)


def _find_reported_gaps(row: Mapping[str, Any], place: int, line: ReportedLine) -> Iterator[Gap]:
    most = max(line.authorised, line.cleared or line.authorised)
    for name in ReportMeasure.values:
        quantity = Decimal(row[name])
        if not 0 <= quantity <= most or count_decimals(quantity) > line.decimals:
            beyond = Message("Give a quantity from 0 to %(most)s.", most=count_in_unit(most, line.unit))
            yield Gap("invalid", f"lines.{place}.{name}", beyond)


def _compare_line(row: Said, moves: Sequence[Move], span: Span) -> Iterator[Difference]:
    if row.delivered is not None:
        cleared = _sum_moved(row.line, moves, span)
        if row.delivered != cleared:
            yield Difference(row.line, ReportMeasure.DELIVERED, row.delivered, cleared)
    if row.used is not None:
        cleared = _sum_moved(row.line, moves, Span(ends_on=span.ends_on))
        if row.used > cleared:
            yield Difference(row.line, ReportMeasure.USED, row.used, cleared)


def _sum_moved(line: int, moves: Iterable[Move], span: Span) -> Decimal:
    first, last = span.begins_on or date.min, span.ends_on or date.max
    return sum((one.quantity for one in moves if one.line == line and first <= one.day <= last), Decimal())
