"""Who keeps an endpoint, and who may only stop it."""

from __future__ import annotations

from licensing.acts.acting import now
from licensing.models import Endpoint, Membership
from licensing.outbox.webhooks.keepers import list_stoppable_endpoints, may_keep_endpoint, may_stop_endpoint
from tests.administrators import add_administrator
from tests.api.calling import new_account, new_system
from tests.outbox.post import create_endpoint
from tests.world import World

URL = "https://hooks.example.org/"


def _keepers(world: World, endpoint: Endpoint) -> set[str]:
    at = now()
    people = {"paula": world.paula, "rita": world.rita, "otto": world.otto, "ada": add_administrator("ada")}
    stopping = {name for name, one in people.items() if may_stop_endpoint(endpoint, one, at=at)}
    keeping = {name for name, one in people.items() if may_keep_endpoint(endpoint, one, at=at)}
    administering = {"paula"} if endpoint.organisation_id == world.partner.pk else set()
    assert stopping == keeping | {"ada"} | administering
    return keeping


def test_a_person_keeps_their_own_and_an_administrator_of_their_organisation_only_stops_it(world: World) -> None:
    hook = create_endpoint(world, URL, owner=world.otto, organisation=world.partner)

    assert _keepers(world, hook) == {"otto"}
    assert hook in list_stoppable_endpoints(world.paula, at=now())
    assert not list_stoppable_endpoints(world.rita, at=now()).exists()


def test_that_of_a_system_is_kept_by_its_person_and_its_organisation(world: World) -> None:
    system = new_system(account=new_account(world.partner), organisation=world.partner, owner=world.otto)
    assert system.account is not None

    hook = create_endpoint(world, URL, owner=system.account, organisation=world.partner)

    assert _keepers(world, hook) == {"otto", "paula"}
    assert may_keep_endpoint(hook, system.account, at=now())


def test_a_closed_account_keeps_nothing(world: World) -> None:
    hook = create_endpoint(world, URL, owner=world.paula)
    world.paula.is_active = False
    world.paula.save(update_fields=["is_active"])

    assert not may_keep_endpoint(hook, world.paula, at=now())


def test_the_former_organisation_of_an_account_keeps_nothing_of_it(world: World) -> None:
    account = new_account(world.partner)
    hook = create_endpoint(world, URL, owner=account, organisation=world.partner)
    assert may_keep_endpoint(hook, world.paula, at=now())

    Membership.objects.filter(user=account).update(ended_at=now())

    assert not may_keep_endpoint(hook, world.paula, at=now())
