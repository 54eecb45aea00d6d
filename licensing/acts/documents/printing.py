"""Papers as PDF: the values of a paper set by a template of ours, the same values always as the same bytes."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from licensing.errors import Invalid

logger = logging.getLogger(__name__)


def print_paper(template: str, paper: Mapping[str, Any]) -> bytes:
    """A paper as a PDF. The template gets its values as JSON and works nothing out; none of them becomes markup."""
    folder = settings.ROOT / "templates" / "documents"
    inputs = {"paper": json.dumps(paper, ensure_ascii=False)}
    content: bytes = typst.compile(folder / template, root=folder, format="pdf", sys_inputs=inputs)
    return content


def print_form(form: str, paper: Mapping[str, Any], *, at: datetime, mark: str, preview: bool = False) -> bytes:
    """A paper as PDF/A-2b by a template under version, dated `at`, with fonts of the compiler alone.

    Its words are those of `replace_letters`. Raises Invalid where the compiler refuses them all the same.
    """
    inputs = {"form": form, "mark": mark, "mode": "preview" if preview else "issued"}
    try:
        return _compile(form, inputs | {"paper": json.dumps(paper, ensure_ascii=False)}, at)
    except typst.TypstError as refusal:
        logger.exception("a paper cannot be printed")
        raise Invalid(_("This paper cannot be printed. Administrators find the reason in the log of the service.")) from refusal


def _compile(form: str, inputs: Mapping[str, str], at: datetime) -> bytes:
    folder = settings.ROOT / "templates" / "documents" / "papers"
    content: bytes = typst.compile(
        folder / f"{form}.typ",
        root=folder,
        format="pdf",
        sys_inputs=dict(inputs),
        pdf_standards="a-2b",
        ignore_system_fonts=True,
        timestamp=int(at.timestamp()),
    )
    return content
