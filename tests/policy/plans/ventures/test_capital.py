"""What each shareholder brings in, beside what they hold."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.plans.ventures.capital import add_up_capital
from licensing.policy.requests.cooperation import CapitalKind

VENTURE = {
    "shareholders": [{"name": "Kvitka", "share": "49"}, {"name": "Nordlys", "share": "51"}],
    "capital": [
        {"holder": "Kvitka", "kind": "intellectual_property", "amount": "30000000"},
        {"holder": "Kvitka", "kind": "property", "amount": "19000000"},
        {"holder": "Nordlys", "kind": "cash", "amount": "51000000.00"},
    ],
}


def test_capital_is_added_up_by_shareholder_and_kind():
    kvitka, nordlys = add_up_capital(VENTURE)

    assert kvitka.by_kind == {CapitalKind.INTELLECTUAL_PROPERTY: Decimal(30000000), CapitalKind.PROPERTY: Decimal(19000000)}
    assert (kvitka.total, kvitka.brought, kvitka.is_in_proportion) == (Decimal(49000000), Decimal("49.0000"), True)
    assert (nordlys.total, nordlys.brought) == (Decimal("51000000.00"), Decimal("51.0000"))


def test_a_shareholder_who_brings_in_nothing_is_named_with_nothing():
    alone = {**VENTURE, "capital": [VENTURE["capital"][2]]}

    kvitka, nordlys = add_up_capital(alone)

    assert (kvitka.total, kvitka.brought, kvitka.is_in_proportion) == (Decimal(), Decimal("0.0000"), False)
    assert nordlys.brought == Decimal("100.0000")
    assert add_up_capital({**VENTURE, "capital": []}) == []


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=20))
def test_the_parts_of_the_capital_come_to_100_as_near_as_they_are_rounded(amounts):
    rows = [{"holder": str(number), "kind": "cash", "amount": str(amount)} for number, amount in enumerate(amounts)]

    holders = add_up_capital({"capital": rows})

    assert sum(one.total for one in holders) == sum(amounts)
    assert abs(sum(one.brought for one in holders) - 100) <= Decimal("0.00005") * len(amounts)
