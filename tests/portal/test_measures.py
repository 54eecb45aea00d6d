"""Everybody reads the measures of the state, in force and over, without signing in; what is only prepared nobody sees."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.measures.preparing import prepare_measure
from tests.acts.plans.measures.state import draft, publish
from tests.world import World


def test_what_was_published_is_public_and_what_is_prepared_is_not(world: World) -> None:
    publish(world)
    publish(world, titles={"en": "Announced ban"}, valid_from=to_local_day(now()) + timedelta(days=3))
    prepare_measure(world.pol, draft(titles={"en": "Secret plan"}))

    page = Client().get("/measures/").content.decode()

    assert page.index("Stop of UAVs") < page.index("Announced ban")
    assert "Cabinet of Ministers" in page
    assert "Secret plan" not in page


def test_the_holder_reads_on_the_licence_what_stops_it(world: World) -> None:
    licence = world.licence()
    publish(world)
    client = Client()
    client.force_login(world.paula, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(f"/licences/{licence.pk}/").content.decode()

    assert "What stands in the way" in page
    assert "On the authority of: Cabinet of Ministers" in page
