"""What cases take of a certificate: granted, still before the government, or nothing yet."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.assessment.certificates.certified import list_citing_cases, read_balances, read_covers
from licensing.acts.decisions import government
from tests.certificates import cite_again, goods_of, take_up
from tests.world import REQUEST, World, resolution


@pytest.mark.walk
def test_each_case_says_what_it_takes_of_which_line(world: World) -> None:
    first, second, third = world.before_government(), world.before_government(title="Second"), world.filed(title="Third")
    citation = take_up(world, first, lines=goods_of(first, q1="100", q2="8"))
    for case in (second, third):
        cite_again(world, case, citation)
    government.grant_case(first, world.dora, resolution(quantities={1: Decimal(30)}, reasons="In part."))

    said = [[(one.line, one.quantity, one.is_granted) for one in row.claims] for row in list_citing_cases(citation.certificate)]
    [uavs, stations] = read_balances(citation.certificate, third, {1: Decimal(40)}, read_covers(citation))

    assert said == [
        [(1, Decimal(30), True), (2, Decimal(4), True)],
        [(1, Decimal(40), False), (2, Decimal(4), False)],
        [],
    ]
    assert (uavs.granted, uavs.pending, uavs.asked, uavs.left) == (Decimal(30), Decimal(40), Decimal(40), Decimal(30))
    assert (stations.asked, stations.left) == (0, Decimal(4))


@pytest.mark.walk
def test_one_name_in_two_units_stands_on_two_lines(world: World) -> None:
    [uav, station] = REQUEST["items"]
    case = world.before_government(items=[uav, station | {"name": uav["name"], "model": uav["model"], "unit": "KGM"}])
    citation = take_up(world, case)
    government.grant_case(case, world.dora, resolution())

    [row] = list_citing_cases(citation.certificate)

    assert [(one.line, one.quantity) for one in row.claims] == [(1, Decimal(40)), (2, Decimal(4))]
