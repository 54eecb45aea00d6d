"""Administrators of an organisation invite colleagues and settle the roles that wait for a second one of them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.acts.people.organisations.invitations import invite_person
from licensing.acts.people.organisations.joining import accept_invitation
from licensing.choices import InvitationState, MembershipRole, ProposalState
from licensing.models import Invitation, Membership, RightProposal, User
from tests.acts.people.organisations.test_invitations import wish
from tests.by_hand import by_hand
from tests.portal.visiting import Visitor, count_selects, summary_of, text_of
from tests.world import World


@pytest.fixture
def anna(world: World) -> Visitor:
    """A second administrator."""
    with by_hand():
        user = User.objects.create_user(email="anna@example.org", name="Anna")
        Membership.objects.create(user=user, organisation=world.partner, role=MembershipRole.ADMINISTRATOR)
    return Visitor(user)


def _invite(visitor: Visitor, world: World, **typed: str) -> object:
    given = {"email": "new@example.org", "role": "reader", "reason": "She joins us."} | typed
    return visitor.send("invite_colleague", world.partner.pk, **given)


def test_an_administrator_invites_sends_again_and_takes_back(world: World, paula: Visitor) -> None:
    _invite(paula, world)
    listed = text_of(paula.open("colleagues"))
    again = paula.send("colleagues", form=0)
    back = paula.send("colleagues", form=1)

    invitation = Invitation.objects.get()
    assert "new@example.org Reads requests" in listed
    assert (again.url, back.url) == ("/colleagues/", "/colleagues/")
    assert (invitation.sent, invitation.state) == (2, InvitationState.WITHDRAWN)


def test_what_is_wrong_stands_at_its_field(world: World, paula: Visitor) -> None:
    refused = _invite(paula, world, email="nobody", role="owner", reason="")

    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert summary_of(refused)[1:] == [
        "Say why this person is invited; whoever confirms the role reads it.",
        "Choose a role from the list.",
    ]


@pytest.mark.parametrize(("who", "status"), [("pavlo", 403), ("dario", 403), ("rita", 404)])
def test_nobody_else_invites(world: World, request: pytest.FixtureRequest, who: str, status: int) -> None:
    visitor = request.getfixturevalue(who)
    invitation = invite_person(world.paula, wish(world))

    assert visitor.open("invite_colleague", world.partner.pk).status_code == status
    assert visitor.client.post(reverse("portal:take_invitation_back", args=[invitation.pk])).status_code == 404
    assert "new@example.org" not in text_of(visitor.open("colleagues"))
    assert Invitation.objects.get().state == InvitationState.PENDING


def test_a_second_administrator_confirms_or_declines(world: World, paula: Visitor, anna: Visitor) -> None:
    for who in (world.stella, world.rita):
        accept_invitation(invite_person(world.paula, wish(world, email=who.email, role=MembershipRole.PREPARER)), who)
    first, second = RightProposal.objects.order_by("proposed_at")

    own = text_of(paula.open("colleagues"))
    anna.client.post(reverse("portal:confirm_role", args=[first.pk]))
    anna.send("decline_role", second.pk, reason="We know nobody of that name.")
    refused = paula.client.post(reverse("portal:confirm_role", args=[first.pk]))

    states = list(RightProposal.objects.order_by("proposed_at").values_list("state", flat=True))
    assert "You proposed this right yourself" in own
    assert states == [ProposalState.CONFIRMED, ProposalState.DECLINED]
    assert refused.status_code == 403
    assert "Your role in Fictional Ministry of Tallinn" not in text_of(Visitor(world.rita).open("colleagues"))


def test_the_page_of_colleagues_costs_the_same_however_many_wait(world: World, paula: Visitor) -> None:
    def invite(number: int) -> None:
        email = f"new{number}@example.org"
        invite_person(world.paula, wish(world, email=email))
        with by_hand():
            user = User.objects.create_user(email=f"old{number}@example.org", name=str(number))
        accept_invitation(invite_person(world.paula, wish(world, email=user.email, role=MembershipRole.PREPARER)), user)

    invite(1)
    few = count_selects(lambda: paula.open("colleagues"))
    for number in (2, 3):
        invite(number)

    assert count_selects(lambda: paula.open("colleagues")) == few
