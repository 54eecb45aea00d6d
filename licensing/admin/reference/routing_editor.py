"""The decision table in a draft of changes: the table as it would be, its rows in words, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from licensing.acts.acting import now, to_local_day
from licensing.acts.reference.change_sets.checking import find_gaps_of
from licensing.acts.reference.decision_table import DraftRow, end_row, list_draft_rows, undo_row
from licensing.admin.pages.command_page import handle_command
from licensing.admin.pages.rights import get_person
from licensing.admin.reference.drafts import carry_out, find_set, may_write
from licensing.admin.reference.routing_form import RowForm, RowSubject
from licensing.admin.reference.routing_words import ConditionFormatter, RoutingNames
from licensing.admin.reference.trials.panel import build_panel
from licensing.choices import ChangeSetState
from licensing.models import ChangeSet, RoutingRow
from licensing.models.reference.texts import in_reader_language
from licensing.policy.signoff.row_conditions import find_shadowed_rows, read_condition


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table on the page. `shadowed_by` is the reason of the row that always comes before it."""

    row: DraftRow
    because: str
    condition: str
    procedure: str
    adds: Sequence[str]
    begins: date
    ends: date | None
    shadowed_by: str
    may_edit: bool


def show_routing_draft(request: HttpRequest, set_id: UUID) -> HttpResponse:
    """The decision table as a draft would leave it, with the trial of the whole draft beside it."""
    change_set = find_set(request, set_id)
    day = to_local_day(change_set.in_force_from or now())
    rows = list_draft_rows(change_set, on=day)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("The decision table in a draft of changes"),
        "change_set": change_set,
        "rows": _build_rows(rows, on=day, may_write=may_write(request, change_set)),
        "may_write": may_write(request, change_set),
        "is_changed": any(row.line for row in rows),
        "wrong": [],
        "panel": build_panel(request, change_set),
    }
    if context["is_changed"] and change_set.state == ChangeSetState.DRAFT:
        context["wrong"] = list(dict.fromkeys(gap.sentence for gap in find_gaps_of(change_set, on=day)))
    return TemplateResponse(request, "admin/licensing/reference/routing/routing_draft.html", context)


def edit_routing_row(request: HttpRequest, set_id: UUID, code: str = "") -> HttpResponse:
    """Add a row to a draft, or change one: a row that is in force is superseded, one of the draft is written again."""
    change_set = find_set(request, set_id)
    subject = _build_subject(change_set, code)
    back = reverse("admin:licensing_routingrow_draft", args=[change_set.pk])
    refusal = "" if may_write(request, change_set) else _("Only the officer who drafts these changes writes on them.")
    if not refusal and read_condition(subject.values.get("when", {})) is None:
        refusal = _(
            "The condition of this row says more than the fields of a form can. Export the table as a file, change the row"
            " there, and import the file."
        )
    return handle_command(request, partial(RowForm, user=get_person(request), subject=subject, back=back), refusal=refusal)


def end_routing_row(request: HttpRequest, set_id: UUID, code: str) -> HttpResponse:
    """End a row in a draft, on the day on which it comes into force."""
    return _press_on_row(request, set_id, code, end_row)


def undo_routing_row(request: HttpRequest, set_id: UUID, code: str) -> HttpResponse:
    """Leave a row as it is after all."""
    return _press_on_row(request, set_id, code, undo_row)


def _press_on_row(request: HttpRequest, set_id: UUID, code: str, act: Callable[..., None]) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    change_set = find_set(request, set_id)
    back = reverse("admin:licensing_routingrow_draft", args=[change_set.pk])
    return carry_out(request, partial(act, change_set, get_person(request), code=code), back)


def _build_subject(change_set: ChangeSet, code: str) -> RowSubject:
    if not code:
        return RowSubject(change_set)
    day = to_local_day(change_set.in_force_from or now())
    row = next(
        (one for one in list_draft_rows(change_set, on=day) if one.code == code and (one.is_new or one.line is None)), None
    )
    if row is None:
        raise Http404
    return RowSubject(change_set, code, row.values, is_of_draft=row.is_new)


def _build_rows(rows: Sequence[DraftRow], *, on: date, may_write: bool) -> list[TableRow]:
    stored = [_as_stored(row.values) for row in rows]
    names, conditions = RoutingNames.from_rows(stored), ConditionFormatter()
    because = {row.code: in_reader_language(row.values["reasons"]) for row in rows}
    shadowed = dict(find_shadowed_rows((row.as_dated(on=on) for row in rows), since=on))
    return [
        TableRow(
            row=row,
            because=because[row.code],
            condition=conditions.format_condition(row.values["when"]),
            procedure=names.format_procedure(one),
            adds=names.list_additions(one),
            begins=date.fromisoformat(row.values["valid_from"]),
            ends=date.fromisoformat(row.values["retired_on"]) if row.values["retired_on"] else None,
            shadowed_by=because.get(shadowed.get(row.code, ""), ""),
            may_edit=may_write and row.is_writable,
        )
        for row, one in zip(rows, stored, strict=True)
    ]


def _as_stored(values: Mapping[str, Any]) -> RoutingRow:
    return RoutingRow(**{name: value for name, value in values.items() if name not in ("valid_from", "retired_on")})
