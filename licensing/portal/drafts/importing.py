"""Import of item lines from a spreadsheet: all of them or none, with every fault named by row and column."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from licensing.errors import Gap, Invalid
from licensing.portal.drafts.editing import Draft, PartRefused, Saved, load_draft, save_part
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.parts import Fault, Part
from licensing.portal.forms.sections import Document
from licensing.portal.forms.spreadsheet import (
    COLUMNS,
    LARGEST,
    NEEDED,
    Lines,
    build_empty_csv,
    build_empty_xlsx,
    in_words,
    read_items,
)
from licensing.portal.partner_view import get_form_key, partner_view

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def import_items(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose a file, and import all of its lines or none."""
    draft = load_draft(request, case_id)
    if not draft.is_open:
        return redirect("portal:case", case_id)
    if request.method != "POST":
        return _render_import(request, draft, [])
    sent = request.FILES.get("file")
    if sent is None:
        return _render_import(request, draft, [Fault(_("Choose a file."), "id_file")], status=422)
    try:
        lines = read_items(sent.name or "", sent.read(LARGEST + 1))
    except Invalid as problem:
        return _render_import(request, draft, [Fault(gap.sentence, "id_file") for gap in problem.gaps], status=422)
    return _save_lines(request, draft, lines)


@partner_view
@require_safe
def download_empty_sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """The empty sheet to fill in, as `xlsx` or else as CSV."""
    content, media_type = (
        (build_empty_xlsx(Lists()), _XLSX) if kind == "xlsx" else (build_empty_csv(), "text/csv; charset=utf-8")
    )
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="items.{kind}"'
    return response


@dataclass(frozen=True, slots=True)
class ImportedItems:
    """All the items of a request: in place of those that are there, or after them."""

    replacing: bool

    def read(self, document: Document) -> Part:
        return {"items": document["items"]}

    def replace(self, document: Document, typed: Part) -> Part:
        return {"items": [*document["items"][: self.count_kept_items(document)], *typed["items"]]}

    def count_kept_items(self, document: Document) -> int:
        """How many items come before the first imported one."""
        return 0 if self.replacing else len(document["items"])


def _save_lines(request: HttpRequest, draft: Draft, lines: Lines) -> HttpResponse:
    part = ImportedItems(request.POST.get("mode") == "replace")
    try:
        saved = save_part(request, draft, part, {"items": lines.items})
    except PartRefused as problem:
        # The act counts the imported lines after those that are kept; people count the rows of their own sheet.
        offset = part.count_kept_items(problem.document)
        faults = [Fault(in_words(gap, lines, offset)) for gap in sorted(problem.gaps, key=_by_row)]
        return _render_import(request, draft, faults, lines=lines, status=422)
    # The page carries no snapshot, so there is no conflict; sent twice, the import is announced once.
    if isinstance(saved, Saved) and not saved.repeated:
        count = len(lines.items)
        messages.success(
            request, ngettext("%(count)d item was imported.", "%(count)d items were imported.", count) % {"count": count}
        )
    return redirect("portal:table", draft.case.pk, "items")


def _by_row(gap: Gap) -> tuple[int, str]:
    """The order of the sheet; compared as text, `items.10` would come before `items.2`."""
    steps = gap.path.split(".")
    return (int(steps[1]) if len(steps) > 1 and steps[1].isdigit() else -1, gap.path)


def _render_import(
    request: HttpRequest, draft: Draft, faults: list[Fault], *, lines: Lines | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "case": draft.case,
        "amends": draft.amends,
        "count": len(draft.document["items"]),
        "faults": faults,
        "read": len(lines.items) if lines else 0,
        "columns": COLUMNS,
        "needed": NEEDED,
        "mode": request.POST.get("mode", "append"),
        "key": get_form_key(request),
    }
    return render(request, "portal/import.html", context, status=status)
