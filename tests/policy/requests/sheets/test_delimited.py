"""CSV as programs write it: encoding and separator are recognised, and quotation marks must match."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from licensing.errors import Invalid
from licensing.policy.requests.sheets.cells import Book, Row
from licensing.policy.requests.sheets.delimited import guard_text, read_delimited, remove_guard, write_delimited


def count_names(rows: Sequence[Row]) -> int:
    return max((sum(cell.text in ("name", "quantity", "unit") for cell in row.cells) for row in rows), default=0)


def read(content: bytes, encoding: str = "", separator: str = "") -> Book:
    return read_delimited(content, encoding=encoding, separator=separator, count_headings=count_names)


def texts(book: Book) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in book.sheets[0].rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
def test_the_encoding_is_recognised(encoding: str) -> None:
    book = read("name;unit\nКабель;м\n".encode(encoding))

    assert texts(book) == [["name", "unit"], ["Кабель", "м"]]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_recognised_by_the_headings(separator: str) -> None:
    heads, line = separator.join(["name", "quantity", "unit"]), separator.join(['"a; b, c; d, e"', "1", "NAR"])

    book = read(f"A title, with commas, and; more; of them\n{heads}\n{line}\n".encode())

    assert (book.separator, texts(book)[-1]) == (separator, ["a; b, c; d, e", "1", "NAR"])


def test_a_named_separator_is_obeyed_and_its_line_is_no_row() -> None:
    book = read(b"sep=|\r\nname|unit\r\n\r\na|b\r\n")

    assert [(row.number, [cell.text for cell in row.cells]) for row in book.sheets[0].rows] == [
        (1, ["name", "unit"]),
        (3, ["a", "b"]),
    ]


def test_what_is_written_is_known_by_its_mark_and_read_the_same() -> None:
    content = write_delimited([("name", "unit"), ("Кабель, 1\n2", 'м"')])

    book = read(content)

    assert content.startswith(b"\xef\xbb\xbf")
    assert texts(book) == [["name", "unit"], ["Кабель, 1\n2", 'м"']]


def test_whoever_imports_knows_better() -> None:
    content = "name;unit\nКабель,1;м\n".encode("koi8_u")

    book = read(content, "koi8_u", ",")

    assert texts(book) == [["name;unit"], ["Кабель", "1;м"]]
    assert "koi8_u" in book.offered
    assert "utf-8-sig" not in book.offered


@pytest.mark.parametrize(
    ("content", "encoding", "refusal"),
    [
        (b'name,unit\n"a,b\n', "", "Row 2: a quotation mark is not closed, or something stands behind a closed one."),
        (b"\x00\x01\x02\x03", "", "This is not a CSV or XLSX file that we can read."),
        (b"\xff\xfe\xff", "utf-8-sig", "This is not a CSV or XLSX file that we can read."),
        (b"," * 300 + b"a", "", "The file has more than 20000 rows or 200 columns."),
    ],
)
def test_what_is_no_such_text_is_refused_in_words(content: bytes, encoding: str, refusal: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(content, encoding)

    assert [gap.sentence for gap in refused.value.gaps] == [refusal]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "'=1", "''=1", "'tis", "plain"])
def test_a_guarded_text_is_read_as_it_was(text: str) -> None:
    guarded = guard_text(text)

    assert not guarded.startswith(("=", "+", "-", "@"))
    assert texts(read(f"name,unit\n{guarded},b\n".encode()))[1][0] == text


@pytest.mark.parametrize("text", ["=1+1", "-3", "'=1", "#N/A", "plain", "it's"])
def test_a_guarded_text_is_read_back(text: str) -> None:
    assert remove_guard(guard_text(text)) == text
