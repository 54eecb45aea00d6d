"""Webhooks of a partner: whoever answers for one reads where it goes, stops it, and makes its secret."""

from __future__ import annotations

import re

from licensing.models import Endpoint, Event
from licensing.outbox.webhooks.encryption import decrypt
from tests.api.calling import new_account
from tests.outbox.post import create_endpoint
from tests.portal.visiting import Visitor, text_of
from tests.world import World

URL = "https://erp.example.org/hook"


def _hook(world: World) -> Endpoint:
    return create_endpoint(world, URL, owner=new_account(world.partner), organisation=world.partner, description="ERP")


def test_an_administrator_makes_a_secret_once_and_stops_what_nobody_knows(world: World, paula: Visitor) -> None:
    hook = _hook(world)
    place = f"/webhooks/{hook.pk}/"
    assert URL in text_of(paula.open("systems"))

    made = paula.client.post(place, {"what": "secret", "hours": "0"})
    without = paula.client.post(place, {"what": "suspend", "reason": " "})
    off = paula.client.post(place, {"what": "suspend", "reason": "Nobody knows it."})
    on = paula.client.post(place, {"what": "resume"})
    ended = paula.client.post(place, {"what": "end", "reason": "Nobody knows it."})

    [secret] = re.findall(r"whsec_[\w+/=]{40,}", made.content.decode())
    assert made["Cache-Control"] == "private, no-store"
    assert secret not in paula.client.get(place).content.decode()
    assert (without.status_code, "Say why" in text_of(without)) == (400, True)
    assert ["Nobody knows it." in text_of(page) for page in (off, on, ended)] == [True, False, True]
    mine = Event.objects.filter(kind__startswith="endpoint.", actor=world.paula).order_by("number")
    assert [one.kind for one in mine] == ["endpoint.secret_made", "endpoint.suspended", "endpoint.resumed", "endpoint.ended"]
    assert Endpoint.objects.get().secret == ""


def test_others_find_nothing_of_it(world: World) -> None:
    hook = _hook(world)
    rita = Visitor(world.rita)

    assert URL not in text_of(rita.open("systems"))
    assert rita.client.get(f"/webhooks/{hook.pk}/").status_code == 404
    assert rita.client.post(f"/webhooks/{hook.pk}/", {"what": "secret"}).status_code == 404
    assert decrypt(Endpoint.objects.get().secret)
