"""Systems of a partner: their administrators make the secrets."""

from __future__ import annotations

import re

from licensing.models import SystemSecret
from licensing.policy.people.secrets import digest_secret
from tests.api.calling import new_account, new_system
from tests.portal.visiting import Visitor, text_of
from tests.world import World


def test_an_administrator_rotates_the_secret_of_their_own_system(world: World, paula: Visitor) -> None:
    erp = new_system(account=new_account(world.partner), organisation=world.partner, name="Order book", owner=world.otto)
    url = f"/systems/{erp.pk}/secrets/"

    assert "Order book" in text_of(paula.open("systems"))
    page = paula.client.post(url, {"what": "make", "hours": "24"})
    again = paula.client.post(url, {"what": "make", "hours": "24"})
    ended = paula.client.post(url, {"what": "end"})
    refused = paula.client.post(url, {"what": "make", "hours": "9999"})

    [secret] = re.findall(r"dzs_[\w-]{40,}", page.content.decode())
    assert page["Cache-Control"] == "private, no-store"
    assert SystemSecret.objects.filter(digest=digest_secret(secret)).exists()
    assert "holds until" in text_of(again)
    assert "The former secret has ended." in text_of(ended)
    assert (refused.status_code, "within 168 hours" in text_of(refused)) == (400, True)
    assert secret not in paula.client.get(url).content.decode()


def test_others_see_nothing_of_it(world: World) -> None:
    erp = new_system(account=new_account(world.partner), organisation=world.partner, name="Order book", owner=world.otto)
    rita = Visitor(world.rita)

    assert "Order book" not in text_of(rita.open("systems"))
    assert rita.client.get(f"/systems/{erp.pk}/secrets/").status_code == 404
