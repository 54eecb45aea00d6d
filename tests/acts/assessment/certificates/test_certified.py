"""What cases take of a certificate: granted, still before the government, or nothing yet."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.assessment.certificates.certified import list_citing_cases, read_balances, read_covers
from licensing.acts.decisions import government
from licensing.acts.decisions.appeal import appeal_case
from licensing.models import Case
from tests.certificates import cite_again, goods_of, take_up
from tests.trial import APPEAL, GOVERNMENT, MINISTRIES, THIRTY_DAYS, use_procedure
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


@pytest.mark.walk
def test_of_two_items_of_one_name_each_keeps_what_it_was_granted(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    uav = REQUEST["items"][0]
    case = world.before_government(items=[uav, uav | {"quantity": "10"}])
    citation = take_up(world, case, lines=goods_of(case, q1="100", q2="100"))
    government.grant_case(case, world.dora, resolution(quantities={1: Decimal(30)}, reasons="No more is made."))
    appeal_case(Case.objects.get(pk=case.pk), world.paula, reason="More is made.")

    [row] = list_citing_cases(citation.certificate)

    taken = [(one.quantity, one.is_granted) for one in row.claims]
    assert taken == [(Decimal(30), True), (Decimal(10), True), (Decimal(10), False)]
