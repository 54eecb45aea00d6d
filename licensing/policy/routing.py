"""Which procedure a case takes, which bodies it needs, and which rows of the decision table said so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from licensing.policy.filters import matches, values_at
from licensing.policy.wording import Text


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
    # What people call the codes above; a code without a name is shown as it is.
    names: Mapping[str, Text] = field(default_factory=dict, compare=False)

    def as_data(self) -> dict[str, Any]:
        """The facts as conditions see them."""
        return {
            "kind": self.kind,
            "goods": sorted(self.goods),
            "tier": self.tier,
            "country": self.country,
            "form": self.form,
            "value": self.value,
            "mtcr": sorted(self.mtcr),
        }


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

    @property
    def effect(self) -> tuple[str, frozenset[str], frozenset[str]]:
        """What a case would feel of it."""
        return self.procedure, frozenset(self.extra_seats), frozenset(self.flags)


@dataclass(frozen=True, slots=True)
class Difference:
    facts: CaseFacts
    before: Routing
    after: Routing


def route(facts: CaseFacts, rows: Sequence[RouteRow]) -> Routing:
    """The procedure of the matching row of highest priority; seats and flags of every matching row add up.

    Rows of equal priority are taken by code, so that the answer never depends on the order of a query.
    """
    fired = [row for row in sorted(rows, key=lambda row: (-row.priority, row.code)) if matches(row.when, facts.as_data())]
    chosen = next((row for row in fired if row.procedure), None)
    return Routing(
        procedure=chosen.procedure if chosen else "",
        fired=tuple(_because(row, facts) for row in fired if row is chosen or row.extra_seats or row.flags),
        extra_seats=tuple(dict.fromkeys(seat for row in fired for seat in row.extra_seats)),
        flags=tuple(dict.fromkeys(flag for row in fired for flag in row.flags)),
    )


def dry_run(cases: Sequence[CaseFacts], old_rows: Sequence[RouteRow], new_rows: Sequence[RouteRow]) -> tuple[Difference, ...]:
    """The cases that a changed table would have routed otherwise."""
    routed = ((facts, route(facts, old_rows), route(facts, new_rows)) for facts in cases)
    return tuple(Difference(facts, before, after) for facts, before, after in routed if before.effect != after.effect)


_NAMES = {
    "kind": Text("kind of case", "вид справи"),
    "goods": Text("goods", "товари"),
    "tier": Text("partner tier", "категорія партнера"),
    "country": Text("country", "країна"),
    "form": Text("form of co-operation", "форма співпраці"),
    "value": Text("value", "вартість"),
    "mtcr": Text("MTCR category", "категорія РКРТ"),
}


def _because(row: RouteRow, facts: CaseFacts) -> RowFired:
    """What of the case met the row, so that the reader sees the facts and not the condition."""
    data = facts.as_data()
    met = [(_NAMES.get(path, Text(path, path)), _met(row.when[path], facts, data, path)) for path in row.when]
    if not met:
        because = Text("covers every case", "поширюється на всі справи")
    else:
        because = Text(
            "; ".join(f"{name.en}: {value.en}" for name, value in met),
            "; ".join(f"{name.uk}: {value.uk}" for name, value in met),
        )
    title = Text(row.title_en or row.code, row.title_uk or row.title_en or row.code)
    return RowFired(row.code, f"{title.en} ({because.en}).", f"{title.uk} ({because.uk}).")


_UNNAMED = Text("none named", "не вказано")


def _met(wanted: Any, facts: CaseFacts, data: Mapping[str, Any], path: str) -> Text:
    """The values of the case that met a condition, by the names that people have for them."""
    found = list(values_at(data, path))
    asked = wanted if isinstance(wanted, (list, tuple)) else [wanted]
    values = [value for value in found if value in asked] or found
    named = [_named(value, facts) for value in values]
    return Text(", ".join(name.en for name in named), ", ".join(name.uk for name in named))


def _named(value: Any, facts: CaseFacts) -> Text:
    if value in ("", None):
        return _UNNAMED
    if isinstance(value, Decimal):
        return Text(f"EUR {value:,.2f}", f"{value:,.2f} євро".replace(",", "\u00a0").replace(".", ","))
    return facts.names.get(str(value), Text(str(value), str(value)))
