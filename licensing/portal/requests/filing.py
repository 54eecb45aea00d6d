"""Filing a request: the answers read back, the declaration, the receipt; withdrawing it; and appealing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licensing.acts.decisions.appeal import appeal_case
from licensing.acts.requests.advice import list_findings
from licensing.acts.requests.submission import find_missing, submit_case, withdraw_case
from licensing.choices import Verb
from licensing.errors import Gap, Incomplete, Invalid, NotFound, Stale
from licensing.models import Case
from licensing.models.read_models import read_standing
from licensing.models.requests.composition import find_filed_version
from licensing.models.requests.schedules import build_schedules
from licensing.portal.drafts.drafting import get_return_reason
from licensing.portal.drafts.editing import Draft, load_draft, serialize_snapshot
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.enclosures import read_enclosure
from licensing.portal.forms.parts import Fault
from licensing.portal.forms.reasons import answer_reason_form
from licensing.portal.forms.sections import list_tasks
from licensing.portal.partner_view import (
    get_form_key,
    get_person,
    get_reader,
    get_visible_case,
    partner_view,
    refuse_others,
    submit,
)
from licensing.portal.people.submitters import find_submitters
from licensing.portal.requests.advice import build_advice, read_explanations
from licensing.portal.requests.reading import compare_documents, read_out
from licensing.portal.requests.versions import load_filed_document


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def check_request(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Read everything back, declare that it is true and complete, and submit."""
    draft = load_draft(request, case_id)
    if request.method != "POST":
        return _render_check(request, draft) if Verb.EDIT in draft.may else redirect("portal:case", case_id)
    refuse_others(request, draft.case, Verb.SUBMIT)
    try:
        return submit(request, _submit_request, draft)
    except Invalid as problem:
        return _render_check(request, draft, gaps=problem.gaps, status=422)
    except Incomplete:
        return _render_check(request, load_draft(request, case_id), status=422)
    except Stale:
        said = _("Somebody changed the request after you opened this page. Nothing was submitted. Please read it again.")
        return _render_check(request, load_draft(request, case_id), said=said, status=409)


@partner_view
@require_safe
def show_receipt(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what was filed last, when, under which reference and digest; to print or keep."""
    case = get_visible_case(request, case_id)
    version = find_filed_version(case)
    if version is None:
        raise NotFound
    context = {"case": case, "version": version, "chapters": read_out(case, load_filed_document(version), request.GET)}
    return render(request, "portal/requests/check/receipt.html", context)


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_request(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Withdraw the request for good, with a reason."""
    return _act_with_reason(request, case_id, Verb.WITHDRAW, withdraw_case, _("The request is withdrawn."))


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_refusal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask for a refusal, what a grant in part left out, or conditions to be looked at again, with a reason, perhaps a file."""
    # What is no number stands for no condition, and the act says so.
    named = [int(one) if one.isdecimal() and len(one) < 4 else 0 for one in request.POST.getlist("conditions")]
    appeal = partial(appeal_case, conditions=named, **read_enclosure(request))
    return _act_with_reason(request, case_id, Verb.APPEAL, appeal, _("Your appeal is with the government."), named=named)


def _act_with_reason(
    request: HttpRequest, case_id: UUID, verb: Verb, act: Callable[..., Case], done: str, **more: object
) -> HttpResponse:
    case = get_visible_case(request, case_id)
    view = read_standing(case, get_reader(request, case))
    if request.method != "POST" and verb not in view["actions"]:
        return redirect("portal:case", case_id)
    refuse_others(request, case, verb)
    # The template is named after the act: withdraw.html, appeal.html.
    return answer_reason_form(
        request, f"portal/requests/{verb}.html", partial(_act, act, case, done), {"case": case, "view": view, **more}
    )


def _act(act: Callable[..., Case], case: Case, done: str, request: HttpRequest, reason: str) -> str:
    act(case, get_person(request), reason=reason)
    messages.success(request, done)
    return reverse("portal:case", args=[case.pk])


def _submit_request(request: HttpRequest, draft: Draft) -> str:
    """File exactly what was read back; Stale when it has changed since, and is to be read again."""
    # The revision below would not notice: it is the one of this very moment, not that of the page.
    if request.POST.get("seen", "") not in ("", _digest_content(draft)):
        raise Stale
    declared = request.POST.get("declared") == "yes"
    explanations = read_explanations(request)
    submit_case(draft.case, get_person(request), declared=declared, explanations=explanations, expected=draft.case.revision)
    return reverse("portal:receipt", args=[draft.case.pk])


def _render_check(
    request: HttpRequest, draft: Draft, *, gaps: Sequence[Gap] = (), said: str = "", status: int = 200
) -> HttpResponse:
    missing = find_missing(draft.case, draft.document)
    advice = build_advice(draft.case, draft.document, list_findings(draft.case, draft.document), request, gaps)
    before = draft.case.versions.order_by("-number").first()
    context = {
        "case": draft.case,
        "chapters": read_out(draft.case, draft.document, request.GET),
        "schedules": build_schedules(draft.document),
        "tasks": [task for task in list_tasks(draft.case, draft.document, missing) if task.missing],
        "changes": compare_documents(load_filed_document(before), draft.document, Lists(draft.case)) if before else [],
        "before": before,
        "sent_back": get_return_reason(request, draft.case),
        "advice": advice,
        "submitters": find_submitters(get_reader(request, draft.case).actor, draft.case.organisation_id),
        "declared": request.POST.get("declared") == "yes",
        "faults": [*([Fault(said)] if said else []), *advice.list_faults(gaps)],
        "seen": _digest_content(draft),
        "key": get_form_key(request),
    }
    return render(request, "portal/requests/check/check.html", context, status=status)


def _digest_content(draft: Draft) -> str:
    """The digest by which filing recognises whether the content is still the one that was read back."""
    return hashlib.sha256(serialize_snapshot(draft.document).encode()).hexdigest()
