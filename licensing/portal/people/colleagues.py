"""My organisation's people, as everybody of it sees them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from licensing.acts.acting import now, to_local_day
from licensing.choices import MembershipRole
from licensing.models import Membership, list_organisations_of
from licensing.portal.partner_view import get_person, partner_view


@partner_view
@require_safe
def list_colleagues(request: HttpRequest) -> HttpResponse:
    """List who else works on my organisation's requests; its administrators also see how to reach them."""
    me = get_person(request)
    today = to_local_day(now())
    mine = list_organisations_of(me, on=today)
    own = Membership.objects.in_force(today).filter(organisation__in=mine).select_related("user", "organisation")
    members = list(own.order_by("organisation__name", "user__name", "pk"))
    administered = {one.organisation_id for one in members if one.user_id == me.pk and one.role == MembershipRole.ADMINISTRATOR}
    by_organisation: dict[Any, dict[str, Any]] = {}
    for member in members:
        entry = by_organisation.setdefault(member.organisation_id, {"organisation": member.organisation, "members": []})
        entry["members"].append(member)
        entry["may_see_more"] = member.organisation_id in administered
    return render(request, "portal/colleagues.html", {"houses": list(by_organisation.values())})
