"""The papers of a licence for its holder, as PDF."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from licensing.acts.documents.papers.keeping import name_file, print_paper_again
from licensing.choices import PaperKind
from licensing.errors import NotFound
from licensing.models import Paper
from licensing.models.documents.papers import find_paper
from licensing.portal.partner_view import get_visible_licence, partner_view


@partner_view
@require_safe
def download_paper(request: HttpRequest, licence_id: UUID, number: int) -> HttpResponse:
    """Hand out a paper of a licence: the same bytes each time."""
    return _answer_paper(request, licence_id, number, PaperKind.LICENCE)


@partner_view
@require_safe
def download_notice(request: HttpRequest, licence_id: UUID, number: int) -> HttpResponse:
    """Hand out a notice of the suspension of a licence, likewise."""
    return _answer_paper(request, licence_id, number, PaperKind.SUSPENSION)


def _answer_paper(request: HttpRequest, licence_id: UUID, number: int, kind: PaperKind) -> HttpResponse:
    paper = find_paper(get_visible_licence(request, licence_id), number, kind=kind)
    if paper is None:
        raise NotFound
    return build_paper_response(paper)


def build_paper_response(paper: Paper) -> HttpResponse:
    """A paper as a file to be saved, made again from what was kept."""
    response = HttpResponse(print_paper_again(paper), content_type="application/pdf")
    name = content_disposition_header(as_attachment=True, filename=name_file(paper))
    response["Content-Disposition"], response["Cache-Control"] = name or "attachment", "private, no-store"
    return response
