"""Entries of ledgers as CSV: exact numbers, days as computers write them, and no text that a spreadsheet would compute."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from licensing.policy.licences.customs.sheets import DeliveryRow, write_deliveries

_ROW = DeliveryRow(
    licence="L/2026/1",
    case="SP/2026/1",
    year=None,
    line=1,
    goods="=SUM(A1)",
    model="",
    cleared_on=date(2026, 11, 30),
    quantity=Decimal("-0.001"),
    unit="KGM",
    left_after=Decimal("12.500"),
    declaration="D-1",
    customs_office="",
    message="m-1",
    reverses="m-0",
)


def test_a_line_is_exact_and_its_texts_are_guarded() -> None:
    heads, line, end = write_deliveries([_ROW]).decode("utf-8-sig").split("\r\n")

    assert heads.split(",")[:5] == ["licence", "case", "year", "line", "goods"]
    assert line == "L/2026/1,SP/2026/1,,1,'=SUM(A1),,2026-11-30,-0.001,KGM,12.500,D-1,,m-1,m-0"
    assert end == ""
