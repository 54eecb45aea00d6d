"""Signing in at the state's service, and proving there again who one is: matched by subject, never by an address."""

from __future__ import annotations

import secrets
from functools import cached_property
from typing import Any, Final

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from config.accounts.factors.pages import find_next
from config.accounts.service import pages
from config.accounts.service.tokens import NotBelieved, ServiceAway, fetch_document, read_id_token
from licensing.policy.people.accounts.identities import build_identity_key, is_second_factor, read_auth_time
from licensing.policy.people.accounts.step_up import MAX_AGE

LOGIN, CONNECT, CONFIRM = "login", "connect", "confirm"
# What waits in the session to be connected, after its owner has proved that it is theirs.
FOUND: Final = "identity_to_connect"
_ENDPOINTS: Final = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class StateService(OpenIDConnectOAuth2Adapter):
    """The service as we speak to it: its documents checked, and its tokens read by `tokens.py`."""

    nonce: str | None = None

    @cached_property
    def openid_config(self) -> dict[str, Any]:
        """The addresses of the service. Its name must be the one that we were told."""
        provider = self.get_provider()
        found = fetch_document(provider.server_url)
        if any(not isinstance(found.get(name), str) for name in _ENDPOINTS):
            raise ServiceAway("the description of the service is not whole")
        if found["issuer"].rstrip("/") != provider.app.settings["server_url"].rstrip("/"):
            raise NotBelieved(f"the service calls itself {found['issuer']!r}")
        return found

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        """Who the service says that this is. Raises OAuth2Error for a token that is not believed."""
        issuer = self.openid_config["issuer"]
        keys = fetch_document(self.openid_config["jwks_uri"])
        response = kwargs["response"]
        claims = read_id_token(response.get("id_token"), issuer=issuer, client=app.client_id, nonce=self.nonce, keys=keys)
        login = self.get_provider().sociallogin_from_response(request, {"id_token": {"sub": claims["sub"]}})
        login.account.uid = build_identity_key(issuer, claims["sub"])
        # Names and addresses of the service decide nothing here, so they are not kept.
        login.account.extra_data = {"issuer": issuer, "subject": claims["sub"]}
        login.claims = claims
        return login


class _Callback(OAuth2CallbackView):
    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce")
        # RFC 9207: an answer of another service, mixed into this sign-in, names itself.
        named = request.GET.get("iss")
        if response is None and named is not None and named != self.adapter.openid_config["issuer"]:
            raise NotBelieved(f"an answer of {named!r}")
        return state, response


class KnownOnly(DefaultSocialAccountAdapter):
    """Sign-in by the state's service, for accounts that have been connected to it; an unknown identity gets no account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never, whoever the service says that it is."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Decide alone what follows, and let no flow of the library."""
        raise ImmediateHttpResponse(_answer(request, sociallogin))

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Say in our words why nobody was signed in."""
        is_cancelled = error == AuthError.CANCELLED
        raise ImmediateHttpResponse(pages.refuse_cancelled(request) if is_cancelled else _explain_failure(request, exception))


@require_safe
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send somebody to the service: to sign in, to connect an identity, or to prove again who they are."""
    process = request.GET.get("process", LOGIN)
    if process not in (LOGIN, CONNECT, CONFIRM) or (process != LOGIN and not request.user.is_authenticated):
        return redirect("account_login")
    try:
        service = StateService(request, provider_id)
        provider = service.get_provider()
        # The library would make an adapter of its own class.
        provider.get_oauth2_adapter = lambda _request: service
        nonce = secrets.token_urlsafe(24)
        params = {"nonce": nonce, **_choose_freshness(process)}
        response: HttpResponse = provider.redirect(
            request, process, next_url=find_next(request), auth_params=params, nonce=nonce
        )
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except OAuth2Error as refusal:
        return _explain_failure(request, refusal)
    return response


def finish(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the answer of the service."""
    try:
        response: HttpResponse = _Callback.adapter_view(StateService(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (OAuth2Error, OSError, KeyError, ValueError, TypeError) as refusal:
        # The library takes an answer apart without a look at its shape.
        return _explain_failure(request, refusal)
    return response


def _choose_freshness(process: str) -> dict[str, Any]:
    """`max_age` makes a service say when it saw the person; for a confirmation it must see them now."""
    params: dict[str, Any] = {"max_age": settings.SESSION_LIMIT}
    if process == CONFIRM:
        params = {"max_age": int(min(MAX_AGE.values()).total_seconds()), "prompt": "login"}
    return params | ({"acr_values": " ".join(settings.OIDC_ACR)} if settings.OIDC_ACR else {})


def _answer(request: HttpRequest, sociallogin: Any) -> HttpResponse:
    process = sociallogin.state.get("process")
    known = sociallogin.user if sociallogin.is_existing else None
    if process == CONNECT:
        return _offer_connection(request, sociallogin)
    if known is None:
        return pages.refuse_unknown(request)
    if not known.is_active:
        return pages.refuse_closed(request)
    if process == CONFIRM:
        return _confirm(request, sociallogin)
    return _sign_in(request, sociallogin)


def _sign_in(request: HttpRequest, sociallogin: Any) -> HttpResponse:
    if request.user.is_authenticated:
        logout(request)
    _record_proof(request, sociallogin)
    response: HttpResponse = perform_login(
        request, sociallogin.user, email_verification="none", redirect_url=sociallogin.state.get("next")
    )
    return response


def _confirm(request: HttpRequest, sociallogin: Any) -> HttpResponse:
    """The same person in the same session, or nothing."""
    if request.user != sociallogin.user:
        return pages.refuse_other_person(request)
    _record_proof(request, sociallogin, reauthenticated=True)
    return redirect(sociallogin.state.get("next") or "/")


def _record_proof(request: HttpRequest, sociallogin: Any, **more: Any) -> None:
    claims = sociallogin.claims
    if is_second_factor(claims, acr=settings.OIDC_ACR, amr=settings.OIDC_AMR):
        more["second_factor"] = True
    account: SocialAccount = sociallogin.account
    facts = {"provider": account.provider, "uid": account.uid, "auth_time": read_auth_time(claims)}
    record_authentication(request, sociallogin.user, "socialaccount", **facts, **more)


def _offer_connection(request: HttpRequest, sociallogin: Any) -> HttpResponse:
    """Keep the identity for the page that asks whether to connect it: an answer of the service alone connects nothing."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    claims = sociallogin.claims
    name = claims.get("name") or claims.get("preferred_username") or claims["sub"]
    request.session[FOUND] = {
        "provider": sociallogin.account.provider,
        "issuer": claims["iss"],
        "subject": claims["sub"],
        "name": str(name)[:200],
    }
    return redirect("socialaccount_connections")


def _explain_failure(request: HttpRequest, exception: Any) -> HttpResponse:
    # Of what the network raises, everything is an OSError.
    if isinstance(exception, ServiceAway | OSError):
        return pages.refuse_away(request, exception)
    return pages.refuse_unbelieved(request, exception)
