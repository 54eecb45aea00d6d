"""My organisation's people, as everybody of it sees them; and who is invited, as its administrators do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from licensing.acts.acting import now, to_local_day
from licensing.choices import MembershipRole, RightKind
from licensing.models import Invitation, Membership, Organisation, RightProposal, User, list_organisations_of
from licensing.policy.people.rights import find_settler_refusal
from licensing.portal.partner_view import get_form_key, get_person, partner_view


@dataclass(slots=True)
class OwnOrganisation:
    """An organisation of mine: its people, and for its administrators what waits in it."""

    organisation: Organisation
    administered: bool = False
    members: list[Membership] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    # Roles that wait for a second person, each with why this person may not settle it.
    proposals: list[tuple[RightProposal, str]] = field(default_factory=list)


@partner_view
@require_safe
def list_colleagues(request: HttpRequest) -> HttpResponse:
    """List who else works on my organisation's requests; its administrators see more, and what they can do."""
    me = get_person(request)
    today = to_local_day(now())
    mine = list_organisations_of(me, on=today)
    own = Membership.objects.in_force(today).filter(organisation__in=mine).select_related("user", "organisation")
    organisations: dict[UUID, OwnOrganisation] = {}
    for member in own.order_by("organisation__name", "user__name", "pk"):
        entry = organisations.setdefault(member.organisation_id, OwnOrganisation(member.organisation))
        entry.members.append(member)
        entry.administered |= member.user_id == me.pk and member.role == MembershipRole.ADMINISTRATOR
    _add_what_waits([entry for entry in organisations.values() if entry.administered], me)
    context = {"organisations": list(organisations.values()), "waiting": _list_own_proposals(me), "key": get_form_key(request)}
    return render(request, "portal/people/colleagues.html", context)


def _add_what_waits(administered: Sequence[OwnOrganisation], me: User) -> None:
    ids = [entry.organisation.pk for entry in administered]
    invitations, proposals = defaultdict(list), defaultdict(list)
    for invitation in Invitation.objects.pending().filter(organisation__in=ids).order_by("-invited_at"):
        invitations[invitation.organisation_id].append(invitation)
    waiting = RightProposal.objects.pending().filter(organisation__in=ids).select_related("person", "proposed_by")
    for proposal in waiting.order_by("proposed_at"):
        # Who administers the organisation settles what neither is theirs nor was proposed by them; the act asks the same.
        refusal = find_settler_refusal(settler=me.pk, proposer=proposal.proposed_by_id, receiver=proposal.person_id)
        proposals[proposal.organisation_id].append((proposal, str(refusal or "")))
    for entry in administered:
        entry.invitations, entry.proposals = invitations[entry.organisation.pk], proposals[entry.organisation.pk]


def _list_own_proposals(me: User) -> list[RightProposal]:
    """The roles that wait for me to have them confirmed."""
    mine = RightProposal.objects.pending().filter(person=me, kind=RightKind.MEMBERSHIP)
    return list(mine.select_related("organisation").order_by("proposed_at"))
