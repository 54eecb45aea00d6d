"""The decision table in a draft of changes: rows are added, superseded by new ones and ended, and never rewritten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.reference.change_sets.drafting import drop_change_lines, put_change_lines
from licensing.acts.reference.change_sets.rows import load_present
from licensing.choices import ChangeAction
from licensing.errors import Gap, Invalid
from licensing.messages import Message
from licensing.models import ChangeLine, ChangeSet, RoutingRow, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.reference.governed import GOVERNED, RowChange, build_path
from licensing.policy.reference.routing_rows import DatedRow
from licensing.policy.reference.superseding import build_succession, find_free_code, split_code
from licensing.policy.signoff.routing import RouteRow

LIST: Final = "routing"


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A row of the table as a draft would leave it. `line` says what the draft does with it; None: nothing."""

    values: Mapping[str, Any]
    line: ChangeLine | None

    @property
    def code(self) -> str:
        return str(self.values["code"])

    @property
    def is_new(self) -> bool:
        """Whether the draft brings it."""
        return self.line is not None and self.line.before is None

    @property
    def ends(self) -> bool:
        """Whether the draft ends it, with the release or on a later day."""
        if self.line is None or self.line.before is None:
            return False
        after = self.line.after or {}
        return self.line.action == ChangeAction.END or after["retired_on"] != self.line.before["retired_on"]

    @property
    def is_changed(self) -> bool:
        """Whether the draft changes it in its place, as long as it has not begun."""
        return self.line is not None and not self.is_new and not self.ends

    @property
    def is_writable(self) -> bool:
        """Whether it can be written on: a row as it is, which another supersedes, or one that the draft brings."""
        return self.is_new or self.line is None

    def as_policy(self) -> RouteRow:
        """The row as the decision table reads it."""
        days = ("valid_from", "retired_on")
        return RoutingRow(**{name: value for name, value in self.values.items() if name not in days}).as_policy()

    def as_dated(self, *, on: date) -> DatedRow:
        """The row with its days, where the draft comes into force on a day."""
        ends = on.isoformat() if self.line and self.line.action == ChangeAction.END else self.values["retired_on"]
        begins = date.fromisoformat(self.values["valid_from"])
        return DatedRow(self.as_policy(), begins, date.fromisoformat(ends) if ends else None)


def list_draft_rows(change_set: ChangeSet, *, on: date) -> list[DraftRow]:
    """The table with the draft laid over it, in the order in which rows are asked; without rows that are over."""
    lines = {line.key: line for line in change_set.lines.filter(list=LIST)}
    present = load_present(LIST)
    rows = [
        _lay_over(row, lines.get(code)) for code, row in present.items() if code in lines or not GOVERNED[LIST].is_over(row, on)
    ]
    rows += [DraftRow(line.after, line) for code, line in lines.items() if code not in present and line.after]
    return sorted(rows, key=lambda row: (-row.values["priority"], row.code))


def _lay_over(row: Mapping[str, Any], line: ChangeLine | None) -> DraftRow:
    return DraftRow(line.after if line and line.after else row, line)


@guard_texts(shaped=("values",))
def add_row(change_set: ChangeSet, user: User, *, code: str, values: Mapping[str, Any]) -> None:
    """Write a new row into a draft, or write one that the draft brings again.

    Raises Invalid for the code of a row that is there already; other refusals as of `put_change_lines`.
    """
    put_change_lines(change_set, user, build_addition(code, values))


@guard_texts(shaped=("values",))
def supersede_row(change_set: ChangeSet, user: User, *, code: str, values: Mapping[str, Any]) -> str:
    """End a row and write another in its place, in one step; the code of the new one. The old row stays as it decided."""
    fresh, changes = build_replacement(change_set, code, values)
    put_change_lines(change_set, user, changes)
    return fresh


def build_addition(code: str, values: Mapping[str, Any]) -> list[RowChange]:
    """The new row that `add_row` would write into a draft; it refuses the same."""
    if load_present(LIST, [code]):
        sentence = Message("There is a row “%(code)s” already. Change that one, or take another code.", code=code)
        raise Invalid(gaps=[Gap("taken", build_path(LIST, code, "code"), sentence)])
    return [RowChange(LIST, code, ChangeAction.PUT, {"code": code, **values})]


def build_replacement(change_set: ChangeSet, code: str, values: Mapping[str, Any]) -> tuple[str, list[RowChange]]:
    """The code of the row that would take the place of another, and the rows that `supersede_row` would write into a draft."""
    fresh = _find_free_code(change_set, code)
    begins, on = date.fromisoformat(values["valid_from"]), to_local_day(change_set.in_force_from or database_now())
    return fresh, list(build_succession(GOVERNED[LIST], code, values, fresh, begins=begins, on=on))


@guard_texts()
def end_row(change_set: ChangeSet, user: User, *, code: str) -> None:
    """End a row on the day on which the draft comes into force."""
    put_change_lines(change_set, user, [RowChange(LIST, code, ChangeAction.END)])


@guard_texts()
def undo_row(change_set: ChangeSet, user: User, *, code: str) -> None:
    """Take a row out of a draft again; of one that supersedes another, both."""
    keys = {line.key for line in change_set.lines.filter(list=LIST)}
    drop_change_lines(change_set, user, [(LIST, one) for one in {code, *_list_superseded(code, keys)}])


def _list_superseded(code: str, keys: set[str]) -> Iterator[str]:
    base, number = split_code(code)
    names = {f"{base}-{before}" for before in range(2, number)} | ({base} if number > 1 else set())
    return (one for one in keys if one in names)


def _find_free_code(change_set: ChangeSet, code: str) -> str:
    base, _number = split_code(code)
    taken = set(RoutingRow.objects.filter(pk__startswith=base).values_list("pk", flat=True))
    taken |= set(change_set.lines.filter(list=LIST, key__startswith=base).values_list("key", flat=True))
    return find_free_code(code, taken)
