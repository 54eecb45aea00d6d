"""Accounts at the desk: opened, corrected and closed by somebody else, and never taken over."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.models import User, read_actor
from tests.admin.conftest import At, execute_act
from tests.administrators import today
from tests.world import World

ADD = reverse("admin:licensing_user_add")
FORGED = {
    "email": "taken@example.org",
    "name": "Taken",
    "password": "guessed",
    "is_superuser": "on",
    "is_staff": "on",
    "is_active": "on",
    "language": "uk",
    "time_zone": "Europe/Kyiv",
    "reason": "Because.",
}


def _page(user: User, what: str = "change") -> str:
    return reverse(f"admin:licensing_user_{what}", args=[user.pk])


def test_an_administrator_opens_the_account_of_a_system(world: World, at: At, ada: User) -> None:
    url = reverse("admin:licensing_user_open")

    response = execute_act(at(ada), url, **FORGED | {"email": "New@Example.org", "name": "New"})

    new = User.objects.get(email="new@example.org")
    assert (response.status_code, response["Location"]) == (302, _page(new))
    assert (new.has_usable_password(), new.is_superuser, new.is_staff, new.is_system) == (False, False, False, True)


@pytest.mark.parametrize("what", ["change", "correct", "close", "reopen"])
@pytest.mark.parametrize("whose", ["own", "root", "mira"])
def test_no_page_changes_an_address_a_password_or_a_flag_of_power(
    world: World, at: At, ada: User, whose: str, what: str
) -> None:
    root = User.objects.create_superuser("root@example.org", name="Root")
    person = {"own": ada, "root": root, "mira": world.mira}[whose]
    before = User.objects.get(pk=person.pk)

    response = at(ada).post(_page(person, what), FORGED)

    after = User.objects.get(pk=person.pk)
    # A password is at most ended, as that of an account that is closed.
    assert after.password == before.password or (what == "close" and not after.has_usable_password())
    kept = [(one.email, one.is_superuser) for one in (before, after)]
    assert kept[0] == kept[1]
    assert response.status_code in ((302, 405) if whose == "mira" else (403, 405))
    if whose != "mira":
        assert (after.name, after.is_staff, after.is_active) == (before.name, before.is_staff, before.is_active)


def test_an_account_is_closed_and_opened_again_without_its_rights(world: World, at: At, ada: User) -> None:
    client = at(ada)

    execute_act(client, _page(world.paula, "close"), reason="She left.")
    page = client.get(_page(world.paula)).content.decode()
    execute_act(client, _page(world.paula, "reopen"), reason="She came back.")

    assert _page(world.paula, "reopen") in page
    assert User.objects.get(pk=world.paula.pk).is_active
    assert read_actor(world.paula, on=today()).memberships == {}


def test_a_person_without_an_office_opens_and_changes_no_account(world: World, at: At) -> None:
    client = at(world.otto)

    answers = [
        client.post(url, FORGED).status_code for url in (reverse("admin:licensing_user_open"), _page(world.mira, "close"))
    ]

    assert (answers, client.get(ADD).status_code, client.get(_page(world.mira)).status_code) == ([404, 404], 403, 200)


def test_the_page_of_a_person_leads_to_what_may_be_proposed_for_them(world: World, at: At, ada: User) -> None:
    client = at(ada)
    url = f"{reverse('admin:licensing_rightproposal_propose', args=['mandate'])}?person={world.stella.pk}"

    page = client.get(_page(world.stella)).content.decode()
    form = client.get(url)

    assert url in page
    assert f'value="{world.stella.email}"' in form.content.decode()
    assert "rightproposal/propose/" not in client.get(_page(ada)).content.decode()
