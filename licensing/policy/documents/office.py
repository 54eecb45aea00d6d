"""Whether a Word or Excel document opens, and neither runs nor fetches anything (ECMA-376: an archive of XML parts)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

from licensing.messages import Message
from licensing.policy.documents.kinds import WORD

_LARGEST_UNPACKED: Final = 200 * 1024 * 1024
_LARGEST_PART: Final = 50 * 1024 * 1024
_MOST_PARTS: Final = 5_000
_ENCRYPTED: Final = 0x1
_PROGRAM: Final = re.compile(
    r"vbaproject|vbadata|/activex/|/embeddings/|macrosheets|\.(?:exe|dll|js|vbs|ps1|bat|com|scr|jar|lnk)$"
)
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_EXTERNAL: Final = re.compile(rb"""TargetMode\s*=\s*["']External["']""")
_HYPERLINK: Final = re.compile(rb"""Type\s*=\s*["'][^"']*/hyperlink["']""")
# Fields that fetch or run when the document is opened.
_RUNS: Final = re.compile(rb"ddeLink|oleLink|\bDDE(?:AUTO)?\b\s|\bINCLUDE(?:TEXT|PICTURE)\b\s", re.IGNORECASE)
_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN: Final = Message(
    "This document cannot be opened: it is damaged, cut short or protected. Save it again without a password."
)
_LARGE: Final = Message("This document unpacks to more than it may.")
_ACTIVE: Final = Message("This document holds a macro, a program or another file. Save it without them, or as a PDF.")
_REMOTE: Final = Message(
    "This document fetches a part of itself from elsewhere (a template, an object or a picture). Save it as a PDF."
)


def find_office_fault(content: bytes, media_type: str) -> Message | None:
    """Why the document is refused; None for one that opens and has everything inside."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _find_fault(packed, media_type)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError, OSError, KeyError):
        return _BROKEN


def _find_fault(packed: zipfile.ZipFile, media_type: str) -> Message | None:
    parts = packed.infolist()
    # What the archive declares; a part that lies about its size fails when it is read.
    if sum(part.file_size for part in parts) > _LARGEST_UNPACKED or len(parts) > _MOST_PARTS:
        return _LARGE
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        return _BROKEN
    if any(_PROGRAM.search(part.filename.lower()) for part in parts):
        return _ACTIVE
    main = "word/document.xml" if media_type == WORD else "xl/workbook.xml"
    if main not in packed.namelist():
        return _BROKEN
    for part in parts:
        name = part.filename.lower()
        if name.endswith((".xml", ".rels")) and (fault := _find_fault_of_part(packed, part, name)):
            return fault
    return None


def _find_fault_of_part(packed: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> Message | None:
    if part.file_size > _LARGEST_PART:
        return _LARGE
    text = packed.read(part)
    if _DECLARATION.search(text):
        return _ACTIVE
    if name.endswith(".rels"):
        relations = (one[0] for one in _RELATION.finditer(text))
        fetched = any(_EXTERNAL.search(one) and not _HYPERLINK.search(one) for one in relations)
        return _REMOTE if fetched else None
    return _REMOTE if _RUNS.search(text) and ("externallink" in name or b"instrText" in text) else None
