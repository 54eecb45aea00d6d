"""What binds the holder of a licence after the grant: when conditions are due, and what a report on use must say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, takewhile
from typing import Any

from licensing.choices import ReportKind, ReportOutcome
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.exact import count_decimals
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.licences.validity import add_months

# The rules of the library that give a day. The others bind all the time, or are looked at when goods are to leave.
_ON = re.compile(r"on (?P<day>\d{4}-\d{2}-\d{2})")
_EVERY = re.compile(r"every (?P<months>\d+)m")
_AFTER_DELIVERY = re.compile(r"after_delivery\+(?P<days>\d+)d")


def find_due_days(rule: str, parameters: Mapping[str, Any], *, issued_on: date, valid_until: date) -> list[date]:
    """The days on which a condition is due by its rule alone: on a day, or every so many months while the licence is valid."""
    filled = _fill_rule(rule, parameters)
    if on := _ON.fullmatch(filled):
        return [date.fromisoformat(on["day"])]
    # Every 0 months would be the day of issue for ever.
    every = _EVERY.fullmatch(filled)
    if every is None or int(every["months"]) == 0:
        return []
    # Each counted from the issue: month by month, 31 March would become 30 April and stay on the 30th.
    days = (add_months(issued_on, int(every["months"]) * nth) for nth in count(1))
    return list(takewhile(lambda day: day <= valid_until, days))


def find_due_day_after_delivery(rule: str, parameters: Mapping[str, Any], *, delivered_on: date) -> date | None:
    """The day by which a delivery must be proved, where a condition asks for it."""
    after = _AFTER_DELIVERY.fullmatch(_fill_rule(rule, parameters))
    return delivered_on + timedelta(days=int(after["days"])) if after else None


def describe_due_rule(rule: str) -> Message | str:
    """When a condition is due, in words; its parameters are named as the condition names them. Empty for one that is not."""
    kind = next((one for one in _RULES_IN_WORDS if rule.startswith(one)), None)
    return _RULES_IN_WORDS[kind] if kind else rule


# The longer of two beginnings first.
_RULES_IN_WORDS: Mapping[str, Message] = {
    "after_delivery+": Message("so many calendar days after each delivery"),
    "after_payment+": Message("so many days after the payment"),
    "before_shipment-": Message("so many days before each shipment"),
    "before_shipment": Message("before each shipment"),
    "before_start": Message("before the licence takes effect"),
    "every ": Message("every so many months"),
    "on_notice+": Message("so many days after a notice"),
    "on ": Message("on a day that the decision names"),
    "standing": Message("at all times"),
}


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """A line of the licence that a report must cover, in the unit of the line."""

    number: int
    authorised: Decimal
    decimals: int
    unit: str = ""
    # What customs has cleared so far; None where it clears nothing, as for technology that is sent by wire.
    cleared: Decimal | None = None


def find_report_gaps(
    kind: ReportKind, outcome: ReportOutcome, rows: Sequence[Mapping[str, Any]], lines: Sequence[ReportedLine]
) -> list[Gap]:
    """What is wrong with a report: it must cover every line once, in possible quantities, and not contradict itself."""
    return list(_report_gaps(kind, outcome, rows, {line.number: line for line in lines}))


def _report_gaps(
    kind: ReportKind,
    outcome: ReportOutcome,
    rows: Sequence[Mapping[str, Any]],
    lines: Mapping[int, ReportedLine],
) -> Iterator[Gap]:
    named = [int(row["line"]) for row in rows]
    for number in sorted(set(lines) - set(named)):
        yield Gap("required", "lines", Message("Line %(line)s of the licence is missing.", line=number))
    for place, row in enumerate(rows):
        yield from _row_gaps(kind, outcome, row, place, named, lines.get(int(row["line"])))
    moved = sum((Decimal(row["quantity"]) for row in rows), Decimal())
    if outcome == ReportOutcome.NOT_AT_ALL and moved:
        yield Gap("invalid", "outcome", Message("“Not at all” does not go with a quantity."))
    if outcome != ReportOutcome.NOT_AT_ALL and rows and not moved:
        yield Gap("invalid", "outcome", Message("All quantities are zero; the outcome must be “not at all”."))


def _row_gaps(
    kind: ReportKind,
    outcome: ReportOutcome,
    row: Mapping[str, Any],
    place: int,
    named: Sequence[int],
    line: ReportedLine | None,
) -> Iterator[Gap]:
    quantity = Decimal(row["quantity"])
    if line is None or named.count(int(row["line"])) > 1:
        unknown = Message("The licence has no line %(line)s, or it stands here twice.", line=row["line"])
        yield Gap("unknown", f"lines.{place}.line", unknown)
        return
    # More may have left than was authorised: customs reports it afterwards, and the holder must be able to say so.
    most = max(line.authorised, line.cleared or line.authorised)
    if quantity > most or count_decimals(quantity) > line.decimals:
        beyond = Message("Give a quantity from 0 to %(most)s.", most=count_in_unit(most, line.unit))
        yield Gap("invalid", f"lines.{place}.quantity", beyond)
    if outcome == ReportOutcome.IN_FULL and quantity and line.cleared == 0:
        nothing = Message("Customs has cleared nothing of line %(line)s, so it cannot have left in full.", line=line.number)
        yield Gap("contradicts_ledger", f"lines.{place}.quantity", nothing)
    if kind == ReportKind.USE and quantity and not str(row.get("actual_use", "")).strip():
        yield Gap("required", f"lines.{place}.actual_use", Message("Say how the goods are actually used."))


def _fill_rule(rule: str, parameters: Mapping[str, Any]) -> str:
    # A parameter that is not given leaves a rule that matches nothing, and so gives no day.
    return re.sub(r"\{(\w+)\}", lambda slot: str(parameters.get(slot[1], "")), rule)
