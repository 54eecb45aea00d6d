"""Country plans and briefings on countries as papers over the API, for who may read country plans."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils.http import content_disposition_header

from licensing.acts.plans.countries.briefing import print_briefing, print_plan
from licensing.api.http.answers import File
from licensing.api.http.operations import ApiView, Call, query
from licensing.api.plans.countries.overview import READ, get_country
from licensing.errors import NotFound


class CountryPlanPaper(ApiView):
    @query(File, READ, summary="Download a country plan as a PDF", refuses=(NotFound,))
    def get(self, call: Call, plan_id: UUID) -> HttpResponse:
        """In the language of Accept-Language. The same plan gives the same bytes; who takes it is on record."""
        plan = call.get_country_plan(plan_id)
        content = print_plan(plan, call.user, language=call.language)
        return _build_paper_response(content, f"plan-{plan.code.replace('/', '-')}.pdf")


class CountryBriefing(ApiView):
    @query(File, READ, summary="Download the briefing on a country", refuses=(NotFound,))
    def get(self, call: Call, country: str) -> HttpResponse:
        """A PDF in the language of Accept-Language. The same data give the same bytes; who takes it is on record."""
        found = get_country(call, country)
        return _build_paper_response(print_briefing(found, call.user, language=call.language), f"briefing-{found.pk}.pdf")


def _build_paper_response(content: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


PATHS: Final = (
    path("country-plans/<uuid:plan_id>/paper/", CountryPlanPaper.as_view(), name="country_plan_paper"),
    path("countries/<slug:country>/briefing/", CountryBriefing.as_view(), name="country_briefing"),
)
