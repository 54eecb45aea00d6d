"""Everybody reads the measures of the state, in force and over, without signing in; what is only prepared nobody sees."""

from __future__ import annotations

import re
from copy import copy
from datetime import timedelta
from uuid import uuid4

from django.test import Client

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.measures.preparing import prepare_measure
from licensing.models import Measure
from licensing.portal.paging import PAGE
from tests.acts.plans.measures.state import draft, publish
from tests.by_hand import by_hand
from tests.world import World


def test_what_was_published_is_public_and_what_is_prepared_is_not(world: World) -> None:
    publish(world)
    publish(world, titles={"en": "Announced ban"}, valid_from=to_local_day(now()) + timedelta(days=3))
    prepare_measure(world.pol, draft(titles={"en": "Secret plan"}))

    page = Client().get("/measures/").content.decode()

    assert page.index("Announced ban") < page.index("Stop of UAVs")
    assert "Cabinet of Ministers" in page
    assert "Secret plan" not in page


def test_each_measure_has_its_history_and_what_is_over_its_own_pages(world: World) -> None:
    measure, prepared = publish(world), prepare_measure(world.pol, draft())
    with by_hand():
        copies = [copy(measure) for _ in range(PAGE)]
        for number, one in enumerate(copies):
            one.pk, one.code, one.titles = uuid4(), f"M/{number}", {"en": f"Stop {number}"}
            one.settled_at = now() + timedelta(minutes=1)
        Measure.objects.bulk_create(copies)

    first = Client().get("/measures/").content.decode()
    second = Client().get(re.findall(r'href="(\?after=[^"]+)" rel="next"', first)[0].join(("/measures/", ""))).content.decode()
    shown = Client().get(f"/measures/{measure.pk}/").content.decode()

    assert "Stop of UAVs" not in first
    assert "Stop of UAVs" in second
    assert "Version 1 was published." in shown
    assert [Client().get(f"/measures/{one}/").status_code for one in (prepared.pk, uuid4(), copies[0].pk)] == [404, 404, 200]
    assert "No measure is over." in Client().get("/measures/?show=over").content.decode()


def test_the_holder_reads_on_the_licence_what_stops_it(world: World) -> None:
    licence = world.licence()
    publish(world)
    client = Client()
    client.force_login(world.paula, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(f"/licences/{licence.pk}/").content.decode()

    assert "What stands in the way" in page
    assert "On the authority of: Cabinet of Ministers" in page
