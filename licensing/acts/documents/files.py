"""Files that people attach: checked before they are stored, stored under their digest, and checked again when served."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypedDict

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from licensing.acts.acting import AnyAct, database_now
from licensing.acts.documents.scanner import ScannerAway, scan_content
from licensing.acts.documents.trust import load_trust_list
from licensing.choices import ScanVerdict
from licensing.errors import FileAltered, FileRefused
from licensing.messages import Message
from licensing.models import Case, Document, RegistrationDocument, User, WorkingCopy
from licensing.policy.documents.inspection import find_content_fault, identify_content
from licensing.policy.documents.kinds import ASIC_E, ASIC_S, CMS, fit_name
from licensing.policy.documents.signatures import Trust
from licensing.policy.documents.signed import read_signed
from licensing.policy.input.texts import clean_text, find_odd_character
from licensing.policy.record.event_kinds import EventKind

logger = logging.getLogger(__name__)

LARGEST = 10 * 1024 * 1024
# The type of a document that comes with an answer, as evidence or with an appeal, before anybody has said what it is.
ENCLOSURE = "other"
# The row that refers to a file is written within moments after it; a form that is sent again, a day later at most.
_STORED_LATELY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store under its digest, before any row refers to it."""

    sha256: str
    name: str
    media_type: str
    size: int
    verdict: ScanVerdict
    # As they are stored: a working copy keeps the facts of a file as JSON.
    signatures: Sequence[Mapping[str, str]] = ()

    def as_columns(self) -> dict[str, Any]:
        """What every row of a document says of its file."""
        return {
            "file": build_storage_path(self.sha256),
            "file_name": self.name,
            "media_type": self.media_type,
            "size": self.size,
            "sha256": self.sha256,
            "verdict": self.verdict,
        }


class Enclosure(TypedDict, total=False):
    """A file that comes with what somebody writes, as the acts take it; empty, or nothing at all, where none was sent."""

    content: bytes
    file_name: str


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
    media_type = identify_content(content)
    if media_type is None:
        raise FileRefused(
            _("“%(name)s” is not a PDF, an image, a Word or Excel document, plain text, or one of these signed.")
            % {"name": name}
        )
    fitting = _require(fit_name(clean_name(name), media_type))
    signatures = _read_signatures(content, media_type, name)
    if fault := find_content_fault(content, media_type):
        raise _refuse(name, fault)
    sha256 = hashlib.sha256(content).hexdigest()
    kept = StoredFile(sha256, fitting, media_type, len(content), _scan(content, name, sha256), signatures)
    path = build_storage_path(kept.sha256)
    if default_storage.exists(path):
        # `erase_file` leaves alone what was stored again a moment ago, to which no row may refer yet.
        os.utime(default_storage.path(path))
    else:
        default_storage.save(path, ContentFile(content))
    return kept


def erase_file(sha256: str, *, at: datetime) -> bool:
    """Delete a file from the store, unless some row or working copy still refers to it, or it was stored lately."""
    path = build_storage_path(sha256)
    if not default_storage.exists(path) or default_storage.get_modified_time(path) > at - _STORED_LATELY:
        return False
    of_registrations = RegistrationDocument.objects.filter(sha256=sha256, registration__erased_at=None)
    copies = WorkingCopy.objects.filter(files__has_key=sha256)
    if any(rows.exists() for rows in (Document.objects.filter(sha256=sha256), of_registrations, copies)):
        return False
    default_storage.delete(path)
    return True


def build_document(case: Case, kept: StoredFile, user: User, *, at: datetime, **said: Any) -> Document:
    """The document that a stored file becomes in a case, with its descriptive fields; not saved yet."""
    return Document(case=case, **kept.as_columns(), signatures=list(kept.signatures), attached_by=user, attached_at=at, **said)


def store_enclosure(name: str, content: bytes) -> StoredFile | None:
    """Store a file that may come with an answer, as evidence, or with an appeal; None where none was given.

    One that was chosen and is empty raises FileRefused, as every unfit one: to pass it over would lose what somebody sent.
    """
    return store_file(name, content) if content or name else None


