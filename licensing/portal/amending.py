"""Amending a filed request: begun, its cost told, filed as a new version, or given up."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from licensing.acts.amending import Cost, amend_case, amendment_cost
from licensing.acts.submission import missing_in
from licensing.choices import Verb
from licensing.errors import Incomplete, Invalid, StaleVersion
from licensing.portal.door import carried_out, door, new_key, person, reader, seen_case
from licensing.portal.drafting import Draft, seen_draft
from licensing.portal.forms import Fault
from licensing.portal.lists import Lists
from licensing.portal.reading import differences
from licensing.portal.sections import tasks_of
from licensing.portal.versions import filed_document
from licensing.portal.working_copy import WorkingCopy, discard_copy, keep_copy, opened_copy


@door
@require_POST
def begin(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Open a working copy of the version that was filed last; nobody else sees it."""
    case = seen_case(request, case_id)
    if Verb.AMEND not in case.available(reader(request, case).actor):
        return redirect("portal:case", case_id)
    if opened_copy(request, case) is None:
        keep_copy(request, case, WorkingCopy(case.versions.count(), {}))
    return redirect("portal:draft", case_id)


@door
@require_POST
def cost(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What the amendment changes and what it costs in signatures, before it is confirmed. It is tried, and not kept."""
    opened = seen_draft(request, case_id)
    return _told(request, opened, []) if opened.amends else redirect("portal:case", case_id)


@door
@require_POST
def file_amendment(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """File the working copy as a new version."""
    case = seen_case(request, case_id)

    def filed() -> str:
        copy = opened_copy(request, case)
        if copy is None:
            raise Invalid(_("There is nothing to file: this amendment was filed or given up already."))
        version = amend_case(case, person(request), copy.sections, reason=request.POST.get("reason", ""), version=copy.version)
        discard_copy(request, case)
        messages.success(request, _("Version %(number)d was filed.") % {"number": version.number})
        return reverse("portal:case", args=[case.pk])

    try:
        return carried_out(request, filed)
    except (Incomplete, StaleVersion) as problem:
        opened = seen_draft(request, case_id)
        if not opened.amends:
            raise
        return _told(request, opened, [Fault(str(problem.sentence))], status=problem.status)


@door
@require_POST
def give_up(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Throw the working copy away; what was filed stands as it is."""
    case = seen_case(request, case_id)
    discard_copy(request, case)
    messages.success(request, _("The amendment was given up. The request stands as it was filed."))
    return redirect("portal:case", case_id)


def _told(request: HttpRequest, opened: Draft, faults: list[Fault], *, status: int = 200) -> HttpResponse:
    case, copy = opened.case, opened_copy(request, opened.case)
    filed = case.versions.order_by("-number")[0]
    changes = differences(filed_document(filed), opened.document, Lists(case))
    price: Cost | None = amendment_cost(case, person(request), copy.sections) if copy and copy.sections else None
    gaps = missing_in(case, opened.document)
    context = {
        "case": case,
        "before": filed,
        "overtaken": filed.number != opened.amends,
        "changes": changes,
        "cost": price,
        "tasks": [task for task in tasks_of(case, opened.document, gaps) if task.missing],
        "faults": faults,
        "reason": request.POST.get("reason", ""),
        "key": request.POST.get("key") or new_key(),
    }
    return render(request, "portal/amendment.html", context, status=status)
