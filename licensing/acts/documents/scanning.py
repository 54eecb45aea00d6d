"""Files that were attached while the scanner was away: scanned when it is back, and handed out only then."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from licensing.acts.acting import database_now, translate_database_errors
from licensing.acts.documents.files import read_content
from licensing.acts.documents.scanner import Scan, ScannerAway, ask_version, scan_content
from licensing.choices import ScanVerdict
from licensing.errors import FileAltered
from licensing.models import Document, Event, RegistrationDocument
from licensing.models.record.event import PendingEvent
from licensing.policy.record.event_kinds import EventKind

logger = logging.getLogger(__name__)

BATCH: Final = 100


def scan_waiting_documents() -> int:
    """Scan what waits, the oldest first, in batches; how many files got a verdict.

    A file that the scanner cannot judge, or that cannot be read, is passed over until the next time. Ends when the scanner is
    away again.
    """
    done = 0
    for scan, pk in _list_scans():
        try:
            done += scan(pk)
        except ScannerAway as away:
            logger.warning("the scanner is away: %s", away)
            break
        except Exception:  # whatever is wrong with one file holds up no other
            logger.exception("no verdict could be written of %s", pk)
    return done


def _list_scans() -> Iterator[tuple[Callable[[UUID], int], UUID]]:
    """What is to be scanned, and by what: the few documents of registrations first; each batch is read once it is its turn."""
    yield from ((_scan_registration_document, pk) for pk in _list_waiting_registrations())
    after = None
    while batch := list(_list_waiting(after)[:BATCH]):
        yield from ((_scan_document, pk) for pk, _at in batch)
        after = batch[-1]


def _list_waiting_registrations() -> list[UUID]:
    """Documents of registrations that wait, the oldest first; one of each run's batch, as they are few."""
    waiting = RegistrationDocument.objects.filter(verdict=ScanVerdict.WAITING, removed_at__isnull=True)
    return list(waiting.order_by("attached_at").values_list("pk", flat=True)[:BATCH])


def _scan_registration_document(pk: UUID) -> int:
    document = RegistrationDocument.objects.get(pk=pk)
    found = _scan_stored(document)
    if found is None:
        return 0
    with translate_database_errors(), transaction.atomic():
        rows = RegistrationDocument.objects.filter(pk=document.pk, verdict=ScanVerdict.WAITING)
        if not rows.update(verdict=found.verdict):
            return 0
        told = {"registration": str(document.registration_id), "what": found.verdict.value}
        Event.objects.chain([PendingEvent(EventKind.REGISTRATION_CHANGED, data=told)], None, at=database_now())
    return 1


def _scan_stored(document: Document | RegistrationDocument) -> Scan | None:
    """What the scanner says of a stored file; None where it gives no verdict, or the file cannot be read."""
    try:
        found = scan_content(read_content(document))
    except (FileAltered, OSError):
        # Told by verification and whenever somebody asks for the file; it holds up nobody else's.
        logger.exception("a file that waits for the scanner cannot be read", extra={"document": str(document.pk)})
        return None
    except ScannerAway as why:
        # As when it is larger than clamd's limit. One that answers nothing at all ends the run here.
        version = ask_version()
        logger.error("a file stays kept back: %s gives no verdict: %s", version, why, extra={"document": str(document.pk)})
        return None
    return None if found.verdict in (ScanVerdict.WAITING, ScanVerdict.NOT_SCANNED) else found


def _list_waiting(after: tuple[UUID, datetime] | None) -> QuerySet[Document, tuple[UUID, datetime]]:
    """What waits, the oldest first, behind what was tried before."""
    waiting = Document.objects.filter(verdict=ScanVerdict.WAITING)
    if after is not None:
        pk, at = after
        waiting = waiting.filter(Q(attached_at__gt=at) | Q(attached_at=at, pk__gt=pk))
    return waiting.order_by("attached_at", "pk").values_list("pk", "attached_at")


def _scan_document(pk: UUID) -> int:
    document = Document.objects.select_related("case").get(pk=pk)
    found = _scan_stored(document)
    if found is None:
        return 0
    with translate_database_errors(), transaction.atomic():
        if not Document.objects.filter(pk=pk, verdict=ScanVerdict.WAITING).update(verdict=found.verdict):
            return 0
        told = {"document": str(pk), "verdict": found.verdict.value, "found": found.what}
        Event.objects.chain([PendingEvent(EventKind.DOCUMENT_SCANNED, document.case, data=told)], None, at=database_now())
    if found.verdict == ScanVerdict.INFECTED:
        logger.error("the scanner found something in a stored file", extra={"document": str(pk), "found": found.what})
    return 1
