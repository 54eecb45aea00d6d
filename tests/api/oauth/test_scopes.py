"""What a token can be given for."""

from __future__ import annotations

from uuid import uuid4

import pytest
from oauthlib.oauth2 import InvalidClientError

from licensing.api.oauth.scopes import OwnScopes, collect_scopes, find_scopes
from licensing.choices import Office, Scope
from licensing.models import System
from licensing.permissions import Actor
from tests.api.calling import new_account, new_system
from tests.world import World


@pytest.mark.parametrize(
    ("actor", "some"),
    [
        (Actor(None, appointments=frozenset({Office.DECIDER})), {"decisions:write"}),
        (Actor(None, appointments=frozenset({Office.CUSTOMS})), {"usages:write"}),
        (Actor(None, bodies={"MFA": "holder"}), {"positions:write"}),
        (Actor(None), set()),
    ],
    ids=str,
)
def test_scopes_follow_from_what_an_account_holds(actor: Actor, some: set[str]) -> None:
    writing = {one for one in collect_scopes(actor) if one.endswith(":write") and not one.startswith("licences")}

    assert writing == some
    assert collect_scopes(actor) <= set(Scope.values)


def test_a_program_by_itself_is_bound_by_registration_account_and_kind(world: World) -> None:
    erp = new_system(account=new_account(world.partner), scopes=["cases:write", "usages:write", "positions:write"])

    assert find_scopes(erp, erp.account) == {"cases:write"}


def test_a_program_for_persons_is_bound_by_registration_and_each_person(world: World) -> None:
    desk = new_system(scopes=["cases:read", "positions:write", "decisions:write"])

    assert find_scopes(desk, None) == set(desk.scopes)
    assert find_scopes(desk, world.rhea) == {"cases:read", "positions:write"}
    assert find_scopes(desk, world.dora) == {"cases:read", "decisions:write"}


def test_a_program_that_may_not_call_has_no_scopes_at_all(world: World) -> None:
    with pytest.raises(InvalidClientError):
        OwnScopes().get_available_scopes(System(client_id="unknown"))
    assert set(OwnScopes().get_all_scopes()) == set(Scope.values)


@pytest.mark.parametrize(
    ("role", "scopes"),
    [("reader", set()), ("drafter", {"cases:draft"}), ("preparer", {"cases:draft", "cases:write", "licences:write"})],
)
def test_a_role_in_an_organisation_gives_the_scopes_of_what_it_may(role: str, scopes: set[str]) -> None:
    given = collect_scopes(Actor(id=uuid4(), memberships={uuid4(): role}))

    assert given - {"cases:read", "licences:read", "webhooks:manage"} == scopes
