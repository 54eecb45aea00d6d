"""The condition of a row of the decision table as fields of a form, and which rows can never choose because of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from licensing.policy.exact import to_decimal
from licensing.policy.reference.routing_rows import DatedRow
from licensing.policy.signoff.routing import PASSED_FACTS

# Facts of a case that a condition lists values of; of goods, MTCR categories and countries a case may have several at once.
LISTED_FACTS: Final = ("kind", "tier", "form", "country", "destinations", *PASSED_FACTS, "goods", "mtcr")
SEVERAL: Final = frozenset({"goods", "mtcr", "destinations", *PASSED_FACTS})


@dataclass(frozen=True, slots=True)
class ConditionFields:
    """A condition by fields: the values named of each fact, whether all others are meant, and the bounds of the value."""

    named: Mapping[str, Sequence[str]] = field(default_factory=dict)
    excepted: frozenset[str] = frozenset()
    least: Decimal | None = None
    most: Decimal | None = None

    def build(self) -> dict[str, Any]:
        """The condition as the table holds it; a fact of which nothing is named is no part of it."""
        when: dict[str, Any] = {}
        for fact in LISTED_FACTS:
            if values := list(self.named.get(fact, ())):
                when[fact] = {"not": values} if fact in self.excepted else values
        bounds = {name: format(bound, "f") for name, bound in (("min", self.least), ("max", self.most)) if bound is not None}
        return when | ({"value": bounds} if bounds else {})


def read_condition(when: Mapping[str, Any]) -> ConditionFields | None:
    """The fields of a condition; None for one that says more than the fields can, which is then written as a file only."""
    named: dict[str, list[str]] = {}
    excepted: set[str] = set()
    bounds: Mapping[str, Any] = {}
    for fact, wanted in when.items():
        if fact == "value" and isinstance(wanted, Mapping) and wanted.keys() <= {"min", "max"}:
            bounds = wanted
        elif fact not in LISTED_FACTS or (isinstance(wanted, Mapping) and wanted.keys() != {"not"}):
            return None
        else:
            if isinstance(wanted, Mapping):
                excepted.add(fact)
            named[fact] = _list_values(wanted["not"] if isinstance(wanted, Mapping) else wanted)
    return ConditionFields(named, frozenset(excepted), to_decimal(bounds.get("min")), to_decimal(bounds.get("max")))


def find_shadowed_rows(rows: Iterable[DatedRow], *, since: date) -> Iterator[tuple[str, str]]:
    """Rows whose procedure can never be chosen from a day on, each with the row that always comes first while it is there."""
    left = [one for one in rows if one.row.procedure and (one.ends is None or one.ends > since)]
    choosing = sorted(left, key=lambda one: (-one.row.priority, one.row.code))
    for place, one in enumerate(choosing):
        present = (other for other in choosing[:place] if other.is_in_force_with(one, since=since))
        first = next((other for other in present if does_imply(one.row.when, other.row.when)), None)
        if first is not None:
            yield one.row.code, first.row.code


def does_imply(narrow: Mapping[str, Any], wide: Mapping[str, Any]) -> bool:
    """Whether every case that meets the first condition is sure to meet the second. What cannot be told is no."""
    return all(fact in narrow and _does_line_imply(fact, narrow[fact], wanted) for fact, wanted in wide.items())


def _does_line_imply(fact: str, narrow: Any, wide: Any) -> bool:
    if narrow == wide:
        return True
    if fact == "value":
        return isinstance(narrow, Mapping) and isinstance(wide, Mapping) and _is_inside(narrow, wide)
    if isinstance(narrow, Mapping) != isinstance(wide, Mapping):
        # A case with one kind of goods that is named may still have another that is excepted.
        is_named_alone = isinstance(wide, Mapping) and fact not in SEVERAL
        return is_named_alone and not set(_list_values(narrow)) & set(_list_values(wide.get("not", ())))
    if isinstance(narrow, Mapping):
        return set(_list_values(wide.get("not", ()))) <= set(_list_values(narrow.get("not", ())))
    return set(_list_values(narrow)) <= set(_list_values(wide))


def _is_inside(narrow: Mapping[str, Any], wide: Mapping[str, Any]) -> bool:
    low, high = to_decimal(narrow.get("min")), to_decimal(narrow.get("max"))
    least, most = to_decimal(wide.get("min")), to_decimal(wide.get("max"))
    above = least is None or (low is not None and low >= least)
    below = most is None or (high is not None and high <= most)
    return "not" not in wide and "not" not in narrow and above and below


def _list_values(wanted: Any) -> list[str]:
    return [str(one) for one in wanted] if isinstance(wanted, (list, tuple)) else [str(wanted)]
