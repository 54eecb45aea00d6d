"""A changed decision table, written as a file, tried on open and past cases; the editor is in a draft of changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from licensing.acts.reference.trials import simulate_routing
from licensing.admin.reference.trials.trial_view import build_trial_view
from licensing.admin.signoff.simulate_rule import refuse_others, render_simulation
from licensing.admin.signoff.simulation_form import is_within
from licensing.errors import Problem
from licensing.models import RoutingRow
from licensing.policy.reference.texts import as_fields
from licensing.policy.reference.toml import read_toml_text, write_document

# Bytes. No more of an upload is read into memory.
LARGEST_TABLE = 1_000_000


def show_routing_simulation(request: HttpRequest) -> HttpResponse:
    """Try a changed decision table: which past cases would have taken another way, and which rows would have said so."""
    refuse_others(request)
    context: dict[str, Any] = {"title": _("Try the decision table"), "written": "", "wrong": [], "trial": None}
    status = 200
    if request.method == "POST":
        context["written"], status = _simulate_into(context, request)
    elif row := RoutingRow.objects.filter(code=request.GET.get("row", "")).first():
        context["written"] = write_document({"rows": [_row_as_document(row)]})
    context["rows"] = RoutingRow.objects.filter(retired_on__isnull=True).order_by("-priority", "code")
    return render_simulation(request, "admin/licensing/signoff/try_routing.html", context, status)


def _row_as_document(row: RoutingRow) -> dict[str, Any]:
    """A row as it is written in the file of the table; what is empty is left out."""
    written = {
        "code": row.code,
        "priority": row.priority,
        "procedure": row.procedure_code,
        "extra_seats": row.extra_seats,
        "flags": row.flags,
        **as_fields("because", row.reasons),
        "valid_from": row.valid_from,
        "when": row.when,
    }
    return {name: value for name, value in written.items() if value}


def _simulate_into(context: dict[str, Any], request: HttpRequest) -> tuple[str, int]:
    written, rows = "", []
    try:
        written = _read_table(request)
        rows = read_toml_text(written).get("rows", [])
        trial = simulate_routing(rows)
    except Problem as problem:
        context["wrong"] = list(dict.fromkeys(_describe_gaps(problem, rows))) or [str(problem.sentence)]
        return written, problem.status
    context["trial"] = build_trial_view(request, trial)
    return written, 200


def _read_table(request: HttpRequest) -> str:
    """What was uploaded, or else what was typed."""
    file: Any = request.FILES.get("file")
    if file is None:
        return request.POST.get("table", "").replace("\r\n", "\n")
    content: bytes = file.read(LARGEST_TABLE)
    return content.decode("utf-8", errors="replace")


def _describe_gaps(problem: Problem, rows: Any) -> Iterator[str]:
    for gap in problem.gaps:
        parts = gap.path.split(".")
        if parts[0] == "rows" and len(parts) > 1 and is_within(parts[1], rows):
            row = rows[int(parts[1])]
            code = row.get("code", "") if isinstance(row, Mapping) else ""
            place = ".".join(parts[2:])
            yield _("Row %(number)d (%(code)s) %(place)s: %(sentence)s") % {
                "number": int(parts[1]) + 1,
                "code": code or "–",
                "place": place,
                "sentence": gap.sentence,
            }
        else:
            yield gap.sentence
