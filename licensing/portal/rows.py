"""The sections of a draft that are lists: their rows shown, added, changed and removed, one page for each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licensing.acts.submission import missing_in
from licensing.errors import Invalid, Unseen
from licensing.portal.door import carried_out, door, new_key
from licensing.portal.drafting import Draft, Overtaken, as_seen, save_part, seen_draft
from licensing.portal.forms import Part, PartForm
from licensing.portal.lists import Lists
from licensing.portal.reading import Difference, table_heads, table_rows
from licensing.portal.sections import TABLES, Document, Table, missing_from

Rows = list[Mapping[str, Any]]


@door
@require_safe
def table(request: HttpRequest, case_id: UUID, slug: str) -> HttpResponse:
    """The rows of a section, with what is still missing in them."""
    opened, section = _opened(request, case_id, slug)
    if not opened.is_open:
        return redirect("portal:case", case_id)
    rows = opened.document[slug]
    context = {
        "case": opened.case,
        "amends": opened.amends,
        "section": section,
        "heads": table_heads(section),
        "rows": list(enumerate(table_rows(section, rows, Lists(opened.case)))),
        "missing": missing_from(opened.case, section, missing_in(opened.case, opened.document)),
    }
    return render(request, "portal/table.html", context)


@door
@require_http_methods(["GET", "HEAD", "POST"])
def add_row(request: HttpRequest, case_id: UUID, slug: str) -> HttpResponse:
    """A new row at the end of the list."""
    opened, section = _opened(request, case_id, slug)
    if not opened.is_open:
        return redirect("portal:case", case_id)
    if request.method != "POST":
        return _shown(request, opened, section, section.form(lists=Lists(opened.case)))
    form = section.form(request.POST, lists=Lists(opened.case))
    row = form.part()
    place = len(opened.document[slug])
    return _written(request, opened, section, form, place, "", lambda rows: [*rows, row])


@door
@require_http_methods(["GET", "HEAD", "POST"])
def change_row(request: HttpRequest, case_id: UUID, slug: str, place: int) -> HttpResponse:
    """One row of the list. `place` counts from nought, as in the document."""
    opened, section = _opened(request, case_id, slug)
    if not opened.is_open:
        return redirect("portal:case", case_id)
    part = _row(opened.document, section, place)
    if request.method != "POST":
        if part is None:
            raise Unseen
        return _shown(request, opened, section, section.form(part=dict(part), lists=Lists(opened.case)), place)
    form = section.form(request.POST, part=dict(part or {}), lists=Lists(opened.case))
    row = form.part()
    seen = request.POST.get("seen", "")
    return _written(request, opened, section, form, place, seen, lambda rows: [*rows[:place], row, *rows[place + 1 :]])


@door
@require_http_methods(["GET", "HEAD", "POST"])
def remove_row(request: HttpRequest, case_id: UUID, slug: str, place: int) -> HttpResponse:
    """Ask whether to remove a row, and remove it; what was filed with it earlier keeps it."""
    opened, section = _opened(request, case_id, slug)
    part = _row(opened.document, section, place)
    if not opened.is_open or part is None:
        return redirect("portal:table", case_id, slug)
    if request.method == "POST":
        _remove(request, opened, section, place)
        return redirect("portal:table", case_id, slug)
    cells = zip(table_heads(section), table_rows(section, [part], Lists(opened.case))[0], strict=True)
    context = {
        "case": opened.case,
        "amends": opened.amends,
        "section": section,
        "cells": list(cells),
        "seen": as_seen(_taker(section, place)(opened.document)),
    }
    return render(request, "portal/remove_row.html", context)


def _opened(request: HttpRequest, case_id: UUID, slug: str) -> tuple[Draft, Table]:
    section = TABLES.get(slug)
    if section is None:
        raise Http404
    return seen_draft(request, case_id), section


def _row(document: Document, section: Table, place: int) -> Mapping[str, Any] | None:
    rows: Rows = document[section.slug]
    return rows[place] if place < len(rows) else None


def _taker(section: Table, place: int) -> Callable[[Document], Part]:
    """Takes one row out of a document, as a document that holds nothing else."""

    def take(document: Document) -> Part:
        row = _row(document, section, place)
        return {section.slug: [] if row is None else [row]}

    return take


def _remove(request: HttpRequest, opened: Draft, section: Table, place: int) -> None:
    slug, seen = section.slug, request.POST.get("seen", "")

    def without(document: Document) -> Part:
        return {slug: [*document[slug][:place], *document[slug][place + 1 :]]}

    try:
        save_part(request, opened, seen, of=_taker(section, place), change=without)
    except Overtaken:
        messages.warning(
            request, _("Nothing was removed: somebody else has changed this list a moment ago. Please look again.")
        )
    else:
        messages.success(request, _("Removed."))


def _written(
    request: HttpRequest,
    opened: Draft,
    section: Table,
    form: PartForm,
    place: int,
    seen: str,
    change: Callable[[Rows], Rows],
) -> HttpResponse:
    if not form.is_valid():
        return _shown(request, opened, section, form, place, status=422)

    def write() -> str:
        def changed(document: Document) -> Part:
            return {section.slug: change(document[section.slug])}

        save_part(request, opened, seen, of=_taker(section, place), change=changed)
        return _next(request, opened, section)

    try:
        return carried_out(request, write)
    except Invalid as problem:
        form.tell(problem.gaps, under=f"{section.slug}.{place}.")
        return _shown(request, opened, section, form, place, status=422)
    except Overtaken as overtaken:
        now = _row(overtaken.draft.document, section, place)
        if now is not None:
            seen_row: Part = next(iter(overtaken.before.get(section.slug, [])), {})
            form = section.form(form.merged(seen_row, dict(now)), part=dict(now), lists=Lists(opened.case))
        return _shown(request, overtaken.draft, section, form, place, theirs=overtaken.theirs, status=409)


def _next(request: HttpRequest, opened: Draft, section: Table) -> str:
    """To the list, or to one more row."""
    name = "portal:add_row" if "another" in request.POST else "portal:table"
    return redirect(name, opened.case.pk, section.slug).url


def _shown(
    request: HttpRequest,
    opened: Draft,
    section: Table,
    form: PartForm,
    place: int | None = None,
    *,
    theirs: Sequence[Difference] = (),
    status: int = 200,
) -> HttpResponse:
    rows = opened.document[section.slug]
    is_new = place is None or place >= len(rows)
    context = {
        "case": opened.case,
        "amends": opened.amends,
        "section": section,
        "form": form,
        "faults": form.summary(),
        "theirs": theirs,
        "is_new": is_new,
        "number": len(rows) + 1 if place is None else place + 1,
        "seen": "" if is_new or place is None else as_seen(_taker(section, place)(opened.document)),
        "key": request.POST.get("key") or new_key(),
    }
    return render(request, "portal/row.html", context, status=status)
