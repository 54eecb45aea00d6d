"""Which procedure a case takes, which bodies it needs, and which rows of the decision table said so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the decision table looks at. `value` is in the reporting currency; None where no rate is known."""

    kind: str
    goods: frozenset[str] = frozenset()
    tier: str = ""
    country: str = ""
    form: str = ""
    value: Decimal | None = None
    mtcr: frozenset[str] = frozenset()
    ref: str = ""


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One row of the decision table. `when` is a condition over CaseFacts.

    A row without a procedure only adds seats or flags.
    """

    code: str
    priority: int
    procedure: str = ""
    when: Mapping[str, Any] = field(default_factory=dict)
    extra_seats: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    title_en: str = ""
    title_uk: str = ""


@dataclass(frozen=True, slots=True)
class RowFired:
    code: str
    because_en: str
    because_uk: str


@dataclass(frozen=True, slots=True)
class Routing:
    """`procedure` is empty when no row covers the case."""

    procedure: str
    fired: tuple[RowFired, ...]
    extra_seats: tuple[str, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    facts: CaseFacts
    before: Routing
    after: Routing


def route(facts: CaseFacts, rows: Sequence[RouteRow]) -> Routing:
    """The procedure of the matching row of highest priority; seats and flags of every matching row add up."""
    raise NotImplementedError


def dry_run(
    cases: Sequence[CaseFacts], old_rows: Sequence[RouteRow], new_rows: Sequence[RouteRow]
) -> tuple[Difference, ...]:
    """The cases that a changed table would have routed otherwise."""
    raise NotImplementedError
