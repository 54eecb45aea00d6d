"""Sheets for tests, and how the policy reads them: by the labels of both languages and a few names of codes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from licensing.errors import Invalid
from licensing.policy.requests.sheets.headings import list_heading_names
from licensing.policy.requests.sheets.reading import Choices, Language, Reading, read_file

FILES = Path(__file__).resolve().parent / "files"
LABELS = {"name": ["Name", "Назва"], "quantity": ["Quantity", "Кількість"], "unit": ["Unit", "Одиниця"]}
LANGUAGE = Language(list_heading_names(LABELS), {"unit": {"шт": "NAR", "pcs": "NAR"}, "origin": {"україна": "UA"}})
HEADS = ["name", "quantity", "unit", "unit_price", "currency", "control_entries", "uktzed"]


def workbook(rows: Iterable[Iterable[Any]], change: Callable[[Any], None] = lambda sheet: None) -> bytes:
    """An XLSX file of one sheet; `change` may hide, merge and format what is in it."""
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(list(row))
    change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes, **choices: Any) -> Reading:
    """A file as it is read under some choices."""
    return read_file(content, Choices(**choices), LANGUAGE)


def told(reading: Reading) -> list[str]:
    """Everything that keeps a reading from being imported: what is to be decided, then each cell that cannot be read."""
    cells = [f"{'ABCDEFGHIJ'[fault.column]}{line.row}: {fault.message}" for line in reading.lines for fault in line.faults]
    return [*map(str, reading.problems), *cells]


def items(reading: Reading) -> list[dict[str, Any]]:
    """The items of the lines."""
    return [dict(line.item) for line in reading.lines]


def read_or_refuse(content: bytes) -> None:
    """Read a file or have it refused; whatever else is raised is a fault of ours."""
    with suppress(Invalid):
        read(content)
