"""The codes of an app (TOTP): set up with a picture to scan, and removed."""

from __future__ import annotations

import base64
from typing import Final

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.accounts.factors.pages import render_page
from config.accounts.factors.passkeys import confirm_removal
from config.accounts.factors.recovery_codes import redirect_after_adding
from config.web.visitor import get_person
from licensing.acts.people.accounts.second_factor import add_factor, require_step_up_for_factors
from licensing.models import User

# The library remembers a used code for one step, and by its tolerance a code fits also in the steps before and after its own.
_FITS_SECONDS: Final = app_settings.TOTP_PERIOD * (1 + 2 * app_settings.TOTP_TOLERANCE)


def mark_code_used(person: User, code: str) -> bool:
    """Note that a code of the app was used, for as long as it would fit; False where it was used before."""
    return bool(cache.add(f"app_code_used_{person.pk}_{normalize_user_code(code)}", value=True, timeout=_FITS_SECONDS))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_up_app(request: HttpRequest) -> HttpResponse:
    """Show the secret as a picture and as text, and take a first code of the app."""
    person = get_person(request)
    if Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        return redirect("mfa_index")
    require_step_up_for_factors(person)
    form = ActivateTOTPForm(request.POST if request.method == "POST" else None, user=person)
    if request.method == "POST" and form.is_valid():
        app = add_factor(person, Authenticator.Type.TOTP, lambda locked: TOTP.activate(locked, form.secret).instance)
        # The very code that proved it must not sign anybody in a moment later.
        mark_code_used(person, form.cleaned_data["code"])
        clear_totp_secret(request)
        post_authentication(request, app, reauthenticated=True)
        messages.success(request, _("The app is set up."))
        return redirect_after_adding(request)
    picture = get_adapter().build_totp_svg(get_adapter().build_totp_url(person, form.secret))
    context = {
        "picture": f"data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()}",
        "secret": " ".join(form.secret[at : at + 4] for at in range(0, len(form.secret), 4)),
    }
    return render_page(request, "app", context, form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_app(request: HttpRequest) -> HttpResponse:
    """Remove the app; the last second factor stays where one must have it."""
    app = get_object_or_404(Authenticator, user=get_person(request), type=Authenticator.Type.TOTP)
    return confirm_removal(request, app, _("Codes of an app"))
