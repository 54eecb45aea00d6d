"""Amending a filed request: a working copy is begun, its cost shown, then it is filed as a new version or discarded."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from licensing.acts.requests.advice import list_findings
from licensing.acts.requests.amending import AmendmentCost, amend_case, preview_amendment
from licensing.acts.requests.submission import find_missing
from licensing.choices import Verb
from licensing.errors import Incomplete, Invalid, Problem, StaleVersion
from licensing.models import Case
from licensing.portal.drafts.editing import Draft, load_draft
from licensing.portal.drafts.working_copy import begin_working_copy, discard_working_copy, list_stored_files, load_working_copy
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.parts import Fault
from licensing.portal.forms.sections import list_tasks
from licensing.portal.partner_view import (
    get_form_key,
    get_person,
    get_visible_case,
    partner_view,
    redirect_when_done,
    refuse_others,
    submit,
)
from licensing.portal.requests.advice import build_advice, read_explanations
from licensing.portal.requests.reading import compare_documents
from licensing.portal.requests.versions import load_filed_document


@partner_view
@require_POST
def begin_amendment(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Open a working copy of the version that was filed last; nobody else sees it."""
    case = get_visible_case(request, case_id)
    if Verb.AMEND not in case.list_possible_acts():
        raise case.build_wrong_state(Verb.AMEND)
    refuse_others(request, case, Verb.AMEND)
    # Pressed again, in another tab perhaps, the button must not empty a copy that somebody has written into.
    begin_working_copy(request, case, case.versions.count())
    return redirect_when_done("portal:draft", case_id)


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def show_cost(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what the amendment changes and how many signatures it voids, before it is confirmed; nothing is kept."""
    draft = load_draft(request, case_id)
    return _render_cost(request, draft) if draft.amends else redirect("portal:case", case_id)


@partner_view
@require_POST
def file_amendment(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """File the working copy as a new version; refused with the page of its cost when it is incomplete or overtaken."""
    case = get_visible_case(request, case_id)
    refuse_others(request, case, Verb.AMEND)
    try:
        return submit(request, _file_working_copy, case)
    except (Incomplete, Invalid, StaleVersion) as problem:
        draft = load_draft(request, case_id)
        # A request that can no longer be amended has no page of costs to come back to.
        if not draft.amends:
            raise
        return _render_cost(request, draft, problem)


@partner_view
@require_POST
def discard_amendment(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Throw the working copy away; the version that was filed remains."""
    case = get_visible_case(request, case_id)
    discard_working_copy(request, case)
    messages.success(request, _("The amendment was given up. The request stands as it was filed."))
    return redirect_when_done("portal:case", case_id)


def _file_working_copy(request: HttpRequest, case: Case) -> str:
    copy = load_working_copy(request, case)
    if copy is None:
        raise Invalid(_("There is nothing to file: this amendment was filed or given up already."))
    version = amend_case(
        case,
        get_person(request),
        copy.sections,
        reason=request.POST.get("reason", ""),
        explanations=read_explanations(request),
        version=copy.version,
        stored=list_stored_files(copy),
    )
    discard_working_copy(request, case)
    messages.success(request, _("Version %(number)d was filed.") % {"number": version.number})
    return reverse("portal:case", args=[case.pk])


def _render_cost(request: HttpRequest, draft: Draft, problem: Problem | None = None) -> HttpResponse:
    case, copy = draft.case, load_working_copy(request, draft.case)
    filed = case.versions.order_by("-number")[0]
    changes = compare_documents(load_filed_document(filed), draft.document, Lists(case))
    # The trial writes the amendment, counts, and rolls back; without a change there is nothing to try.
    price: AmendmentCost | None = (
        preview_amendment(case, get_person(request), copy.sections, stored=list_stored_files(copy))
        if copy and copy.sections
        else None
    )
    missing = find_missing(case, draft.document)
    gaps = problem.gaps if isinstance(problem, Invalid) else ()
    advice = build_advice(case, draft.document, list_findings(case, draft.document), request, gaps)
    said = [Fault(str(problem.sentence))] if problem and not gaps else []
    context = {
        "case": case,
        "before": filed,
        "overtaken": filed.number != draft.amends,
        "changes": changes,
        "cost": price,
        "tasks": [task for task in list_tasks(case, draft.document, missing) if task.missing],
        "faults": [*said, *advice.list_faults(gaps)],
        "reason": request.POST.get("reason", ""),
        "advice": advice,
        "key": get_form_key(request),
    }
    return render(request, "portal/drafts/amending/amendment.html", context, status=problem.status if problem else 200)
