"""The systems of my organisation, or that I answer for: what each may do, until when, and its secrets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from licensing.acts.acting import now, to_local_day
from licensing.acts.people.systems.keeping import (
    end_former_secrets,
    find_overdue_handovers,
    is_handover_overdue,
    may_rotate,
    rotate_secret,
)
from licensing.acts.people.systems.leaving import confirm_secrets, list_leavers
from licensing.choices import MembershipRole, ProposalState, Scope
from licensing.errors import Problem
from licensing.models import System, User, list_organisations_of
from licensing.outbox.webhooks.keepers import list_stoppable_endpoints
from licensing.policy.people.programs import LONGEST_OVERLAP_HOURS
from licensing.portal.partner_view import get_person, partner_view

_OVERLAPS = (0, 1, 24, 72, LONGEST_OVERLAP_HOURS)


@partner_view
@require_safe
def list_systems(request: HttpRequest) -> HttpResponse:
    """List the systems that I look after."""
    at = now()
    today = to_local_day(at)
    rows = list(_find_systems(get_person(request)).select_related("owner", "organisation").order_by("name"))
    overdue = find_overdue_handovers(rows, at=at)
    systems = [
        {
            "system": one,
            "scopes": [Scope(scope).label for scope in one.scopes],
            "is_usable": one.is_usable(today),
            "is_overdue": one.pk in overdue,
        }
        for one in rows
    ]
    webhooks = list_stoppable_endpoints(get_person(request), at=at)
    return render(request, "portal/people/programs/systems.html", {"systems": systems, "webhooks": webhooks})


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def show_secrets(request: HttpRequest, system_id: UUID) -> HttpResponse:
    """Make a secret of a system and show it this once, end a former one, or confirm that whoever left can use none.

    The answer is stored nowhere.
    """
    person = get_person(request)
    system = _find_systems(person).filter(pk=system_id, is_public=False).first()
    if system is None or not system.is_usable(to_local_day(now())):
        raise Http404
    told = _execute_rotation(request, system, person) if request.method == "POST" else {}
    system.refresh_from_db()
    at = now()
    leavers = list_leavers(system, at=at)
    context = {
        "system": system,
        "leavers": leavers,
        "may_confirm": bool(leavers) and system.owner not in leavers and may_rotate(system, person, at=at),
        "is_overdue": is_handover_overdue(system, at=at),
        "secrets": system.secrets.select_related("made_by").order_by("-made_at")[:10],
        "former": system.secrets.filter(ends_at__gt=at).exists(),
        "overlaps": _OVERLAPS,
        "now": at,
        **told,
    }
    page = render(request, "portal/people/programs/system_secrets.html", context, status=told.get("status", 200))
    page["Cache-Control"] = "private, no-store"
    return page


def _find_systems(person: User) -> QuerySet[System]:
    """The confirmed systems of the organisations that a person administers, and those that they answer for."""
    administered = list_organisations_of(person, on=to_local_day(now()), roles=[MembershipRole.ADMINISTRATOR])
    mine = Q(organisation__in=administered) | Q(owner=person)
    return System.objects.filter(mine, state=ProposalState.CONFIRMED)


def _execute_rotation(request: HttpRequest, system: System, person: User) -> dict[str, Any]:
    """What the page says after the press: the secret, or why there is none."""
    try:
        if request.POST.get("what") == "end":
            end_former_secrets(system, person)
            return {"is_ended": True}
        if request.POST.get("what") == "confirm":
            confirm_secrets(system, person, reason=request.POST.get("reason", ""))
            return {"is_confirmed": True}
        return {"secret": rotate_secret(system, person, hours=_read_hours(request.POST.get("hours", "0")))}
    except Problem as problem:
        typed = request.POST.get("reason", "")
        return {"problem": problem.first_sentence, "status": problem.status, "typed": typed}


def _read_hours(written: str) -> int:
    """The hours that were chosen; an impossible number where none of ours was, which the act refuses in words."""
    return next((one for one in _OVERLAPS if str(one) == written), -1)
