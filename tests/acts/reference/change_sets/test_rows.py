"""Rows of governed lists in their plain form: every column of every table, there and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from licensing.acts.reference.change_sets.rows import (
    MODELS,
    RowReader,
    find_stored,
    get_field,
    load_present,
    serialize_row,
    to_columns,
    to_plain,
)
from licensing.acts.reference.lists import LISTS
from licensing.policy.reference.governed import GOVERNED


def test_every_list_and_every_column_of_it_is_governed() -> None:
    assert set(GOVERNED) == {*LISTS, "routing", "procedures"}
    for code, model in MODELS.items():
        columns = {one.name for one in model._meta.concrete_fields if not one.auto_created} - {"head"}
        assert set(GOVERNED[code].columns) == columns, code


@pytest.mark.django_db
def test_a_row_comes_back_as_it_was_stored() -> None:
    for code, model in MODELS.items():
        stored = model._default_manager.first()
        assert stored is not None
        row, attributes = serialize_row(code, stored), to_columns(code, serialize_row(code, stored))
        assert {name: getattr(stored, name) for name in attributes} == attributes, code
        assert RowReader({}).read(code, GOVERNED[code].build_key(row), row) == row, code


@pytest.mark.django_db
def test_rows_are_found_by_keys_of_several_columns() -> None:
    keys = list(load_present("requirements"))[:3]

    assert list(load_present("requirements", keys)) == keys
    assert load_present("requirements", ["*:nothing"]) == {}
    assert find_stored("requirements", ["*:title"]).count() > 1


def test_values_are_plain() -> None:
    assert [to_plain(one) for one in (Decimal("1.50"), date(2026, 1, 1), None, True)] == ["1.5", "2026-01-01", None, True]
    assert get_field("rates", "currency").attname == "currency_id"
