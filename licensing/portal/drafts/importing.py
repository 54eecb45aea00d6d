"""Import of items from a spreadsheet: sent, looked at, put right, and imported, all of its lines or none; and the export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from licensing.acts.requests.imports import (
    PORTION,
    check_lines,
    choose_reading,
    discard_import,
    list_imports,
    load_import,
    receive_file,
)
from licensing.errors import Invalid, NotFound
from licensing.models import ItemImport
from licensing.policy.requests.sections import MOST_ITEMS
from licensing.policy.requests.sheets.files import LARGEST
from licensing.policy.requests.sheets.writing import Items, write_csv
from licensing.portal.drafts.editing import Draft, load_draft, save_part
from licensing.portal.drafts.import_preview import build_preview, has_new_layout, read_choices
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.parts import Fault, Part
from licensing.portal.forms.sections import Document
from licensing.portal.forms.spreadsheet import build_sheet_response, build_xlsx
from licensing.portal.partner_view import get_form_key, get_person, partner_view, redirect_when_done, was_submitted

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def import_items(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose a file, or go on with one that was sent before; nothing is imported yet."""
    draft = load_draft(request, case_id)
    if request.method == "POST":
        draft.refuse_if_closed(request)
    if not draft.is_open:
        return redirect("portal:case", case_id)
    if request.method != "POST":
        return _render_choice(request, draft, [])
    sent = request.FILES.get("file")
    if sent is None:
        return _render_choice(request, draft, [Fault(_("Choose a file."), "id_file")], status=422)
    try:
        content = sent.read(LARGEST + 1)
        kept = receive_file(draft.case, get_person(request), file_name=sent.name or "", content=content)
    except Invalid as problem:
        return _render_choice(request, draft, [Fault(gap.sentence, "id_file") for gap in problem.gaps], status=422)
    return redirect_when_done("portal:import_preview", case_id, kept.pk)


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def preview_import(request: HttpRequest, case_id: UUID, import_id: UUID) -> HttpResponse:
    """Look at what was read; choose otherwise and read it again, or import all of its lines."""
    draft = load_draft(request, case_id)
    # Sent twice, the import is carried out and announced once; the file is gone by then.
    if request.method == "POST" and was_submitted(request):
        return redirect_when_done("portal:table", case_id, "items")
    if request.method == "POST":
        draft.refuse_if_closed(request)
    if not draft.is_open:
        return redirect("portal:case", case_id)
    try:
        kept = load_import(draft.case, get_person(request), import_id)
    except NotFound:
        messages.info(request, _("This file was imported or discarded already."))
        return redirect("portal:import_items", case_id)
    if request.method != "POST":
        return _render_preview(request, draft, kept, [])
    return _take_choices(request, draft, kept)


@partner_view
@require_POST
def check_import(request: HttpRequest, case_id: UUID, import_id: UUID) -> HttpResponse:
    """Check the next lines and show how far it is; without JavaScript, check all that are left."""
    kept = load_import(load_draft(request, case_id).case, get_person(request), import_id)
    in_background = request.headers.get("HX-Request") == "true"
    check_lines(kept, most=PORTION if in_background else MOST_ITEMS)
    count = len(kept.reading["lines"])
    if in_background and kept.checked < count:
        context = {"case": kept.case, "import": kept, "checked": kept.checked, "count": count}
        return render(request, "portal/drafts/import/checking.html", context)
    url = reverse("portal:import_preview", args=[case_id, import_id])
    return HttpResponseClientRedirect(url) if in_background else redirect(url)


@partner_view
@require_POST
def forget_import(request: HttpRequest, case_id: UUID, import_id: UUID) -> HttpResponse:
    """Throw a file away without importing it."""
    discard_import(load_import(load_draft(request, case_id).case, get_person(request), import_id))
    messages.success(request, _("The file was discarded. Nothing was imported."))
    return redirect("portal:import_items", case_id)


