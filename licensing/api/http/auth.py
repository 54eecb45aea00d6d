"""Who calls: a system by itself, a person by a program that they allow, or a person by the session of their browser."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from django.db.models import F, Q
from oauth2_provider.models import AccessToken
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView
from structlog.contextvars import bind_contextvars

from licensing.acts.acting import now
from licensing.acts.origin import Origin, replace_origin
from licensing.acts.people.systems.keeping import note_use
from licensing.api.http.problems import CrossSite, OutOfScope
from licensing.api.oauth.validator import find_authorisation, find_service
from licensing.errors import ProgramRefused
from licensing.models import Authorisation, System, User
from licensing.policy.people.programs import SCOPES_OF_PROGRAMS


@dataclass(frozen=True)
class Presented:
    """A token that somebody came with: what it was given for, to which program, and what its person allowed it."""

    scope: str
    system: System
    allowed: Authorisation | None = None


class BearerToken(BaseAuthentication):
    """Who stands behind an OAuth2 token (RFC 6750): a person who allows the program, or the account of the system itself."""

    def authenticate(self, request: Request) -> tuple[User, Presented] | None:
        """The account and what came with it; None without an Authorization header. Raises AuthenticationFailed."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if not kind:
            return None
        # Another scheme is refused and not passed over, so that a session cookie beside it never stands in for a token.
        row = _find_token(token) if kind.lower() == "bearer" else None
        found = None if row is None or row.is_expired() else _find_caller(row)
        if found is None:
            raise AuthenticationFailed
        user, presented = found
        client, confirmed_at = presented.system.client_id, presented.allowed.confirmed_at if presented.allowed else None
        replace_origin(Origin(client=client, confirmed_at=confirmed_at))
        bind_contextvars(client=client, account=str(user.pk))
        note_use(presented.system, at=now())
        return user, presented

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
        if token is None or not scopes or set(scopes) & set(token.scope.split()):
            return True
        if token.allowed is None and not set(scopes) & SCOPES_OF_PROGRAMS:
            raise OutOfScope(ProgramRefused.title, scopes=list(scopes))
        raise OutOfScope(scopes=list(scopes))


def _find_token(token: str) -> Any:
    # surrogateescape: a header can hold bytes that are no text, and those are a wrong token, not an error of Dozvil.
    digest = hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
    # A token ends with the secret that it was got with; one of a program without secrets has none.
    holding = Q(issued=None) | Q(issued__secret__ends_at=None) | Q(issued__secret__ends_at__gt=now())
    rows = AccessToken.objects.filter(holding, application__isnull=False).select_related("application")
    return rows.annotate(family=F("refresh_token__token_family")).filter(token_checksum=digest).first()


def _find_caller(row: Any) -> tuple[User, Presented] | None:
    """Who acts with a token now: the account of the system, or the person who allows it, whatever the library's row says."""
    if row.user_id is None:
        system = find_service(row.application.client_id)
        return (system.account, Presented(row.scope, system)) if system and system.account else None
    allowed = find_authorisation(row.family, row.application.client_id) if row.family else None
    if allowed is None or allowed.person_id != row.user_id:
        return None
    return allowed.person, Presented(row.scope, allowed.system, allowed)
