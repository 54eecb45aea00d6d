"""Documents of a request: attached, listed, handed out as what they were attached as, and taken out."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from licensing.acts import documents
from licensing.acts.requests import drafting
from licensing.api.http.answers import File
from licensing.api.http.operations import Ask, Door, IfMatch, Reply, does, reads
from licensing.api.http.wire import FileForm, StrictJSON
from licensing.api.requests.cases import CASE, READ, WRITE
from licensing.choices import ScanVerdict
from licensing.errors import FileAltered, FileRefused, Gap, Invalid, NotAllowed, Stale, Unseen, WrongState
from licensing.models import Document
from licensing.models.read_models import read_document
from licensing.models.read_models.views import DocumentView
from licensing.policy.requests.sections import DOCUMENT
from licensing.policy.shapes import record

_SHAPES: dict[str, Any] = DOCUMENT.schema()["properties"]
_ABOUT = {name: shape for name, shape in _SHAPES.items() if name not in ("id", "sha256", "content", "file_name")}
ATTACH = record(
    ("type", "title", "file_name", "content"),
    **_ABOUT,
    file_name=_SHAPES["file_name"],
    content=_SHAPES["content"] | {"title": "the file, base64; or send a form with the file in `file`"},
)


class Documents(Door):
    parser_classes = (StrictJSON, FileForm)

    @reads(list[DocumentView], READ, summary="List the documents of a case", refuses=(Unseen,))
    def get(self, ask: Ask, case_id: UUID) -> Reply:
        """Those attached now, oldest first."""
        rows = ask.case(case_id).documents.filter(removed_at__isnull=True).order_by("attached_at", "pk")
        return Reply([read_document(one) for one in rows])

    @does(
        DocumentView,
        WRITE,
        summary="Attach a document",
        takes=ATTACH,
        takes_form=True,
        status=201,
        if_match=IfMatch.OPTIONAL,
        refuses=(FileRefused, Invalid, NotAllowed, Stale, Unseen, WrongState),
        example={
            "type": "euc",
            "title": "End-user certificate",
            "file_name": "certificate.pdf",
            "content": "JVBERi0xLjcK...",
        },
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """The file type is read from the content, not from the name. At most 10 MB."""
        case, said = ask.case(case_id), ask.body
        about = {name: said[name] for name in _ABOUT if name in said}
        document = drafting.attach_document(
            case,
            ask.user,
            content=decoded(said["content"]),
            file_name=said["file_name"],
            about=about,
            expected=ask.expected(case),
        )
        return Reply(read_document(document), location=reverse("api:document", args=[case_id, document.pk]))


class OneDocument(Door):
    @reads(File, READ, summary="Download a document", refuses=(FileAltered, FileRefused, Unseen))
    def get(self, ask: Ask, case_id: UUID, document_id: UUID) -> HttpResponse:
        """The exact bytes that were attached; refused if the stored file no longer matches. Repr-Digest holds their SHA-256."""
        document = _attached(ask, case_id, document_id)
        if document.verdict == ScanVerdict.INFECTED:
            raise FileRefused(_("The scanner found malicious code in this file, so it is not handed out."))
        digest = base64.b64encode(bytes.fromhex(document.sha256)).decode()
        return HttpResponse(
            documents.handed_out(document),
            content_type=document.media_type,
            headers={
                "Content-Disposition": content_disposition_header(as_attachment=True, filename=document.file_name) or "",
                "Content-Security-Policy": "sandbox; default-src 'none'",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Repr-Digest": f"sha-256=:{digest}:",
                "X-Content-Type-Options": "nosniff",
            },
        )

    @does(
        None,
        WRITE,
        summary="Remove a document",
        method="delete",
        status=204,
        if_match=IfMatch.OPTIONAL,
        refuses=(Invalid, NotAllowed, Stale, Unseen, WrongState),
    )
    def delete(self, ask: Ask, case_id: UUID, document_id: UUID) -> Reply:
        """Versions that were filed with it keep it."""
        document = _attached(ask, case_id, document_id)
        case = ask.case(case_id)
        drafting.remove_document(case, ask.user, document.pk, expected=ask.expected(case))
        return Reply()


def _attached(ask: Ask, case_id: UUID, document_id: UUID) -> Document:
    """A document of this very case; one of another case is missing here, whoever may see that case."""
    document = ask.case(case_id).documents.filter(pk=document_id, removed_at__isnull=True).first()
    if document is None:
        raise Unseen
    return document


def decoded(text: str | None) -> bytes:
    """The content of a file that came in base64; nothing where none came."""
    try:
        return base64.b64decode(text or "", validate=True)
    except (binascii.Error, ValueError) as broken:
        raise Invalid(gaps=[Gap("wrong_form", "content", _("The content is not base64."))]) from broken


PATHS: Final = (
    path(f"{CASE}documents/", Documents.as_view(), name="documents"),
    path(f"{CASE}documents/<uuid:document_id>/", OneDocument.as_view(), name="document"),
)
