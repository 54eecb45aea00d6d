"""The one place that writes governed rows. A release does it for good, a trial inside a savepoint that is rolled back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol

from licensing.acts.acting import lock_name
from licensing.acts.reference.change_sets.rows import MODELS, find_stored, get_field, serialize_row, to_columns
from licensing.acts.reference.procedures import store_procedure
from licensing.choices import ChangeAction
from licensing.policy.reference.changes import carry_wording
from licensing.policy.reference.governed import GOVERNED, GovernedList, Row

BATCH = 500


class Line(Protocol):
    """A line of a change set, stored or not."""

    list: str
    key: str
    action: str
    before: Any
    after: Any


def apply_lines(lines: Iterable[Line], *, on: date) -> None:
    """Write rows as lines say, list by list; rows that end do so on a day, and none begins before it.

    The statements do not grow with the rows of a list. Trials and releases write one after the other: a trial until its rows
    are rolled back, a release until it is committed.

    The caller records an event that covers it. Raises ProcedureInvalid for a document that could not work, and IntegrityError
    for what the tables themselves refuse.
    """
    # Two that add the same rows, each in its own order, would wait for each other for ever. Rolling back to a savepoint that
    # was made before it frees this lock, so that a trial holds it no longer than its rows.
    lock_name("governed rows")
    by_list: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_list[line.list].append(line)
    for code, governed in GOVERNED.items():
        if governed.whole:
            for line in by_list[code]:
                store_procedure(governed.begin(line.after, None, on=on))
        elif by_list[code]:
            _apply_to_list(governed, by_list[code], on)


def _apply_to_list(governed: GovernedList, lines: Sequence[Line], on: date) -> None:
    code, manager = governed.code, MODELS[governed.code]._default_manager
    stored = {governed.build_key(serialize_row(code, one)): one for one in find_stored(code, [line.key for line in lines])}
    fresh, changed, gone = [], [], []
    for line in lines:
        known = stored.get(line.key)
        row = _build_row(governed, line, serialize_row(code, known) if known is not None else None, on)
        if row is None:
            gone += [known.pk] if known is not None else []
        elif known is None:
            fresh.append(MODELS[code](**to_columns(code, row)))
        else:
            for attribute, value in to_columns(code, row).items():
                setattr(known, attribute, value)
            changed.append(known)
    if fresh:
        manager.bulk_create(fresh)
    if changed:
        # In the order of their codes, in which acts lock the countries of a request; an update alone takes them as they lie.
        list(manager.select_for_update(no_key=True).filter(pk__in=[one.pk for one in changed]).order_by("pk").values_list("pk"))
        columns = [name for name in governed.columns if not get_field(code, name).primary_key]
        manager.bulk_update(changed, columns, batch_size=BATCH)
    if gone:
        manager.filter(pk__in=gone).delete()


def _build_row(governed: GovernedList, line: Line, present: Row | None, on: date) -> Row | None:
    """The row as it is to stand; None where it is taken out."""
    if line.action == ChangeAction.END and present is not None:
        return governed.retire(present, on=on)
    if line.after is None:
        return None
    # What was reworded since the line was drafted stays as it is worded now.
    # A column that its list did not have when the line was drafted stays as it is.
    after = {**(present or {}), **carry_wording(governed, line.before, line.after, present)}
    return governed.begin(after, present, on=on)
