"""Fields and records: the grammar in which the request is declared."""

from __future__ import annotations

import pytest

from licensing.policy.requests.fields import Field, Part, Record, Rows, find_changed_field, walk
from licensing.policy.requests.types import Line, Whole
from licensing.policy.shapes import build_validator, find_gaps

NAME, AGE, NOTE = (
    Field("name", Line(20), "Full name", short="Name", filled=True),
    Field("age", Whole(0, 99)),
    Field("note", Line(20)),
)
PARTY = Record((Field("role", Line(20)), NAME), grouped_by="role", named_by="name")
TERMS = Record((AGE,))
REQUEST = Record(
    (NOTE, Field("terms", Part(TERMS), nullable=True), Field("parties", Rows(PARTY, 2)), Field("items", Rows(TERMS)))
)


def test_every_value_is_found_with_its_path_and_field() -> None:
    document = {"note": None, "terms": {"age": 7}, "parties": [{"role": "buyer", "name": "A"}, {"name": "B"}], "items": None}

    assert list(walk(REQUEST, document)) == [
        ("terms.age", AGE, 7),
        ("parties.0.role", PARTY.fields[0], "buyer"),
        ("parties.0.name", NAME, "A"),
        ("parties.1.name", NAME, "B"),
    ]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("note", NOTE),
        ("terms.age", AGE),
        ("items.1.age", AGE),
        ("items.1", REQUEST.get("items")),
        ("parties.end_user.0.name", NAME),
        ("parties.end_user.0", REQUEST.get("parties")),
        ("unheard.of", None),
    ],
)
def test_the_path_of_a_change_leads_to_its_field(path: str, field: Field | None) -> None:
    assert find_changed_field(REQUEST, path.split(".")) is field


def test_people_meet_a_field_after_the_one_that_it_follows() -> None:
    record = Record((Field("origin", Line(2), follows="condition"), Field("name", Line(9)), Field("condition", Line(9))))

    assert [field.name for field in record.in_reading_order()] == ["name", "condition", "origin"]


def test_a_spreadsheet_has_its_own_order_of_columns() -> None:
    record = Record((Field("b", Line(9), sheet_column=2), Field("hidden", Line(9)), Field("a", Line(9), sheet_column=1)))

    assert [field.name for field in record.list_sheet_columns()] == ["a", "b"]


def test_the_published_shape_says_what_may_be_null_or_empty() -> None:
    shape = build_validator(REQUEST.to_schema())

    assert find_gaps(shape, {"terms": None, "note": ""}) == []
    assert [(gap.code, gap.path) for gap in find_gaps(shape, {"note": None})] == [("wrong_type", "note")]
    assert [(gap.code, gap.path) for gap in find_gaps(shape, {"parties": [{"name": ""}]})] == [("required", "parties.0.name")]


def test_what_the_service_sets_is_not_typed_by_people() -> None:
    typed = [Field("name", Line(9)), Field("id", Line(9), read_only=True), Field("file", Line(9), write_only=True)]

    assert [field.name for field in typed if field.is_typed] == ["name"]


def test_a_field_without_a_short_label_or_column_uses_its_own() -> None:
    assert (NAME.short_label, NAME.column) == ("Name", "name")
    assert Field("place", Line(9), "Named place", stored_as="delivery_place").column == "delivery_place"
    assert Field("place", Line(9), "Named place").short_label == "Named place"
