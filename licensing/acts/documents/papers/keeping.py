"""Papers as rows: what one says is written once, and printed from that row whenever somebody asks for it."""

from __future__ import annotations

import hashlib
import json
import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from licensing.acts.documents.letters import replace_letters
from licensing.acts.documents.printing import print_form
from licensing.choices import PaperKind
from licensing.errors import FileAltered
from licensing.models import Paper
from licensing.policy.documents.papers import FORM, FORM_DIGESTS, PaperText
from licensing.policy.record.digests import compute_digest, to_canonical

logger = logging.getLogger(__name__)


def serialize_paper(text: PaperText) -> dict[str, Any]:
    """What a paper says as its row keeps it, with Latin letters for those that cannot be printed."""
    data: dict[str, Any] = replace_letters(text.as_data())
    return data


def fill_paper(paper: Paper, text: PaperText) -> None:
    """Have a row keep what the paper says, with its digest and that of the template that it is made with."""
    data = serialize_paper(text)
    paper.form, paper.form_digest = FORM, digest_form(FORM)
    paper.canonical, paper.digest = to_canonical(data).decode(), compute_digest(data)


def digest_form(form: str) -> str:
    """SHA-256 of a template, in hexadecimal: a paper cites it, so that a template that was changed is found out.

    Raises FileNotFoundError where there is no such template.
    """
    return hashlib.sha256((settings.ROOT / "templates" / "documents" / "papers" / f"{form}.typ").read_bytes()).hexdigest()


def list_altered_forms() -> list[str]:
    """The templates that papers may cite and that are not here as they were shipped."""
    return [form for form, shipped in FORM_DIGESTS.items() if _find_digest(form) != shipped]


def _find_digest(form: str) -> str:
    try:
        return digest_form(form)
    except FileNotFoundError:
        return ""


def print_paper_again(paper: Paper) -> bytes:
    """A paper that was issued, as PDF/A: the same bytes each time, for as long as the compiler is the same.

    Raises FileAltered where its words or its template are not those that it was issued with.
    """
    data = json.loads(paper.canonical)
    if compute_digest(data) != paper.digest or _find_digest(paper.form) != paper.form_digest:
        logger.error("paper %s or its template %s is not what was issued", paper.pk, paper.form)
        raise FileAltered(_("This paper cannot be made again as it was issued. Administrators find the reason in the log."))
    return print_form(paper.form, data, at=paper.made_at, mark=paper.digest)


def print_preview(text: PaperText, *, at: datetime) -> bytes:
    """What would be issued now, marked across each page as a preview, without a code."""
    data: dict[str, Any] = json.loads(to_canonical(serialize_paper(text)))
    return print_form(FORM, data, at=at, mark="", preview=True)


def name_file(paper: Paper) -> str:
    """What a paper is called where it is saved: by the number of its licence, or the reference of its case."""
    if paper.licence is not None and paper.kind == PaperKind.SUSPENSION:
        return f"{paper.licence.number}-S{paper.number}.pdf"
    if paper.licence is not None:
        return f"{paper.licence.number}-{paper.number}.pdf"
    return f"{(paper.case.reference or '').replace('/', '-')}-{paper.kind}.pdf"
