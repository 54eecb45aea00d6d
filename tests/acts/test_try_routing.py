"""A changed decision table, tried on past cases before anybody is routed by it."""

from __future__ import annotations

import pytest

from licensing.acts.reference.procedures import simulate_routing
from licensing.errors import Invalid
from licensing.models import RoutingRow
from tests.world import REQUEST, World

ROW = {
    "code": "large",
    "priority": 20_000,
    "procedure": "tests",
    "extra_seats": ["NSDC"],
    "because_en": "Large values are heard by the council",
    "because_uk": "Великі суми розглядає рада",
    "valid_from": "2024-01-01",
    "when": {"value": {"min": "3000000"}},
}


def test_a_dry_run_names_the_cases_that_would_differ_and_keeps_nothing(world: World) -> None:
    large = world.filed()
    small = world.filed(items=[REQUEST["items"][1]])

    tried, differences = simulate_routing([ROW])

    assert tried == 2
    assert [(one.facts.ref, one.after.extra_seats) for one in differences] == [(large.reference, ("NSDC",))]
    assert small.reference not in [one.facts.ref for one in differences]
    assert not RoutingRow.objects.filter(code="large").exists()


def test_a_table_that_cannot_work_is_refused_where_it_is_wrong(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        simulate_routing([ROW | {"procedure": "nowhere", "extra_seats": ["NOBODY"]}])

    assert [gap.path for gap in refusal.value.gaps] == ["rows.0.procedure", "rows.0.extra_seats"]
