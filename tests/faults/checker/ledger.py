"""What is drawn never exceeds what is authorised, at no moment; and nothing is drawn while a licence is suspended.

What customs reports afterwards may exceed it; then its event says that it is irregular.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from tests.faults.checker.record import Record, Row

WITHIN: Final = "drawn within what is authorised, at every moment"
IN_FORCE: Final = "nothing is drawn while a licence is suspended"

Violation = tuple[str, str]


def violations(record: Record) -> Iterator[Violation]:
    yield from _sums(record)
    yield from _drawn_while_suspended(record)


def _sums(record: Record) -> Iterator[Violation]:
    usages = {str(one["id"]): one for one in record.usages}
    lines = {one["id"]: one for one in record.lines}
    drawn: dict[int, Decimal] = defaultdict(Decimal)
    told: Counter[str] = Counter()
    for event in record.events:
        if event["kind"] in ("licence.drawn", "licence.reversed", "licence.irregular"):
            usage = usages[event["data"]["usage"]]
            told[str(usage["id"])] += 1
            drawn[usage["line_id"]] += usage["quantity"]
            yield from _entry(event, usage, lines[usage["line_id"]], drawn[usage["line_id"]])
    for line in record.lines:
        if line["used"] + line["excess"] != drawn[line["id"]]:
            yield WITHIN, f"line {line['id']} says {line['used']}, its entries {drawn[line['id']]}"
    if told != Counter(usages.keys()):
        yield WITHIN, "the entries of the ledgers are not those that the events tell of"


def _entry(event: Row, usage: Row, line: Row, drawn: Decimal) -> Iterator[Violation]:
    number = event["number"]
    if drawn < 0 or (event["kind"] == "licence.drawn" and drawn > line["authorised"]):
        yield WITHIN, f"event {number}: {drawn} of {line['authorised']} are drawn"
    if usage["left_after"] != line["authorised"] - drawn:
        yield WITHIN, f"event {number}: the ledger says that {usage['left_after']} are left"


def _drawn_while_suspended(record: Record) -> Iterator[Violation]:
    state: dict[str, str] = {}
    for event in record.events:
        licence = str(event["licence_id"])
        if event["kind"] == "licence.drawn" and state.get(licence) != "issued":
            yield IN_FORCE, f"event {event['number']} draws while the licence is {state.get(licence)}"
        if event["kind"] == "licence.issued":
            state[licence] = "issued"
        elif event["licence_id"] and event["to_state"] and event["kind"].startswith("licence."):
            state[licence] = event["to_state"]
