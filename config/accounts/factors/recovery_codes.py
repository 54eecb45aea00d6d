"""Recovery codes: shown once, to be printed or kept as a file; each signs in once where the second factor is lost."""

from __future__ import annotations

from urllib.parse import quote

from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.accounts.factors.pages import render_page
from config.web.visitor import get_person
from licensing.acts.people.accounts.second_factor import count_second_factors, renew_recovery_codes, require_step_up_for_factors


def redirect_after_adding(request: HttpRequest) -> HttpResponse:
    """After a second factor was added: to the codes for the day on which it is lost, or to the list where there are some."""
    person = get_person(request)
    has_codes = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).exists()
    return redirect("mfa_index" if has_codes else "mfa_generate_recovery_codes")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Ask whether new codes are to be made, and show them this once; the old ones are void."""
    person = get_person(request)
    if not count_second_factors(person):
        return redirect("mfa_index")
    require_step_up_for_factors(person)
    if request.method != "POST":
        has_codes = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).exists()
        return render_page(request, "codes_renew", {"has_codes": has_codes})
    codes = renew_recovery_codes(person)
    text = "\n".join([_("Dozvil: recovery codes of %(account)s") % {"account": person.email}, "", *codes, ""])
    return render_page(request, "codes", {"codes": codes, "file": f"data:text/plain;charset=utf-8,{quote(text)}"})
