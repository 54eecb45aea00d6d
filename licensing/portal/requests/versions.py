"""What was filed: every version of a request, and what changed from one to the next."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from licensing.errors import NotFound
from licensing.models import CaseVersion
from licensing.models.requests.composition import build_request_document
from licensing.models.requests.schedules import build_schedules, write_schedule
from licensing.policy.requests.fields import Rows
from licensing.policy.requests.sections import REQUEST
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.spreadsheet import build_sheet_response
from licensing.portal.partner_view import get_visible_case, partner_view
from licensing.portal.requests.reading import compare_documents, read_out


@partner_view
@require_safe
def show_content(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the whole request as it is now, to read or print."""
    case = get_visible_case(request, case_id)
    document = build_request_document(case)
    chapters, schedules = read_out(case, document, request.GET), build_schedules(document)
    context = {"case": case, "version": None, "chapters": chapters, "schedules": schedules}
    return render(request, "portal/requests/versions/content.html", context)


@partner_view
@require_safe
def show_version(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """Show one version as it was filed, and what it changed in the one before."""
    case = get_visible_case(request, case_id)
    found = {one.number: one for one in case.versions.filter(number__in=(number - 1, number))}
    if number not in found:
        raise NotFound
    document = load_filed_document(found[number])
    before = found.get(number - 1)
    context = {
        "case": case,
        "version": found[number],
        "before": before,
        "changes": compare_documents(load_filed_document(before), document, Lists(case)) if before else [],
        "chapters": read_out(case, document, request.GET),
        "schedules": build_schedules(document),
    }
    return render(request, "portal/requests/versions/content.html", context)


@partner_view
@require_safe
def download_schedule(request: HttpRequest, case_id: UUID, name: str) -> HttpResponse:
    """The loan, the prices of the contract, the capital of the venture, or the deliveries, as a sheet."""
    case = get_visible_case(request, case_id)
    return _build_schedule_response(build_request_document(case), name)


@partner_view
@require_safe
def download_filed_schedule(request: HttpRequest, case_id: UUID, number: int, name: str) -> HttpResponse:
    """The same of one version, as it was filed."""
    version = get_visible_case(request, case_id).versions.filter(number=number).first()
    if version is None:
        raise NotFound
    return _build_schedule_response(load_filed_document(version), name)


def _build_schedule_response(document: dict[str, Any], name: str) -> HttpResponse:
    sheet = write_schedule(document, name)
    if sheet is None:
        raise NotFound
    return build_sheet_response(sheet, f"{name}.csv")


def load_filed_document(version: CaseVersion) -> dict[str, Any]:
    """The request as this version froze it: read from its canonical text, since later amendments rewrite the rows.

    A list that was not declared yet when it was filed is empty in it.
    """
    filed: dict[str, Any] = json.loads(version.canonical)
    return {field.name: [] for field in REQUEST.fields if isinstance(field.type, Rows)} | filed