@partner_view
@require_safe
def export_items(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """The present items as a sheet, `xlsx` or else CSV, in the form in which they are imported."""
    draft = load_draft(request, case_id)
    return _answer_with_sheet(draft.document["items"], kind, draft.case.reference or "items", Lists(draft.case))


@partner_view
@require_safe
def download_empty_sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """The headings alone, so that no example is imported by accident, as `xlsx` or else as CSV."""
    return _answer_with_sheet([], kind, "items", Lists())


@dataclass(frozen=True, slots=True)
class ImportedItems:
    """All the items of a request: in place of those that are there, or after them."""

    replacing: bool

    def read(self, document: Document) -> Part:
        return {"items": document["items"]}

    def replace(self, document: Document, typed: Part) -> Part:
        present = [] if self.replacing else document["items"]
        return {"items": [*present, *typed["items"]]}


def _take_choices(request: HttpRequest, draft: Draft, kept: ItemImport) -> HttpResponse:
    # A page always sends its answers about rows, also when there is none to give: that alone is no reason to read a file again.
    before, after = {"rows": {}} | kept.choices, read_choices(request.POST, kept)
    try:
        if after != before:
            choose_reading(kept, after)
    except Invalid as problem:
        return _render_preview(request, draft, kept, [Fault(gap.sentence) for gap in problem.gaps], status=422)
    if request.POST.get("do") != "import":
        return redirect_when_done("portal:import_preview", draft.case.pk, kept.pk)
    if has_new_layout(before, after):
        sentence = _("The file was read again by what you have chosen. Look at the lines, then import them.")
        return _render_preview(request, draft, kept, [Fault(sentence)], status=422)
    return _save_lines(request, draft, kept)


def _save_lines(request: HttpRequest, draft: Draft, kept: ItemImport) -> HttpResponse:
    check_lines(kept, most=MOST_ITEMS)
    lines = kept.reading["lines"]
    if kept.reading["problems"] or kept.reading["faults"] or kept.faults:
        return _render_preview(request, draft, kept, [], status=422)
    part = ImportedItems(request.POST.get("mode") == "replace")
    try:
        # The page carries no snapshot, so there is no conflict with what a colleague has written meanwhile.
        save_part(request, draft, part, {"items": [line["item"] for line in lines]})
    except Invalid as problem:
        return _render_preview(request, draft, kept, [Fault(gap.sentence) for gap in problem.gaps[:50]], status=422)
    discard_import(kept)
    words = {"count": len(lines)}
    messages.success(request, ngettext("%(count)d item was imported.", "%(count)d items were imported.", len(lines)) % words)
    return redirect_when_done("portal:table", draft.case.pk, "items")


def _answer_with_sheet(items: Items, kind: str, name: str, lists: Lists) -> HttpResponse:
    plain = name.replace("/", "-")
    if kind == "xlsx":
        return build_sheet_response(build_xlsx(items, lists), f"{plain}.xlsx", _XLSX)
    return build_sheet_response(write_csv(items), f"{plain}.csv")


def _render_choice(request: HttpRequest, draft: Draft, faults: Sequence[Fault], *, status: int = 200) -> HttpResponse:
    context = {
        "case": draft.case,
        "amends": draft.amends,
        "faults": faults,
        "kept": list_imports(draft.case, get_person(request)),
        "megabytes": LARGEST // (1024 * 1024),
        "most": MOST_ITEMS,
    }
    return render(request, "portal/drafts/import/import.html", context, status=status)


def _render_preview(
    request: HttpRequest, draft: Draft, kept: ItemImport, faults: Sequence[Fault], *, status: int = 200
) -> HttpResponse:
    context = build_preview(kept, Lists(draft.case)) | {
        "case": draft.case,
        "amends": draft.amends,
        "faults": faults,
        "present": len(draft.document["items"]),
        "mode": request.POST.get("mode", "append"),
        "key": get_form_key(request),
    }
    return render(request, "portal/drafts/import/import_preview.html", context, status=status)
