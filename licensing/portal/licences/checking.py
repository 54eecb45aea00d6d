"""The public page behind the code of a paper: whether it holds, and nothing else of it."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_safe
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from licensing.acts.acting import now, to_local_day
from licensing.acts.documents.papers.words import LANGUAGES
from licensing.choices import PaperStanding
from licensing.models import CallCount
from licensing.models.read_models.papers import read_standing
from licensing.policy.record.rates import name_network, parse_rate

_HEADING: Final = _("Check of a paper")
_AUTHORITY: Final = _("Export control authority of Ukraine")
# What each standing means to a person with the paper in their hands.
_MEANINGS: Final = {
    PaperStanding.GENUINE: _("The authority issued this paper, and it holds now. Compare its text with what is before you."),
    PaperStanding.SUPERSEDED: _(
        "The authority issued this paper, and a newer one has taken its place. Ask its holder for the newer one."
    ),
    PaperStanding.OUTDATED: _(
        "The authority issued this paper, and what it tells of has changed since. No newer paper was issued yet: "
        "do not rely on this one."
    ),
    PaperStanding.DORMANT: _(
        "The authority issued this paper, and the licence is not in force yet: nothing may leave under it before it is."
    ),
    PaperStanding.SUSPENDED: _("The authority issued this paper, and what it allows is suspended now."),
    PaperStanding.ENDED: _("The authority issued this paper, and it holds no more."),
    PaperStanding.UNKNOWN: _("The authority issued no paper with this code. Do not rely on it."),
}


@require_safe
def check_paper(request: HttpRequest, token: str) -> HttpResponse:
    """Say in both languages whether a paper holds; nobody signs in for it, and what is unknown is answered alike."""
    if _may_check(request):
        said = _say_in_both(read_standing(token, today=to_local_day(now())))
        response = render(request, "portal/papers/check.html", {"said": said})
    else:
        response = render(request, "portal/papers/too_often.html", status=429)
    # Its readers follow a code with their own devices: a search engine that has met the address must not keep it.
    response["X-Robots-Tag"], response["Cache-Control"] = "noindex, nofollow", "private, no-store"
    return response


def _say_in_both(standing: PaperStanding) -> list[dict[str, str]]:
    said = []
    for language in LANGUAGES:
        with override(language):
            said.append(
                {
                    "language": language,
                    "code": standing.value,
                    "standing": str(standing.label),
                    "meaning": str(_MEANINGS[standing]),
                    "heading": str(_HEADING),
                    "authority": str(_AUTHORITY),
                }
            )
    return said


def _may_check(request: HttpRequest) -> bool:
    caller = name_network(BaseThrottle().get_ident(Request(request)) or "")
    return CallCount.objects.count_call(f"check:{caller}", parse_rate(settings.CHECK_RATE)).granted
