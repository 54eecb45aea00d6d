"""The page to which an invitation leads: with a new account, with the one of its addressee, and with somebody else's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from licensing.acts.people.organisations.invitations import invite_person
from licensing.choices import InvitationState
from licensing.models import Invitation, Membership, User
from tests.acts.people.organisations.test_invitations import wish
from tests.portal.visiting import Visitor, forms_of, summary_of, text_of
from tests.world import PASSWORD, World


@pytest.fixture(autouse=True)
def _language_of_a_test() -> Iterator[None]:
    with translation.override("en"):
        yield


def _open(invitation: Invitation, client: Client | None = None) -> Any:
    return (client or Client()).get(f"/accounts/invitation/{invitation.token}/")


def test_a_new_person_opens_an_account_and_signs_in_with_it(world: World) -> None:
    invitation = invite_person(world.paula, wish(world))
    client, page = Client(), _open(invitation)
    typed = forms_of(page)[0].filled({"name": "Nina New", "password": PASSWORD, "repeated": PASSWORD})

    opened = client.post(f"/accounts/invitation/{invitation.token}/", typed)

    assert "Fictional Ministry of Tallinn invites you" in text_of(page)
    assert opened.url == "/accounts/login/"
    assert client.login(email="new@example.org", password=PASSWORD)
    assert Membership.objects.get(user__email="new@example.org").role == "drafter"
    assert page.headers["Cache-Control"].find("no-store") >= 0


def test_what_is_wrong_is_said_and_no_password_is_given_back(world: World) -> None:
    invitation = invite_person(world.paula, wish(world))
    address = f"/accounts/invitation/{invitation.token}/"

    differing = Client().post(address, {"name": "N", "language": "en", "password": PASSWORD, "repeated": "other"})
    short = Client().post(address, {"name": "", "language": "en", "password": "short-1", "repeated": "short-1"})

    assert (differing.status_code, summary_of(differing)) == (422, ["Write the same password twice."])
    assert (short.status_code, summary_of(short)[0]) == (422, "Give your name.")
    assert PASSWORD not in differing.content.decode()
    assert "short-1" not in short.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()


def test_the_addressee_with_an_account_signs_in_and_accepts(world: World) -> None:
    invitation = invite_person(world.paula, wish(world, email="stella@example.org"))
    stella = Visitor(world.stella)

    asked = _open(invitation)
    accepted = stella.client.post(f"/accounts/invitation/{invitation.token}/")
    again = _open(invitation, stella.client)

    assert "Sign in with it to accept" in text_of(asked)
    assert accepted.url == "/colleagues/"
    assert (again.status_code, "was used already" in text_of(again)) == (409, True)
    assert Membership.objects.get(user=world.stella).organisation == world.partner


def test_somebody_else_is_told_so_and_may_sign_out(world: World) -> None:
    invitation = invite_person(world.paula, wish(world))
    rita = Visitor(world.rita)

    shown = _open(invitation, rita.client)
    pressed = rita.client.post(f"/accounts/invitation/{invitation.token}/", {"name": "Rita"})

    assert (shown.status_code, pressed.status_code) == (403, 403)
    assert "for another address than rita@example.org" in text_of(shown)
    assert forms_of(shown)[0].action == "/accounts/logout/"
    assert Invitation.objects.get().state == InvitationState.PENDING


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "%ED%A0%80", "y" * 900])
def test_a_link_that_was_never_sent_is_not_found(world: World, token: str) -> None:
    assert Client().get(f"/accounts/invitation/{token}/").status_code in (400, 404)


def test_the_secret_part_of_a_link_stands_in_no_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    invitation = invite_person(world.paula, wish(world))
    with caplog.at_level("INFO"):
        _open(invitation)

    paths = [one.__dict__["path"] for one in caplog.records if "path" in one.__dict__]
    assert paths == ["/accounts/invitation/…"]
