"""Endpoints at the desk: who answers for one makes its secret; an administrator of people stops it, and reads nothing."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from licensing.acts.acting import now
from licensing.models import Delivery, Endpoint, Event, User
from licensing.outbox.routes import fan_out
from licensing.outbox.webhooks.encryption import decrypt, encrypt
from licensing.policy.record.event_kinds import EventKind
from tests.admin.conftest import At, text_of
from tests.api.calling import new_account, new_system
from tests.world import World

FORMER = "whsec_former"


@pytest.fixture
def endpoint(world: World) -> Endpoint:
    """The endpoint of the account of a system, for which an officer answers."""
    system = new_system(account=new_account(world.partner), organisation=world.partner, owner=world.otto)
    return Endpoint.objects.create(
        owner=system.account, url="https://hooks.example.org/", secret=encrypt(FORMER), created_at=now()
    )


def _url(endpoint: Endpoint, act: str) -> str:
    return reverse(f"admin:licensing_endpoint_{act}", args=[endpoint.pk])


def test_who_answers_for_the_system_makes_a_new_secret_and_reads_it_once(world: World, at: At, endpoint: Endpoint) -> None:
    client, url, record = at(world.otto), _url(endpoint, "rotate"), _url(endpoint, "change")

    asked, made = client.get(url), client.post(url, {"keep_hours": "1"})

    changed = Endpoint.objects.get(pk=endpoint.pk)
    new = decrypt(changed.secret)
    assert (new in text_of(asked), new in text_of(made), new in text_of(client.get(record))) == (False, True, False)
    assert (decrypt(changed.former_secret), changed.secret_made_by) == (FORMER, world.otto)
    assert "no-store" in made["Cache-Control"]
    assert url in text_of(client.get(record))
    event = Event.objects.get(kind=EventKind.ENDPOINT_SECRET_MADE)
    assert (event.actor, event.data["endpoint"], event.data["person"]) == (world.otto, str(endpoint.pk), str(world.otto.pk))


def test_nobody_else_makes_a_secret_nor_reads_one(world: World, at: At, ada: User, endpoint: Endpoint) -> None:
    url = _url(endpoint, "rotate")

    answers = [at(one).post(url, {"keep_hours": "0"}).status_code for one in (ada, world.pol, world.audra)]

    page = text_of(at(ada).get(_url(endpoint, "change")))
    assert answers == [404, 404, 404]
    assert (url in page, "https://hooks.example.org/" in page, FORMER in page) == (False, True, False)
    assert decrypt(Endpoint.objects.get(pk=endpoint.pk).secret) == FORMER


def test_an_administrator_stops_it_and_its_people_are_told(world: World, at: At, ada: User, endpoint: Endpoint) -> None:
    client = at(ada)

    halted = client.post(_url(endpoint, "suspend"), {"reason": "Nobody knows it.", "key": str(uuid4())})
    on_again = client.post(_url(endpoint, "resume"), {"key": str(uuid4())})
    ended = client.post(_url(endpoint, "end"), {"reason": "Nobody knows it.", "key": str(uuid4())})
    fan_out()

    changed = Endpoint.objects.get(pk=endpoint.pk)
    assert (halted.status_code, on_again.status_code, ended.status_code) == (302, 404, 302)
    assert (changed.disabled_because, changed.secret) == ("Nobody knows it.", "")
    assert changed.ended_at
    kinds = Event.objects.filter(kind__startswith="endpoint.").order_by("number").values_list("kind", "actor")
    assert list(kinds) == [(EventKind.ENDPOINT_SUSPENDED, ada.pk), (EventKind.ENDPOINT_ENDED, ada.pk)]
    assert Delivery.objects.filter(event__kind__in=dict(kinds), person=world.otto).count() == 2


def test_an_endpoint_that_is_not_there_is_missing(world: World, at: At, ada: User) -> None:
    assert at(ada).get("/admin/licensing/endpoint/None/change/").status_code == 404


@pytest.mark.parametrize("hours", ["", "-1", "9999", "9" * 5000, "\u0663", "1e3"])
def test_a_time_that_is_not_offered_is_taken_for_the_usual_one(world: World, at: At, endpoint: Endpoint, hours: str) -> None:
    answer = at(world.otto).post(_url(endpoint, "rotate"), {"keep_hours": hours})

    former_until = Endpoint.objects.get(pk=endpoint.pk).former_until
    assert answer.status_code == 200
    assert former_until
    assert timedelta(hours=23) < former_until - now() <= timedelta(hours=24)


def test_the_heading_shows_an_address_as_it_is_written(world: World, at: At, endpoint: Endpoint) -> None:
    page = at(world.otto).get(_url(endpoint, "change"))

    heading = page.content.decode().partition("<h1")[2].partition("</h1>")[0]
    assert ("https://hooks.example.org/" in heading, "Https" in heading) == (True, False)
    assert "Systems that listen" in heading
