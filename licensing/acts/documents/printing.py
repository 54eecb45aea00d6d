"""Papers as PDF: the values of a paper set by a template of ours, the same values always as the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import typst
from django.conf import settings


def print_paper(template: str, paper: Mapping[str, Any]) -> bytes:
    """A paper as a PDF. The template gets its values as JSON and works nothing out; none of them becomes markup."""
    folder = settings.ROOT / "templates" / "documents"
    inputs = {"paper": json.dumps(paper, ensure_ascii=False)}
    content: bytes = typst.compile(folder / template, root=folder, format="pdf", sys_inputs=inputs)
    return content
