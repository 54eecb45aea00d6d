"""Requests of countries as they are counted: by the newest filed version, and by where each stands."""

from __future__ import annotations

from decimal import Decimal

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.flows import read_country_cases
from licensing.policy.plans.countries.demand import Standing
from tests.world import REQUEST, World


def test_each_request_is_read_with_its_items_and_licence_lines(world: World) -> None:
    granted, waiting = world.granted(), world.filed(title="More")

    found = {one.case.pk: one for one in read_country_cases([granted.pk, waiting.pk], on=to_local_day(now()))}

    assert [found[one.pk].standing for one in (granted, waiting)] == [Standing.GRANTED, Standing.OPEN]
    assert (found[waiting.pk].asked[0].family, found[waiting.pk].asked[0].quantity) == ("uav", Decimal(40))
    assert found[granted.pk].promised[0].authorised == Decimal(40)
    assert (found[waiting.pk].promised, found[waiting.pk].family) == ([], "uav")
    assert found[waiting.pk].value == Decimal(3300000)


def test_what_is_counted_in_another_unit_than_its_family_is_left_out(world: World) -> None:
    item = REQUEST["items"][0] | {"unit": "KGM"}
    case = world.filed(items=[item])

    [found] = read_country_cases([case.pk], on=to_local_day(now()))

    assert found.asked == []


def test_two_items_of_one_name_are_counted_for_the_family_of_each(world: World) -> None:
    item = REQUEST["items"][0]
    case = world.granted(items=[item | {"quantity": "3"}, item | {"quantity": "40", "control_entries": ["ML4"]}])

    [found] = read_country_cases([case.pk], on=to_local_day(now()))

    assert [(one.family, one.quantity) for one in found.asked] == [("uav", Decimal(3)), ("missiles", Decimal(40))]
    assert [(one.family, one.authorised) for one in found.promised] == [("uav", Decimal(3)), ("missiles", Decimal(40))]
