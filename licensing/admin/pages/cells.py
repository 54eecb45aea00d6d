"""Small pieces of a list: a cell is a template, so that what it shows is escaped."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def render_cell(name: str, **context: Any) -> SafeString:
    """A cell drawn by a template of `admin/licensing/pages/cells`, whose autoescaping covers what applicants typed."""
    return render_to_string(f"admin/licensing/pages/cells/{name}.html", context)
