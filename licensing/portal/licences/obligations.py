"""What a licence asks of its holder: the page of a report on transfer or use, and the page of evidence on a condition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from licensing.acts.licences.obligations import file_evidence
from licensing.acts.licences.reports.filing import file_report
from licensing.choices import DutyState, ReportKind, ReportOutcome, Verb
from licensing.errors import FileRefused, Gap, Invalid, NotFound
from licensing.models import Licence
from licensing.models.read_models import read_licence
from licensing.models.read_models.views import DutyView, LicenceView, ReportPeriodView, ReportView
from licensing.policy.exact import to_decimal
from licensing.policy.input.numbers import format_for_typing
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.enclosures import read_enclosure
from licensing.portal.forms.numbers import group_thousands
from licensing.portal.forms.pages import index_faults, render_form
from licensing.portal.forms.parts import Fault
from licensing.portal.licences.periodic import build_periodic_context, read_periodic_report, read_quantity
from licensing.portal.partner_view import get_person, get_reader, get_visible_licence, partner_view, submit


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def edit_report(request: HttpRequest, licence_id: UUID, number: int, kind: str) -> HttpResponse:
    """File the report on the fact of transfer, or on use, for a period; filed once more, it corrects the one before."""
    licence = get_visible_licence(request, licence_id)
    view = read_licence(licence, get_reader(request, licence))
    found = next((one for one in view["reports"] if one["period"] == number), None)
    if found is None or kind not in ReportKind.values:
        raise NotFound
    chosen = ReportKind(kind)
    faults: list[Fault] = []
    if request.method == "POST":
        try:
            return submit(request, _file_report, licence, view, chosen, number)
        except Invalid as problem:
            faults = [Fault(gap.sentence, _find_field_anchor(gap.path, view)) for gap in problem.gaps]
    return _render_report(request, licence, view, found, chosen, faults)


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def edit_evidence(request: HttpRequest, licence_id: UUID, duty_id: UUID) -> HttpResponse:
    """File evidence that a condition is met, for one of the days on which it is due."""
    licence = get_visible_licence(request, licence_id)
    view = read_licence(licence, get_reader(request, licence))
    found = next(((one, due) for one in view["conditions"] for due in one["due"] if due["id"] == duty_id), None)
    if found is None:
        raise NotFound
    faults: list[Fault] = []
    if request.method == "POST":
        try:
            return submit(request, _file_evidence, licence, view, found[1])
        except Invalid as problem:
            faults = [Fault(gap.sentence, _find_field_anchor(gap.path, view)) for gap in problem.gaps]
        except FileRefused as problem:
            faults = [Fault(str(problem.sentence), "id_file")]
    condition, due = found
    context = {
        "licence": licence,
        "condition": condition,
        "due": due,
        "may_file": Verb.FILE_EVIDENCE in view["actions"] and due["state"] in (DutyState.OPEN, DutyState.FILED),
        "text": request.POST.get("text", ""),
        **(build_periodic_context(request, view, due, faults) if due["wants_report"] else {}),
    }
    return render_form(request, "portal/licences/evidence.html", context, faults)


def _file_report(request: HttpRequest, licence: Licence, view: LicenceView, kind: ReportKind, period: int) -> str:
    outcome = request.POST.get("outcome", "")
    if outcome not in ReportOutcome.values:
        raise Invalid(gaps=[Gap("required", "outcome", _("Say whether in full, in part or not at all."))])
    lines = [
        {
            "line": line["number"],
            "quantity": read_quantity(request.POST.get(f"quantity-{line['number']}", ""), f"lines.{place}.quantity"),
            "actual_use": request.POST.get(f"actual_use-{line['number']}", ""),
        }
        for place, line in enumerate(view["lines"])
    ]
    note = request.POST.get("note", "")
    file_report(licence, get_person(request), kind=kind, period=period, outcome=ReportOutcome(outcome), lines=lines, note=note)
    messages.success(request, _("The report is filed."))
    return reverse("portal:licence", args=[licence.pk])


def _file_evidence(request: HttpRequest, licence: Licence, view: LicenceView, due: DutyView) -> str:
    more: dict[str, Any] = {**read_enclosure(request)}
    if due["wants_report"]:
        more["report"] = read_periodic_report(request, view)
    file_evidence(licence, get_person(request), due["id"], text=request.POST.get("text", ""), **more)
    messages.success(request, _("The evidence is filed. The authority looks at it."))
    return reverse("portal:licence", args=[licence.pk])


def _find_field_anchor(path: str, view: LicenceView) -> str:
    """The field of a place in the report: acts count lines from nought, fields bear the number of the line."""
    steps = path.split(".")
    if len(steps) == 3 and steps[1].isdigit() and int(steps[1]) < len(view["lines"]):
        return f"id_{steps[2]}-{view['lines'][int(steps[1])]['number']}"
    return f"id_{steps[0]}"


def _render_report(
    request: HttpRequest,
    licence: Licence,
    view: LicenceView,
    period: ReportPeriodView,
    kind: ReportKind,
    faults: list[Fault],
) -> HttpResponse:
    before = next((one for one in period["reports"] if one["kind"] == kind), None)
    context = {
        "licence": licence,
        "view": view,
        "period": period,
        "kind": kind,
        "before": before,
        "declared": licence.case.end_use_purpose,
        "outcomes": ReportOutcome.choices,
        "outcome": request.POST.get("outcome", before["outcome"] if before else ""),
        "note": request.POST.get("note", before["note"] if before else ""),
        "rows": _build_report_rows(view, _build_prefill(request, before), index_faults(faults)),
        "may_file": Verb.FILE_REPORT in view["actions"] and period["open"],
    }
    return render_form(request, "portal/licences/report.html", context, faults)


def _build_report_rows(
    view: LicenceView, prefill: Callable[[int, str], str], fault_at: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The lines of the licence, each with its two fields and what is wrong with them."""
    units = Lists().units
    return [
        {
            "line": line,
            "unit": units.get(line["unit"], line["unit"]),
            "quantity": prefill(line["number"], "quantity"),
            "quantity_fault": fault_at.get(f"quantity-{line['number']}", ""),
            "use": prefill(line["number"], "actual_use"),
            "use_fault": fault_at.get(f"actual_use-{line['number']}", ""),
        }
        for line in view["lines"]
    ]


def _build_prefill(request: HttpRequest, before: ReportView | None) -> Callable[[int, str], str]:
    """What the fields of a line show: what was typed, or else what the report said before."""
    filed: dict[int, Any] = {row["line"]: row for row in before["lines"]} if before else {}

    def value(line: int, name: str) -> str:
        said = str(filed.get(line, {}).get(name, ""))
        quantity = to_decimal(said) if name == "quantity" else None
        shown = said if quantity is None else group_thousands(format_for_typing(quantity))
        return request.POST.get(f"{name}-{line}", shown)

    return value
