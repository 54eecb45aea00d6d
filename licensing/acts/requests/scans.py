"""Documents that a scanner has not cleared, where the procedure of a request counts only those that it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Exists
from django.utils.translation import gettext_noop

from licensing.choices import ScanVerdict
from licensing.errors import Gap
from licensing.messages import Message, TranslatedText
from licensing.models import Case, Procedure

_SENTENCES: Final = {
    ScanVerdict.NOT_SCANNED: gettext_noop(
        "“%(title)s” was not scanned for malicious code, and “%(procedure)s” takes scanned documents only. "
        "Attach it again once files are scanned here, or remove it."
    ),
    ScanVerdict.WAITING: gettext_noop(
        "“%(title)s” still waits for the scanner, and “%(procedure)s” takes scanned documents only. Try again in a few minutes."
    ),
    ScanVerdict.INFECTED: gettext_noop(
        "The scanner found malicious code in “%(title)s”, and “%(procedure)s” takes no such document. Remove it."
    ),
}


def may_refuse_unscanned(case: Case) -> bool:
    """Whether the request has a document that some published procedure would not take; one statement."""
    asking = Procedure.objects.filter(published_at__isnull=False, requires_scan=True)
    return case.documents.filter(Exists(asking), removed_at__isnull=True).exclude(verdict=ScanVerdict.CLEAN).exists()


def find_unscanned(case: Case, document: Mapping[str, Any], procedure: Procedure | None) -> list[Gap]:
    """The documents of a request that do not count under its procedure, each with its place in the request."""
    if procedure is None or not procedure.requires_scan:
        return []
    places = {row.get("id"): place for place, row in enumerate(document.get("documents", ()))}
    rows = case.documents.filter(removed_at__isnull=True).exclude(verdict=ScanVerdict.CLEAN)
    return [
        Gap(
            "not_scanned",
            f"documents.{places[str(row.pk)]}",
            Message(_SENTENCES[ScanVerdict(row.verdict)], title=row.title, procedure=TranslatedText(procedure.names)),
        )
        for row in rows.order_by("attached_at", "pk")
        if str(row.pk) in places
    ]
