"""Where somebody is signed in: each device, from where and when it was last used, to be ended one by one or all but this."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from licensing.acts.acting import now
from licensing.acts.people.sessions import end_session, end_sessions
from licensing.models import Session, User
from licensing.models.sessions import digest_session_key
from licensing.policy.people.devices import describe_device


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_sessions(request: HttpRequest) -> HttpResponse:
    """List the sessions of the person who is signed in, and end what they choose; this one ends by signing out."""
    person, this = cast("User", request.user), digest_session_key(request.session.session_key or "")
    if request.method == "POST":
        return _end(request, person, this)
    rows = Session.objects.signed_in_as(person, now()).order_by("-used_at", "pk")
    listed = [{"row": row, "device": describe_device(row.device), "is_this": row.pk == this} for row in rows]
    return render(request, "account/sessions.html", {"sessions": sorted(listed, key=lambda one: not one["is_this"])})


def _end(request: HttpRequest, person: User, this: str) -> HttpResponse:
    chosen = request.POST.get("session", "")
    if chosen == "others":
        end_sessions(person, but=this)
        messages.success(request, _("Every other session has ended."))
    # Ended meanwhile, or never theirs: either way it is not there any more.
    elif chosen != this:
        end_session(person, chosen)
        messages.success(request, _("The session has ended."))
    return redirect("account_sessions")
