"""The page to which an invitation leads: sign in and accept, or open the account that it is for."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from licensing.acts.acting import now
from licensing.acts.people.organisations.joining import (
    accept_invitation,
    find_accepting_refusal,
    find_invitation,
    has_account,
    open_invited_account,
)
from licensing.choices import ProposalState
from licensing.errors import Gap, Invalid, Problem
from licensing.models import Invitation, User
from licensing.models.people.users import list_languages
from licensing.portal.forms.parts import Fault


@never_cache
@sensitive_post_parameters("password", "repeated")
@require_http_methods(["GET", "HEAD", "POST"])
def show_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show to whom and to what an invitation is, and take it up; why one cannot be taken up is said in words."""
    user = request.user if isinstance(request.user, User) else None
    try:
        invitation = find_invitation(token)
    except Problem as problem:
        return _render_refused(request, problem)
    # In the language of the letter, unless its reader has chosen another one here.
    language = request.LANGUAGE_CODE if user or request.COOKIES else invitation.language
    with translation.override(language):
        if refusal := find_accepting_refusal(invitation, user, at=now()):
            return _render_refused(request, refusal, invitation)
        if request.method != "POST":
            return _render_page(request, invitation, user, [])
        try:
            return _accept(request, invitation, user) if user else _open_account(request, invitation)
        except Invalid as problem:
            faults = [Fault(gap.sentence, f"id_{gap.path}") for gap in problem.gaps]
            return _render_page(request, invitation, user, faults, status=422)
        except Problem as problem:
            return _render_refused(request, problem, invitation)


def _accept(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    accepted = accept_invitation(invitation, user)
    messages.success(request, _describe_outcome(accepted))
    return redirect("admin:index" if user.is_staff else "portal:colleagues")


def _open_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    password = request.POST.get("password", "")
    if password != request.POST.get("repeated", ""):
        raise Invalid(gaps=[Gap("differs", "repeated", _("Write the same password twice."))])
    name, language = request.POST.get("name", ""), request.POST.get("language", "")
    accepted = open_invited_account(invitation, name=name, language=language, password=password)
    messages.success(request, " ".join([_("Your account is ready. Sign in with it."), _describe_outcome(accepted)]))
    return redirect("account_login")


def _describe_outcome(invitation: Invitation) -> str:
    if invitation.organisation is None or invitation.proposal is None:
        return _("Rights at the desk are given one by one; you get a letter of each.")
    if invitation.proposal.state == ProposalState.CONFIRMED:
        return _("You belong to %(organisation)s now.") % {"organisation": invitation.organisation}
    return _("A second administrator has to confirm your role in %(organisation)s; you get a letter then.") % {
        "organisation": invitation.organisation
    }


def _render_page(
    request: HttpRequest, invitation: Invitation, user: User | None, faults: list[Fault], *, status: int = 200
) -> HttpResponse:
    signs_in = user is None and has_account(invitation)
    back = urlencode({"next": request.path})
    context = {
        "invitation": invitation,
        "signs_in": signs_in,
        "sign_in": f"{reverse('account_login')}?{back}",
        "languages": list_languages(),
        "name": request.POST.get("name", ""),
        "language": request.POST.get("language", "") or invitation.language,
        "faults": faults,
        "fault_at": {fault.anchor.removeprefix("id_"): fault.sentence for fault in faults},
    }
    return render(request, "account/invitation.html", context, status=status)


def _render_refused(request: HttpRequest, problem: Problem, invitation: Invitation | None = None) -> HttpResponse:
    is_other = invitation is not None and request.user.is_authenticated and problem.status == 403
    context = {"problem": problem, "is_other": is_other}
    return render(request, "account/invitation_refused.html", context, status=problem.status)
