"""The table of days off says what the library and the rules of each country say."""

from __future__ import annotations

import pytest

from tests.seeds.days_off import TABLE, table


@pytest.mark.walk
def test_the_table_of_days_off_is_what_the_library_and_our_names_make_of_it() -> None:
    assert TABLE.read_text(encoding="utf-8") == table()
