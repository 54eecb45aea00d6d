"""Who may have an account: people who were invited. Nobody registers alone, be it by password or by a state sign-in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse

from config.web.devices import find_known_device, keep_device
from licensing.acts.people.passwords import choose_password


class InvitedOnly(DefaultAccountAdapter):
    """Sign-in by password, for accounts that an administrator has made."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: the page of registration says so."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Choose a new password on the page of the account or by a link: with its event, and the end of the sessions."""
        choose_password(user, password)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Guesses are counted by account and place, so that nobody locks another person out by guessing."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try, before the password is looked at; ValidationError where there were too many that failed.

        On a device on which the account has signed in before, only what is tried on that very device counts.
        """
        email = str(credentials.get("email", ""))
        device = find_known_device(request, email)
        if device is None:
            super().pre_authenticate(request, **credentials)
            return
        key = f"{email.lower()}:{device}"
        # Kept where the library looks for it: a try that succeeds is taken back.
        self._login_failed_rl_usage = ratelimit.consume(request, app="allauth.account", action="login_failed_known", key=key)
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse:
        """Where a sign-in leads, its second factor included; the device is known from now on."""
        response: HttpResponse = super().post_login(request, user, **options)
        keep_device(request, response, user.email)
        return response
