"""Who may have an account: people who were invited. Nobody registers alone, be it by password or by a state sign-in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.core.internal import ratelimit
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse

from config.web.devices import find_known_device, keep_device
from licensing.outbox.letter_frame import Letter


class InvitedOnly(DefaultAccountAdapter):
    """Sign-in by password, for accounts that an administrator has made."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: the page of registration says so."""
        return False

    def render_mail(
        self, template_prefix: str, email: str | list[str], context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """A mail of an account under the name and the public address of Dozvil.

        Whoever asked for it may have called this machine by another name, or forged one: a link never leads there.
        """
        rendered = super().render_mail(template_prefix, email, _make_public(context), headers)
        letter = Letter(rendered.subject, rendered.body, rendered.from_email, rendered.to, headers=rendered.extra_headers)
        for body, kind in getattr(rendered, "alternatives", ()):
            letter.attach_alternative(body, kind)
        return letter

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


class KnownOnly(DefaultSocialAccountAdapter):
    """Sign-in by the state's service, for accounts that have been connected to it; an unknown identity gets no account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never, whoever the service says that it is."""
        return False


def _make_public(context: dict[str, Any]) -> dict[str, Any]:
    """What a mail is made of, with the address that this machine was asked under replaced by that of the site."""
    request = allauth_context.request
    asked = request.build_absolute_uri("/").rstrip("/") if request else ""
    facts = {
        name: settings.PUBLIC_URL + value.removeprefix(asked)
        if asked and isinstance(value, str) and value.startswith(f"{asked}/")
        else value
        for name, value in context.items()
    }
    return facts | {"current_site": {"name": "Dozvil", "domain": settings.PUBLIC_URL}}
