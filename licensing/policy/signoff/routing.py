"""Which procedure a case takes, which bodies it needs, and which rows of the decision table said so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from licensing.messages import Amount, JoinedText, Message, MessageInContext, Text
from licensing.policy.destinations.splitting import SplitSum
from licensing.policy.reference.filters import find_values, is_met

# What a request only passes counts for bans and excluded tiers: a row about it adds bodies and flags, and chooses nothing.
PASSED_FACTS: Final = ("transit", "transit_tiers")


@dataclass(frozen=True, slots=True)
class FiredRow:
    """A row that matched the case, with the facts that met it; kept with the case as the grounds of its routing."""

    code: str
    because: Text


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the decision table looks at. `value` is in the reporting currency; None where no rate is known.

    `tier` is the strictest of all `destinations`, the countries where it ends; `transit` are those that it only passes or that
    take part, and `transit_tiers` their tiers. `value` is that of the sale, with what was filed apart of it.
    """

    kind: str
    goods: frozenset[str] = frozenset()
    tier: str = ""
    country: str = ""
    form: str = ""
    value: Decimal | None = None
    mtcr: frozenset[str] = frozenset()
    destinations: frozenset[str] = frozenset()
    transit: frozenset[str] = frozenset()
    transit_tiers: frozenset[str] = frozenset()
    ref: str = ""
    # Of a fact that follows from more than one field: its value with whom or what it is due to.
    because: Mapping[str, Text] = field(default_factory=dict, compare=False)
    # What is to be said of the facts whichever rows they meet.
    grounds: tuple[FiredRow, ...] = field(default=(), compare=False)
    sums: tuple[SplitSum, ...] = field(default=(), compare=False)
    # What people call the codes above; a code without a name is shown as it is, and a new name is no other case.
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
            "destinations": sorted(self.destinations),
            "transit": sorted(self.transit),
            "transit_tiers": sorted(self.transit_tiers),
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
    title: Text = ""


@dataclass(frozen=True, slots=True)
class Routing:
    """`procedure` is empty when no row covers the case.

    `grounds` say what the rows were asked with, whichever fired: the strictest destination, what else is counted with the sale.
    """

    procedure: str
    fired: tuple[FiredRow, ...]
    extra_seats: tuple[str, ...]
    flags: tuple[str, ...]
    grounds: tuple[FiredRow, ...] = ()
    sums: tuple[SplitSum, ...] = ()


def find_passed_facts(when: Mapping[str, Any]) -> list[str]:
    """The facts of a condition that no procedure may be chosen by."""
    return [fact for fact in PASSED_FACTS if fact in when]


def route(facts: CaseFacts, rows: Sequence[RouteRow]) -> Routing:
    """The procedure of the matching row of highest priority; seats and flags of every matching row add up.

    Rows of equal priority are taken by code, so that the answer never depends on the order of a query.
    """
    data = facts.as_data()
    fired = [row for row in sorted(rows, key=lambda row: (-row.priority, row.code)) if is_met(row.when, data)]
    # A row without a procedure may have the highest priority and still choose nothing: it only adds seats or flags.
    chosen = next((row for row in fired if row.procedure), None)
    return Routing(
        procedure=chosen.procedure if chosen else "",
        fired=tuple(_explain_row(row, facts) for row in fired if row is chosen or row.extra_seats or row.flags),
        extra_seats=tuple(dict.fromkeys(seat for row in fired for seat in row.extra_seats)),
        flags=tuple(dict.fromkeys(flag for row in fired for flag in row.flags)),
        grounds=facts.grounds,
        sums=facts.sums,
    )


_NAMES = {
    "kind": MessageInContext("routing", "kind of case"),
    "goods": MessageInContext("routing", "goods"),
    "tier": MessageInContext("routing", "partner tier"),
    "country": MessageInContext("routing", "country"),
    "form": MessageInContext("routing", "form of co-operation"),
    "value": MessageInContext("routing", "value"),
    "mtcr": MessageInContext("routing", "MTCR category"),
    "destinations": MessageInContext("routing", "country that it goes to"),
    "transit": MessageInContext("routing", "country that it passes"),
    "transit_tiers": MessageInContext("routing", "tier of a country that it passes"),
}


def _explain_row(row: RouteRow, facts: CaseFacts) -> FiredRow:
    """What of the case met the row, so that the reader sees the facts and not the condition."""
    data = facts.as_data()
    met = [
        Message(
            "%(fact)s: %(values)s",
            fact=_NAMES.get(path, path),
            values=facts.because.get(path) or _met_values(wanted, facts, data, path),
        )
        for path, wanted in row.when.items()
    ]
    because = JoinedText(*met, separator="; ") if met else Message("covers every case")
    return FiredRow(row.code, Message("%(title)s (%(because)s).", title=row.title or row.code, because=because))


_UNNAMED = Message("none named")


def _met_values(wanted: Any, facts: CaseFacts, data: Mapping[str, Any], path: str) -> JoinedText:
    """The values of the case that met a condition, by the names that people have for them."""
    found = list(find_values(data, path))
    asked = wanted if isinstance(wanted, (list, tuple)) else [wanted]
    # A bound or a "not" names no values of the case, so all that were found are shown.
    values = [value for value in found if value in asked] or found
    return JoinedText(*(_value_name(value, facts) for value in values), separator=", ")


def _value_name(value: Any, facts: CaseFacts) -> Text:
    if value in ("", None):
        return _UNNAMED
    if isinstance(value, Decimal):
        return Message("EUR %(amount)s", amount=Amount(value))
    return facts.names.get(str(value), str(value))
