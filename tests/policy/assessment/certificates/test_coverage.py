"""Which goods a certificate covers, and how much of it is left: held against a plain model."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.assessment.certificates.coverage import (
    CertifiedLine,
    Claim,
    RequestedItem,
    calculate_balances,
    find_other_goods,
    match_items,
)

UAV = CertifiedLine(1, "Unmanned aircraft", "Z-40", "NAR", Decimal(100))
STATION = CertifiedLine(2, "Ground station", "", "NAR", Decimal(8))


def item(number: int = 1, *names: str, model: str = "", unit: str = "NAR", quantity: str = "1") -> RequestedItem:
    return RequestedItem(number, names or ("Reconnaissance UAV", ""), model, unit, Decimal(quantity))


def test_goods_are_known_by_their_model_else_by_their_name() -> None:
    items = [item(1, model=" z-40 "), item(2, "Ground  STATION", model="GS"), item(3, "Station", "ground station")]

    covers, gaps = match_items(items, [UAV, STATION], {})

    assert (covers, gaps) == ({1: 1, 2: 2, 3: 2}, [])


@pytest.mark.parametrize(
    ("asked", "named", "code", "says"),
    [
        (item(1, "Loitering munition"), {}, "other_goods", "stands on no line of it"),
        (item(1, "Unmanned aircraft", model="Z-50"), {}, "other_goods", "stands on no line of it"),
        (item(1, "UAV", model="Z-50"), {1: 1}, "other_goods", "is model Z-50, and it names Z-40"),
        (
            item(1, model="Z-40", unit="KGM"),
            {},
            "other_goods",
            "asks for 1 kilogram; the certificate is counted",
        ),
        (item(1, model="Z-40"), {1: 9}, "unknown", "The certificate has no line 9."),
        (item(1, model="Z-40"), {4: 1}, "unknown", "The request has no item 4."),
    ],
)
def test_other_goods_are_refused_by_name(asked: RequestedItem, named: dict[int, int], code: str, says: str) -> None:
    _covers, gaps = match_items([asked], [UAV, STATION], named)

    [gap] = gaps
    assert (gap.code, gap.path) == (code, "covers")
    assert says in str(gap.message)


def test_a_person_names_the_line_of_goods_that_are_called_otherwise() -> None:
    assert match_items([item(1, "UAV")], [UAV], {1: 1}) == ({1: 1}, [])


def test_what_was_covered_is_other_goods_once_the_request_names_another_model() -> None:
    [said] = find_other_goods([item(1, model="Z-60"), item(2, "Ground station")], [UAV, STATION], {1: 1, 2: 2})

    assert "is model Z-60" in str(said)
    assert [str(one) for one in find_other_goods([item(3)], [UAV], {1: 1})] == [
        "The certificate covers other goods: item 3 “Reconnaissance UAV” stands on no line of it."
    ]


QUANTITIES = st.decimals(min_value="0.001", max_value=10**9, places=3)
CLAIMS = st.lists(st.builds(Claim, st.sampled_from("ABC"), st.integers(1, 3), QUANTITIES, st.booleans()), max_size=12)


@given(st.lists(QUANTITIES, min_size=1, max_size=3), CLAIMS, st.lists(st.tuples(st.integers(1, 3), QUANTITIES), max_size=6))
def test_balances_agree_with_a_plain_model(
    certified: list[Decimal], claims: list[Claim], asked: list[tuple[int, Decimal]]
) -> None:
    lines = [CertifiedLine(number, "Goods", "", "KGM", quantity) for number, quantity in enumerate(certified, 1)]

    found = calculate_balances(lines, claims, asked)

    # Independently, in whole thousandths, so that no decimal is rounded on the way.
    for line, balance in zip(lines, found, strict=True):
        sums = {"granted": 0, "pending": 0, "asked": 0}
        for one in claims:
            if one.line == line.number:
                sums["granted" if one.is_granted else "pending"] += int(one.quantity * 1000)
        for number, quantity in asked:
            if number == line.number:
                sums["asked"] += int(quantity * 1000)
        assert int(balance.granted * 1000) == sums["granted"]
        assert int(balance.pending * 1000) == sums["pending"]
        assert int(balance.left * 1000) == int(line.quantity * 1000) - sums["granted"] - sums["asked"]


def test_items_that_changed_places_do_not_stand_on_each_others_lines() -> None:
    items = [item(1, "Ground station"), item(2, "Recon", model="Z-40")]

    said = [str(one).rpartition(": ")[2] for one in find_other_goods(items, [UAV, STATION], {1: 1, 2: 2})]

    assert said == [f"item {one.number} “{one.names[0]}” stands on no line of it." for one in items]
    assert not list(find_other_goods([item(1, "UAV")], [UAV, STATION], {1: 1}))
