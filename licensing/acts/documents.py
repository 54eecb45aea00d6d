"""Files that people attach: checked before they are stored, stored under their digest, and checked again when served."""

from __future__ import annotations

import hashlib
import io
import logging
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import filetype
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from licensing.acts.acting import AnyAct
from licensing.errors import FileAltered, FileRefused
from licensing.models import Case, Document, User
from licensing.policy.input.texts import clean_text, find_odd_character
from licensing.policy.record.event_kinds import EventKind

logger = logging.getLogger(__name__)

LARGEST = 10 * 1024 * 1024
# The type of a document that comes with an answer or as evidence, before anybody has said what it is.
ENCLOSURE = "other"

# By content, never by name: what a document of a request may be.
_ALLOWED = {
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/tiff",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LARGEST_UNPACKED = 200 * 1024 * 1024
_MOST_PARTS = 5_000
_PROGRAM = re.compile(r"vbaproject|vbadata|/activex/|/embeddings/|macrosheets|\.(?:exe|dll|js|vbs|ps1|bat|com|scr|jar|lnk)$")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store under its digest, before any row refers to it."""

    sha256: str
    name: str
    media_type: str
    size: int


def store_file(name: str, content: bytes) -> StoredFile:
    """Check a file and put it into the store; raises FileRefused. To be done before a row is locked, since it is slow.

    A file of an act that is refused afterwards stays in the store without a row; the same content again reuses it.
    """
    if why := find_odd_character(name):
        # Such a name shows another ending than it has: `fdp.exe` written backwards reads `exe.pdf`.
        raise FileRefused(_("The name of this file cannot be taken, rename the file. %(why)s") % {"why": why})
    if not content:
        raise FileRefused(_("“%(name)s” is empty.") % {"name": name})
    if len(content) > LARGEST:
        raise FileRefused(_("“%(name)s” is larger than %(limit)d MB.") % {"name": name, "limit": LARGEST // (1024 * 1024)})
    media_type = _media_type(content)
    if media_type is None:
        raise FileRefused(_("“%(name)s” is not a PDF, an image, a Word or Excel document, or plain text.") % {"name": name})
    kept = StoredFile(hashlib.sha256(content).hexdigest(), clean_name(name), media_type, len(content))
    if not default_storage.exists(build_storage_path(kept.sha256)):
        default_storage.save(build_storage_path(kept.sha256), ContentFile(content))
    return kept


def build_document(case: Case, kept: StoredFile, user: User, *, at: datetime, **said: Any) -> Document:
    """The document that a stored file becomes in a case, with its descriptive fields; not saved yet."""
    return Document(
        case=case,
        file=build_storage_path(kept.sha256),
        file_name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
        attached_by=user,
        attached_at=at,
        **said,
    )


def attach_enclosure(act: AnyAct, kept: StoredFile, user: User, *, title: str) -> Document:
    """Add a document that comes with an answer or as evidence, as a step of that act, with an event of its own."""
    document = build_document(act.case, kept, user, at=act.now, type_id=ENCLOSURE, title=title)
    document.save(force_insert=True)
    act.record(EventKind.DOCUMENT_ATTACHED, document=document.as_data())
    return document


def read_content(document: Document) -> bytes:
    """The content of a document; raises FileAltered when its digest is no longer that of the file that was attached."""
    with document.file.open("rb") as stored:
        content: bytes = stored.read()
    if hashlib.sha256(content).hexdigest() != document.sha256:
        logger.error("a stored file is not the one that was attached", extra={"document": str(document.pk)})
        raise FileAltered
    return content


def build_storage_path(sha256: str) -> str:
    """Where a file lies in the store, for whichever cases it was attached to."""
    return f"documents/{sha256[:2]}/{sha256}"


def clean_name(name: str) -> str:
    """The last part of a name, without anything that could move, hide or reverse it on somebody's screen."""
    # Both separators: a browser on Windows may send a whole path. Category C holds the marks that reverse a line of text.
    last = re.split(r"[\\/]", clean_text(name))[-1]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip(". ")
    return shown[-180:] or "document"


def _media_type(content: bytes) -> str | None:
    kind = filetype.guess(content)
    if kind is not None:
        return str(kind.mime) if kind.mime in _ALLOWED and _carries_no_program(content) else None
    return "text/plain" if _is_plain_text(content) else None


def _carries_no_program(content: bytes) -> bool:
    """Word and Excel files are archives: no macros, no embedded programs, and nothing that unpacks without end."""
    if content[:2] != b"PK":
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    # The sizes are those that the archive declares: nothing is unpacked here.
    if sum(part.file_size for part in parts) > _LARGEST_UNPACKED or len(parts) > _MOST_PARTS:
        return False
    return not any(_PROGRAM.search(part.filename.lower()) for part in parts)


def _is_plain_text(content: bytes) -> bool:
    """Text that nothing would run: no markup, no control characters."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # A file that begins with a tag would be guessed to be HTML or SVG by a browser, whatever type it is served with.
    start = text.lstrip("\ufeff \t\r\n")[:1]
    return start != "<" and not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
