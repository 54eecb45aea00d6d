"""Licences: what may be delivered, what is used, what is left, and giving one back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences.clearance import HELD_BACK
from licensing.acts.licences.licence import surrender_licence
from licensing.acts.obstacles.listing import list_stopping
from licensing.acts.obstacles.situation import Situation
from licensing.choices import PaperKind, ReportKind, Step, Verb
from licensing.models import Licence, Usage
from licensing.models.documents.papers import list_papers
from licensing.models.read_models import read_licence, read_usage
from licensing.models.read_models.excerpts import read_excerpt
from licensing.models.read_models.licences.timeline import read_timeline
from licensing.models.read_models.licences.variations import list_all_changes
from licensing.models.read_models.papers import read_paper
from licensing.models.read_models.views import LicenceVariationView, LineView, PaperView, ReportPeriodView, ReportView
from licensing.policy.obstacles import select_for_applicant
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.reasons import answer_reason_form
from licensing.portal.paging import paginate
from licensing.portal.partner_view import get_person, get_reader, get_visible_licence, partner_view
from licensing.portal.people.submitters import find_submitters


@partner_view
@require_safe
def list_licences(request: HttpRequest) -> HttpResponse:
    """List the licences of my organisation, newest first."""
    own = Licence.objects.visible_to(get_person(request), on=now()).for_lists()
    return render(request, "portal/licences/licences.html", {"page": paginate(own, "issued_at", request.GET.get("after", ""))})


@partner_view
@require_safe
def show_licence(request: HttpRequest, licence_id: UUID) -> HttpResponse:
    """Show one licence with its lines, its conditions, its reports and what was drawn down."""
    found = get_visible_licence(request, licence_id)
    who = get_reader(request, found)
    view = read_licence(found, who)
    units = Lists().units
    rows = Usage.objects.filter(line__licence=found).for_ledger().order_by("-drawn_at", "-pk")
    entries = read_excerpt(rows, request.GET.dict(), "ledger")
    stopping = list_stopping(Situation(found.case, now(), Step.DRAW_DOWN))
    context = {
        "licence": found,
        "view": view | {"reports": [period | {"both": _pair_reports(period)} for period in view["reports"]]},
        "lines": [
            line | {"unit_name": units.get(line["unit"], line["unit"]), "share": _percent_used(line)} for line in view["lines"]
        ],
        "variations": _build_variation_rows(found, view["variations"]),
        "timeline": read_timeline(found, view["conditions"], view["reports"], who),
        "usages": [read_usage(entry, for_holder=True) for entry in entries.rows],
        "ledger": entries,
        "papers": _read_papers(found, PaperKind.LICENCE),
        "notices": _read_papers(found, PaperKind.SUSPENSION),
        "units": units,
        "may_appeal": Verb.APPEAL_REVOCATION in view["actions"],
        "may_vary": Verb.ASK_VARIATION in view["actions"],
        "may_withdraw_variation": Verb.WITHDRAW_VARIATION in view["actions"],
        "may_surrender": Verb.SURRENDER in view["actions"],
        "may_report": Verb.FILE_REPORT in view["actions"],
        "stopping": stopping,
        "told_stops": [one.for_applicant for one in select_for_applicant(stopping)] or [HELD_BACK],
        "submitters": find_submitters(who.actor, found.organisation_id),
    }
    return render(request, "portal/licences/licence.html", context)


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def surrender(request: HttpRequest, licence_id: UUID) -> HttpResponse:
    """Give a licence back for good, with a reason."""
    found = get_visible_licence(request, licence_id)
    # Only on opening: what is sent too late the act itself refuses, in words.
    if request.method != "POST" and Verb.SURRENDER not in found.list_available_acts(get_reader(request, found).actor):
        return redirect("portal:licence", licence_id)
    return answer_reason_form(request, "portal/licences/surrender.html", partial(_surrender, found), {"licence": found})


def _surrender(licence: Licence, request: HttpRequest, reason: str) -> str:
    surrender_licence(licence, get_person(request), reason=reason)
    messages.success(request, _("The licence is given back."))
    return reverse("portal:licence", args=[licence.pk])


def _read_papers(licence: Licence, kind: PaperKind) -> list[PaperView]:
    """The papers of a licence, or the notices of its suspension, the newest first."""
    return [read_paper(one, today=to_local_day(now())) for one in list_papers(licence, kind=kind).reverse()]


def _pair_reports(period: ReportPeriodView) -> list[tuple[str, str, ReportView | None]]:
    """The two reports of a period, filed or not, in one order."""
    filed = {one["kind"]: one for one in period["reports"]}
    return [(kind.value, str(kind.label), filed.get(kind)) for kind in ReportKind]


def _build_variation_rows(licence: Licence, variations: Sequence[LicenceVariationView]) -> list[dict[str, Any]]:
    """The variations that this person may read, each with what it changes."""
    if not variations:
        return []
    lines, rows = list(licence.lines.select_related("unit")), licence.variations.in_bulk()
    changes = list_all_changes([rows[one["id"]] for one in variations], licence, lines)
    return [{**one, "changes": changed} for one, changed in zip(variations, changes, strict=True)]


def _percent_used(line: LineView) -> int:
    """How much of a line is used, in whole per cent for the bar; rounded down, so that 100 means that nothing is left."""
    authorised = Decimal(line["authorised"])
    # A variation may have left nothing of a line.
    return int(Decimal(line["used"]) * 100 / authorised) if authorised else 100
