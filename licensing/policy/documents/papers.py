"""What a paper says, as values: every text in both languages, laid out by a template of a version of its own.

The same values always make the same paper. A template works nothing out, so whatever stands on a paper stands in its data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal, TypeAlias

# The template that papers are made with now. Papers that were made before cite the one of their time.
FORM: Final = "v1"
# SHA-256 of every template that papers may cite, as it was shipped.
FORM_DIGESTS: Final[Mapping[str, str]] = {"v1": "ff8626e21ad2ebb3926c9fed988d6f4268bcf5ec09d61bfa19c548190cbfafc2"}

# What heads every paper of a licence: its validity, its resolution, the day of its issue; and a notice of its suspension:
# since when, by whom, why. What a paper replaces comes after.
_SHARED_HEAD: Final = 3

# In so many working days an officer issues the paper of a licence, and the notice of its suspension; the rules of reminders
# say who hears of that day, and when.
ISSUE_WITHIN_WORKING_DAYS: Final = 3
NOTIFY_WITHIN_WORKING_DAYS: Final = 1

# One text in both languages, `{"uk": …, "en": …}`; what is called the same everywhere, such as a code, is a plain text.
Words: TypeAlias = Mapping[str, str] | str
Lines: TypeAlias = Sequence[Words]
Fact: TypeAlias = tuple[Words, Lines]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: `wide` columns share the room, `figure` stands to the right, `short` takes what it needs."""

    title: Words
    kind: Literal["wide", "middle", "short", "figure"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table whose heading is repeated on each page, with its sums below."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Lines]]
    sums: Sequence[tuple[Words, Words]] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paper under one heading: facts, a table, numbered entries, then whole sentences."""

    title: Words | None = None
    facts: Sequence[Fact] = ()
    sheet: Sheet | None = None
    entries: Sequence[Lines] = ()
    prose: Lines = ()


@dataclass(frozen=True, slots=True)
class PaperText:
    """A whole paper. `head` says what it is and `signed` who answers for it; `parts` are what it is about."""

    kind: str
    number: str
    reference: str
    title: Words
    authority: Words
    parts: Sequence[Part]
    subtitle: Words | None = None
    head: Sequence[Fact] = ()
    signed: Sequence[Fact] = ()
    closing: Lines = ()
    # The address that says whether the paper holds, and its code as rows of modules; a preview has none.
    check: str = ""
    code: Sequence[str] = field(default_factory=tuple)

    def as_data(self) -> dict[str, Any]:
        """The paper as its template and its digest have it."""
        return asdict(self)


def is_repeated(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether two papers of one kind and licence differ in nothing but their numbers, codes, issuer and day."""
    same = all(before[name] == after[name] for name in ("title", "subtitle", "parts"))
    return same and before["head"][:_SHARED_HEAD] == after["head"][:_SHARED_HEAD]
