"""What somebody reads who was not signed in by the sign-in service, and how they go on."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def refuse_unknown(request: HttpRequest) -> HttpResponse:
    """The identity is connected with no account. Whether its address is one of ours is not said, and changes nothing."""
    sentence = _(
        "No account here is connected with this identity. If you have an account, sign in with your password and connect it,"
        " or ask an administrator."
    )
    return _render_refusal(request, sentence, 403)


def refuse_closed(request: HttpRequest) -> HttpResponse:
    """The account behind the identity was closed."""
    return _render_refusal(request, _("This account is closed. Ask an administrator if you do not know why."), 403)


def refuse_other_person(request: HttpRequest) -> HttpResponse:
    """Somebody else proved who they are in the session of this person."""
    return _render_refusal(request, _("This is the identity of somebody else. Nothing was confirmed."), 403)


def refuse_cancelled(request: HttpRequest) -> HttpResponse:
    """The person gave up at the service."""
    return _render_refusal(request, _("You gave up at the sign-in service, so nothing was done."), 401)


def refuse_away(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The service does not answer; the password still does."""
    logger.warning("sign-in service away", exc_info=exception)
    return _render_refusal(
        request, _("The sign-in service does not answer at present. Try again later, or sign in with your password."), 503
    )


def refuse_unbelieved(request: HttpRequest, exception: Exception | None) -> HttpResponse:
    """The answer of the service does not hold: forged, outdated, or of another sign-in."""
    logger.warning("sign-in service not believed", exc_info=exception)
    return _render_refusal(
        request,
        _(
            "What came from the sign-in service could not be believed, so nothing was done. Begin again; if it happens again,"
            " tell an administrator."
        ),
        401,
    )


def _render_refusal(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "account/service/refused.html", {"sentence": sentence}, status=status)
