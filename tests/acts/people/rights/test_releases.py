"""People of an installation for trying come at once; production knows no such way."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from licensing.acts.people.rights.releases import release_rights
from licensing.errors import NotAllowed
from licensing.models import Event, Mandate
from tests.by_hand import cover
from tests.world import ALWAYS, World


def test_what_is_released_is_covered_by_one_event(world: World) -> None:
    cover()

    with release_rights("people of the demo"):
        Mandate.objects.create(user=world.stella, body_id="ENERGY", period=ALWAYS)

    assert Event.objects.latest("number").data == {"subject": "people of the demo"}


def test_production_gives_no_right_without_two_persons(world: World, settings: Settings) -> None:
    settings.PRODUCTION = True

    with pytest.raises(NotAllowed), release_rights("people of the demo"):
        Mandate.objects.create(user=world.stella, body_id="ENERGY", period=ALWAYS)

    assert not Mandate.objects.filter(user=world.stella).exists()
