"""Whom to ask: somebody who only drafts reads on each page who submits for their organisation."""

from __future__ import annotations

from uuid import UUID

from licensing.acts.acting import now, to_local_day
from licensing.choices import SUBMITTING_ROLES
from licensing.models import Membership
from licensing.permissions import Actor


def find_submitters(actor: Actor, organisation: UUID | None) -> list[str] | None:
    """The names of those who submit for an organisation, for somebody who drafts for it and does not submit; else None."""
    if not actor.may_draft_for(organisation) or actor.may_submit_for(organisation):
        return None
    members = Membership.objects.in_force(to_local_day(now())).filter(organisation=organisation, role__in=SUBMITTING_ROLES)
    people = members.filter(user__is_active=True, user__is_system=False)
    return list(people.order_by("user__name", "pk").values_list("user__name", flat=True))
