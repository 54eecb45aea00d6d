"""Rows of a text file, each with its line."""

from __future__ import annotations

import pytest

from licensing.policy.assessment.lists.rows import (
    BrokenFile,
    cut_rows,
    decode_text,
    find_name_fault,
    find_width_fault,
    name_cells,
    read_header,
)


def test_a_row_knows_the_line_on_which_it_begins() -> None:
    rows = list(cut_rows(b'\xef\xbb\xbfa,"b\nc"\n\n d ,e\n\x1a', separator=","))

    assert [(one.line, list(one.cells)) for one in rows] == [(1, ["a", "b\nc"]), (4, ["d", "e"])]
    assert find_width_fault(rows[0], 2) is None
    assert dict(name_cells(rows[1], ["x", "y"])) == {"x": "d", "y": "e"}


@pytest.mark.parametrize(("content", "line"), [(b"a,b\n\xff,c", 2), (b'a,b\n"c,d', 2), (b'a,b\nc,d\n"e"f,g', 3)])
def test_a_file_that_cannot_be_read_on_says_on_which_line(content: bytes, line: int) -> None:
    with pytest.raises(BrokenFile) as broken:
        list(cut_rows(content, separator=","))

    assert broken.value.fault.line == line


def test_a_quotation_mark_in_tab_text_is_a_sign_like_any_other() -> None:
    assert [list(one.cells) for one in cut_rows(b'a "b\tc\n', separator="\t")] == [['a "b', "c"]]


@pytest.mark.parametrize(("header", "column"), [("name", "kind"), ("name,kind,odd", "odd"), ("name,kind,name", "name")])
def test_a_heading_that_is_missing_unknown_or_doubled_is_named(header: str, column: str) -> None:
    with pytest.raises(BrokenFile) as broken:
        read_header(cut_rows(header.encode(), separator=","), required=("name", "kind"))

    assert broken.value.fault.column == column


def test_a_name_is_there_and_has_an_end() -> None:
    assert find_name_fault(1, "name", "Vyhadka") is None
    assert find_name_fault(1, "name", "") is not None
    assert find_name_fault(1, "name", "a" * 401) is not None
    assert decode_text("Вигадка".encode()) == "Вигадка"
