"""Who comes to a page, and when they last proved who they are; and what answers an act that asks for a fresher proof."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from config.web.kept_forms import find_page, is_htmx, keep_typed
from licensing.acts.origin import Origin, from_origin
from licensing.errors import StepUpRequired
from licensing.models import User
from licensing.models.people.sessions import digest_session_key
from licensing.policy.people.accounts.step_up import find_confirmed_at, is_by_second_factor

Answer = Callable[[HttpRequest], HttpResponseBase]


class PersonOrigin:
    """Say of all that a request carries out from where it comes: nothing that comes from outside is without an origin.

    A call with a token is never taken for one of the session beside it; the API says itself what a token stands for.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with from_origin(_find_origin_of(request)):
            return self.get_response(request)


class StepUp:
    """Send a person to prove again who they are, and back to the form with what they typed, to be pressed once more."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The way to the confirmation; None for every other exception. The API has words of its own."""
        person = request.user
        if not isinstance(exception, StepUpRequired) or not isinstance(person, User):
            return None
        kept = keep_typed(request, person.pk) if request.method == "POST" else None
        messages.warning(
            request,
            _("Confirm that it is you. Nothing was sent yet: what you typed is kept, and you press once more afterwards."),
        )
        back = reverse("kept_form", args=[kept]) if kept else find_page(request)
        address = f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}"
        if is_htmx(request):
            # A script follows a redirect by itself, and the page would appear inside the form.
            return HttpResponse(status=401, headers={"HX-Redirect": address})
        return redirect(address)


def _find_origin_of(request: HttpRequest) -> Origin:
    if "Authorization" in request.headers or not request.user.is_authenticated:
        return Origin()
    records = get_authentication_records(request, request.user)
    by_second_factor = any(is_by_second_factor(one) for one in records)
    session = digest_session_key(request.session.session_key or "")
    return Origin(confirmed_at=find_confirmed_at(records), by_second_factor=by_second_factor, session=session)
