"""The programs that act for me: what each may do and until when, and the button that ends it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from licensing.acts.people.systems.authorisations import list_open, revoke_program
from licensing.choices import Scope
from licensing.errors import NotFound
from licensing.models import Authorisation, User


@login_required
@require_safe
def list_programs(request: HttpRequest) -> HttpResponse:
    """List the programs that the person lets act for them now."""
    rows = list_open(request.user) if isinstance(request.user, User) else []
    programs = [{"allowed": one, "scopes": [Scope(scope).label for scope in one.scopes]} for one in rows]
    return render(request, "account/programs.html", {"programs": programs})


@login_required
@require_POST
def end_program(request: HttpRequest, allowed_id: UUID) -> HttpResponse:
    """End what the person lets one program do; one of somebody else is answered like one that has ended."""
    assert isinstance(request.user, User)
    try:
        revoke_program(Authorisation(pk=allowed_id), request.user)
    except NotFound:
        messages.info(request, _("This program does not act for you any more."))
    else:
        messages.success(request, _("The program does not act for you any more. Its tokens were refused from this moment."))
    return redirect("account_programs")
