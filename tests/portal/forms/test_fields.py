"""What is typed becomes a value of the request document, and is read back as people write it; the acts judge it."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.choices import GoodsCondition
from licensing.policy.requests.fields import Part, Rows
from licensing.policy.requests.sections import DOCUMENT, ITEM, LEG, PARTY, PROJECT, REQUEST
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.fields import (
    NOTHING,
    Choice,
    Day,
    Exact,
    FormField,
    Line,
    Prose,
    Tick,
    Whole,
    has_form_field,
)

QUANTITY = Exact.for_quantity("Quantity")
CONDITION = Choice("Condition", GoodsCondition)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (Line("Name"), "Drone", "Drone"),
        (Line("Name"), "", NOTHING),
        (QUANTITY, "3 200,5", "3200.5"),
        (QUANTITY, "", NOTHING),
        # The schema reads a point as that of the decimals: an ambiguous one must not reach it as it is.
        (QUANTITY, "1.000", "1,000"),
        (Whole("Months"), "12", 12),
        (Whole("Months"), "a year", "a year"),
        (Whole("Months"), "", NOTHING),
        (Tick("Urgent"), "", False),
    ],
)
def test_what_is_typed_becomes_a_value_of_the_document(field: FormField, typed: str, value: Any) -> None:
    assert field.to_document(typed) == value


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (QUANTITY, "80000.50", "80\u00a0000.50"),
        (Day("On"), "2026-03-31", "31 March 2026"),
        (Day("On"), "31.02.2026", "31.02.2026"),
        (Day("On"), None, ""),
        (Tick("Urgent"), True, "Yes"),
        (Tick("Urgent"), False, ""),
        (CONDITION, GoodsCondition.values[0], str(GoodsCondition.labels[0])),
    ],
)
def test_a_value_is_read_as_people_write_it(field: FormField, value: Any, text: str) -> None:
    assert field.to_text(value, Lists()) == text


@pytest.mark.parametrize("stored", ["1.125", "12.5", "40", "1234.567", "0.125"])
def test_a_stored_number_is_typed_back_as_itself(stored: str) -> None:
    assert QUANTITY.to_document(QUANTITY.to_input(stored)) == stored


def test_an_ambiguous_number_is_answered_with_both_readings() -> None:
    assert "may mean 1000 or 1." in QUANTITY.describe_fault("1.000")
    assert QUANTITY.describe_fault("forty") == QUANTITY.wrong


def test_lines_of_prose_end_alike_whatever_the_browser() -> None:
    assert Prose("Why", rows=3).clean("One\r\nTwo\n") == "One\nTwo"


def test_every_field_that_people_type_has_a_form_field() -> None:
    records = (REQUEST, ITEM, PARTY, LEG, PROJECT, DOCUMENT)
    single = [field for record in records for field in record.fields if not isinstance(field.type, Part | Rows)]

    assert [field.name for field in single if field.is_typed and not has_form_field(field)] == []
