"""A48: whoever keeps the people cannot move one of them to a body just before the vote: it takes two, a day, and is told."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now
from licensing.acts.people.organisations.invitations import InvitationInput, invite_person
from licensing.acts.people.organisations.joining import accept_invitation, open_invited_account
from licensing.acts.people.rights.giving import confirm_right, propose_right
from licensing.acts.signoff import positions
from licensing.errors import NoMandate, NotAllowed
from licensing.models import Body, Case, Delivery, Mandate, Membership, Position, User
from licensing.outbox import routes
from tests.administrators import add_administrator, mandate
from tests.by_hand import cover
from tests.world import PASSWORD, World, approve


def test_a_mandate_confirmed_today_gives_no_vote_today_and_its_body_hears_of_it(world: World) -> None:
    ada, bea = add_administrator("ada"), add_administrator("bea")
    Body.objects.filter(pk="MFA").update(head=world.greta)
    cover()
    case = world.with_need()

    proposal = propose_right(ada, mandate(world.stella), reason="She votes as we wish.")
    confirm_right(proposal, bea)
    with pytest.raises((NoMandate, NotAllowed)):
        positions.sign_case(case, world.stella, approve(), version=1)
    routes.fan_out()

    told = Delivery.objects.filter(event__data__proposal=str(proposal.pk), person=world.greta)
    assert (Position.objects.count(), told.count()) == (0, 2)
    assert Mandate.objects.filter(user=world.stella, proposal=proposal).exists()


def test_one_administrator_gives_no_mandate_at_once_whatever_they_call_it(world: World) -> None:
    ada = add_administrator("ada")

    proposal = propose_right(ada, mandate(world.stella), reason="An emergency of mine.", emergency=True)
    with pytest.raises(NotAllowed):
        confirm_right(proposal, ada)

    assert not Mandate.objects.filter(user=world.stella).exists()


def test_one_administrator_lets_no_second_mailbox_read_the_requests_of_a_partner(world: World) -> None:
    ada = add_administrator("ada")
    cover()
    case = world.filed()
    wish = InvitationInput(
        email="ada.private@example.org", language="en", reason="A colleague.", organisation=world.partner, role="reader"
    )

    accepted = open_invited_account(invite_person(ada, wish), name="Nobody", language="en", password=PASSWORD)
    nobody = User.objects.get(email="ada.private@example.org")
    with pytest.raises(NotAllowed):
        confirm_right(accepted.proposal, ada)  # type: ignore[arg-type]

    assert not Case.objects.visible_to(nobody, on=now()).filter(pk=case.pk).exists()


def test_no_administrator_of_a_partner_makes_another_one_alone(world: World) -> None:
    wish = InvitationInput(
        email="stella@example.org", language="en", reason="A colleague.", organisation=world.partner, role="administrator"
    )

    proposal = accept_invitation(invite_person(world.paula, wish), world.stella).proposal
    for user in (world.paula, world.stella, world.rita):
        with pytest.raises(NotAllowed):
            confirm_right(proposal, user)  # type: ignore[arg-type]

    assert not Membership.objects.filter(user=world.stella).exists()
