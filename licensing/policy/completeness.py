"""What a request of its kind still misses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from licensing.choices import Section
from licensing.errors import Gap

RequirementKind = Literal["section", "document", "party", "field"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of a kind's completeness list.

    `target` is a section of the request, a document type, a party role, or a dotted field path; a field path that
    meets a list (`items.quantity`) is required of each element.
    """

    code: str
    kind: RequirementKind
    target: str
    section: Section
    sentence_en: str
    sentence_uk: str
    applies_if: Mapping[str, Any] = field(default_factory=dict)


def gaps(
    document: Mapping[str, Any], requirements: Sequence[Requirement], *, language: str, today: date
) -> list[Gap]:
    """Everything that is still missing, in the order of the list; an expired document counts as missing."""
    raise NotImplementedError
