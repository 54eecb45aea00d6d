"""The sections of a draft that are lists: their rows shown, added, changed and removed, one page for each row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licensing.acts.idempotency import StoredResponse, find_stored_response, idempotently
from licensing.acts.requests.submission import find_missing
from licensing.errors import Invalid, NotFound
from licensing.portal.drafts.autosave import answer_autosave, is_autosave
from licensing.portal.drafts.editing import (
    Draft,
    Edit,
    EditConflict,
    RemovedRow,
    RowPart,
    Saved,
    load_draft,
    save_part,
    serialize_snapshot,
)
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.parts import PartForm
from licensing.portal.forms.sections import LIST_SECTIONS, ListSection, list_missing
from licensing.portal.paging import select_page
from licensing.portal.partner_view import get_form_key, get_person, partner_view, redirect_when_done
from licensing.portal.requests.reading import Difference, build_table_heads, build_table_rows


@partner_view
@require_safe
def list_rows(request: HttpRequest, case_id: UUID, slug: str) -> HttpResponse:
    """List the rows of a section, with what is still missing in them."""
    section, draft = _find_section(slug), load_draft(request, case_id)
    if not draft.is_open:
        return redirect("portal:case", case_id)
    page = select_page(draft.document[slug], request.GET.get("page", ""))
    context = {
        "case": draft.case,
        "amends": draft.amends,
        "section": section,
        "heads": build_table_heads(section),
        "page": page,
        "rows": list(enumerate(build_table_rows(section, page.rows, Lists(draft.case)), page.first - 1)),
        "missing": list_missing(draft.case, section, find_missing(draft.case, draft.document)),
    }
    return render(request, "portal/drafts/rows/table.html", context)


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def edit_row(request: HttpRequest, case_id: UUID, slug: str, place: int | None = None) -> HttpResponse:
    """Edit one row of the list, or a new one at its end. `place` counts from nought, as in the document."""
    edit = Edit.load(request, case_id, RowPart(_find_section(slug), place))
    if request.method == "POST":
        edit.draft.refuse_if_closed(request)
        return _save_row(edit)
    if not edit.draft.is_open:
        return redirect("portal:case", case_id)
    # Only on opening: when it is sent, a row that a colleague has removed is a conflict, and nothing typed is lost.
    if place is not None and edit.content is None:
        raise NotFound
    return _render_row(edit, edit.build_form())


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def remove_row(request: HttpRequest, case_id: UUID, slug: str, place: int) -> HttpResponse:
    """Ask whether to remove a row, and remove it; what was filed with it earlier keeps it."""
    section = _find_section(slug)
    edit = Edit.load(request, case_id, RemovedRow(section, place))
    if request.method == "POST":
        edit.draft.refuse_if_closed(request)
    if not edit.draft.is_open or edit.content is None:
        return redirect("portal:table", case_id, slug)
    if request.method == "POST":
        return _remove_row(edit)
    context = {
        "case": edit.draft.case,
        "amends": edit.draft.amends,
        "section": section,
        "cells": list(zip(build_table_heads(section), build_table_rows(section, [edit.content], edit.lists)[0], strict=True)),
        "seen": edit.snapshot,
        "key": get_form_key(request),
    }
    return render(request, "portal/drafts/rows/remove_row.html", context)


def _find_section(slug: str) -> ListSection:
    if slug not in LIST_SECTIONS:
        raise Http404
    return LIST_SECTIONS[slug]


def _save_row(edit: Edit[RowPart]) -> HttpResponse:
    # A new row that the page has saved by itself, or has tried to, is no longer new: another one must not be added beside it.
    if edit.part.place is None and (is_autosave(edit.request) or edit.request.POST.get("tried")):
        edit = _find_begun_row(edit)
    if is_autosave(edit.request):
        is_new = edit.part.place is None
        return answer_autosave(edit, partial(_add_row_once, edit), _find_begun_row) if is_new else answer_autosave(edit)
    form = edit.build_form(edit.request.POST)
    if not form.is_valid():
        return _render_row(edit, form, status=422)
    match edit.write(form):
        case Saved():
            another = "another" in edit.request.POST
            return redirect_when_done(
                "portal:add_row" if another else "portal:table", edit.draft.case.pk, edit.part.section.slug
            )
        case EditConflict() as conflict:
            return _render_row(*edit.merge(form, conflict), theirs=conflict.theirs, status=409)
        case Invalid():
            return _render_row(edit, form, status=422)


def _find_begun_row(edit: Edit[RowPart]) -> Edit[RowPart]:
    """The edit of the row that this page has added already; the edit of a new row where it has not."""
    added = find_stored_response(get_person(edit.request), _added_key(edit))
    if added is None:
        return edit
    # The page may not have heard that it was added, and so not know how it was: then this is what it saw.
    seen = edit.request.POST.get("seen") or added.body
    return replace(edit, part=replace(edit.part, place=int(added.headers["Place"])), seen=seen)


def _add_row_once(edit: Edit[RowPart], draft: Draft, write: Callable[[], str]) -> StoredResponse:
    """Add a row once for each page, whatever is typed in it meanwhile, and remember its place and how it is stored."""
    added = RowPart(edit.part.section, edit.part.number(draft.document) - 1)

    def add() -> StoredResponse:
        write()
        stored = added.read(load_draft(edit.request, draft.case.pk).document)
        return StoredResponse(302, serialize_snapshot(stored), {"Place": str(added.place)})

    return idempotently(get_person(edit.request), _added_key(edit), "", add)


def _added_key(edit: Edit[RowPart]) -> str:
    return f"row:{edit.request.path}:{edit.request.POST.get('key', '')[:64]}"[:200]


def _remove_row(edit: Edit[RowPart]) -> HttpResponse:
    match save_part(edit.request, edit.draft, edit.part, {}):
        case Saved(repeated=repeated):
            # Pressed twice, it is said once.
            if not repeated:
                messages.success(edit.request, _("Removed."))
        case EditConflict():
            messages.warning(
                edit.request,
                _("Nothing was removed: somebody else has changed this list a moment ago. Please look again."),
            )
    return redirect("portal:table", edit.draft.case.pk, edit.part.section.slug)


def _render_row(edit: Edit[RowPart], form: PartForm, *, theirs: Sequence[Difference] = (), status: int = 200) -> HttpResponse:
    context = {
        "case": edit.draft.case,
        "amends": edit.draft.amends,
        "section": edit.part.section,
        "form": form,
        "faults": form.list_faults(),
        "theirs": theirs,
        "is_new": edit.content is None,
        "number": edit.part.number(edit.draft.document),
        "seen": edit.snapshot,
        "key": get_form_key(edit.request),
    }
    return render(edit.request, "portal/drafts/rows/row.html", context, status=status)
