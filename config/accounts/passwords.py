"""The pages on which somebody who has forgotten their password asks for another."""

from __future__ import annotations

from allauth.account.views import PasswordResetView
from allauth.core import ratelimit
from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from licensing.acts.people.passwords import request_password


class ForgottenPassword(forms.Form):
    """The address of whoever has forgotten the password."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}))


class AskForPassword(PasswordResetView):
    """Asking for a new password. The answer is the same and takes as long for every address, since none is looked up."""

    form_class = ForgottenPassword

    def get_form_class(self) -> type[ForgottenPassword]:
        return ForgottenPassword

    def form_valid(self, form: ForgottenPassword) -> HttpResponse:
        """Note the wish; the worker writes to whoever has an account under the address."""
        email = form.cleaned_data["email"]
        refused: HttpResponse | None = ratelimit.consume_or_429(self.request, action="reset_password", key=email.lower())
        if refused is not None:
            return refused
        request_password(email)
        return HttpResponseRedirect(self.get_success_url())
