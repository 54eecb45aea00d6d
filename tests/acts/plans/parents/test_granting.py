"""A grant of what requests draw on writes its ceilings down, and only that of such a kind does."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.decisions import government
from licensing.models import Case, Event, ParentAuthorisation
from tests.parents import LONG_TERM, bring_framework, find_authorisation, grant_contract, grant_framework
from tests.world import World, resolution


def test_a_framework_is_granted_with_a_ceiling_and_a_price_for_each_year(world: World) -> None:
    framework = grant_framework(world)

    parent = find_authorisation(framework)
    years = parent.ceilings.filter(year__isnull=False).order_by("year")
    assert (parent.binding, parent.years, parent.ceilings.count()) == (True, LONG_TERM["term_years"], 11)
    assert [(row.quantity, row.price, row.name) for row in years[:2]] == [
        (Decimal(500), Decimal(1000), "Reconnaissance UAV"),
        (Decimal(500), Decimal(1030), "Reconnaissance UAV"),
    ]
    [event] = Event.objects.filter(case=framework, kind="authorisation.granted")
    assert event.data["ceilings"][1] == [1, 1, "500", "NAR", None, "EUR"]


def test_a_framework_that_is_granted_in_part_allows_that_part(world: World) -> None:
    case = bring_framework(world)
    government.grant_case(case, world.dora, resolution(quantities={1: Decimal(400)}, reasons="No more is made."))

    assert find_authorisation(case).ceilings.get(year=9).quantity == 400


@pytest.mark.walk
def test_leave_to_negotiate_limits_volume_and_value_for_its_time(world: World) -> None:
    case = world.granted(kind="negotiation")

    parent = find_authorisation(case)
    assert (parent.years, case.is_authorisation) == (None, True)
    assert [(row.line, row.quantity, row.value) for row in parent.ceilings.in_order()] == [
        (1, Decimal(40), Decimal(3_200_000)),
        (2, Decimal(4), Decimal(100_000)),
    ]


def test_a_permit_is_nothing_that_others_draw_on(world: World) -> None:
    case = world.granted()

    assert (Case.objects.get(pk=case.pk).is_authorisation, ParentAuthorisation.objects.exists()) == (False, False)


def test_a_contract_of_several_years_is_granted_with_its_years_and_takes_its_own_goods(world: World) -> None:
    contract = grant_contract(world)

    parent = find_authorisation(contract)
    assert (parent.years, parent.binding, contract.is_authorisation, contract.is_drawn_on) == (10, True, False, True)
    assert [(row.year, row.quantity) for row in parent.ceilings.in_order()][:3] == [(None, None), (1, 500), (2, 500)]
    assert [(one.year, one.source, one.target, one.quantity) for one in parent.draws.all()] == [(1, "left", "committed", 500)]
    kinds = Event.objects.filter(case=contract, data__has_key="lines").values_list("kind", flat=True)
    assert list(kinds) == ["parent.committed"]


def test_a_contract_that_asks_for_more_than_a_year_takes_of_each_year_what_it_gives(world: World) -> None:
    parent = find_authorisation(grant_contract(world, quantity="800"))

    assert [(row.year, row.quantity) for row in parent.ceilings.in_order()][:2] == [(None, 800), (1, 500)]
    assert [(one.year, one.quantity) for one in parent.draws.order_by("year")] == [(1, 500), (2, 300)]
