"""A new address of somebody of the authority is confirmed or declined at the desk by another administrator alone."""

from __future__ import annotations

import pytest

from licensing.acts.people.accounts.addresses import confirm_address, propose_address
from licensing.choices import AddressState
from licensing.models import AddressChange, User
from tests.admin.conftest import At
from tests.world import World

NEW = "elsewhere@example.net"


def _page(change: AddressChange, act: str = "change") -> str:
    return f"/admin/licensing/addresschange/{change.pk}/{act}/"


@pytest.fixture
def change(world: World) -> AddressChange:
    return confirm_address(propose_address(world.otto, address=NEW))


def test_an_administrator_confirms_what_somebody_asked_for(world: World, at: At, ada: User, change: AddressChange) -> None:
    assert NEW in at(ada).get(_page(change)).content.decode()

    at(ada).post(_page(change, "confirm"), {"key": "one"})

    assert User.objects.get(pk=world.otto.pk).email == NEW


def test_one_is_declined_with_a_reason(at: At, ada: User, change: AddressChange) -> None:
    refused = at(ada).post(_page(change, "decline"), {"key": "one", "reason": ""})
    at(ada).post(_page(change, "decline"), {"key": "two", "reason": "Otto knows nothing of it."})

    assert refused.status_code == 400
    assert AddressChange.objects.get().state == AddressState.DECLINED


def test_nobody_else_finds_the_page_nor_settles_their_own(world: World, at: At, ada: User, change: AddressChange) -> None:
    own = confirm_address(propose_address(ada, address="ada2@example.net"))

    assert at(world.otto).post(_page(change, "confirm"), {"key": "one"}).status_code == 404
    assert at(world.otto).get(_page(change)).status_code in (403, 404)
    assert at(world.audra).get(_page(change)).status_code == 200
    assert at(ada).post(_page(own, "confirm"), {"key": "two"}).status_code == 403
    assert not AddressChange.objects.filter(state=AddressState.CHANGED).exists()
