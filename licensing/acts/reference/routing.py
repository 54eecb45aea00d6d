"""The decision table as a policy officer writes it: checked whole, tried on past cases, stored row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.record.governed import record_changes
from licensing.choices import CooperationForm, PartnerTier
from licensing.errors import Gap, Invalid
from licensing.models import Body, CaseKind, Procedure, RoutingRow
from licensing.policy import shapes
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.routing_rows import FACTS, FLAGS, SEATS
from licensing.policy.reference.texts import allow_further_languages, collect_texts
from licensing.policy.signoff.routing import CaseFacts, RouteRow, route

Document = Mapping[str, Any]


@guard_texts(shaped=("rows",))
def put_routing(rows: Sequence[Document]) -> tuple[int, int]:
    """Bring the decision table to what the rows say; how many were added and changed. Rows left out stay in force."""
    found = find_table_gaps(rows)
    if found:
        raise Invalid(_("The decision table cannot work as it is written."), gaps=found)
    with record_changes(None, EventKind.REFERENCE_CHANGED, subject="routing"):
        written = write_table(rows)
        # Asked of the stored table, inside the transaction: rows that were not sent stay in force and count too.
        uncovered = find_coverage_gaps(to_local_day(database_now()))
        if uncovered:
            raise Invalid(_("The decision table leaves some cases without a procedure."), gaps=uncovered)
    return written


def write_table(rows: Sequence[Document]) -> tuple[int, int]:
    """Store the rows by their code; how many were added and changed."""
    added = changed = 0
    for row in rows:
        values = _routing_values(row)
        stored, is_new = RoutingRow.objects.get_or_create(code=row["code"], defaults=values)
        if is_new:
            added += 1
        elif model_to_dict(stored, values) != values:
            RoutingRow.objects.filter(pk=stored.pk).update(**values)
            changed += 1
    return added, changed


_ROW = shapes.as_record(
    ("code", "because_en", "because_uk", "valid_from"),
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


def find_table_gaps(rows: Sequence[Document]) -> list[Gap]:
    """What is wrong with rows as they are written in a file, each with its place."""
    if found := shapes.find_gaps(_TABLE, {"rows": list(rows)}):
        return found
    procedures = set(Procedure.objects.filter(published_at__isnull=False).values_list("code", flat=True))
    bodies = set(Body.objects.values_list("pk", flat=True))
    return [gap for number, row in enumerate(rows) for gap in _row_gaps(number, rows, procedures, bodies)]


def _row_gaps(number: int, rows: Sequence[Document], procedures: set[str], bodies: set[str]) -> Iterator[Gap]:
    row, here = rows[number], f"rows.{number}"
    if row["code"] in [other["code"] for other in rows[:number]]:
        yield Gap("twice", f"{here}.code", _("“%(code)s” stands twice.") % {"code": row["code"]})
    if row.get("procedure") and row["procedure"] not in procedures:
        sentence = _("There is no published procedure “%(code)s”.") % {"code": row["procedure"]}
        yield Gap("unknown_code", f"{here}.procedure", sentence)
    for code in row.get("extra_seats", ()):
        if code not in bodies:
            yield Gap("unknown_code", f"{here}.extra_seats", _("There is no body “%(code)s”.") % {"code": code})


def find_coverage_gaps(day: date) -> list[Gap]:
    """Kinds of case that some tier or form would leave without a procedure in force."""
    rows = [row.as_policy() for row in RoutingRow.objects.filter(valid_from__lte=day).exclude(retired_on__lte=day)]
    in_force = set(Procedure.objects.filter(published_at__isnull=False, valid_from__lte=day).values_list("code", flat=True))
    kinds = CaseKind.objects.filter(active=True).order_by("pk").values_list("pk", flat=True)
    return [
        Gap("uncovered", kind, _("No row in force gives a procedure to “%(kind)s”.") % {"kind": kind})
        for kind in kinds
        if not all(_covers(rows, in_force, kind, tier, form) for tier in PartnerTier for form in CooperationForm)
    ]


def _covers(rows: Sequence[RouteRow], in_force: set[str], kind: str, tier: PartnerTier, form: CooperationForm) -> bool:
    return route(CaseFacts(kind=kind, tier=tier.value, form=form.value), rows).procedure in in_force
