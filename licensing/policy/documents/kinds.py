"""What a document may be: its kinds by content, and the endings of names that fit each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from licensing.messages import Message

PDF: Final = "application/pdf"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
TIFF: Final = "image/tiff"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT: Final = "text/plain"
# RFC 5652 and ETSI EN 319 122: a signature with its content inside, or beside it.
CMS: Final = "application/pkcs7-signature"
# ETSI EN 319 162: a container of files with the signatures over them.
ASIC_E: Final = "application/vnd.etsi.asic-e+zip"
ASIC_S: Final = "application/vnd.etsi.asic-s+zip"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: what people call it, and the endings of its name, the usual one first."""

    name: Message
    endings: tuple[str, ...]


KINDS: Final[dict[str, Kind]] = {
    PDF: Kind(Message("a PDF"), (".pdf",)),
    PNG: Kind(Message("a PNG image"), (".png",)),
    JPEG: Kind(Message("a JPEG image"), (".jpg", ".jpeg")),
    TIFF: Kind(Message("a TIFF image"), (".tif", ".tiff")),
    WORD: Kind(Message("a Word document"), (".docx",)),
    EXCEL: Kind(Message("an Excel document"), (".xlsx",)),
    TEXT: Kind(Message("plain text"), (".txt", ".csv", ".tsv", ".md")),
    CMS: Kind(Message("a signed file (CAdES)"), (".p7s", ".p7m")),
    ASIC_E: Kind(Message("a container of signed files (ASiC-E)"), (".asice", ".sce")),
    ASIC_S: Kind(Message("a container with one signed file (ASiC-S)"), (".asics", ".scs")),
}
_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,10}$")
_LONGEST_NAME: Final = 180


def fit_name(name: str, media_type: str) -> str | Message:
    """The name under which a file is kept and handed out: with an ending that fits its content.

    A name without an ending gets the usual one. One with the ending of something else is refused with the name that would fit:
    under it, the computer of whoever opens it would take it for a program or a page.
    """
    kind = KINDS[media_type]
    found = _ENDING.search(name)
    if found is None:
        return f"{name[: _LONGEST_NAME - len(kind.endings[0])]}{kind.endings[0]}"
    if found[0].lower() in kind.endings:
        return name
    better = name[: found.start()] + kind.endings[0]
    return Message(
        "“%(name)s” is %(kind)s, but its name ends with “%(ending)s”. Rename it, for example to “%(better)s”.",
        name=name, kind=kind.name, ending=found[0], better=better,
    )  # fmt: skip
