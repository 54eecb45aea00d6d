"""The page on which somebody connects their identity at the sign-in service with their account, or disconnects it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.accounts.service.login import FOUND
from config.web.visitor import get_person
from licensing.acts.people.accounts.identities import (
    connect_identity,
    disconnect_identity,
    find_identity,
    require_step_up_for_identities,
)
from licensing.errors import Invalid, NotAllowed


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_connection(request: HttpRequest) -> HttpResponse:
    """Show what is connected; connect what the person has just proved at the service, or disconnect it."""
    person = get_person(request)
    if request.method != "POST":
        require_step_up_for_identities(person)
        return _render_connection(request)
    found = request.session.get(FOUND)
    try:
        if "disconnect" in request.POST:
            disconnect_identity(person)
            messages.success(request, _("It is disconnected."))
        elif found and "connect" in request.POST:
            connect_identity(person, issuer=found["issuer"], subject=found["subject"])
            messages.success(request, _("It is connected: you can sign in there from now on."))
    except (Invalid, NotAllowed) as refusal:
        request.session.pop(FOUND, None)
        return _render_connection(request, str(refusal.sentence), status=refusal.status)
    request.session.pop(FOUND, None)
    return redirect("socialaccount_connections")


def _render_connection(request: HttpRequest, refusal: str = "", status: int = 200) -> HttpResponse:
    identity = find_identity(get_person(request))
    context = {"identity": identity, "found": request.session.get(FOUND), "refusal": refusal}
    return render(request, "account/service/connection.html", context, status=status)
