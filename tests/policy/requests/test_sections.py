"""The sections of a request, as they are declared."""

from __future__ import annotations

from collections.abc import Iterator

from licensing.policy.requests.fields import Part, Record, Rows
from licensing.policy.requests.sections import ITEM, REQUEST


def records(record: Record) -> Iterator[Record]:
    yield record
    for field in record.fields:
        if isinstance(field.type, Part | Rows):
            yield from records(field.type.record)


def test_the_columns_of_the_spreadsheet_are_counted_without_a_gap() -> None:
    columns = [field.sheet_column for field in ITEM.list_sheet_columns()]

    assert columns == list(range(1, len(columns) + 1))


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
