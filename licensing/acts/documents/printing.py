"""Papers as PDF: the values of a paper set by a template of ours, the same values always as the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import typst
from anyascii import anyascii
from django.conf import settings

# What the fonts within the compiler have letters for is told by the compiler alone: PDF/A allows no letter without a shape.
_UNKNOWN_LETTER = "could not be displayed"


def print_paper(template: str, paper: Mapping[str, Any]) -> bytes:
    """A paper as a PDF. The template gets its values as JSON and works nothing out; none of them becomes markup."""
    folder = settings.ROOT / "templates" / "documents"
    inputs = {"paper": json.dumps(paper, ensure_ascii=False)}
    content: bytes = typst.compile(folder / template, root=folder, format="pdf", sys_inputs=inputs)
    return content


def print_form(form: str, paper: Mapping[str, Any], *, at: datetime, mark: str, preview: bool = False) -> bytes:
    """A paper as PDF/A-2b by a template under version, dated `at`, with fonts of the compiler alone.

    What no font has letters for, such as Chinese, is printed in Latin letters: of a party the name in Latin letters stands
    beside its own.
    """
    inputs = {"form": form, "mark": mark, "mode": "preview" if preview else "issued"}
    try:
        return _compile(form, inputs | {"paper": json.dumps(paper, ensure_ascii=False)}, at)
    except typst.TypstError as refusal:
        if _UNKNOWN_LETTER not in str(refusal):
            raise
    return _compile(form, inputs | {"paper": json.dumps(_romanise(paper), ensure_ascii=False)}, at)


def _compile(form: str, inputs: Mapping[str, str], at: datetime) -> bytes:
    folder = settings.ROOT / "templates" / "documents" / "papers"
    content: bytes = typst.compile(
        folder / f"{form}.typ",
        root=folder,
        format="pdf",
        sys_inputs=dict(inputs),
        pdf_standards="a-2b",
        ignore_system_fonts=True,
        timestamp=int(at.timestamp()),
    )
    return content


def _romanise(value: Any) -> Any:
    """The same values without letters beyond Latin, Greek and Cyrillic."""
    match value:
        case str():
            return "".join(one if ord(one) < _FIRST_STRANGE or _is_sign(one) else anyascii(one) for one in value)
        case Mapping():
            return {name: _romanise(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_romanise(inner) for inner in value]
    return value


_FIRST_STRANGE = 0x0530


def _is_sign(one: str) -> bool:
    """Dashes, quotation marks, №, → and € of our own texts, which the fonts have."""
    return one in "–—‘’“”„«»…№→€·"
