"""The sections of a request, as they are declared."""

from __future__ import annotations

import re
from collections.abc import Iterator

from licensing.api.decisions.government import GRANT
from licensing.api.licences.ledger import USAGE
from licensing.api.licences.obligations import REPORT
from licensing.policy.requests.fields import Part, Record, Rows
from licensing.policy.requests.schema import find_shape_gaps
from licensing.policy.requests.sections import ITEM, MOST_ITEMS, REQUEST


def records(record: Record) -> Iterator[Record]:
    yield record
    for field in record.fields:
        if isinstance(field.type, Part | Rows):
            yield from records(field.type.record)


def test_the_columns_of_the_spreadsheet_are_counted_without_a_gap() -> None:
    columns = [field.sheet_column for field in ITEM.list_sheet_columns()]

    assert columns == list(range(1, len(columns) + 1))


def test_a_request_holds_as_many_items_as_a_licence_has_lines() -> None:
    items = [{"name": "Bolt", "quantity": "1", "unit": "NAR"}] * MOST_ITEMS
    places = {"most items of a grant": GRANT["properties"]["quantities"]["maxProperties"]}
    places |= {"most lines of a report": REPORT["properties"]["lines"]["maxItems"]}
    numbers = [USAGE["properties"]["line"], REPORT["properties"]["lines"]["items"]["properties"]["line"]]

    assert find_shape_gaps({"items": items}, partial=True) == []
    assert [gap.code for gap in find_shape_gaps({"items": [*items, *items[:1]]}, partial=True)] == ["too_many"]
    assert set(places.values()) == {MOST_ITEMS}
    assert {number["maximum"] for number in numbers} == {MOST_ITEMS}
    assert re.fullmatch(GRANT["properties"]["quantities"]["propertyNames"]["pattern"], str(MOST_ITEMS))


def test_no_record_names_a_field_or_a_column_twice() -> None:
    for record in records(REQUEST):
        names = [field.name for field in record.fields]
        columns = [field.column for field in record.fields]

        assert len(set(names)) == len(names)
        assert len(set(columns)) == len(columns)


def test_a_field_follows_and_rows_are_matched_by_known_fields() -> None:
    for record in records(REQUEST):
        named = {record.grouped_by, record.named_by, *(field.follows for field in record.fields)} - {""}

        assert named <= {field.name for field in record.fields}
