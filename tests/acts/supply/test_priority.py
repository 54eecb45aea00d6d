"""Call-offs wait for their turn by the clause of their contract, once more is promised than can be spared."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.supply.priority import list_cases_beyond, rank_promises_beyond, read_order
from licensing.models import Case, Event, ItemFamily
from tests.by_hand import by_hand
from tests.parents import grant_framework, yearly
from tests.supply import plan_supply, quarters
from tests.world import World, resolution


def _say(framework: Case, order: str) -> None:
    with by_hand():
        Case.objects.filter(pk=framework.pk).update(long_term=(framework.long_term or {}) | {"call_off_order": order})


def _count_statements(*codes: str) -> int:
    families = list(ItemFamily.objects.select_related("unit").filter(pk__in=codes))
    with CaptureQueriesContext(connection) as seen:
        rank_promises_beyond(families, today=to_local_day(now()))
    return len(seen)


def _list_late(case: Case) -> list[str]:
    found = list_obstacles(Case.objects.get(pk=case.pk), at=now())
    return [str(one.message) for one in found if one.code == "call_off_later"]


@pytest.mark.walk
def test_a_call_off_that_comes_second_says_so_and_one_that_goes_first_does_not(world: World) -> None:
    framework = grant_framework(world)
    called = world.before_government(**yearly(framework, quantity="40", year=1, price="1000.00"))
    government.grant_case(called, world.dora, resolution(number="9-r"))
    sold = world.granted(title="A sale")
    family = ItemFamily.objects.select_related("unit").get(pk="uav")
    assert (read_order(called), list_cases_beyond(family, today=to_local_day(now()))) == ("", [])

    _say(framework, "after")
    # Of fifty that can be spared, eighty are promised.
    plan_supply(world.greta, stock=250, periods=quarters(0, made=0))

    told = Event.objects.filter(kind="supply.exceeded").latest("number")
    assert told.data["cases"] == [sold.reference, called.reference]
    ranked = rank_promises_beyond([family], today=to_local_day(now()))["uav"]
    assert [(one.promise.order, int(one.covered), one.is_short) for one in ranked] == [("", 40, False), ("after", 10, True)]
    assert set(rank_promises_beyond(ItemFamily.objects.select_related("unit"), today=to_local_day(now()))) == {"uav"}
    [late] = _list_late(called)
    assert late.endswith("and then by the day of delivery: 1.")
    assert str(sold.reference) not in late
    # A sale is under no contract, and has no clause to wait by.
    assert _list_late(sold) == []

    _say(framework, "before")
    assert list_cases_beyond(family, today=to_local_day(now())) == [called.reference, sold.reference]
    assert _list_late(called) == []


def test_promises_are_read_once_for_all_families(world: World) -> None:
    for family in ("uav", "missiles", "vehicles"):
        plan_supply(world.greta, family)

    assert _count_statements("uav") == _count_statements("uav", "missiles", "vehicles") > 1
    assert _count_statements() == 0
