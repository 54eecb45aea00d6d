"""The types of the fields of a request: how a column holds a value, and when two values are the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from licensing.choices import GoodsCondition
from licensing.policy.requests.types import (
    CodeList,
    Codes,
    Day,
    Line,
    Lines,
    Money,
    Percent,
    Quantity,
    TariffCode,
    ValueType,
    VesselNumber,
    Whole,
    get_label,
)
from licensing.policy.shapes import build_validator, find_gaps

ENTRIES = Codes(CodeList.CONTROL_ENTRIES, 24, "control entry", 20)


@pytest.mark.parametrize(
    ("of", "column", "written"),
    [
        (Quantity("quantity"), Decimal("40.000"), "40"),
        (Money("amount"), Decimal("80000.5"), "80000.50"),
        (Money("amount"), None, None),
        (Day(), date(2026, 3, 2), "2026-03-02"),
        (Day(), None, None),
    ],
)
def test_a_column_and_the_document_hold_the_same_value(of: ValueType, column: object, written: object) -> None:
    assert of.serialize(column) == written
    assert of.deserialize(written) == column


@pytest.mark.parametrize(
    ("of", "one", "other"),
    [
        (Quantity("quantity"), "40", "40.000"),
        (Percent("per cent"), "3.5", "3.50"),
        (Whole(1, 999), 7, "7"),
        (ENTRIES, ["ML10", "ML5"], ["ML5", "ML10"]),
        (Lines(200, 20), ["Lviv", "Kyiv"], ["Kyiv", "Lviv"]),
    ],
)
def test_what_is_only_written_otherwise_is_the_same(of: ValueType, one: object, other: object) -> None:
    assert of.to_comparable(one) == of.to_comparable(other)


def test_texts_that_look_like_numbers_stay_texts() -> None:
    assert Line(80).to_comparable("007") != Line(80).to_comparable("7")


@pytest.mark.parametrize(
    ("code", "fits"), [("", True), ("8806", True), ("880692", True), ("88069", False), ("880692001", False)]
)
def test_a_tariff_code_has_the_digits_of_its_level(code: str, fits: bool) -> None:
    assert (find_gaps(build_validator(TariffCode().to_schema()), code) == []) == fits


@pytest.mark.parametrize(
    ("number", "gaps"),
    [
        ("", []),
        ("1234567", []),
        ("1234576", ["wrong_check_digit"]),
        ("1234568", ["wrong_check_digit"]),
        ("123456", ["wrong_form"]),
        ("12345670", ["too_long", "wrong_form"]),
        ("123456a", ["wrong_form"]),
        ("\u0669\u0660\u0667\u0664\u0667\u0662\u0669", ["wrong_form"]),
    ],
)
def test_the_number_of_a_vessel_has_seven_digits_of_which_the_last_checks(number: str, gaps: list[str]) -> None:
    found = find_gaps(build_validator(VesselNumber().to_schema()), number)

    assert sorted(gap.code for gap in found) == gaps


def test_a_code_outside_a_closed_list_stands_for_itself() -> None:
    assert get_label(GoodsCondition, GoodsCondition.USED) == GoodsCondition.USED.label
    assert [get_label(GoodsCondition, value) for value in ("refitted", None)] == ["refitted", ""]
