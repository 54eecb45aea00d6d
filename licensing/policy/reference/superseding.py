"""How a change of a row that has begun is made: the row ends, and another takes its place under the next number of its code."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Final

from licensing.choices import ChangeAction
from licensing.policy.reference.changes import find_changed_columns, overlay_row
from licensing.policy.reference.governed import GovernedList, Row, RowChange

_LONGEST_CODE: Final = 48


def split_code(code: str) -> tuple[str, int]:
    """The stem of a code and the number at its end; one without a number is the first."""
    found = re.fullmatch(r"(.+)-([0-9]{1,4})", code)
    stem, number = (found[1], int(found[2])) if found else (code, 1)
    return stem[: _LONGEST_CODE - 5], number


def find_free_code(code: str, taken: Collection[str]) -> str:
    """The next number of a code that no row has."""
    base, _number = split_code(code)
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def build_succession(
    governed: GovernedList, key: str, values: Row, fresh: str, *, begins: date, on: date
) -> tuple[RowChange, RowChange]:
    """A row that is in force ends, and one with `values` takes its place as `fresh`, on a day from `on`."""
    # One that begins later takes over on its day; otherwise both turn on the day of the release, whenever that is.
    end = (
        RowChange(governed.code, key, ChangeAction.PUT, {governed.ending_column: begins.isoformat()})
        if begins > on
        else RowChange(governed.code, key, ChangeAction.END)
    )
    written = {**values, governed.key[0]: fresh, governed.begins: begins.isoformat()}
    return end, RowChange(governed.code, fresh, ChangeAction.PUT, written)


def fit_shipped_change(
    governed: GovernedList, change: RowChange, before: Row | None, *, on: date, find_code: Callable[[str], str]
) -> Iterator[RowChange]:
    """A change that ships, as a list can take it on a day: nothing begins before it, and what has begun is not written again.

    Rows of past days are left out. `find_code` gives the next free code of a row.
    """
    after = overlay_row(governed, before, change.values)
    day = after.get(governed.dated) if governed.dated else None
    if day and day < on.isoformat() and not (governed.late and before is None):
        return
    changed = set(find_changed_columns(governed, before, after)) - set(governed.wording)
    if change.action == ChangeAction.END:
        yield change
    elif before is None or not governed.superseded or not changed or not governed.has_begun(before, on):
        begins = {governed.begins: governed.begin(after, before, on=on)[governed.begins]} if governed.begins in after else {}
        yield RowChange(change.list, change.key, change.action, {**change.values, **begins})
    elif changed == {governed.ending_column} and after[governed.ending_column] and not governed.is_over(before, on):
        ends_later = after[governed.ending_column] > on.isoformat()
        yield change if ends_later else RowChange(change.list, change.key, ChangeAction.END)
    else:
        if not governed.is_over(before, on):
            yield RowChange(change.list, change.key, ChangeAction.END)
        fresh = find_code(change.key)
        values = after | {governed.key[0]: fresh, governed.begins: on.isoformat()}
        yield RowChange(change.list, fresh, ChangeAction.PUT, values)
