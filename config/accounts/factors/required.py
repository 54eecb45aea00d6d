"""Whoever must have a second factor sets it up before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from config.web import error_pages
from licensing.acts.people.accounts.second_factor import count_second_factors, must_have_second_factor
from licensing.errors import NotAllowed
from licensing.models import User
from licensing.policy.people.accounts.step_up import is_by_second_factor

Answer = Callable[[HttpRequest], HttpResponseBase]

# Setting it up, proving who one is for that, leaving, and the language of these pages.
_OPEN: Final = (
    *("/accounts/2fa/", "/accounts/confirm/", "/accounts/login/", "/accounts/logout/", "/accounts/oidc/"),
    *("/accounts/password/", "/static/", "/session/"),
)


class SecondFactorFirst:
    """Keep staff and whoever submits for an organisation out of everything else until they have a second factor."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.REQUIRE_STAFF_MFA or request.path.startswith((*_OPEN, reverse("portal:speak"))):
            return self.get_response(request)
        if not _lacks_second_factor(request):
            return self.get_response(request)
        sentence = _("Set up a second factor first: your account signs, submits or decides.")
        if request.path.startswith("/api/"):
            return error_pages.render_problem(request, NotAllowed(sentence))
        messages.warning(request, sentence)
        return redirect("mfa_index")


def _lacks_second_factor(request: HttpRequest) -> bool:
    user = request.user
    if not isinstance(user, User) or any(is_by_second_factor(one) for one in get_authentication_records(request, user)):
        return False
    return must_have_second_factor(user) and not count_second_factors(user)
