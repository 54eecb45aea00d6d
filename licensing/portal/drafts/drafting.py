"""A draft: its task list, and the sections that are one form each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licensing.acts.requests.submission import find_missing
from licensing.choices import CaseState
from licensing.errors import Invalid
from licensing.models import Case, ReturnGround
from licensing.models.read_models import list_visible_events, read_history
from licensing.policy.record.event_kinds import EventKind
from licensing.portal.drafts.autosave import answer_autosave, is_autosave
from licensing.portal.drafts.editing import Edit, EditConflict, Saved, SectionPart, load_draft
from licensing.portal.forms.parts import PartForm
from licensing.portal.forms.sections import FORM_SECTIONS, list_missing, list_tasks, select_gaps
from licensing.portal.partner_view import get_reader, partner_view, redirect_when_done
from licensing.portal.people.submitters import find_submitters
from licensing.portal.requests.reading import Difference


@partner_view
@require_safe
def show_draft(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The task list: what is done, what is still missing, and what to do next."""
    opened = load_draft(request, case_id)
    if not (opened.case.is_editable or opened.is_open):
        return redirect("portal:case", case_id)
    gaps = find_missing(opened.case, opened.document)
    context = {
        "case": opened.case,
        "tasks": list_tasks(opened.case, opened.document, gaps),
        "anything": bool(gaps),
        "is_open": opened.is_open,
        "amends": opened.amends,
        "may": opened.may,
        "submitters": find_submitters(get_reader(request, opened.case).actor, opened.case.organisation_id),
        "sent_back": get_return_reason(request, opened.case),
    }
    return render(request, "portal/drafts/draft.html", context)


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def edit_section(request: HttpRequest, case_id: UUID, slug: str) -> HttpResponse:
    """Show one section, and save it: by its button, or by itself while somebody types."""
    if slug not in FORM_SECTIONS:
        raise Http404
    edit = Edit.load(request, case_id, SectionPart(FORM_SECTIONS[slug]))
    if request.method == "POST":
        edit.draft.refuse_if_closed(request)
        return _save_section(edit)
    if not edit.draft.is_open:
        return redirect("portal:case", case_id)
    return _render_section(edit, edit.build_form())


def get_return_reason(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """When and why the authority returned the request, with its grounds; None unless the applicant is to amend it now."""
    if case.state != CaseState.RETURNED:
        return None
    who = get_reader(request, case)
    # A request may come back more than once, and only the last reason is to be acted on.
    events = list_visible_events(case, who).filter(kind=EventKind.CASE_SENT_BACK).reverse()[:1]
    for event in read_history(case, events, who):
        grounds = ReturnGround.objects.filter(pk__in=event["data"].get("grounds", ())).order_by("pk")
        return {"at": event["at"], "reason": event["data"].get("reason", ""), "grounds": [one.text for one in grounds]}
    return None


def _save_section(edit: Edit[SectionPart]) -> HttpResponse:
    if is_autosave(edit.request):
        return answer_autosave(edit)
    form = edit.build_form(edit.request.POST)
    if not form.is_valid():
        return _render_section(edit, form, status=422)
    if not form.has_changed():
        return _render_saved(edit)
    match edit.write(form):
        case Saved(draft):
            return _render_saved(replace(edit, draft=draft))
        case EditConflict() as conflict:
            return _render_section(*edit.merge(form, conflict), theirs=conflict.theirs, status=409)
        case Invalid():
            return _render_section(edit, form, status=422)


def _render_saved(edit: Edit[SectionPart]) -> HttpResponse:
    """Answer a save: what is wrong is shown at once, what is merely missing is left to the task list."""
    draft, form = edit.draft, edit.build_form()
    gaps = select_gaps(edit.part.section, find_missing(draft.case, draft.document))
    wrong = [gap for gap in gaps if form.is_filled(gap.path)]
    if wrong:
        form.add_gaps(wrong)
        return _render_section(edit, form, saved=True)
    messages.success(edit.request, _("Saved: %(section)s.") % {"section": edit.part.section.name})
    return redirect_when_done("portal:draft", draft.case.pk)


def _render_section(
    edit: Edit[SectionPart], form: PartForm, *, theirs: Sequence[Difference] = (), saved: bool = False, status: int = 200
) -> HttpResponse:
    draft = edit.draft
    context = {
        "case": draft.case,
        "amends": draft.amends,
        "section": edit.part.section,
        "form": form,
        "faults": form.list_faults(),
        "theirs": theirs,
        "saved": saved,
        "seen": edit.snapshot,
        "missing": list_missing(draft.case, edit.part.section, find_missing(draft.case, draft.document)),
    }
    return render(edit.request, "portal/drafts/sheet.html", context, status=status)
