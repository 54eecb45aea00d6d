"""How the parts of a request are read: a draft may hold anything in them, and what has another shape is empty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any


def list_rows(document: Mapping[str, Any], section: str) -> list[Mapping[str, Any]]:
    """The rows of a list, each at its place; what is no row is one without fields."""
    rows = document.get(section)
    return [row if isinstance(row, Mapping) else {} for row in rows] if isinstance(rows, list) else []


def get_part(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A part of a request or of its terms; empty where there is none."""
    part = document.get(name)
    return part if isinstance(part, Mapping) else {}


def get_terms(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The terms of co-operation; empty where there are none."""
    return get_part(document, "terms")


def read_day(text: Any) -> date | None:
    """A day as the document writes it, or None for anything else."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
