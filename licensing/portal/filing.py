"""Filing a request: the answers played back, the declaration, the receipt; taking it back; and appealing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licensing.acts.appealing import appeal_case
from licensing.acts.submission import missing_in, submit_case, withdraw_case
from licensing.choices import Verb
from licensing.errors import Incomplete, Invalid, Stale, Unseen
from licensing.models import Case
from licensing.models.reading import read_standing
from licensing.portal.door import carried_out, door, new_key, person, reader, seen_case
from licensing.portal.drafting import Draft, as_seen, seen_draft, why_sent_back
from licensing.portal.forms import Fault
from licensing.portal.lists import Lists
from licensing.portal.reading import differences, read_out
from licensing.portal.sections import tasks_of
from licensing.portal.versions import filed_document


@door
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Read everything back, declare that it is true, and submit."""
    opened = seen_draft(request, case_id)
    if request.method != "POST":
        return _played_back(request, opened) if Verb.SUBMIT in opened.may else redirect("portal:case", case_id)
    try:
        return carried_out(request, lambda: _submitted(request, opened))
    except Invalid as problem:
        faults = [Fault(gap.sentence, f"id_{gap.path}") for gap in problem.gaps]
        return _played_back(request, opened, faults, status=422)
    except Incomplete:
        return _played_back(request, seen_draft(request, case_id), status=422)
    except Stale:
        said = _("Somebody changed the request after you opened this page. Nothing was submitted. Please read it again.")
        return _played_back(request, seen_draft(request, case_id), [Fault(said)], status=409)


@door
@require_safe
def receipt(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What was filed, when, under which reference and digest; to print or keep."""
    case = seen_case(request, case_id)
    version = case.versions.order_by("-number").first()
    if version is None:
        raise Unseen
    context = {"case": case, "version": version, "chapters": read_out(case, filed_document(version))}
    return render(request, "portal/receipt.html", context)


@door
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take the request back for good, with a reason."""
    return _with_a_reason(request, case_id, Verb.WITHDRAW, withdraw_case, _("The request is withdrawn."))


@door
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask for a refusal to be looked at again, with a reason, while there is time."""
    return _with_a_reason(request, case_id, Verb.APPEAL, appeal_case, _("Your appeal is with the government."))


def _with_a_reason(request: HttpRequest, case_id: UUID, verb: Verb, act: Callable[..., Case], done: str) -> HttpResponse:
    """The page of an act that needs nothing but a reason; what was written is kept when something is wrong."""
    case = seen_case(request, case_id)
    view = read_standing(case, reader(request, case))
    if request.method != "POST" and verb not in view["actions"]:
        return redirect("portal:case", case_id)

    def carry_out() -> str:
        act(case, person(request), reason=request.POST.get("reason", ""))
        messages.success(request, done)
        return reverse("portal:case", args=[case.pk])

    faults: list[Fault] = []
    if request.method == "POST":
        try:
            return carried_out(request, carry_out)
        except Invalid as problem:
            faults = [Fault(gap.sentence, "id_reason") for gap in problem.gaps]
    context = {
        "case": case,
        "view": view,
        "faults": faults,
        "reason": request.POST.get("reason", ""),
        "key": request.POST.get("key") or new_key(),
    }
    return render(request, f"portal/{verb}.html", context, status=422 if faults else 200)


def _submitted(request: HttpRequest, opened: Draft) -> str:
    """File exactly what was read back: if it has changed since, it is to be read again."""
    if request.POST.get("seen", "") not in ("", _mark(opened)):
        raise Stale
    declared = request.POST.get("declared") == "yes"
    submit_case(opened.case, person(request), declared=declared, expected=opened.case.revision)
    return reverse("portal:receipt", args=[opened.case.pk])


def _played_back(request: HttpRequest, opened: Draft, faults: list[Fault] | None = None, *, status: int = 200) -> HttpResponse:
    gaps = missing_in(opened.case, opened.document)
    before = opened.case.versions.order_by("-number").first()
    context = {
        "case": opened.case,
        "chapters": read_out(opened.case, opened.document),
        "tasks": [task for task in tasks_of(opened.case, opened.document, gaps) if task.missing],
        "changes": differences(filed_document(before), opened.document, Lists(opened.case)) if before else [],
        "before": before,
        "sent_back": why_sent_back(request, opened.case),
        "faults": faults or [],
        "seen": _mark(opened),
        "key": request.POST.get("key") or new_key(),
    }
    return render(request, "portal/check.html", context, status=status)


def _mark(opened: Draft) -> str:
    """What tells whether the content is still the one that was read."""
    return hashlib.sha256(as_seen(opened.document).encode()).hexdigest()
