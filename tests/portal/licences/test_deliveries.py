"""What has left as a sheet for its holder: of a licence, or of all under an authorisation, and of nobody else's."""

from __future__ import annotations

import csv
import io

import pytest

from licensing.acts.licences import ledger
from licensing.models import Licence
from tests.parents import grant_framework, yearly
from tests.portal.visiting import Visitor
from tests.world import World, clearance


@pytest.mark.walk
def test_the_holder_saves_what_left_under_a_licence_and_under_its_framework(world: World, paula: Visitor) -> None:
    framework = grant_framework(world)
    licence = Licence.objects.get(case=world.granted(**yearly(framework, quantity="100")))
    ledger.draw_down_licence(licence, world.cus, clearance("m-1", 30))

    for answer in (paula.open("deliveries", licence.pk), paula.open("deliveries_under", framework.pk)):
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert [(one["licence"], one["quantity"], one["unit"]) for one in rows] == [(licence.number, "30.000", "NAR")]
        assert answer["Content-Disposition"] == 'attachment; filename="deliveries.csv"'
    shown = paula.open("case", framework.pk).content.decode()
    assert f"/cases/{framework.pk}/deliveries.csv" in shown


def test_what_nothing_draws_on_and_a_licence_of_others_are_missing_alike(world: World, paula: Visitor) -> None:
    licence = world.licence()

    assert paula.open("deliveries_under", licence.case_id).status_code == 404
    assert Visitor(world.rita).open("deliveries", licence.pk).status_code == 404
