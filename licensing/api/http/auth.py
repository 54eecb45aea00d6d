"""Who calls: a system by its token (OAuth2 client credentials), or a person by the session of their browser."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final, Protocol, runtime_checkable

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from oauth2_provider.models import get_access_token_model
from oauth2_provider.scopes import SettingsScopes
from oauth2_provider.views.mixins import OAuthLibMixin
from oauthlib.oauth2 import InvalidClientError
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from licensing.acts.acting import now, to_local_day
from licensing.api.http.problems import CrossSite, OutOfScope
from licensing.api.http.throttling import CLIENTS_PER_ADDRESS, CountedView, get_address, name_client
from licensing.api.http.wire import as_json
from licensing.choices import DRAFTING_ROLES, SUBMITTING_ROLES, Office
from licensing.models import User, read_actor
from licensing.permissions import Actor

# Scopes only narrow a token. What the account may do in a case is checked by the act, whatever the token says.
_APPOINTMENT_SCOPES: Final[Mapping[str, frozenset[str]]] = {
    Office.CASE_OFFICER: frozenset(
        {"cases:read", "cases:handle", "licences:read", "licences:write", "webhooks:manage"},
    ),
    Office.DECIDER: frozenset({"cases:read", "decisions:write", "licences:read", "licences:write"}),
    Office.POLICY_OFFICER: frozenset({"cases:read", "licences:read"}),
    Office.AUDITOR: frozenset({"cases:read", "licences:read"}),
    Office.CUSTOMS: frozenset({"licences:read", "usages:write", "webhooks:manage"}),
}
_MEMBER_SCOPES: Final = frozenset({"cases:read", "licences:read", "webhooks:manage"})
_DRAFTING_SCOPES: Final = frozenset({"cases:draft"})
_SUBMITTING_SCOPES: Final = frozenset({"cases:write", "licences:write"})
_BODY_SCOPES: Final = frozenset({"cases:read", "positions:write"})


class BearerToken(BaseAuthentication):
    """The account behind an OAuth2 token (RFC 6750): the one that the application was registered for."""

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        """The account and its token; None without an Authorization header. Raises AuthenticationFailed."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if not kind:
            return None
        # Another scheme is refused and not passed over, so that a session cookie beside it never stands in for a token.
        row = _find_token(token) if kind.lower() == "bearer" else None
        user = row and (row.user or (row.application and row.application.user))
        if row is None or row.is_expired() or not user or not user.is_active:
            raise AuthenticationFailed
        return user, row

    def authenticate_header(self, request: Request) -> str:
        """WWW-Authenticate of a 401."""
        return 'Bearer realm="api"'


class BrowserSession(SessionAuthentication):
    """A person who is signed in at Dozvil in a browser."""

    def enforce_csrf(self, request: Request) -> None:
        """Raise CrossSite for an unsafe call without a CSRF token: DRF's own refusal would read as a missing permission."""
        try:
            super().enforce_csrf(request)
        except PermissionDenied as forged:
            raise CrossSite from forged


@runtime_checkable
class Scoped(Protocol):
    """A view whose methods declare scopes, as every ApiView does."""

    def get_required_scopes(self, method: str) -> tuple[str, ...]:
        """The scopes of which a token needs one for this method."""


class HasScope(BasePermission):
    """A token may do only what it was asked for; a person in the browser needs no scopes."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True, or NotAuthenticated without a caller and OutOfScope where the token has none of the scopes."""
        if not request.user.is_authenticated:
            raise NotAuthenticated
        token: Any = request.auth
        scopes = view.get_required_scopes(str(request.method)) if isinstance(view, Scoped) else ()
        if token is None or not scopes:
            return True
        if not set(scopes) & set(token.scope.split()):
            raise OutOfScope(scopes=list(scopes))
        return True


class OwnScopes(SettingsScopes):
    """The scopes that an application may ask for: no more than its account could use today."""

    def get_available_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        """Raises InvalidClientError for a closed account: an empty list would be answered as a wrong scope."""
        user = application and application.user
        if user is None or not user.is_active:
            raise InvalidClientError
        return sorted(collect_scopes(read_actor(user, on=to_local_day(now()))))

    def get_default_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        """Reading alone, where a request for a token names no scope."""
        return [scope for scope in self.get_available_scopes(application, request) if scope.endswith(":read")]


class TokenView(OAuthLibMixin, CountedView):
    """Issues a token for client credentials (RFC 6749 §4.4), with the errors of that standard and not problem+json."""

    authentication_classes = ()
    permission_classes = ()
    schema = None

    def count_call(self, request: Request) -> None:
        """Count it by client and address: one who guesses a secret keeps neither its owner out nor others who call from there.

        All clients of one address together have a bucket too, since the names of clients can be made up.
        """
        address = get_address(request)
        self.take_from("address", f"{address} tokens", scope="anon", times=CLIENTS_PER_ADDRESS)
        self.take_from("client", f"{name_client(request)} {address}", scope="anon")

    def post(self, request: Request) -> HttpResponse:
        """The token, or the `error` of RFC 6749 §5.2."""
        plain: HttpRequest = request._request  # noqa: SLF001 - the library takes Django's own request
        if plain.POST.get("grant_type") != "client_credentials":
            return _oauth_error("unsupported_grant_type", "Only client_credentials is offered here.")
        try:
            _uri, headers, body, status = self.create_token_response(plain)
        except (DataError, ValueError):  # a character that no column can hold, in a place that the library does not check
            return _oauth_error("invalid_request", "A parameter holds a character that cannot be used.")
        response = HttpResponse(body, status=status, content_type="application/json")
        for name, value in headers.items():
            response[name] = value
        return response


def collect_scopes(actor: Actor) -> frozenset[str]:
    """Every scope that an account with these appointments, memberships and bodies could use."""
    scopes: frozenset[str] = frozenset()
    for appointment in actor.appointments:
        scopes |= _APPOINTMENT_SCOPES.get(appointment, frozenset())
    for role in actor.memberships.values():
        scopes |= _MEMBER_SCOPES
        scopes |= _DRAFTING_SCOPES if role in DRAFTING_ROLES else frozenset()
        scopes |= _SUBMITTING_SCOPES if role in SUBMITTING_ROLES else frozenset()
    return scopes | _BODY_SCOPES if actor.bodies else scopes


def _find_token(token: str) -> Any:
    # surrogateescape: a header can hold bytes that are no text, and those are a wrong token, not an error of Dozvil.
    digest = hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
    rows = get_access_token_model().objects.select_related("user", "application__user")
    return rows.filter(token_checksum=digest).first()


def _oauth_error(error: str, description: str) -> HttpResponse:
    body = as_json({"error": error, "error_description": description})
    return HttpResponse(body, status=400, content_type="application/json", headers={"Cache-Control": "no-store"})


PATHS: Final = (path("token/", TokenView.as_view(), name="token"),)
