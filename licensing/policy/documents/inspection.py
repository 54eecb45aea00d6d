"""What a file is and whether it may be a document: by its content alone, opened as whoever reads it would open it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import filetype

from licensing.messages import Message
from licensing.policy.documents.images import find_image_fault
from licensing.policy.documents.kinds import EXCEL, JPEG, KINDS, PDF, PNG, TEXT, TIFF, WORD
from licensing.policy.documents.office import find_office_fault
from licensing.policy.documents.pdf import find_pdf_fault
from licensing.policy.documents.signed import identify_signed
from licensing.policy.input.texts import has_visible_text

_BLANK: Final = Message("This file holds nothing that can be seen.")
_FAULTS: Final[dict[str, Callable[[bytes, str], Message | None]]] = {
    PDF: lambda content, _: find_pdf_fault(content),
    PNG: find_image_fault,
    JPEG: find_image_fault,
    TIFF: find_image_fault,
    WORD: find_office_fault,
    EXCEL: find_office_fault,
}


def identify_content(content: bytes) -> str | None:
    """The media type of what a document may be, by content and never by name; None for anything else."""
    if signed := identify_signed(content):
        return signed
    kind = filetype.guess(content)
    if kind is not None:
        return str(kind.mime) if kind.mime in KINDS else None
    return TEXT if _is_plain_text(content) else None


def find_content_fault(content: bytes, media_type: str) -> Message | None:
    """Why a file of a kind that may be a document is refused all the same; None for one that can be opened and only shows."""
    if media_type == TEXT:
        return None if has_visible_text(content.decode("utf-8")) else _BLANK
    find = _FAULTS.get(media_type)
    return find(content, media_type) if find else None


def _is_plain_text(content: bytes) -> bool:
    """Text that nothing would run: no markup, no control characters."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # A file that begins with a tag would be guessed to be HTML or SVG by a browser, whatever type it is served with.
    start = text.lstrip("\ufeff \t\r\n")[:1]
    return start != "<" and not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
