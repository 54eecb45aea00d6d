"""The receipt of a request and the paper of its decision, as PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from licensing.acts.documents.papers.keeping import name_file, print_paper_again
from licensing.acts.documents.papers.making import take_decision_paper, take_receipt
from licensing.choices import PaperKind
from licensing.errors import NotFound
from licensing.models import Case, Paper, User
from licensing.portal.partner_view import get_person, get_visible_case, partner_view

_TAKEN: Final[Mapping[str, Callable[[Case, User], Paper]]] = {
    PaperKind.DECISION: take_decision_paper,
    PaperKind.RECEIPT: take_receipt,
}


@partner_view
@require_safe
def download_case_paper(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Hand out the receipt of what was filed last, or the paper of the decision that holds."""
    case = get_visible_case(request, case_id)
    if kind not in _TAKEN:
        raise NotFound
    paper = _TAKEN[kind](case, get_person(request))
    response = HttpResponse(print_paper_again(paper), content_type="application/pdf")
    name = content_disposition_header(as_attachment=True, filename=name_file(paper))
    response["Content-Disposition"], response["Cache-Control"] = name or "attachment", "private, no-store"
    return response
