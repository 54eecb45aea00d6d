"""The pages on which somebody who has forgotten their password asks for another."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.views import PasswordChangeView, PasswordResetView
from allauth.core.internal.ratelimit import respond_429
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.accounts.guessing import count_guess
from licensing.acts.people.accounts.passwords import request_password, require_step_up_for_password
from licensing.models import User
from licensing.policy.people.accounts.guesses import Guess


class ForgottenPassword(forms.Form):
    """The address of whoever has forgotten the password."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}))


class ChangePassword(PasswordChangeView):
    """Another password, by whoever knows the present one. Without any it is chosen by a link, as a forgotten one is."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the way to the link."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            return HttpResponseRedirect(reverse("account_reset_password"))
        if isinstance(request.user, User):
            require_step_up_for_password(request.user)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count a guess at the present password; whoever is signed in elsewhere is not kept from changing it."""
        user: Any = request.user
        counted = count_guess(request, Guess.PRESENT_PASSWORD, whose=str(user.pk), email=user.email)
        if counted is None:
            refused: HttpResponse = respond_429(request)
            return refused
        response: HttpResponse = super().post(request, *args, **kwargs)
        if response.status_code == HTTPStatus.FOUND:
            counted.rollback()
        return response

    def get_default_success_url(self) -> str:
        return reverse("portal:preferences")


class AskForPassword(PasswordResetView):
    """Asking for a new password. The answer is the same and takes as long for every address, since none is looked up."""

    form_class = ForgottenPassword

    def get_form_class(self) -> type[ForgottenPassword]:
        return ForgottenPassword

    def form_valid(self, form: ForgottenPassword) -> HttpResponse:
        """Note the wish; the worker writes to whoever has an account under the address."""
        email = form.cleaned_data["email"]
        # By place too: nobody keeps another person from asking.
        if count_guess(self.request, Guess.ASKING, whose=email.lower(), email=email) is None:
            refused: HttpResponse = respond_429(self.request)
            return refused
        request_password(email)
        return HttpResponseRedirect(self.get_success_url())


def redirect_to_password(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Lead from the password page of the desk's framework to ours, which asks for the present one and tells its owner."""
    return HttpResponseRedirect(reverse("account_change_password"))
