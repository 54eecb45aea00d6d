"""An identity is connected by whoever has proved that it is theirs and says so here, freshly confirmed; by nothing else."""

from __future__ import annotations

from django.test import Client
from pytest_django import Settings

from licensing.acts.people.accounts.identities import find_identity
from licensing.models import Event
from licensing.policy.record.event_kinds import EventKind
from tests.api.calling import Caller
from tests.config.accounts.service.provider import Service
from tests.config.accounts.service.test_login import connect, visit, who
from tests.config.web.test_kept_forms import browser
from tests.world import World

PAGE = "/accounts/service/"


def test_what_was_proved_there_is_connected_when_it_is_pressed_here(world: World, service: Service) -> None:
    client = browser(world.paula)
    service.claims = {"name": "Paula <P.>"}
    visit(client, process="connect")

    assert "Paula &lt;P.&gt;" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"connect": "yes"}).status_code == 302

    visitor = Client()
    visit(visitor)
    assert who(visitor) == str(world.paula.pk)
    assert Event.objects.get(kind=EventKind.IDENTITY_CONNECTED).actor == world.paula


def test_what_nobody_proved_is_not_connected(world: World, service: Service) -> None:
    client = browser(world.paula)

    client.post(PAGE, {"connect": "yes", "subject": service.subject})

    assert find_identity(world.paula) is None


def test_an_identity_of_somebody_else_is_refused(world: World, service: Service) -> None:
    connect(world.rita, service)
    client = browser(world.paula)
    visit(client, process="connect")

    refused = client.post(PAGE, {"connect": "yes"})

    assert refused.status_code == 400
    assert "connected with an account already" in refused.content.decode()
    assert find_identity(world.paula) is None


def test_connecting_asks_for_a_fresh_proof_first(world: World, service: Service, settings: Settings) -> None:
    settings.STEP_UP = True
    client = browser(world.paula)
    visit(client, process="connect")

    assert client.get(PAGE)["Location"].startswith("/accounts/confirm/")
    assert client.post(PAGE, {"connect": "yes"})["Location"].startswith("/accounts/confirm/")
    assert find_identity(world.paula) is None


def test_it_is_disconnected_by_its_owner(world: World, service: Service) -> None:
    connect(world.paula, service)
    client = browser(world.paula)

    assert "Disconnect it" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"disconnect": "yes"}).status_code == 302
    assert visit(Client()).status_code == 403


def test_whoever_disconnects_it_goes_on_here_and_every_other_way_by_it_ends(world: World, service: Service) -> None:
    connect(world.paula, service)
    here, elsewhere, by_it, program = browser(world.paula), browser(world.paula), Client(), Caller(world.paula)
    visit(by_it)
    assert (who(by_it), program.get("me/").status_code) == (str(world.paula.pk), 200)

    here.post(PAGE, {"disconnect": "yes"})

    assert (find_identity(world.paula), who(here)) == (None, str(world.paula.pk))
    assert (who(by_it), who(elsewhere), program.get("me/").status_code) == (None, None, 401)
