"""The desk's pages of what two administrators do to an account: offered where it can be done, done by the second alone."""

from __future__ import annotations

import pytest
from django.test import Client

from licensing.acts.people.accounts.second_factor import count_second_factors
from licensing.models import AccountProposal, User
from tests.acts.people.accounts.test_second_factor import add_app
from tests.administrators import add_administrator
from tests.config.web.test_kept_forms import browser
from tests.world import World

PAGES = "/admin/licensing/accountproposal/"


@pytest.fixture
def ada(world: World) -> User:
    return add_administrator("ada")


def propose(client: Client, person: User, **typed: str) -> AccountProposal:
    client.post(f"{PAGES}propose/{person.pk}/reset_factor/", {"reason": "She lost it; I called her."} | typed)
    found: AccountProposal = AccountProposal.objects.get()
    return found


def test_a_reset_is_offered_proposed_and_confirmed_by_another(world: World, ada: User) -> None:
    add_app(world.mira)
    first, second = browser(ada), browser(add_administrator("bea"))

    assert "Reset the second factor" in first.get(f"/admin/licensing/user/{world.mira.pk}/change/").content.decode()
    proposal = propose(first, world.mira)
    own = first.get(f"{PAGES}{proposal.pk}/change/").content.decode()
    assert "Another administrator must settle it" in own
    assert first.post(f"{PAGES}{proposal.pk}/confirm/").status_code == 403
    assert "She lost it" in second.get(f"{PAGES}{proposal.pk}/change/").content.decode()
    assert second.post(f"{PAGES}{proposal.pk}/confirm/").status_code == 302

    assert count_second_factors(world.mira) == 0
    assert "Confirmed" in second.get(PAGES).content.decode()


def test_without_a_reason_nothing_is_proposed_and_a_declined_one_changes_nothing(world: World, ada: User) -> None:
    add_app(world.mira)
    first, second = browser(ada), browser(add_administrator("bea"))

    assert first.post(f"{PAGES}propose/{world.mira.pk}/reset_factor/", {"reason": " "}).status_code == 400
    assert not AccountProposal.objects.exists()
    proposal = propose(first, world.mira)
    assert second.post(f"{PAGES}{proposal.pk}/decline/", {"reason": "She knows nothing of it."}).status_code == 302

    assert count_second_factors(world.mira) == 1


def test_nobody_but_administrators_proposes_and_no_other_step_exists(world: World, ada: User) -> None:
    add_app(world.mira)

    assert browser(world.otto).get(f"{PAGES}propose/{world.mira.pk}/reset_factor/").status_code == 404
    assert browser(ada).get(f"{PAGES}propose/{world.mira.pk}/password/").status_code == 404
    assert browser(ada).post(f"{PAGES}propose/{ada.pk}/reset_factor/", {"reason": "Mine."}).status_code == 403
    assert not AccountProposal.objects.exists()
