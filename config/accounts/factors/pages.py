"""What the pages of the second factor share: how a page looks, and the list of what somebody has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from config.web.visitor import get_person
from licensing.acts.people.accounts.second_factor import must_have_second_factor


def find_next(request: HttpRequest) -> str | None:
    """Where somebody is to be led afterwards, where that is on this site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if is_ours else None


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    form: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page of the second factor, with what is wrong in its form at the top."""
    faults = [{"sentence": sentence, "anchor": f"id_{name}"} for name, sentence in _list_faults(form)]
    page = {**context, "form": form, "faults": faults}
    return render(request, f"account/factors/{template}.html", page, status=422 if faults else status)


@login_required
@require_safe
def show_factors(request: HttpRequest) -> HttpResponse:
    """The passkeys, the app and the recovery codes of a person, and how to add and remove each."""
    person = get_person(request)
    rows = list(Authenticator.objects.filter(user=person).order_by("created_at", "pk"))
    codes = next((row.wrap() for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "passkeys": [{"row": row, "name": row.wrap().name} for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        "app": next((row for row in rows if row.type == Authenticator.Type.TOTP), None),
        "codes": codes,
        "codes_left": len(codes.get_unused_codes()) if codes else 0,
        "has_service": bool(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]),
        "is_required": must_have_second_factor(person),
    }
    return render_page(request, "list", context)


def _list_faults(form: Form | None) -> Iterable[tuple[str, str]]:
    if form is None or not form.is_bound:
        return []
    return [(name, str(sentence)) for name, sentences in form.errors.items() for sentence in sentences]
