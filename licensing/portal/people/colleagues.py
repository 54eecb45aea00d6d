"""My organisation's people, as everybody of it sees them; and who is invited, as its administrators do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from licensing.acts.acting import now, to_local_day
from licensing.choices import MembershipRole, RightKind
from licensing.models import Case, Invitation, Membership, Organisation, RightProposal, User, list_organisations_of
from licensing.policy.people.rights import find_settler_refusal
from licensing.portal.partner_view import get_form_key, get_person, partner_view


@dataclass(slots=True)
class OwnOrganisation:
    """An organisation of mine: its people, and for its administrators what waits in it."""

    organisation: Organisation
    administered: bool = False
    members: list[Membership] = field(default_factory=list)
    # Those who have left and still look after requests, with how many.
    left: list[tuple[User, int]] = field(default_factory=list)
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
    return render(request, "portal/people/colleagues/colleagues.html", context)


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
    left = _list_left(administered)
    for entry in administered:
        entry.left = left[entry.organisation.pk]
        entry.invitations, entry.proposals = invitations[entry.organisation.pk], proposals[entry.organisation.pk]


def _list_left(administered: Sequence[OwnOrganisation]) -> dict[UUID, list[tuple[User, int]]]:
    """Who looks after open requests of an organisation and does not belong to it any more."""
    members = {entry.organisation.pk: {one.user_id for one in entry.members} for entry in administered}
    cases = Case.objects.open().filter(organisation__in=members).annotate(keeper_id=Coalesce("handed_to", "created_by"))
    counts = list(cases.order_by().values_list("organisation", "keeper_id").annotate(number=Count("pk")))
    people = User.objects.in_bulk({keeper for _organisation, keeper, _number in counts})
    found: dict[UUID, list[tuple[User, int]]] = defaultdict(list)
    for organisation, keeper, number in counts:
        if keeper not in members[organisation]:
            found[organisation].append((people[keeper], number))
    return found


def _list_own_proposals(me: User) -> list[RightProposal]:
    """The roles that wait for me to have them confirmed."""
    mine = RightProposal.objects.pending().filter(person=me, kind=RightKind.MEMBERSHIP)
    return list(mine.select_related("organisation").order_by("proposed_at"))
