"""The stored decision table: what is wrong with a row of it, and for which kinds of case it has no procedure on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from licensing.choices import CooperationForm, PartnerTier
from licensing.messages import Message, Text
from licensing.policy import shapes
from licensing.policy.exact import to_decimal
from licensing.policy.signoff.routing import CaseFacts, RouteRow, find_passed_facts, route

FACTS = shapes.as_record(**{fact: {} for fact in CaseFacts("").as_data()})
SEATS = shapes.list_of(shapes.as_code("code of a body", 24), 40)
FLAGS = shapes.list_of(shapes.as_code("flag"), 40)
TRANSIT_CHOOSES_NOTHING = Message(
    "What a request only passes chooses no procedure. Name none, and let the row add bodies or flags."
)
_CONDITION = shapes.build_validator(shapes.as_record(when=FACTS, extra_seats=SEATS, flags=FLAGS))


def find_unreadable_lines(when: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """The lines of a condition that say nothing that can be met, each with its fact; the table would pass over them unseen."""
    for fact, wanted in when.items():
        if not _is_readable(wanted):
            yield (
                fact,
                Message(
                    "A line of a condition is a word, a list of words, all but some ({not = [“…”]}), or an amount between two"
                    " ({min = “…”, max = “…”}).",
                ),
            )


def _is_readable(wanted: Any) -> bool:
    match wanted:
        case str():
            return True
        case list() | tuple():
            return bool(wanted) and all(isinstance(one, str) for one in wanted)
        case Mapping():
            words, bounds = wanted.get("not", [""]), [wanted[name] for name in ("min", "max") if name in wanted]
            is_known = bool(wanted) and wanted.keys() <= {"not", "min", "max"}
            return is_known and _is_readable(words) and all(_is_exact_bound(one) for one in bounds)
    return False


def _is_exact_bound(bound: Any) -> bool:
    return isinstance(bound, str | int) and not isinstance(bound, bool) and to_decimal(bound) is not None


def check_routing_row(
    row: Mapping[str, Any], *, bodies: Collection[str], procedures: Collection[str]
) -> Iterator[tuple[str, Text]]:
    """Each mistake with its column."""
    for gap in shapes.find_gaps(_CONDITION, {name: row[name] for name in ("when", "extra_seats", "flags")}):
        yield gap.path.partition(".")[0], gap.message
    for _fact, sentence in find_unreadable_lines(row["when"]):
        yield "when", sentence
    if (code := row["procedure_code"]) and code not in procedures:
        yield "procedure_code", Message("There is no published procedure “%(code)s”.", code=code)
    if row["procedure_code"] and find_passed_facts(row["when"]):
        yield "procedure_code", TRANSIT_CHOOSES_NOTHING
    for code in row["extra_seats"]:
        if code not in bodies:
            yield "extra_seats", Message("There is no body “%(code)s”.", code=code)


@dataclass(frozen=True, slots=True)
class DatedRow:
    """A row with the first day on which it is in force and, where it ends, the first day on which it is not any more."""

    row: RouteRow
    begins: date
    ends: date | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether it decides about cases on a day."""
        return self.begins <= day and (self.ends is None or day < self.ends)

    def is_in_force_with(self, other: DatedRow, *, since: date) -> bool:
        """Whether it decides on every day, from a day on, on which the other does."""
        lasts = self.ends is None or (other.ends is not None and other.ends <= self.ends)
        return lasts and self.begins <= max(other.begins, since)


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """The whole table, and the first day of each procedure: from its first published version on it stays in force."""

    rows: Sequence[DatedRow]
    procedures: Mapping[str, date]

    def get_rows(self, day: date) -> list[RouteRow]:
        """The rows that are in force on a day."""
        return [one.row for one in self.rows if one.is_in_force(day)]

    def has_procedure(self, code: str, day: date) -> bool:
        """Whether a version of a procedure is in force on a day."""
        return code in self.procedures and self.procedures[code] <= day

    def find_uncovered(self, kinds: Iterable[str], day: date) -> list[str]:
        """The kinds of case that some tier or form of co-operation would leave without a procedure on a day."""
        rows = self.get_rows(day)
        return [kind for kind in kinds if not all(self._serves(facts, rows, day) for facts in _list_facts(kind))]

    def _serves(self, facts: CaseFacts, rows: Sequence[RouteRow], day: date) -> bool:
        return self.has_procedure(route(facts, rows).procedure, day)


def _list_facts(kind: str) -> Iterator[CaseFacts]:
    return (CaseFacts(kind, tier=tier.value, form=form.value) for tier in PartnerTier for form in CooperationForm)
