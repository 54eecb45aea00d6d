"""Periods are read from a sheet as it is pasted, and what cannot be read is named by line and column."""

from __future__ import annotations

import pytest

from licensing.errors import Gap, Invalid
from licensing.policy.supply.plans import COLUMNS
from licensing.policy.supply.sheets import PeriodFault, find_period_faults, read_periods, read_sheet_file, write_periods
from tests.policy.supply.test_plans import FIRST, SECOND


def test_a_sheet_is_read_back_as_it_was_written() -> None:
    written = write_periods((FIRST, SECOND))

    assert written.splitlines()[0] == "first_on;last_on;planned;confirmed;allocation"
    assert read_periods(written) == read_periods(written.replace(";", "\t")) == (FIRST, SECOND)
    assert read_periods(f"\ufeff\n{written.replace(';', ',')}\n") == (FIRST, SECOND)
    assert read_periods("") == ()


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ("2026-04-01;2026-06-30;300;300", ["periods.0"]),
        ("2026-02-30;1.4.2026;300;300;250", ["periods.0.first_on", "periods.0.last_on"]),
        ("2026-04-01;2026-06-30;1.000;many;NaN", ["periods.0.planned", "periods.0.confirmed", "periods.0.allocation"]),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(line: str, paths: list[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        read_periods(line)

    assert [gap.path for gap in refusal.value.gaps] == paths


@pytest.mark.parametrize(("heading", "line"), [("", 2), (";".join(COLUMNS) + "\n", 3), ("\n\n", 4)])
def test_a_line_is_named_by_its_number_in_the_sheet(heading: str, line: int) -> None:
    with pytest.raises(Invalid) as refused:
        read_periods(f"{heading}2026-01-01;2026-03-31;1;1;1\n2026-04-01;2026-06-30\n")

    [gap] = refused.value.gaps
    assert (gap.path, str(gap.sentence)) == ("periods.1", f"Line {line} has 2 cells instead of 5.")


def test_faults_of_periods_are_located_by_line_and_column_and_others_are_left_out() -> None:
    text = f"{';'.join(COLUMNS)}\n\n2026-01-01;2026-03-31;1;1;1\n"
    gaps = [Gap("x", "periods.0.planned", "a"), Gap("x", "periods", "b"), Gap("x", "data_on", "c")]

    assert find_period_faults(text, gaps) == [PeriodFault(3, "planned", "a"), PeriodFault(0, "", "b")]


def test_a_file_that_is_no_sheet_says_what_it_is() -> None:
    assert read_sheet_file(b"\xef\xbb\xbffirst_on;last_on\n").text.startswith("first_on")
    with pytest.raises(Invalid) as refused:
        read_sheet_file(b"%PDF-1.7")
    assert [gap.path for gap in refused.value.gaps] == ["file"]
