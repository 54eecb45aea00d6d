"""Documents of a request: attached, listed, downloaded exactly as they were attached, and removed."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from licensing.acts.documents import files
from licensing.acts.requests import drafting
from licensing.api.http.answers import File
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command, query
from licensing.api.http.pagination import CUTTING, cut_list
from licensing.api.http.wire import FileForm, StrictJSON
from licensing.api.requests.cases import CASE, DRAFT, READ
from licensing.errors import FileAltered, FileRefused, Gap, Invalid, KindRetired, NotAllowed, NotFound, Stale, WrongState
from licensing.models import Document
from licensing.models.read_models import read_document
from licensing.models.read_models.views import DocumentView
from licensing.policy.requests.sections import DOCUMENT
from licensing.policy.shapes import as_line, as_prose, as_record, forbid_empty

_SHAPES: dict[str, Any] = DOCUMENT.to_schema()["properties"]
# A file that may come with a text.
ENCLOSED: Final[Mapping[str, Any]] = {
    "file_name": forbid_empty(as_line(200)),
    "content": {"type": "string", "contentEncoding": "base64", "maxLength": 14_000_000, "title": "a document, in base64"},
}
APPEAL = as_record(("reason",), reason=forbid_empty(as_prose(4000)), **ENCLOSED)
_METADATA = {name: shape for name, shape in _SHAPES.items() if name not in ("id", "sha256", "content", "file_name")}
ATTACH = as_record(
    ("type", "title", "file_name", "content"),
    **_METADATA,
    file_name=_SHAPES["file_name"],
    content=_SHAPES["content"] | {"title": "the file, base64; or send a form with the file in `file`"},
)


class Documents(ApiView):
    parser_classes = (StrictJSON, FileForm)

    @query(list[DocumentView], READ, summary="List the documents of a case", query=CUTTING, refuses=(NotFound,))
    def get(self, call: Call, case_id: UUID) -> Result:
        """Those attached now, oldest first."""
        attached = call.get_case(case_id).documents.filter(removed_at__isnull=True)
        rows, rest = cut_list(attached, call, "attached_at")
        return Result([read_document(one) for one in rows], next=rest)

    @command(
        DocumentView,
        *DRAFT,
        summary="Attach a document",
        takes=ATTACH,
        takes_form=True,
        status=201,
        if_match=IfMatch.OPTIONAL,
        refuses=(FileRefused, Invalid, KindRetired, NotAllowed, Stale, NotFound, WrongState),
        example={
            "type": "euc",
            "title": "End-user certificate",
            "file_name": "certificate.pdf",
            "content": "JVBERi0xLjcK...",
        },
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """The file type is read from the content, not from the name. At most 10 MB."""
        case, body = call.get_case(case_id), call.body
        about = {name: body[name] for name in _METADATA if name in body}
        document = drafting.attach_document(
            case,
            call.user,
            content=decode_content(body["content"]),
            file_name=body["file_name"],
            about=about,
            expected=call.get_expected_revision(case),
        )
        return Result(read_document(document), location=reverse("api:document", args=[case_id, document.pk]))


class OneDocument(ApiView):
    @query(File, READ, summary="Download a document", refuses=(FileAltered, FileRefused, NotFound))
    def get(self, call: Call, case_id: UUID, document_id: UUID) -> HttpResponse:
        """The exact bytes that were attached; refused if the stored file no longer matches, or waits for the scanner.

        Repr-Digest holds their SHA-256.
        """
        document = _get_document(call, case_id, document_id)
        digest = base64.b64encode(bytes.fromhex(document.sha256)).decode()
        return HttpResponse(
            files.read_cleared_content(document),
            content_type=document.media_type,
            # The file is the applicant's: in an officer's browser it must neither run, nor be shown, nor be guessed at.
            headers={
                "Content-Disposition": content_disposition_header(as_attachment=True, filename=document.file_name) or "",
                "Content-Security-Policy": "sandbox; default-src 'none'",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Repr-Digest": f"sha-256=:{digest}:",
                "X-Content-Type-Options": "nosniff",
            },
        )

    @command(
        None,
        *DRAFT,
        summary="Remove a document",
        method="delete",
        status=204,
        if_match=IfMatch.OPTIONAL,
        refuses=(Invalid, NotAllowed, Stale, NotFound, WrongState),
    )
    def delete(self, call: Call, case_id: UUID, document_id: UUID) -> Result:
        """Versions that were filed with it keep it."""
        document = _get_document(call, case_id, document_id)
        case = call.get_case(case_id)
        drafting.remove_document(case, call.user, document.pk, expected=call.get_expected_revision(case))
        return Result()


def _get_document(call: Call, case_id: UUID, document_id: UUID) -> Document:
    """A document of this very case; NotFound for one of another case, even where the caller may see that case too."""
    document = call.get_case(case_id).documents.filter(pk=document_id, removed_at__isnull=True).first()
    if document is None:
        raise NotFound
    return document


def decode_enclosure(body: Mapping[str, Any], name: str) -> files.Enclosure:
    """The file that may come with an answer, as evidence or with an appeal, called `name` where its sender did not say how."""
    named = "file_name" in body or "content" in body
    return {"content": decode_content(body.get("content")), "file_name": body.get("file_name", name) if named else ""}


def decode_content(text: str | None) -> bytes:
    """The bytes of a file in base64; empty where none was sent. Raises Invalid for the field `content`."""
    try:
        # Without `validate`, Python skips what is not base64, and a damaged file would be stored as another one.
        return base64.b64decode(text or "", validate=True)
    except (binascii.Error, ValueError) as broken:
        raise Invalid(gaps=[Gap("wrong_form", "content", _("The content is not base64."))]) from broken


PATHS: Final = (
    path(f"{CASE}documents/", Documents.as_view(), name="documents"),
    path(f"{CASE}documents/<uuid:document_id>/", OneDocument.as_view(), name="document"),
)
