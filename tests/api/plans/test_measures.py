"""Measures of the state over the API: what was published, for whoever has a token; what is prepared for nobody."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.measures.preparing import prepare_measure
from licensing.choices import MeasureKind, QuotaPeriod
from tests.acts.plans.measures.state import draft, publish
from tests.api.calling import Caller
from tests.world import World

MEASURES = "/api/v1/measures/"


def test_what_was_published_is_listed_by_where_it_stands(world: World) -> None:
    stop = publish(world)
    later = publish(world, valid_from=to_local_day(now()) + timedelta(days=3))
    prepared = prepare_measure(world.pol, draft())
    paula = Caller(world.paula)

    listed = {one: paula.get(f"{MEASURES}?standing={one}").json()["results"] for one in ("in_force", "announced", "over")}
    first = paula.get(f"{MEASURES}?limit=1").json()

    assert {one: [row["id"] for row in rows] for one, rows in listed.items()} == {
        "in_force": [str(stop.pk)],
        "announced": [str(later.pk)],
        "over": [],
    }
    assert [row["id"] for row in first["results"] + paula.get(first["next"]).json()["results"]] == [str(later.pk), str(stop.pk)]
    assert [paula.get(f"{MEASURES}{one}/").status_code for one in (prepared.pk, uuid4())] == [404, 404]
    assert paula.get(f"{MEASURES}?standing=maybe").status_code == 400


def test_one_measure_says_what_it_binds_and_its_history(world: World) -> None:
    quota = publish(world, kind=MeasureKind.QUOTA, ceiling=Decimal("12.5"), unit="EUR", period=QuotaPeriod.YEAR)

    shown = Caller(world.paula).get(f"{MEASURES}{quota.pk}/").json()

    assert [shown[name] for name in ("ceiling", "unit", "period", "percent", "tier", "standing")] == [
        *("12.5", "EUR", "year", None, None, "in_force"),
    ]
    assert shown["scope"] == {"entries": ["ML10"]}
    assert [(one["sentence"], one["days"]) for one in shown["history"]] == [("Version 1 was published.", [shown["valid_from"]])]
