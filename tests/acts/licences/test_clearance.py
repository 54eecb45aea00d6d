"""A clearance that customs reports or asks about: what the licence covers, and what it does not."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences import licence as licences
from licensing.acts.licences.clearance import Clearance, find_clearance_obstacle
from licensing.errors import Invalid, Overdrawn
from licensing.models import Licence, LicenceLine, Usage
from tests.world import World, clearance


def left(licence: Licence, number: int = 1) -> Decimal:
    return LicenceLine.objects.get(licence=licence, number=number).left


@pytest.mark.parametrize("other", [clearance("m1", 13), clearance("m1", 2, line=2)])
def test_a_message_id_is_not_used_for_two_things(world: World, other: Clearance) -> None:
    licence = world.licence()
    licences.draw_down_licence(licence, world.cus, clearance("m1", 12))

    with pytest.raises(Invalid, match="used for another entry before"):
        licences.draw_down_licence(licence, world.cus, other)

    assert Usage.objects.count() == 1


def test_more_than_is_left_is_refused_with_what_can_be_cleared(world: World) -> None:
    licence = world.licence()
    licences.draw_down_licence(licence, world.cus, clearance("m1", 30))

    with pytest.raises(Overdrawn) as refused:
        licences.draw_down_licence(licence, world.cus, clearance("m2", 11))

    assert refused.value.extra == {"left": "10", "unit": "NAR"}
    assert left(licence) == Decimal(10)


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        (clearance("m1", 0), "quantity"),
        (clearance("m1", -1), "quantity"),
        (clearance("m1", "0.5"), "quantity"),
        (clearance("m1", 1, line=7), "line"),
        (Clearance("m1", 1, Decimal(1), "D", cleared_on=to_local_day(now()) + timedelta(days=2)), "cleared_on"),
    ],
)
def test_a_clearance_that_makes_no_sense_is_refused_where_it_is_wrong(world: World, asked: Clearance, place: str) -> None:
    licence = world.licence()

    with pytest.raises(Invalid) as refused:
        licences.draw_down_licence(licence, world.cus, asked)

    assert [gap.path for gap in refused.value.gaps] == [place]
    assert not Usage.objects.exists()


@pytest.mark.parametrize(
    ("line", "quantity", "answer"),
    [
        (1, 40, ""),
        (1, 41, "Only 40 NAR are left on this line; that quantity can be cleared."),
        (1, 0, "The quantity must be more than nothing."),
        (9, 1, "The licence has no line 9."),
    ],
)
def test_customs_asks_before_a_shipment_leaves(world: World, line: int, quantity: int, answer: str) -> None:
    licence = world.licence()

    assert find_clearance_obstacle(licence, line=line, quantity=Decimal(quantity), day=to_local_day(now())) == answer
