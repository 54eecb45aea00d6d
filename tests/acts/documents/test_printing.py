"""A paper is the same bytes for the same values, and what people wrote in it is text and never markup."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader

from licensing.acts.documents.printing import print_paper

PAPER: dict[str, Any] = {
    "language": "uk",
    "marking": "Для службового користування",
    "heading": "План",
    "title": "P/2026/1 · Данія",
    "as_of": "станом на 01.06.2026",
    "facts": [["Цілі", '#image("/etc/passwd") $x$ *not bold*']],
    "sections": [{"title": "Проєкти", "note": "", "table": None, "entries": [], "empty": "–"}],
    "labels": {"page": "сторінка"},
}


def test_the_same_values_give_the_same_bytes_and_markup_is_text() -> None:
    first = print_paper("plan.typ", PAPER)

    text = PdfReader(io.BytesIO(first)).pages[0].extract_text()
    assert first == print_paper("plan.typ", PAPER)
    assert all(words in text for words in ("ДЛЯ СЛУЖБОВОГО КОРИСТУВАННЯ", '#image("/etc/passwd") $x$ *not bold*', "1 / 1"))
