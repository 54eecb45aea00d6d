"""A section or a row that saves itself while somebody types: every field that is as it should be, whatever the others are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from licensing.acts.forms import SAVED_HEADER
from licensing.acts.requests.submission import find_missing
from licensing.errors import Invalid
from licensing.portal.drafts.editing import Edit, EditConflict, Once, RowPart, Saved, SectionPart
from licensing.portal.forms.sections import FormSection, list_missing

P = TypeVar("P", SectionPart, RowPart)


def is_autosave(request: HttpRequest) -> bool:
    """Whether the form was sent by the page, and not by its button."""
    return request.headers.get("HX-Request") == "true"


def answer_autosave(
    edit: Edit[P], once: Once | None = None, find_saved: Callable[[Edit[P]], Edit[P]] = lambda saved: saved
) -> HttpResponse:
    """Save what is right, and say what was saved, when, and what was not.

    `find_saved` gives the edit of what was saved, where saving has made it another one: a new row has a place now.
    """
    form = edit.build_form(edit.request.POST)
    # A form that saves itself is sent every few seconds; unchanged, it must leave no event in the history.
    if form.is_valid() and not form.has_changed():
        return _render_note(edit, saved=True)
    match edit.write_what_is_right(form, once):
        case Saved(draft):
            return _render_note(find_saved(replace(edit, draft=draft)), saved=True, faults=form.list_faults())
        case EditConflict(theirs=theirs):
            return _render_note(edit, saved=False, theirs=theirs)
        case Invalid():
            return _render_note(edit, saved=False, faults=form.list_faults())


def _render_note(edit: Edit[P], *, saved: bool, **said: Any) -> HttpResponse:
    """What the page says after saving by itself. Always 200: htmx ignores the body of an error, and the old note would stay."""
    draft, section = edit.draft, edit.part.section
    context = {"saved": saved, "seen": edit.snapshot, "section": section, **said}
    if isinstance(section, FormSection):
        context["missing"] = list_missing(draft.case, section, find_missing(draft.case, draft.document))
        context["shows_missing"] = True
    response = render(edit.request, "portal/drafts/saved.html", context)
    if saved:
        response[SAVED_HEADER] = "part" if said.get("faults") else "whole"
    return response
