"""Beginning a request: a new one of a chosen kind, or a copy of an earlier one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from licensing.acts.acting import now, to_local_day
from licensing.acts.requests.drafting import copy_case, create_case
from licensing.choices import DRAFTING_ROLES
from licensing.errors import Gap, Invalid, KindRetired
from licensing.models import Case, CaseKind, Organisation, list_organisations_of
from licensing.portal.forms.parts import Fault
from licensing.portal.partner_view import get_form_key, get_person, get_visible_case, partner_view, submit


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def begin_case(request: HttpRequest) -> HttpResponse:
    """Choose the kind of request, with an explanation of each, and begin a draft of it."""
    if request.method != "POST":
        return _render_new(request, [])
    try:
        return submit(request, _begin)
    except Invalid as problem:
        # A missing kind can break several rules of the schema, which all read alike here: once is enough.
        found = dict.fromkeys(Fault(_in_words(gap), f"id_{gap.path}") for gap in problem.gaps)
        return _render_new(request, list(found) or [Fault(str(problem.sentence))], status=422)
    except KindRetired as problem:
        # From a page that was opened while partners still filed country plans: what was typed stays.
        return _render_new(request, [], status=problem.status, retired=problem.sentence)


@partner_view
@require_POST
def copy_request(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Begin a new draft with the content of this request."""
    return submit(request, _copy, get_visible_case(request, case_id))


def _copy(request: HttpRequest, source: Case) -> str:
    case = copy_case(source, get_person(request))
    messages.success(request, _("A new draft was made from the earlier request. Documents that have expired were left out."))
    return reverse("portal:draft", args=[case.pk])


def _begin(request: HttpRequest) -> str:
    document = {"kind": request.POST.get("kind", ""), "title": request.POST.get("title", "").strip()}
    case = create_case(get_person(request), document, organisation=_chosen_organisation(request))
    return reverse("portal:draft", args=[case.pk])


def _render_new(request: HttpRequest, faults: list[Fault], *, status: int = 200, **more: Any) -> HttpResponse:
    organisations = _list_organisations(request)
    context = {
        "kinds": sorted(CaseKind.objects.offered(), key=_permits_first),
        "organisations": organisations,
        "faults": faults,
        "anchors": [fault.anchor for fault in faults],
        "kind": request.POST.get("kind", ""),
        "title": request.POST.get("title", ""),
        "organisation": request.POST.get("organisation", ""),
        "key": get_form_key(request),
    }
    # Without an organisation to draft for there is no form; the page says whom to ask.
    return render(request, "portal/drafts/new/new.html", context | more, status=status if organisations else 403)


def _permits_first(kind: CaseKind) -> tuple[bool, bool, str]:
    """The order of the kinds: what most people come for first."""
    return kind.permit == "none", kind.permit != "single", kind.prefix


def _list_organisations(request: HttpRequest) -> list[Organisation]:
    """The organisations for which this person drafts requests."""
    return list(list_organisations_of(get_person(request), on=to_local_day(now()), roles=DRAFTING_ROLES).order_by("name"))


def _chosen_organisation(request: HttpRequest) -> Organisation | None:
    """The one that was chosen; None leaves it to the act, which knows what to do with a single one."""
    # Looked up among their own: the id comes from the page, and could be that of any organisation.
    wanted = request.POST.get("organisation", "")
    return next((one for one in _list_organisations(request) if str(one.pk) == wanted), None)


def _in_words(gap: Gap) -> str:
    return _("Choose the kind of request.") if gap.path == "kind" else gap.sentence
