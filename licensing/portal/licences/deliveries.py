"""What has left, as a sheet for the holder: under one licence, or under all that draw on one authorisation."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from licensing.acts.acting import now
from licensing.errors import NotFound
from licensing.models import Licence
from licensing.models.licences.delivery_sheets import write_delivery_sheet
from licensing.models.licences.licence import LicenceQuerySet
from licensing.portal.forms.spreadsheet import build_sheet_response
from licensing.portal.partner_view import get_person, get_visible_case, get_visible_licence, partner_view


@partner_view
@require_safe
def download_deliveries(request: HttpRequest, licence_id: UUID) -> HttpResponse:
    """What has left under a licence, entry by entry, as a sheet."""
    found = get_visible_licence(request, licence_id)
    return _build_response(Licence.objects.filter(pk=found.pk))


@partner_view
@require_safe
def download_deliveries_under(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What has left under the licences that draw on an authorisation, as a sheet."""
    case = get_visible_case(request, case_id)
    if not case.is_drawn_on:
        raise NotFound
    return _build_response(Licence.objects.visible_to(get_person(request), on=now()).drawing_on(case))


def _build_response(licences: LicenceQuerySet) -> HttpResponse:
    return build_sheet_response(write_delivery_sheet(licences), "deliveries.csv")
