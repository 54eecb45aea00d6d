"""The decision table as it is written by hand: checked whole, and tried on open and past cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _

from licensing.errors import Gap, Invalid
from licensing.messages import DayText, Message
from licensing.models import Body, CaseKind, Procedure, RoutingRow
from licensing.policy import shapes
from licensing.policy.reference.routing_rows import (
    FACTS,
    FLAGS,
    SEATS,
    TRANSIT_CHOOSES_NOTHING,
    DatedRow,
    DecisionTable,
    find_unreadable_lines,
)
from licensing.policy.reference.texts import allow_further_languages, collect_texts
from licensing.policy.signoff.routing import find_passed_facts

Document = Mapping[str, Any]


def read_table(
    rows: Sequence[Document], *, procedures: Collection[str] = (), bodies: Collection[str] = ()
) -> list[dict[str, Any]]:
    """The rows of a decision table that is written by hand, by column; `procedures` and `bodies` come with it.

    Raises Invalid with each place where the table cannot work.
    """
    if found := _find_table_gaps(rows, procedures, bodies):
        raise Invalid(_("The decision table cannot work as it is written."), gaps=found)
    return [{"code": row["code"], **_routing_values(row)} for row in rows]


_ROW = shapes.as_record(
    ("code", "because_en", "valid_from"),
    code=shapes.as_code("code of the row"),
    priority=shapes.as_whole(0, 32767),
    procedure=shapes.as_code("code of a procedure"),
    when=FACTS,
    extra_seats=SEATS,
    flags=FLAGS,
    because_en=shapes.forbid_empty(shapes.as_line(300)),
    because_uk=shapes.forbid_empty(shapes.as_line(300)),
    valid_from=shapes.DATE,
    retired_on=shapes.allow_null(shapes.DATE),
) | allow_further_languages(because=shapes.forbid_empty(shapes.as_line(300)))
_TABLE = shapes.build_validator(shapes.as_record(("rows",), rows=shapes.list_of(_ROW, 2000)))


def _routing_values(row: Document) -> dict[str, Any]:
    return {
        "priority": row.get("priority", 100),
        "procedure_code": row.get("procedure", ""),
        "when": row.get("when", {}),
        "extra_seats": list(row.get("extra_seats", ())),
        "flags": list(row.get("flags", ())),
        "reasons": collect_texts(row, "because"),
        "valid_from": date.fromisoformat(row["valid_from"]),
        "retired_on": date.fromisoformat(row["retired_on"]) if row.get("retired_on") else None,
    }


def _find_table_gaps(rows: Sequence[Document], more_procedures: Collection[str], more_bodies: Collection[str]) -> list[Gap]:
    if found := shapes.find_gaps(_TABLE, {"rows": list(rows)}):
        return found
    procedures = set(Procedure.objects.filter(published_at__isnull=False).values_list("code", flat=True))
    procedures |= set(more_procedures)
    bodies = set(Body.objects.values_list("pk", flat=True)) | set(more_bodies)
    return [gap for number, row in enumerate(rows) for gap in _row_gaps(number, rows, procedures, bodies)]


def _row_gaps(number: int, rows: Sequence[Document], procedures: set[str], bodies: set[str]) -> Iterator[Gap]:
    row, here = rows[number], f"rows.{number}"
    if row["code"] in [other["code"] for other in rows[:number]]:
        yield Gap("twice", f"{here}.code", _("“%(code)s” stands twice.") % {"code": row["code"]})
    for fact, message in find_unreadable_lines(row.get("when", {})):
        yield Gap("unreadable", f"{here}.when.{fact}", message)
    if row.get("procedure") and row["procedure"] not in procedures:
        sentence = _("There is no published procedure “%(code)s”.") % {"code": row["procedure"]}
        yield Gap("unknown_code", f"{here}.procedure", sentence)
    if row.get("procedure") and find_passed_facts(row.get("when", {})):
        yield Gap("transit_chooses_nothing", f"{here}.procedure", TRANSIT_CHOOSES_NOTHING)
    for code in row.get("extra_seats", ()):
        if code not in bodies:
            yield Gap("unknown_code", f"{here}.extra_seats", _("There is no body “%(code)s”.") % {"code": code})


def find_coverage_gaps(days: Iterable[date]) -> list[Gap]:
    """Kinds of case that some tier or form would leave without a procedure in force on one of the days, each with its day."""
    table = load_decision_table()
    kinds = list(CaseKind.objects.offered().order_by("pk").values_list("pk", flat=True))
    return [
        Gap("uncovered", kind, Message("No row gives a procedure to “%(kind)s” on %(day)s.", kind=kind, day=DayText(day)))
        for day in days
        for kind in table.find_uncovered(kinds, day)
    ]


def load_decision_table() -> DecisionTable:
    """The rows of every day, and since when each procedure is in force, to be asked about several days."""
    published = Procedure.objects.filter(published_at__isnull=False).order_by("code").values_list("code")
    rows = [DatedRow(row.as_policy(), row.valid_from, row.retired_on) for row in RoutingRow.objects.order_by("pk")]
    return DecisionTable(rows, dict(published.annotate(Min("valid_from"))))
