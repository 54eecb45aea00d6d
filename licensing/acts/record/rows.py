"""Whether every row is what its changes come to, and every change what an event covers: column by column."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.record.beginning import list_begun_tables
from licensing.acts.record.report import Fault, Report
from licensing.choices import EDITABLE_STATES, GONE_STATES
from licensing.models import Case, Change
from licensing.models.record.change import Difference, TrackedTable
from licensing.models.record.protection import list_tracked_tables
from licensing.models.requests.composition import build_request_document, read_filed_document
from licensing.policy.record.digests import to_canonical

_CHUNK = 500
# Documents are rows with changes of their own; evidence and answers add to them after a request was filed.
_APART = frozenset({"documents"})
# How a field reads that nobody has filled in.
_EMPTY: tuple[Any, ...] = ("", None, [])


def check_changes(report: Report) -> Iterator[Fault]:
    """Every change is one that an event covers, as it was when the event was written."""
    report.looked_at["changes of rows"] = Change.objects.count()
    report.at = "changes"
    if (number := Change.objects.find_miscovered_event()) is not None:
        yield Fault(f"event {number}", _("The changes that this event covers are not those that were written."))
    if (found := Change.objects.find_unattested()) is not None:
        table, row = found
        yield Fault(f"{table} {row}", _("No event covers a change of this row."))


def check_rows(report: Report) -> Iterator[Fault]:
    """Every row of every table that carries meaning is what its changes come to."""
    begun, tables = list_begun_tables(), list_tracked_tables()
    # Where the record has not begun with a table, rows without changes are older than it; and of this one no change tells.
    told_of = begun | Change.objects.list_changed_tables(table.name for table in tables)
    for table in tables:
        report.at = table.name
        if table.name in told_of:
            yield from check_rows_of(table, begun=table.name in begun)
    report.looked_at["tables compared column by column"] += len(tables)


def check_rows_of(table: TrackedTable, *, begun: bool) -> Iterator[Fault]:
    """The first row of a table that is not what its changes come to."""
    for one in Change.objects.find_differences(table, begun=begun):
        yield Fault(f"{table.name} {one.row}", _explain(one))


def _explain(one: Difference) -> str:
    if one.found is None:
        return _("This row is gone, and no event tells of that.")
    if one.told is None:
        return _("No event tells of this row.")
    words = {"column": one.column, "found": _show(one.found, one.column), "told": _show(one.told, one.column)}
    return _("“%(column)s” is %(found)s, but its events come to %(told)s.") % words


def _show(columns: Any, name: str) -> str:
    if name not in columns:
        return "?"
    value = columns[name]
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False, default=str)


def check_contents(report: Report) -> Iterator[Fault]:
    """What a filed request contains is what its last version says, until its applicant works on it again."""
    filed = Case.objects.filter(versions__isnull=False).exclude(state__in=(*EDITABLE_STATES, *GONE_STATES)).distinct()
    for case in filed.order_by("pk").iterator(chunk_size=_CHUNK):
        where = report.look_at("requests compared with what was filed", f"case {case.pk}")
        filed_document = read_filed_document(case)
        assert filed_document is not None  # it has a version
        present = json.loads(to_canonical(build_request_document(case)))
        for name in sorted((filed_document.keys() & present.keys()) - _APART):
            if not _still_says(filed_document[name], present[name]):
                yield Fault(where, _("“%(part)s” of this request is not what was filed.") % {"part": name})


def _still_says(filed: Any, present: Any) -> bool:
    """Whether a part is exactly what was filed. What could not be declared yet then must be empty now, not absent."""
    if isinstance(filed, dict) and isinstance(present, dict):
        return filed.keys() <= present.keys() and all(
            _still_says(filed[name], value) if name in filed else value in _EMPTY for name, value in present.items()
        )
    if isinstance(filed, list) and isinstance(present, list):
        return len(filed) == len(present) and all(map(_still_says, filed, present))
    return bool(filed == present)
