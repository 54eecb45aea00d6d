"""What was changed here and is shipped otherwise, in words: three sides, and how the draft settles each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.reference.change_sets.rows import load_present
from licensing.admin.reference.change_sets.governed_lists import get_list_name
from licensing.admin.reference.change_sets.row_words import Difference, RowWords, get_label, get_row_name
from licensing.choices import Settlement
from licensing.models import ChangeLine
from licensing.policy.reference.governed import Row
from licensing.policy.reference.merging import find_settlement


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A value that was changed here and is shipped otherwise, in words; `place` is where it stands among the conflicts.

    Of a whole row, `differences` say in what the one that is here and the one that is shipped differ.
    """

    place: int
    list_name: str
    name: str
    label: str
    shipped_before: str
    present: str
    shipped_now: str
    settled: Settlement
    differences: Sequence[Difference] = ()

    @property
    def settlement(self) -> str:
        return str(self.settled.label)

    @property
    def is_kept(self) -> bool:
        return self.settled is Settlement.KEPT

    @property
    def is_taken(self) -> bool:
        return self.settled is Settlement.TAKEN


def build_conflict_views(conflicts: Sequence[Mapping[str, Any]], lines: Iterable[ChangeLine]) -> list[ConflictView]:
    """What was changed here and is shipped otherwise, and how the change set settles each, in words.

    What the rows are called is read once for each list.
    """
    rows = {(one.list, one.key): one.after for one in lines}
    names = _find_named_rows(conflicts)
    sides = ("shipped_before", "present", "shipped_now")
    words = RowWords((one["list"], _as_row(one, one[name])) for one in conflicts for name in sides)

    def describe(one: Mapping[str, Any], name: str) -> str:
        if not one["column"]:
            return _("the row") if one[name] is not None else _("no such row")
        return words.describe(one["list"], one["column"], one[name])

    return [
        ConflictView(
            place,
            get_list_name(one["list"]),
            get_row_name(one["list"], one["key"], names.get((one["list"], one["key"]), {})),
            get_label(one["list"], one["column"]) + (f" · {one['language']}" if one["language"] else ""),
            shipped_before=describe(one, "shipped_before"),
            present=describe(one, "present"),
            shipped_now=describe(one, "shipped_now"),
            settled=Settlement(one.get("settlement") or _find_settlement(one, rows)),
            differences=_compare_rows(one, words),
        )
        for place, one in enumerate(conflicts)
    ]


def _find_named_rows(conflicts: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], Row]:
    """The rows as they are now; of one that is gone, what is shipped of it."""
    keys: dict[str, set[str]] = defaultdict(set)
    found: dict[tuple[str, str], Row] = {}
    for one in conflicts:
        keys[one["list"]].add(one["key"])
        if not one["column"]:
            found[one["list"], one["key"]] = one["shipped_now"] or one["shipped_before"] or {}
    for code, wanted in keys.items():
        found |= {(code, key): row for key, row in load_present(code, wanted).items()}
    return found


def _as_row(conflict: Mapping[str, Any], value: Any) -> Row:
    return {conflict["column"]: value} if conflict["column"] else value or {}


def _compare_rows(conflict: Mapping[str, Any], words: RowWords) -> Sequence[Difference]:
    present, shipped = conflict["present"], conflict["shipped_now"]
    if conflict["column"] or not present or not shipped:
        return ()
    return words.compare(conflict["list"], present, shipped)


def _find_settlement(conflict: Mapping[str, Any], rows: Mapping[tuple[str, str], Row | None]) -> Settlement:
    row = conflict["list"], conflict["key"]
    return find_settlement(conflict, rows.get(row), is_changed=row in rows)
