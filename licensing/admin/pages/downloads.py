"""Files that the desk hands out."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def build_pdf_response(content: bytes, name: str) -> HttpResponse:
    """A paper that the browser shows, under this name; no cache keeps it."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


def build_sheet_response(sheet: str | bytes, name: str, media_type: str = "text/csv; charset=utf-8") -> HttpResponse:
    """A sheet to be saved under this name; a text gets the mark by which spreadsheet programs know UTF-8."""
    content = sheet if isinstance(sheet, bytes) else "\ufeff" + sheet
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
