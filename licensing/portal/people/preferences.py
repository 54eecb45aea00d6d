"""My own preferences, and the language in which I read."""

from __future__ import annotations

import zoneinfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from licensing.models import User
from licensing.portal.forms.parts import Fault
from licensing.portal.partner_view import get_person, redirect_when_done

# The zones named after a place; the others, such as Etc/GMT+2, bear signs that people read the wrong way round.
_TIME_ZONES = sorted(
    zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "posix/"))
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_preferences(request: HttpRequest) -> HttpResponse:
    """My account, also for the authority's own people: language, time zone, one mail a day, and the ways to all the rest."""
    faults: list[Fault] = []
    if request.method == "POST":
        zone, language = request.POST.get("time_zone", ""), request.POST.get("language", "")
        if zone not in _TIME_ZONES:
            faults.append(Fault(_("Choose a time zone from the list."), "id_time_zone"))
        if language not in dict(settings.LANGUAGES):
            faults.append(Fault(_("Choose a language from the list."), "id_language"))
        if not faults:
            digest = request.POST.get("wants_digest") == "yes"
            User.objects.filter(pk=get_person(request).pk).update(time_zone=zone, language=language, wants_digest=digest)
            # In the language just chosen: this answer is still in the one before, the page that it leads to is not.
            with translation.override(language):
                messages.success(request, _("Your preferences are saved."))
            return redirect_when_done("portal:preferences")
    return render(
        request, "portal/people/preferences.html", {"zones": _TIME_ZONES, "faults": faults}, status=422 if faults else 200
    )


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language, and remember it: with the person where they are signed in, in the browser where not."""
    # From within a form, by its address: the form may have a field of this name, as that of a document has.
    language = request.GET.get("to") or request.POST.get("language", "")
    # Not a page for partners alone: staff choose a language too, and so do people on the page where they sign in.
    back = request.GET.get("next") or request.POST.get("next", "")
    # An address elsewhere would lend our name to somebody else's page.
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=language)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response
