"""Where somebody is signed in: each device, from where and when it was last used, to be ended one by one or all but this.

Signing out ends this session, or every session and what programs may do.
"""

from __future__ import annotations

from typing import Any, Final

from allauth.account.views import LogoutView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.web.visitor import get_person
from licensing.acts.acting import now
from licensing.acts.people.accounts.sessions import end_session, end_sessions, end_sign_ins, is_open_elsewhere
from licensing.models import Session, User
from licensing.models.people.sessions import digest_session_key
from licensing.policy.people.accounts.devices import describe_device

_HERE: Final = "here"
_EVERYWHERE: Final = "everywhere"


class SignOut(LogoutView):
    """Sign out here only, or everywhere. Whoever did not say which, and is signed in elsewhere too, is asked."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out, or ask; who is signed in nowhere else has nothing to choose."""
        person, where = self.request.user, self.request.POST.get("where", "")
        if isinstance(person, User):
            this = digest_session_key(self.request.session.session_key or "")
            if where == _EVERYWHERE:
                end_sign_ins(person, user=person)
            elif where != _HERE and is_open_elsewhere(person, this, at=now()):
                asked: HttpResponse = self.render_to_response(self.get_context_data(is_still_signed_in=True))
                return asked
        response: HttpResponse = super().post(*args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows first: for staff, who may work at a shared desk, to sign out everywhere."""
        person = get_person(self.request)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "everywhere_first": person.is_staff}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_sessions(request: HttpRequest) -> HttpResponse:
    """List the sessions of the person who is signed in, and end what they choose; this one ends by signing out."""
    person, this = get_person(request), digest_session_key(request.session.session_key or "")
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
