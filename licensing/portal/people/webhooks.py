"""The webhooks that I answer for: where news of our requests is sent, of what, and how it is stopped."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from licensing.acts.acting import now
from licensing.errors import Problem
from licensing.models import Endpoint, User
from licensing.outbox.webhooks.endpoints import (
    KEEP_HOURS,
    OFFERED_HOURS,
    choose_hours,
    end_endpoint,
    resume_endpoint,
    rotate_secret,
    suspend_endpoint,
)
from licensing.outbox.webhooks.keepers import list_stoppable_endpoints, may_keep_endpoint
from licensing.portal.partner_view import get_person, partner_view


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def show_webhook(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """One webhook, with what its keeper can do: a new secret, shown this once, off, on, and its end."""
    person = get_person(request)
    endpoint = list_stoppable_endpoints(person, at=now()).filter(pk=endpoint_id).first()
    if endpoint is None:
        raise Http404
    told = _take_step(request, endpoint, person) if request.method == "POST" else {}
    endpoint.refresh_from_db()
    page = render(
        request,
        "portal/people/programs/webhook.html",
        {
            "endpoint": endpoint,
            "may_keep": may_keep_endpoint(endpoint, person, at=now()),
            "hours": OFFERED_HOURS,
            "usual_hours": KEEP_HOURS,
            "reason": request.POST.get("reason", ""),
            **told,
        },
        status=told.get("status", 200),
    )
    page["Cache-Control"] = "private, no-store"
    return page


def _take_step(request: HttpRequest, endpoint: Endpoint, person: User) -> dict[str, Any]:
    """What the page says after a press: the secret, that it is done, or why it is not."""
    reason = request.POST.get("reason", "")
    try:
        match request.POST.get("what"):
            case "secret":
                made = rotate_secret(endpoint, person, keep_hours=choose_hours(request.POST.get("hours")))
                return {"secret": made.secret}
            case "resume":
                resume_endpoint(endpoint, person)
            case "suspend":
                suspend_endpoint(endpoint, person, reason=reason)
            case "end":
                end_endpoint(endpoint, person, reason=reason)
            case _:
                return {}
    except Problem as problem:
        return {"problem": problem.first_sentence, "status": problem.status}
    return {"is_done": True, "reason": ""}
