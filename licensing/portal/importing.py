"""Import of item lines from a spreadsheet: all of them or none, with every fault named by row and column."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from licensing.errors import Gap, Invalid
from licensing.portal.door import carried_out, door, new_key
from licensing.portal.drafting import Draft, save_part, seen_draft
from licensing.portal.forms import Fault, Part
from licensing.portal.lists import Lists
from licensing.portal.sections import Document
from licensing.portal.spreadsheet import COLUMNS, LARGEST, NEEDED, Lines, empty_csv, empty_xlsx, in_words, read_items

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door
@require_http_methods(["GET", "HEAD", "POST"])
def import_items(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose a file, and import it whole."""
    opened = seen_draft(request, case_id)
    if not opened.is_open:
        return redirect("portal:case", case_id)
    if request.method != "POST":
        return _asked(request, opened, [])
    sent = request.FILES.get("file")
    if sent is None:
        return _asked(request, opened, [Fault(_("Choose a file."), "id_file")], status=422)
    try:
        lines = read_items(sent.name or "", sent.read(LARGEST + 1))
    except Invalid as problem:
        return _asked(request, opened, [Fault(gap.sentence, "id_file") for gap in problem.gaps], status=422)
    return _imported(request, opened, lines)


@door
@require_safe
def empty_sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """The sheet to fill in."""
    content, media_type = (empty_xlsx(Lists()), _XLSX) if kind == "xlsx" else (empty_csv(), "text/csv; charset=utf-8")
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="items.{kind}"'
    return response


def _imported(request: HttpRequest, opened: Draft, lines: Lines) -> HttpResponse:
    replacing = request.POST.get("mode") == "replace"
    offset = 0 if replacing else len(opened.document["items"])

    def changed(document: Document) -> Part:
        return {"items": [*([] if replacing else document["items"]), *lines.items]}

    def write() -> str:
        save_part(request, opened, "", of=lambda document: {"items": document["items"]}, change=changed)
        count = len(lines.items)
        messages.success(
            request, ngettext("%(count)d item was imported.", "%(count)d items were imported.", count) % {"count": count}
        )
        return reverse("portal:table", args=[opened.case.pk, "items"])

    try:
        return carried_out(request, write)
    except Invalid as problem:
        ordered = sorted(problem.gaps, key=_by_row)
        return _asked(request, opened, [Fault(in_words(gap, lines, offset)) for gap in ordered], lines=lines, status=422)


def _by_row(gap: Gap) -> tuple[int, str]:
    steps = gap.path.split(".")
    return (int(steps[1]) if len(steps) > 1 and steps[1].isdigit() else -1, gap.path)


def _asked(
    request: HttpRequest, opened: Draft, faults: list[Fault], *, lines: Lines | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "case": opened.case,
        "amends": opened.amends,
        "count": len(opened.document["items"]),
        "faults": faults,
        "read": len(lines.items) if lines else 0,
        "columns": COLUMNS,
        "needed": NEEDED,
        "mode": request.POST.get("mode", "append"),
        "key": request.POST.get("key") or new_key(),
    }
    return render(request, "portal/import.html", context, status=status)
