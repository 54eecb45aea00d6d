"""Administrators of people invite to the desk and to organisations; nobody else finds the pages."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.acts.people.organisations.invitations import invite_person
from licensing.choices import InvitationState
from licensing.models import Invitation, User
from tests.acts.people.organisations.test_invitations import wish
from tests.admin.conftest import At, execute_act
from tests.world import World


def _page(invitation: Invitation, what: str = "change") -> str:
    return reverse(f"admin:licensing_invitation_{what}", args=[invitation.pk])


@pytest.mark.parametrize("to", ["desk", "organisation"])
def test_an_administrator_invites_to_the_desk_or_to_an_organisation(world: World, at: At, ada: User, to: str) -> None:
    more = {"organisation": str(world.rival.pk), "role": "administrator"} if to == "organisation" else {}
    url = reverse("admin:licensing_invitation_invite")

    response = execute_act(at(ada), url, email="New@Example.org", language="uk", reason="She joins us.", **more)

    invitation = Invitation.objects.get()
    assert (response.status_code, response["Location"]) == (302, _page(invitation))
    assert (invitation.email, invitation.is_for_staff) == ("new@example.org", to == "desk")
    assert "new@example.org" in at(ada).get(_page(invitation)).content.decode()


def test_it_is_sent_again_and_taken_back(world: World, at: At, ada: User) -> None:
    invitation = invite_person(ada, wish(world, organisation=None, role=""))

    execute_act(at(ada), _page(invitation, "again"))
    execute_act(at(ada), _page(invitation, "back"))

    invitation.refresh_from_db()
    assert (invitation.sent, invitation.state) == (2, InvitationState.WITHDRAWN)


def test_nobody_else_reads_or_sends_invitations(world: World, at: At, ada: User) -> None:
    invitation = invite_person(ada, wish(world, organisation=None, role=""))

    for user in (world.otto, world.audra, world.pol):
        answers = [at(user).get(_page(invitation, what)).status_code for what in ("change", "again", "back")]
        assert set(answers) <= {403, 404}
    assert Invitation.objects.get().sent == 1
