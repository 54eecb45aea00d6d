"""What rows said at a moment that has passed, read off the record of their changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Model, Q

from licensing.acts.people.rights.heads import annotate_cover
from licensing.models import Change, Event

# Of one row: its table and its key, as the record names them.
Row = tuple[str, str]


class Step(NamedTuple):
    """A change of a row at the moment of the event that covers it; `operation` as the record has it."""

    at: datetime
    columns: Mapping[str, Any]
    operation: str


def read_steps(rows: Mapping[type[Model], Collection[Any] | None], columns: Collection[str]) -> Mapping[Row, Sequence[Step]]:
    """The changes of some columns by row, oldest first; of these rows of each table, or of all. Two statements in all."""
    asked = Q(pk__in=[])
    for model, keys in rows.items():
        of_table = Q(table_name=model._meta.db_table)
        asked |= of_table if keys is None else of_table & Q(row__in=[str(one) for one in keys])
    changes = Change.objects.filter(asked, columns__has_any_keys=list(columns)).order_by("pk")
    told = list(annotate_cover(changes).values_list("table_name", "row", "columns", "operation", "event"))
    moments = dict(Event.objects.filter(pk__in={number for *_row, number in told if number}).values_list("pk", "at"))
    found: dict[Row, list[Step]] = defaultdict(list)
    for table, row, values, operation, number in told:
        if number in moments:
            found[table, row].append(Step(moments[number], values, operation))
    return found


def name_row(row: Model) -> Row:
    """How the record names a row."""
    return (row._meta.db_table, str(row.pk))


def find_value(name: str, steps: Sequence[Step], *, before: datetime, present: Any) -> Any:
    """What a column said just before a moment. What no change tells of was always as it is now."""
    known = [step for step in steps if name in step.columns]
    earlier = [step for step in known if step.at < before]
    if earlier:
        return earlier[-1].columns[name]
    if not known:
        return present
    # Found when the record began; or of a row that was not there yet, or of which the record does not know what it said.
    first = known[0]
    if first.operation == "B":
        return first.columns[name]
    if not isinstance(present, bool):
        return first.columns[name] if first.operation == "I" else None
    return False if first.operation == "I" else not first.columns[name]
