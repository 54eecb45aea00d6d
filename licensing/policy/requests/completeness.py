"""What a request of its kind still misses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from licensing.choices import Section
from licensing.errors import Gap
from licensing.messages import JoinedText, Message, Text
from licensing.policy.input.drafts import list_rows
from licensing.policy.input.texts import has_visible_text
from licensing.policy.reference.filters import is_met


class RequirementKind(StrEnum):
    """What a line of a completeness list asks for, by its word in the list."""

    SECTION = "section"
    DOCUMENT = "document"
    PARTY = "party"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of a kind's completeness list.

    `target` is a section of the request, a document type, a party role, or a dotted field path; a field path that
    meets a list (`items.quantity`) is required of each element. Of several fields of one step (`rate|margin`) one is enough.
    """

    code: str
    kind: RequirementKind
    target: str
    section: Section
    sentence: Text
    applies_if: Mapping[str, Any] = field(default_factory=dict)


def find_gaps(document: Mapping[str, Any], requirements: Sequence[Requirement], *, today: date) -> list[Gap]:
    """Everything that is still missing, in the order of the list; an expired document counts as missing."""
    found: list[Gap] = []
    for requirement in requirements:
        if is_met(requirement.applies_if, document):
            found.extend(_requirement_gaps(document, requirement, today))
    return found


def _requirement_gaps(document: Mapping[str, Any], requirement: Requirement, today: date) -> Iterator[Gap]:
    sentence = requirement.sentence
    match requirement.kind:
        case RequirementKind.SECTION:
            if _is_empty(document.get(requirement.target)):
                yield Gap(requirement.code, requirement.target, sentence)
        case RequirementKind.PARTY:
            if not any(party.get("role") == requirement.target for party in list_rows(document, "parties")):
                yield Gap(requirement.code, "parties", sentence)
        case RequirementKind.DOCUMENT:
            yield from _document_gaps(document, requirement, today)
        case RequirementKind.FIELD:
            for path in _empty_places(document, requirement.target.split("."), ()):
                yield Gap(requirement.code, path, sentence)


def _document_gaps(document: Mapping[str, Any], requirement: Requirement, today: date) -> Iterator[Gap]:
    """A document of the type that has not expired; where all have, say which one to renew."""
    expired = None
    for index, row in enumerate(list_rows(document, "documents")):
        if row.get("type") == requirement.target:
            if not _has_expired(row, today):
                return
            expired = index
    if expired is None:
        yield Gap(requirement.code, "documents", requirement.sentence)
    else:
        yield Gap(requirement.code, f"documents.{expired}.expires_on", JoinedText(requirement.sentence, _EXPIRED))


_EXPIRED = Message("The one that is attached has expired.")


def _has_expired(row: Mapping[str, Any], today: date) -> bool:
    """ISO dates compare as text; the last day still counts."""
    return bool(row.get("expires_on")) and str(row["expires_on"]) < today.isoformat()


def _empty_places(value: Any, steps: Sequence[str], walked: tuple[str, ...]) -> Iterator[str]:
    """Where the target is empty. A list is walked element by element; an empty list asks nothing of its elements."""
    if isinstance(value, list) and steps:
        for index, element in enumerate(value):
            yield from _empty_places(element, steps, (*walked, str(index)))
    elif steps:
        names = steps[0].split("|")
        given = [value.get(name) for name in names] if isinstance(value, Mapping) else [None]
        inner = next((one for one in given if not _is_empty(one)), given[0])
        yield from _empty_places(inner, steps[1:], (*walked, names[0]))
    elif _is_empty(value):
        yield ".".join(walked)


def _is_empty(value: Any) -> bool:
    """False and zero are answers; a text in which nothing can be seen is not."""
    if isinstance(value, str):
        return not has_visible_text(value)
    return value is None or (isinstance(value, (list, Mapping)) and not value)
