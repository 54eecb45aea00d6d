"""Who may have an account: people who were invited. Nobody registers alone, be it by password or by a state sign-in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):
    """Sign-in by password, for accounts that an administrator has made."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: the page of registration says so."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Guesses are counted by account and place, so that nobody locks another person out by guessing."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"


class KnownOnly(DefaultSocialAccountAdapter):
    """Sign-in by the state's service, for accounts that have been connected to it; an unknown identity gets no account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never, whoever the service says that it is."""
        return False
