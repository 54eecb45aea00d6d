"""Where programs get tokens, give them back, and read how this works: RFC 6749, 7009 and 8414."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.db import DataError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from oauth2_provider.views.mixins import OAuthLibMixin
from rest_framework.request import Request

from licensing.api.http.throttling import CLIENTS_PER_ADDRESS, CountedView, get_address, name_client
from licensing.api.http.wire import as_json
from licensing.choices import Scope

# Nothing is offered that hands a token through a browser, asks for a password, or lets another device confirm.
GRANTS: Final = ("authorization_code", "refresh_token", "client_credentials")


class ProtocolView(OAuthLibMixin, CountedView):
    """An endpoint of the protocol, with the errors of its standard and not problem+json."""

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

    def answer(self, request: HttpRequest) -> tuple[Any, Any, str, int]:
        """What the library says: address, headers, body and status."""
        raise NotImplementedError

    def post(self, request: Request) -> HttpResponse:
        """The answer of the standard, or its `error`."""
        plain: HttpRequest = request._request  # noqa: SLF001 - the library takes Django's own request
        try:
            # A code or token that comes twice at once is waited for, and then known.
            with transaction.atomic():
                _uri, headers, body, status = self.answer(plain)
        except (DataError, ValueError):  # a character that no column can hold, in a place that the library does not check
            return _build_error("invalid_request", "A parameter holds a character that cannot be used.")
        response = HttpResponse(body or "", status=status, content_type="application/json")
        for name, value in headers.items():
            response[name] = value
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class TokenView(ProtocolView):
    """Issues tokens: for a code with its verifier, for a refresh token, and for a program's own credentials."""

    def post(self, request: Request) -> HttpResponse:
        """The token, or the `error` of RFC 6749 §5.2."""
        if request._request.POST.get("grant_type") not in GRANTS:  # noqa: SLF001 - the form as Django reads it
            return _build_error("unsupported_grant_type", f"Offered here: {', '.join(GRANTS)}.")
        return super().post(request)

    def answer(self, request: HttpRequest) -> tuple[Any, Any, str, int]:
        given: tuple[Any, Any, str, int] = self.create_token_response(request)
        return given


class RevocationView(ProtocolView):
    """Takes back a token that a program gives back: with it goes all that its person allowed."""

    def answer(self, request: HttpRequest) -> tuple[Any, Any, str, int]:
        given: tuple[Any, Any, str, int] = self.create_revocation_response(request)
        return given


def show_metadata(request: HttpRequest) -> HttpResponse:
    """What a program must know to ask for tokens (RFC 8414)."""
    here = settings.PUBLIC_URL
    return JsonResponse(
        {
            "issuer": here,
            "authorization_endpoint": here + reverse("authorize"),
            "token_endpoint": here + reverse("api:token"),
            "revocation_endpoint": here + reverse("api:revoke_token"),
            "service_documentation": f"{here}{reverse('api:docs')}",
            "scopes_supported": sorted(Scope.values),
            "response_types_supported": ["code"],
            "grant_types_supported": list(GRANTS),
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
            "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
            "authorization_response_iss_parameter_supported": True,
            "ui_locales_supported": [code for code, _name in settings.LANGUAGES],
        }
    )


def _build_error(error: str, description: str) -> HttpResponse:
    body = as_json({"error": error, "error_description": description})
    return HttpResponse(body, status=400, content_type="application/json", headers={"Cache-Control": "no-store"})


PATHS: Final = (
    path("token/", TokenView.as_view(), name="token"),
    path("token/revoke/", RevocationView.as_view(), name="revoke_token"),
)
