"""Passkeys: added by a ceremony of the browser, named, and removed."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal.auth import WebAuthn, begin_registration
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from config.accounts.factors.pages import render_page
from config.accounts.factors.recovery_codes import redirect_after_adding
from config.web.visitor import get_person
from licensing.acts.people.accounts.second_factor import add_factor, remove_factor, require_step_up_for_factors
from licensing.errors import NotAllowed

_LONGEST_NAME = 60


class NameForm(forms.Form):
    """The name by which a person knows a passkey among theirs."""

    name = forms.CharField(
        max_length=_LONGEST_NAME,
        error_messages={
            "required": gettext_lazy("Give the passkey a name."),
            "max_length": gettext_lazy("Give a name of at most 60 characters."),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey of this device or of a security key."""
    person = get_person(request)
    require_step_up_for_factors(person)
    form = AddWebAuthnForm(request.POST if request.method == "POST" else None, user=person)
    form.fields["name"].max_length = _LONGEST_NAME
    if request.method == "POST" and form.is_valid():
        name, credential = form.cleaned_data["name"][:_LONGEST_NAME], form.cleaned_data["credential"]
        kind = Authenticator.Type.WEBAUTHN
        added = add_factor(person, kind, lambda locked: WebAuthn.add(locked, name, credential).instance)
        # Who has just used it proved as much as at a sign-in.
        post_authentication(request, added, reauthenticated=True)
        messages.success(request, _("The passkey is added."))
        return redirect_after_adding(request)
    return render_page(request, "passkey_add", {"options": begin_registration(person, passwordless=False)}, form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a passkey another name, which decides nothing."""
    passkey = _get_passkey(request, pk)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": passkey.wrap().name})
    if request.method == "POST" and form.is_valid():
        passkey.data["name"] = form.cleaned_data["name"]
        passkey.save(update_fields=["data"])
        messages.success(request, _("The passkey has its new name."))
        return redirect("mfa_index")
    return render_page(request, "passkey_rename", {"passkey": passkey.wrap().name}, form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a passkey of one's own; the last second factor stays where one must have it."""
    return confirm_removal(request, _get_passkey(request, pk), _get_passkey(request, pk).wrap().name)


def confirm_removal(request: HttpRequest, factor: Authenticator, name: str) -> HttpResponse:
    """Ask whether a factor is to be removed, and remove it."""
    person = get_person(request)
    require_step_up_for_factors(person)
    context: dict[str, Any] = {"name": name}
    if request.method != "POST":
        return render_page(request, "remove", context)
    try:
        remove_factor(person, factor)
    except NotAllowed as refusal:
        return render_page(request, "remove", context | {"refusal": refusal.sentence}, status=refusal.status)
    messages.success(request, _("It is removed."))
    return redirect("mfa_index")


def _get_passkey(request: HttpRequest, pk: int) -> Authenticator:
    found: Authenticator = get_object_or_404(Authenticator, user=get_person(request), type=Authenticator.Type.WEBAUTHN, pk=pk)
    return found
