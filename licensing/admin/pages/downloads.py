"""Files that the desk hands out."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from licensing.acts.documents.papers.keeping import name_file, print_paper_again
from licensing.errors import Problem
from licensing.models import Paper


def build_pdf_response(content: bytes, name: str) -> HttpResponse:
    """A paper that the browser shows, under this name; no cache keeps it."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


def build_paper_response(paper: Paper) -> HttpResponse:
    """A paper that was issued, made again from what was kept; what cannot be made as it was is refused in words."""
    try:
        return build_pdf_response(print_paper_again(paper), name_file(paper))
    except Problem as refused:
        return build_refused_response(refused)


def build_refused_response(refused: Problem) -> HttpResponse:
    """Why there is no file, as plain text."""
    return HttpResponse(refused.first_sentence, status=refused.status, content_type="text/plain; charset=utf-8")


def build_sheet_response(sheet: str | bytes, name: str, media_type: str = "text/csv; charset=utf-8") -> HttpResponse:
    """A sheet to be saved under this name; a text gets the mark by which spreadsheet programs know UTF-8."""
    content = sheet if isinstance(sheet, bytes) else "\ufeff" + sheet
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
