"""Texts as a reader of one language sees them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import override

from licensing.errors import Gap
from licensing.messages import Text


def render(text: Text, language: str) -> str:
    with override(language):
        return str(text)


def render_gaps(gaps: Iterable[Gap], language: str) -> list[tuple[str, str, str]]:
    """Each gap with its code, its place and its sentence."""
    with override(language):
        return [(gap.code, gap.path, gap.sentence) for gap in gaps]
