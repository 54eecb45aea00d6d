"""The documents of the demo's requests: small real PDFs, made when they are needed."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import cache
from typing import Any

import typst
from django.conf import settings

from licensing.models import DocumentType
from licensing.policy.reference.texts import select_text

Row = Mapping[str, Any]

# What each kind of paper says on its page; its number, issuer and days come from the story.
_BODIES = {
    "euc": "We certify that we are the end user of these goods. We shall use them ourselves and only for the stated purpose, "
    "and shall not re-export, lend or pass them on without the written consent of Ukraine. We shall confirm their receipt.",
    "contract": "The seller sells and the buyer buys the goods named above on the terms of this contract. It takes effect only "
    "with the permits of the authorities of both states.",
    "powers": "The holder may export goods of its own making in the groups named in the annex, until the day above.",
    "technical_description": "Purpose, construction, performance and limits of the goods, in as much detail as control needs.",
}
_DEFAULT_BODY = "This document is filed with the request and says what its title says."


@cache
def load_document_types() -> dict[str, DocumentType]:
    """The document types by code, read once per process; the demo is loaded by one command that then ends."""
    return {row.pk: row for row in DocumentType.objects.all()}


def build_document(about: Row, request: Row) -> dict[str, Any]:
    """A row of a request's documents with its content: a page that says what `about` says."""
    kind = load_document_types()[about["type"]]
    title = about.get("title") or select_text(kind.names, "en")
    inputs = {
        "kind": select_text(kind.names, "en"),
        "title": title,
        "number": about.get("number") or "—",
        "issuer": about.get("issuer") or "The applicant",
        "issued_on": about.get("issued_on") or "—",
        "expires_on": about.get("expires_on") or "—",
        "request": request.get("title", ""),
        "goods": ", ".join(item["name"] for item in request.get("items", ())) or "—",
        "body": about.get("body") or _BODIES.get(about["type"], _DEFAULT_BODY),
    }
    content = typst.compile(settings.ROOT / "seeds" / "demo" / "paper.typ", format="pdf", sys_inputs=inputs)
    return {
        **{name: value for name, value in about.items() if name != "body"},
        "title": title,
        "language": about.get("language", "en"),
        "file_name": f"{about['type']}.pdf",
        "content": base64.b64encode(content).decode("ascii"),
    }
