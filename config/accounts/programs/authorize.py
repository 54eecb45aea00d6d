"""The page on which a person lets a program act for them: what it may do, for how long, and to whom they are sent back."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.generic import View
from oauth2_provider.exceptions import FatalClientError, OAuthToolkitError
from oauth2_provider.http import OAuth2ResponseRedirect
from oauth2_provider.views.mixins import OAuthLibMixin
from oauthlib.oauth2.rfc6749.errors import (
    CustomOAuth2Error,
    InvalidClientIdError,
    InvalidRequestError,
    MismatchingRedirectURIError,
    OAuth2Error,
)

from config.web.middleware import allow_form_target
from licensing.acts.acting import now
from licensing.acts.origin import find_origin, require_step_up
from licensing.acts.people.systems.authorisations import allow_program, compute_end
from licensing.api.oauth.scopes import find_scopes
from licensing.choices import Scope
from licensing.errors import NotAllowed, Problem, StepUpRequired
from licensing.models import System, User
from licensing.policy.record.event_kinds import EventKind

# What S256 makes of a verifier (RFC 7636 §4.2).
_CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_SECONDS: Final = re.compile(r"[0-9]{1,9}")
_SCHEMES: Final = ("https", "http")


class AuthorizeView(OAuthLibMixin, View):
    """Asks the person on GET, and sends them back with a code, or with their refusal, on POST."""

    @method_decorator([require_http_methods(["GET", "HEAD", "POST"]), login_required])
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check what the program asks for. What is wrong with its name or address is shown here, the rest sent back to it."""
        try:
            scopes, asked = self.validate_authorization_request(request)
        except FatalClientError as error:
            return _show_refusal(request, error.oauthlib_error)
        except OAuthToolkitError as error:
            return self._send_back(error.oauthlib_error)
        except ValueError:
            return _show_refusal(request, InvalidRequestError())
        system = System.objects.select_related("organisation", "owner").get(client_id=asked["client_id"])
        if wrong := _find_fault(request.GET, asked):
            return self._send_back(wrong, asked)
        person = _get_person(request)
        if again := _find_confirmation(request, person):
            return again
        return self._decide(request, system, person, [one for one in scopes if one in find_scopes(system, person)], asked)

    def _decide(
        self, request: HttpRequest, system: System, person: User, scopes: list[str], asked: dict[str, Any]
    ) -> HttpResponse:
        if person.is_system or not scopes:
            return self._send_back(CustomOAuth2Error(error="access_denied", description="Nothing to allow."), asked)
        if request.method != "POST":
            return _ask(request, system, scopes, asked)
        if request.POST.get("answer") != "allow":
            return self._send_back(CustomOAuth2Error(error="access_denied"), asked)
        try:
            return self._allow(request, system, person, scopes, asked)
        except Problem as problem:
            return _show_refusal(request, problem.sentence)

    def _allow(
        self, request: HttpRequest, system: System, person: User, scopes: list[str], asked: dict[str, Any]
    ) -> HttpResponse:
        with transaction.atomic():
            allowed = allow_program(person, system, scopes=scopes)
            credentials = {name: value for name, value in asked.items() if name != "request"}
            credentials["claims"] = {"authorisation": str(allowed.pk)}
            uri, _headers, _body, _status = self.create_authorization_response(
                request, scopes=" ".join(scopes), credentials=credentials, allow=True
            )
        return _redirect(uri)

    def _send_back(self, error: OAuth2Error, asked: dict[str, Any] | None = None) -> HttpResponse:
        """Send the person back with an error, to an address that was registered: the library has looked before it raised."""
        uri = (asked or {}).get("redirect_uri") or error.redirect_uri
        state = (asked or {}).get("state") or error.state
        told = {"error": error.error, "error_description": error.description, "state": state, "iss": settings.PUBLIC_URL}
        query = urlencode({name: value for name, value in told.items() if value})
        return _redirect(f"{uri}{'&' if '?' in uri else '?'}{query}")


def _find_fault(query: QueryDict, asked: dict[str, Any]) -> OAuth2Error | None:
    """What is wrong with a request beyond what the library looks at."""
    if asked.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(asked.get("code_challenge") or ""):
        return InvalidRequestError(description="PKCE with S256 is required.")
    if "request" in query or "request_uri" in query:
        return CustomOAuth2Error(error="request_not_supported")
    age = query.get("max_age")
    if age is not None and not _SECONDS.fullmatch(age):
        return InvalidRequestError(description="max_age is a number of seconds.")
    if query.get("prompt") == "none":
        # A program acts for a person only after they have said so, each time.
        return CustomOAuth2Error(error="interaction_required")
    return None


def _find_confirmation(request: HttpRequest, person: User) -> HttpResponse | None:
    """The way to a fresh proof of who this is, where one is needed; None where the one that there is will do.

    Not left to the pages of acts: they lead back without the query, and what the program asks for stands in it.
    """
    origin, query = find_origin(), request.GET.copy()
    prompts = query.get("prompt", "").split()
    confirmed_at = origin.confirmed_at if origin else None
    if "login" in prompts and request.method != "POST":
        query["prompt"] = " ".join(one for one in prompts if one != "login")
    elif _is_young(confirmed_at, query.get("max_age")) and not _is_needed(person):
        return None
    here = f"{request.path}?{query.urlencode()}"
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': here})}")


def _is_young(confirmed_at: datetime | None, max_age: str | None) -> bool:
    if max_age is None:
        return True
    return confirmed_at is not None and now() - confirmed_at <= timedelta(seconds=max(int(max_age), 1))


def _is_needed(person: User) -> bool:
    try:
        require_step_up(person, EventKind.PROGRAM_ALLOWED.declaration.step_up, at=now())
    except StepUpRequired:
        return True
    return False


def _ask(request: HttpRequest, system: System, scopes: list[str], asked: dict[str, Any]) -> HttpResponse:
    target = urlsplit(asked["redirect_uri"])
    # Also a redirect that answers a form is stopped by the policy of the page, unless it is named.
    allow_form_target(request, f"{target.scheme}://{target.netloc}" if target.scheme == "https" else "http:")
    context = {
        "system": system,
        "scopes": [Scope(one).label for one in scopes],
        "left_out": [Scope(one).label for one in asked["request"].scopes if one not in scopes],
        "signs": bool({Scope.POSITIONS_WRITE, Scope.DECISIONS_WRITE} & set(scopes)),
        "until": compute_end(system, now()),
        "target": target.netloc,
    }
    return render(request, "account/authorize.html", context)


def _show_refusal(request: HttpRequest, error: OAuth2Error | str) -> HttpResponse:
    """A page of ours, which leads nowhere: whoever made the link is not known."""
    sentence = error if isinstance(error, str) else _find_sentence(error)
    return render(request, "account/authorize_refused.html", {"sentence": sentence}, status=400)


def _find_sentence(error: OAuth2Error) -> str:
    match error:
        case InvalidClientIdError():
            return _("This program is not registered here, is suspended, or has ended.")
        case MismatchingRedirectURIError():
            return _("The program wants you to be sent to an address that is not registered for it.")
    return _("The program asked for this in a wrong way.")


def _redirect(uri: str) -> HttpResponse:
    answer: HttpResponse = OAuth2ResponseRedirect(uri, _SCHEMES)
    answer["Cache-Control"] = "no-store"
    return answer


def _get_person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotAllowed
    return request.user
