"""The receipt of a request, the paper of its decision and the letter that it needs no licence, as PDF."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from licensing.acts.documents.papers.making import take_case_paper
from licensing.portal.licences.papers import build_paper_response
from licensing.portal.partner_view import get_person, get_visible_case, partner_view


@partner_view
@require_safe
def download_case_paper(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Hand out the receipt of what was filed last, the paper of the decision that holds, or the letter."""
    case = get_visible_case(request, case_id)
    return build_paper_response(take_case_paper(case, get_person(request), kind))
