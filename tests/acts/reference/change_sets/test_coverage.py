"""A case that is still to be routed keeps having a procedure."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from licensing.acts.reference.change_sets.coverage import find_unrouted_cases, load_days_turned
from licensing.models import RoutingRow, SplittingRule
from licensing.models.record.event import find_last_event
from licensing.models.requests.composition import build_routing_facts
from tests.by_hand import by_hand
from tests.change_sets import draft, put
from tests.world import World


def test_open_cases_that_no_row_serves_are_named(world: World) -> None:
    case, day = world.filed(), date(2030, 1, 1)
    assert find_unrouted_cases([day]) == []

    RoutingRow.objects.update(retired_on=date(2029, 1, 1))

    assert [gap.path for gap in find_unrouted_cases([day])] == [case.reference]


@pytest.mark.walk
def test_of_very_many_cases_only_those_are_looked_at_that_have_moved(world: World, settings: Any) -> None:
    settings.TRIALS_AT_ONCE = 1
    world.filed()
    seen = find_last_event()
    later = world.filed(title="Filed after the trial")
    RoutingRow.objects.update(retired_on=date(2029, 1, 1))

    found = {since: [gap.path for gap in find_unrouted_cases([date(2030, 1, 1)], since=since)] for since in (None, seen)}

    assert found == {None: [], seen: [later.reference]}


def test_a_sale_is_judged_with_what_was_filed_apart(world: World) -> None:
    first, second = world.filed(), world.filed(title="Filed apart")
    with by_hand():
        rule = {"by": ["partner"], "days": 60, "threshold": "1.00"}
        SplittingRule.objects.create(code="partner", names={"en": "Partner"}, **rule)
        value = build_routing_facts(first, json.loads(first.versions.get().canonical), on=date(2030, 1, 1)).value
        RoutingRow.objects.update(when={"value": {"max": str(value)}})

    assert {gap.path for gap in find_unrouted_cases([date(2030, 1, 1)])} == {first.reference, second.reference}


def test_the_days_of_a_draft_and_those_of_the_stored_rows_turn(world: World) -> None:
    day, ends = date(2030, 1, 1), put("routing", "every-case", retired_on="2030-03-01")
    RoutingRow.objects.filter(pk="tests").update(retired_on=date(2030, 2, 1))
    drafted = draft(world.pol, ends, put("holidays", "UA:2030-05-01", calendar="UA", on="2030-05-01", kind="off"))

    assert load_days_turned(drafted.lines.all(), since=day) == [day, date(2030, 2, 1), date(2030, 3, 1)]
    assert load_days_turned((), since=date(2030, 2, 1)) == [date(2030, 2, 1)]