def attach_enclosure(act: AnyAct, kept: StoredFile, user: User, *, title: str) -> Document:
    """Add a document that comes with an answer, as evidence or with an appeal, as a step of that act and with its own event.

    Raises FileRefused where the procedure of the case takes scanned documents only, and this one was not cleared.
    """
    if kept.verdict != ScanVerdict.CLEAN and act.case.procedure and act.case.procedure.requires_scan:
        raise FileRefused(
            _("“%(name)s” was not cleared by a scanner, and this procedure takes no other files. Try again later.")
            % {"name": kept.name}
        )
    document = build_document(act.case, kept, user, at=act.now, type_id=ENCLOSURE, title=title)
    document.save(force_insert=True)
    act.record(EventKind.DOCUMENT_ATTACHED, document=document.as_data())
    return document


def read_content(document: Document | RegistrationDocument) -> bytes:
    """The content of a document; raises FileAltered when its digest is no longer that of the file that was attached."""
    with document.file.open("rb") as stored:
        content: bytes = stored.read()
    if hashlib.sha256(content).hexdigest() != document.sha256:
        logger.error("a stored file is not the one that was attached", extra={"document": str(document.pk)})
        raise FileAltered
    return content


def read_cleared_content(document: Document | RegistrationDocument) -> bytes:
    """The content of a document for whoever may see it; FileRefused where the scanner has not cleared it."""
    if document.verdict == ScanVerdict.INFECTED:
        raise FileRefused(_("The scanner found malicious code in this file, so it is not handed out."))
    if document.verdict == ScanVerdict.WAITING:
        raise FileRefused(_("This file waits for the scanner and is kept back until then. Try again in a few minutes."))
    return read_content(document)


def build_storage_path(sha256: str) -> str:
    """Where a file lies in the store, for whichever cases it was attached to."""
    return f"documents/{sha256[:2]}/{sha256}"


def clean_name(name: str) -> str:
    """The last part of a name, without anything that could move, hide or reverse it on somebody's screen."""
    # Both separators: a browser on Windows may send a whole path. Category C holds the marks that reverse a line of text.
    last = re.split(r"[\\/]", clean_text(name))[-1]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip(". ")
    return shown[-180:] or "document"


def _read_signatures(content: bytes, media_type: str, name: str) -> list[dict[str, str]]:
    """The signatures of a signed file, whose documents are judged as if they had come alone; none for any other file."""
    if media_type not in (CMS, ASIC_E, ASIC_S):
        return []
    signed = read_signed(content, media_type, Trust(load_trust_list(), database_now()))
    if isinstance(signed, Message):
        raise _refuse(name, signed)
    for part, inside in signed.parts.items():
        kind = identify_content(inside)
        if kind is None or kind in (CMS, ASIC_E, ASIC_S):
            raise _refuse(name, Message("What is signed is not a PDF, an image, a Word or Excel document, or plain text."))
        if part:
            _require(fit_name(clean_name(part), kind))
        if fault := find_content_fault(inside, kind):
            raise _refuse(name, fault)
    return [one.as_data() for one in signed.signatures]


def _scan(content: bytes, name: str, sha256: str) -> ScanVerdict:
    """What the scanner says now; a file that waits is kept back until it has said something.

    Where there is no scanner any more, what it said of the same content before still counts.
    """
    try:
        found = scan_content(content)
    except ScannerAway as away:
        logger.warning("a file waits for the scanner: %s", away)
        return ScanVerdict.WAITING
    if found.verdict == ScanVerdict.INFECTED:
        logger.error("the scanner refused a file", extra={"found": found.what})
        raise _refuse(name, Message("The scanner found malicious code in it (%(what)s).", what=found.what))
    if (
        found.verdict == ScanVerdict.NOT_SCANNED
        and Document.objects.filter(sha256=sha256, verdict=ScanVerdict.INFECTED).exists()
    ):
        raise _refuse(name, Message("The scanner found malicious code in it when it was attached before."))
    return found.verdict


def _require(fitting: str | Message) -> str:
    if isinstance(fitting, Message):
        raise FileRefused(str(fitting))
    return fitting


def _refuse(name: str, fault: Message) -> FileRefused:
    return FileRefused(_("“%(name)s” is refused. %(fault)s") % {"name": name, "fault": fault})
