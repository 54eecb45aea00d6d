"""Who may have an account: people who were invited. Nobody registers alone, be it by password or by a state sign-in."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from config.accounts.guessing import count_guess, forget_guesses
from config.web.devices import keep_device
from licensing.acts.people.accounts.passwords import choose_password
from licensing.policy.people.accounts.guesses import Guess
from licensing.policy.record.rates import name_network

# In a session whose sign-in waits for its second step: what the password was at the first one.
_FIRST_STEP: Final = "password_at_first_step"


class InvitedOnly(DefaultAccountAdapter):
    """Sign-in by password, for accounts that an administrator has made."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: the page of registration says so."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Choose a new password on the page of the account or by a link: with its event, and the end of the sessions."""
        choose_password(user, password)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where a request comes from, as whatever is counted by place takes it: of IPv6 the network of its subscriber."""
        return name_network(super().get_client_ip(request))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try, before the password is looked at; ValidationError where there were too many that failed.

        On a device on which the account has signed in before, only what is tried on that very device counts.
        """
        email = str(credentials.get("email", ""))
        # Kept where the library looks for it: a try that succeeds is taken back.
        self._login_failed_rl_usage = count_guess(request, Guess.PASSWORD, whose=email.lower(), email=email)
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """After a new password by a link: whoever forgot the former one has guessed at it before."""
        forget_guesses(request, Guess.PASSWORD, whose=str(credentials.get("email", "")).lower())

    def pre_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse | None:
        """After the first step of a sign-in: note of which password it was, or beside which one an identity signed in."""
        request.session[_FIRST_STEP] = user.get_session_auth_hash()
        refused: HttpResponse | None = super().pre_login(request, user, **options)
        return refused

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign somebody in after the last step. One whose password became another meanwhile begins again.

        Otherwise whoever had the former password could wait at the second step, and outlast the end of all sessions.
        """
        if request.session.pop(_FIRST_STEP, None) != user.get_session_auth_hash():
            clear_login(request)
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse:
        """Where a sign-in leads, its second factor included; the device is known from now on."""
        response: HttpResponse = super().post_login(request, user, **options)
        keep_device(request, response, user.email)
        return response
