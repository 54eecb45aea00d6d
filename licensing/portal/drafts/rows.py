"""The sections of a draft that are lists: their rows shown, added, changed and removed, one page for each row."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licensing.acts.requests.submission import find_missing
from licensing.errors import Invalid, NotFound
from licensing.portal.drafts.editing import Edit, EditConflict, RemovedRow, RowPart, Saved, load_draft, save_part
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.parts import PartForm
from licensing.portal.forms.sections import LIST_SECTIONS, ListSection, list_missing
from licensing.portal.partner_view import get_form_key, partner_view
from licensing.portal.requests.reading import Difference, build_table_heads, build_table_rows


@partner_view
@require_safe
def list_rows(request: HttpRequest, case_id: UUID, slug: str) -> HttpResponse:
    """List the rows of a section, with what is still missing in them."""
    section, draft = _find_section(slug), load_draft(request, case_id)
    if not draft.is_open:
        return redirect("portal:case", case_id)
    context = {
        "case": draft.case,
        "amends": draft.amends,
        "section": section,
        "heads": build_table_heads(section),
        "rows": list(enumerate(build_table_rows(section, draft.document[slug], Lists(draft.case)))),
        "missing": list_missing(draft.case, section, find_missing(draft.case, draft.document)),
    }
    return render(request, "portal/table.html", context)


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def edit_row(request: HttpRequest, case_id: UUID, slug: str, place: int | None = None) -> HttpResponse:
    """Edit one row of the list, or a new one at its end. `place` counts from nought, as in the document."""
    edit = Edit.load(request, case_id, RowPart(_find_section(slug), place))
    if not edit.draft.is_open:
        return redirect("portal:case", case_id)
    if request.method == "POST":
        return _save_row(edit)
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
    }
    return render(request, "portal/remove_row.html", context)


def _find_section(slug: str) -> ListSection:
    if slug not in LIST_SECTIONS:
        raise Http404
    return LIST_SECTIONS[slug]


def _save_row(edit: Edit[RowPart]) -> HttpResponse:
    form = edit.build_form(edit.request.POST)
    if not form.is_valid():
        return _render_row(edit, form, status=422)
    match edit.write(form):
        case Saved():
            another = "another" in edit.request.POST
            return redirect("portal:add_row" if another else "portal:table", edit.draft.case.pk, edit.part.section.slug)
        case EditConflict() as conflict:
            return _render_row(*edit.merge(form, conflict), theirs=conflict.theirs, status=409)
        case Invalid():
            return _render_row(edit, form, status=422)


def _remove_row(edit: Edit[RowPart]) -> HttpResponse:
    match save_part(edit.request, edit.draft, edit.part, {}):
        case Saved():
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
    return render(edit.request, "portal/row.html", context, status=status)
