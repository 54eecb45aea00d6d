"""The page on which somebody who is signed in proves again who they are: by a passkey, a code, or the password.

Whoever has a second factor proves it by that one: a password alone may be a stolen one.
"""

from __future__ import annotations

from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.forms import ReauthenticateForm as PasswordForm
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY, reauthenticate_by_password
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.accounts.factors.app_codes import mark_code_used
from config.accounts.factors.pages import find_next, render_page
from config.accounts.guessing import count_guess
from config.web.visitor import get_person
from licensing.acts.people.accounts.identities import find_identity
from licensing.acts.people.accounts.second_factor import SECOND_FACTORS, note_code_used, note_codes_guessed
from licensing.models import User
from licensing.policy.people.accounts.guesses import Guess

PASSKEY, CODE, PASSWORD = "passkey", "code", "password"
# One letter a day says that somebody guesses at the codes of an account.
_TOLD_EVERY_SECONDS: Final = 24 * 3600


class _Noted(BaseAuthenticateForm):
    """A form that takes a code, each of an app once; that a recovery code was used is told to its owner."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not mark_code_used(self.user, code):
            raise get_factor_adapter().validation_error("incorrect_code")
        note_code_used(self.user, self.authenticator)
        return code


class SecondStepForm(_Noted, AuthenticateForm):
    """The code of the second step of a sign-in (MFA_FORMS). Passkeys are not counted: nobody guesses one."""

    def clean_code(self) -> str:
        """Count the guess by account and place; the owner hears where there were too many, for their password is known."""
        counted = count_guess(context.request, Guess.CODE, whose=str(self.user.pk), email=self.user.email)
        if counted is None:
            if cache.add(f"codes_guessed_{self.user.pk}", value=True, timeout=_TOLD_EVERY_SECONDS):
                note_codes_guessed(self.user)
            raise get_adapter().validation_error("too_many_login_attempts")
        code = super().clean_code()
        counted.rollback()
        return code


class ConfirmForm(_Noted, ReauthenticateForm):
    """The code of a confirmation."""


_FORMS: Final = {PASSKEY: ReauthenticateWebAuthnForm, CODE: ConfirmForm, PASSWORD: PasswordForm}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_person(request: HttpRequest) -> HttpResponse:
    """Show the ways in which this person can prove who they are, take one of them, and lead back."""
    person, next_url = get_person(request), find_next(request) or "/"
    # What the library would carry out by itself after a confirmation: here a person presses again.
    request.session.pop(STATE_SESSION_KEY, None)
    ways = list_ways(person)
    way = request.POST.get("way", "")
    if request.method != "POST" or way not in ways:
        return _render_ways(request, person, ways, next_url)
    form: Any = _FORMS[way](request.POST, user=person)
    counted = None if way == PASSKEY else count_guess(request, Guess.CONFIRMATION, whose=str(person.pk), email=person.email)
    if counted is None and way != PASSKEY:
        return _render_ways(
            request, person, ways, next_url, refusal=_("Too many tries. Wait a minute, then try again."), status=429
        )
    if not form.is_valid():
        return _render_ways(request, person, ways, next_url, form=form)
    if counted:
        counted.rollback()
    _save_proof(request, way, form)
    return redirect(next_url)


def list_ways(person: User) -> list[str]:
    """How somebody can prove who they are here; empty for one who only signs in at another service."""
    types = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    if types.isdisjoint(SECOND_FACTORS):
        return [PASSWORD] if person.has_usable_password() else []
    return [PASSKEY, CODE] if Authenticator.Type.WEBAUTHN in types else [CODE]


def _save_proof(request: HttpRequest, way: str, form: Any) -> None:
    if way == PASSWORD:
        reauthenticate_by_password(request)
    else:
        form.save()


def _render_ways(
    request: HttpRequest,
    person: User,
    ways: list[str],
    next_url: str,
    *,
    form: Form | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    options = begin_authentication(person) if PASSKEY in ways else None
    context = {
        "ways": ways,
        "next_url": next_url,
        "options": options,
        "refusal": refusal,
        # What counts there as a second factor does here; else the service stands in for the password alone.
        "has_service": bool(find_identity(person)) and ((PASSKEY not in ways and CODE not in ways) or _believes_service()),
    }
    return render_page(request, "confirm", context, form=form, status=status)


def _believes_service() -> bool:
    return bool(settings.OIDC_ACR or settings.OIDC_AMR)
