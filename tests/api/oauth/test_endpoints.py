"""Tokens: how a program gets one for itself or for a person, and what ends them."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken, Grant
from pytest_django import Settings

from licensing.acts.acting import at_time
from licensing.acts.people.systems.keeping import end_former_secrets, rotate_secret
from licensing.choices import MembershipRole
from licensing.models import Authorisation, Event, Membership, System, User
from licensing.policy.record.event_kinds import EventKind
from tests.api.calling import BACK, new_account, new_secret, new_system
from tests.api.oauth.flow import allow_by_page, answer_page, redeem, refresh, sign_in
from tests.by_hand import before_the_record
from tests.members import add_reader
from tests.world import World

TOKEN, REVOKE = "/api/v1/token/", "/api/v1/token/revoke/"


def ask(system: System, secret: str, **more: str) -> Any:
    form = {"grant_type": "client_credentials", "client_id": system.client_id, "client_secret": secret, **more}
    return Client(raise_request_exception=False).post(TOKEN, form)


@pytest.fixture
def erp(world: World) -> tuple[System, str]:
    system = new_system(account=new_account(world.partner))
    return system, new_secret(system)


@pytest.fixture
def program(world: World) -> System:
    """A program that acts for persons from a machine of its own, where it can keep no secret."""
    return new_system(is_public=True, redirect_uris=[BACK, "http://127.0.0.1/back"])


def me(token: str) -> Any:
    return Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {token}"})


def test_a_program_acts_by_itself_as_its_own_account(erp: tuple[System, str], world: World) -> None:
    given = ask(*erp, scope="cases:read cases:write").json()

    mine = me(given["access_token"]).json()

    assert (given["token_type"], given["expires_in"], given["scope"]) == ("Bearer", 3600, "cases:read cases:write")
    assert (mine["name"], mine["is_system"], mine["scopes"]) == ("ERP", True, ["cases:read", "cases:write"])
    assert "refresh_token" not in given


def test_the_credentials_may_come_in_the_header(world: World) -> None:
    system = new_system(account=world.cus)
    basic = base64.b64encode(f"{system.client_id}:{new_secret(system)}".encode()).decode()

    given = Client().post(TOKEN, {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {basic}"})

    assert (given.status_code, given.json()["scope"]) == (200, "licences:read")


def test_a_token_is_no_wider_than_its_account_and_never_one_to_sign_with(erp: tuple[System, str]) -> None:
    refused = ("usages:write", "positions:write", "decisions:write", "cases:handle")

    assert [ask(*erp, scope=scope).json()["error"] for scope in refused] == ["invalid_scope"] * 4
    assert ask(*erp).json()["scope"] == "cases:read licences:read"


@pytest.mark.parametrize("grant", ["password", "urn:ietf:params:oauth:grant-type:device_code", "implicit", ""])
def test_no_other_grant_is_offered(erp: tuple[System, str], grant: str) -> None:
    answer = ask(*erp, grant_type=grant, username="x", password="y")

    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


def test_two_secrets_hold_at_once_and_no_third(erp: tuple[System, str], world: World) -> None:
    system, first = erp
    with before_the_record():
        System.objects.filter(pk=system.pk).update(owner=world.otto)

    second = rotate_secret(system, world.otto, hours=24)
    assert [ask(system, one).status_code for one in (first, second)] == [200, 200]
    third = rotate_secret(system, world.otto, hours=24)
    assert [ask(system, one).status_code for one in (first, second, third)] == [401, 200, 200]
    last = rotate_secret(system, world.otto)

    assert [ask(system, one).status_code for one in (first, second, third, last)] == [401, 401, 401, 200]


def test_a_token_ends_with_the_secret_that_it_was_got_with(erp: tuple[System, str], world: World) -> None:
    system, first = erp
    with before_the_record():
        System.objects.filter(pk=system.pk).update(owner=world.otto)
    of_first = ask(system, first).json()["access_token"]

    second = rotate_secret(system, world.otto, hours=24)
    of_second = ask(system, second).json()["access_token"]
    assert [me(one).status_code for one in (of_first, of_second)] == [200, 200]
    with at_time(timezone.now() + timedelta(hours=25)):
        AccessToken.objects.update(expires=timezone.now() + timedelta(hours=26))
        assert [me(one).status_code for one in (of_first, of_second)] == [401, 200]
    end_former_secrets(system, world.otto)
    assert [me(one).status_code for one in (of_first, of_second)] == [401, 200]
    rotate_secret(system, world.otto)

    assert [me(one).status_code for one in (of_first, of_second)] == [401, 401]


def test_a_token_of_a_person_ends_where_a_second_factor_is_needed_that_they_did_not_use(
    world: World, program: System, settings: Settings
) -> None:
    reader = add_reader(world)
    settings.REQUIRE_STAFF_MFA = True
    given = redeem(program, allow_by_page(reader, program)).json()
    assert me(given["access_token"]).status_code == 200

    Membership.objects.filter(user=reader).update(role=MembershipRole.PREPARER)

    assert me(given["access_token"]).status_code == 401
    assert refresh(program, given["refresh_token"]).json()["error"] == "invalid_grant"
    # And none is got without it: the page is not shown before the factor is set up.
    assert answer_page(sign_in(reader), program)["Location"] == "/accounts/2fa/"


@pytest.mark.parametrize("odd", ["\x00", "x\x00y", "\ud7ff", "x" * 10_000, "' OR 1=1 --"])
def test_odd_credentials_are_refused_like_wrong_ones(world: World, odd: str) -> None:
    form = {"grant_type": "client_credentials", "client_id": odd, "client_secret": odd, "scope": odd, "code": odd}
    basic = base64.b64encode(f"{odd}:{odd}".encode()).decode()
    client = Client(raise_request_exception=False)
    odd_grants = [form | {"grant_type": one, "refresh_token": odd} for one in ("authorization_code", "refresh_token")]

    answers = [client.post(TOKEN, one) for one in (form, *odd_grants)]
    answers += [client.post(REVOKE, form | {"token": odd})]
    answers += [client.post(TOKEN, {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {basic}"})]

    assert {one.status_code for one in answers} <= {400, 401}


def test_a_person_signs_over_a_program_with_pkce(world: World, program: System) -> None:
    code = allow_by_page(world.dora, program, scope="decisions:write cases:read")

    given = redeem(program, code).json()

    mine = me(given["access_token"]).json()
    assert (mine["name"], mine["scopes"], given["scope"]) == ("Dora", ["cases:read", "decisions:write"], given["scope"])
    assert {"access_token", "refresh_token", "expires_in"} <= given.keys()
    allowed = Event.objects.get(kind=EventKind.PROGRAM_ALLOWED)
    assert (allowed.actor, allowed.data["program"]) == (world.dora, program.client_id)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"redirect_uri": "https://program.example/elsewhere"}, "invalid_request"),
        ({"code": "another"}, "invalid_grant"),
        ({"client_id": "other"}, "invalid_grant"),
    ],
    ids=["wrong-verifier", "no-verifier", "redirect-mismatch", "unknown-code", "other-client"],
)
def test_a_code_is_of_one_program_one_address_and_one_verifier(
    world: World, program: System, change: dict[str, str], error: str
) -> None:
    new_system(client_id="other", is_public=True)
    code = allow_by_page(world.dora, program)

    refused = redeem(program, code, **change)

    assert (refused.status_code, refused.json()["error"]) in ((400, error), (401, error))


def test_a_code_that_comes_again_ends_what_it_gave(world: World, program: System) -> None:
    code = allow_by_page(world.dora, program)
    given = redeem(program, code).json()
    assert me(given["access_token"]).status_code == 200

    again = redeem(program, code)

    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert me(given["access_token"]).status_code == 401
    assert refresh(program, given["refresh_token"]).json()["error"] == "invalid_grant"
    assert Event.objects.get(kind=EventKind.PROGRAM_ENDED).data["because"] == "replayed"


def test_a_code_ends_with_its_minute(world: World, program: System) -> None:
    code = allow_by_page(world.dora, program)
    Grant.objects.update(expires=timezone.now() - timedelta(seconds=1))

    assert redeem(program, code).json()["error"] == "invalid_grant"


def test_a_refresh_token_is_used_once_and_its_second_use_ends_the_family(world: World, program: System) -> None:
    first = redeem(program, allow_by_page(world.dora, program)).json()

    second = refresh(program, first["refresh_token"]).json()
    assert [me(one["access_token"]).status_code for one in (first, second)] == [401, 200]
    stolen = refresh(program, first["refresh_token"])

    assert (stolen.status_code, stolen.json()["error"]) == (400, "invalid_grant")
    assert me(second["access_token"]).status_code == 401
    assert refresh(program, second["refresh_token"]).status_code == 400


def test_another_program_neither_refreshes_nor_gives_back_a_token(world: World, program: System) -> None:
    other = new_system(client_id="other", is_public=True)
    given = redeem(program, allow_by_page(world.dora, program)).json()

    refused = refresh(other, given["refresh_token"])
    revoked = Client().post(REVOKE, {"client_id": "other", "token": given["refresh_token"]})

    assert (refused.json()["error"], revoked.status_code) == ("invalid_grant", 200)
    assert me(given["access_token"]).status_code == 200


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_a_token_that_is_given_back_takes_all_with_it(world: World, program: System, which: str) -> None:
    given = redeem(program, allow_by_page(world.dora, program)).json()

    answer = Client().post(REVOKE, {"client_id": program.client_id, "token": given[which]})

    assert answer.status_code == 200
    assert me(given["access_token"]).status_code == 401
    assert Authorisation.objects.get().ended_because == "returned"


def test_the_database_holds_no_secret_code_or_token_that_could_be_used(world: World, program: System, erp: Any) -> None:
    code = allow_by_page(world.dora, program)
    used = [code, *(value for name, value in redeem(program, code).json().items() if name.endswith("token"))]
    used += [erp[1], ask(*erp).json()["access_token"], rotate_secret(erp[0], User.objects.get(pk=erp[0].owner_id))]
    waiting = allow_by_page(world.otto, program)

    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [row for (row,) in cursor.fetchall() for one in (*used, waiting) if one in row]

    assert len(used) == 6
    assert found == []


def test_metadata_lead_to_the_endpoints_that_there_are(db: None) -> None:
    told = Client().get("/.well-known/oauth-authorization-server").json()

    assert told["code_challenge_methods_supported"] == ["S256"]
    assert told["grant_types_supported"] == ["authorization_code", "refresh_token", "client_credentials"]
    assert told["token_endpoint"].endswith(TOKEN)
