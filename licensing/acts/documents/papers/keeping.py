"""Papers as rows: what one says is written once, and printed from that row whenever somebody asks for it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.conf import settings

from licensing.acts.documents.printing import print_form
from licensing.models import Paper
from licensing.policy.documents.papers import FORM, PaperText
from licensing.policy.record.digests import compute_digest, to_canonical


def fill_paper(paper: Paper, text: PaperText) -> None:
    """Have a row keep what the paper says, with its digest and that of the template that it is made with."""
    data = text.as_data()
    paper.form, paper.form_digest = FORM, digest_form(FORM)
    paper.canonical, paper.digest = to_canonical(data).decode(), compute_digest(data)


def digest_form(form: str) -> str:
    """SHA-256 of a template, in hexadecimal: a paper cites it, so that a template that was changed is found out."""
    return hashlib.sha256((settings.ROOT / "templates" / "documents" / "papers" / f"{form}.typ").read_bytes()).hexdigest()


def print_paper_again(paper: Paper) -> bytes:
    """A paper that was issued, as PDF/A: the same bytes each time, for as long as the compiler is the same."""
    data = json.loads(paper.canonical)
    return print_form(paper.form, data, at=paper.made_at, mark=paper.digest)


def print_preview(text: PaperText, *, at: datetime) -> bytes:
    """What would be issued now, marked across each page as a preview, without a code."""
    data: dict[str, Any] = json.loads(to_canonical(text.as_data()))
    return print_form(FORM, data, at=at, mark="", preview=True)


def name_file(paper: Paper) -> str:
    """What a paper is called where it is saved: by the number of its licence, or the reference of its case."""
    if paper.licence is not None:
        return f"{paper.licence.number}-{paper.number}.pdf"
    return f"{(paper.case.reference or '').replace('/', '-')}-{paper.kind}.pdf"
