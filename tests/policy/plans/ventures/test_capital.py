"""What each shareholder brings in, beside what they hold."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.plans.ventures.capital import CapitalYear, add_up_capital, list_capital_years
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


def bring(holder, amount, on=None):
    return {"holder": holder, "kind": "cash", "amount": amount, **({"on": on} if on else {})}


def test_each_year_has_what_each_brings_in_and_what_there_is_by_then():
    rows = [
        bring("Nordlys", "20", "2029-03-01"),
        bring("Kvitka", "10", "2027-03-01"),
        bring("Nordlys", "5", "2027-12-31"),
        bring("Kvitka", "7"),
    ]

    years = list_capital_years({"capital": rows}, ["Kvitka", "Nordlys"])

    assert years == [
        CapitalYear(2027, (Decimal(10), Decimal(5)), Decimal(15)),
        CapitalYear(2028, (Decimal(), Decimal()), Decimal(15)),
        CapitalYear(2029, (Decimal(), Decimal(20)), Decimal(35)),
        CapitalYear(None, (Decimal(7), Decimal()), Decimal(42)),
    ]
    assert (years[0].total, list_capital_years({"capital": []}, [])) == (15, [])


def test_a_slip_of_a_century_leaves_the_years_between_out():
    rows = [bring("Kvitka", "10", "2027-03-01"), bring("Kvitka", "5", "2127-03-01")]

    assert [one.year for one in list_capital_years({"capital": rows}, ["Kvitka"])] == [2027, 2127]


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(1, 10**9), st.none() | st.dates()), max_size=12))
def test_the_years_come_to_the_capital_of_each_shareholder(given_rows):
    rows = [bring(holder, str(amount), on.isoformat() if on else None) for holder, amount, on in given_rows]
    holders = add_up_capital({"capital": rows})

    years = list_capital_years({"capital": rows}, [one.name for one in holders])

    assert [sum(one.amounts[place] for one in years) for place in range(len(holders))] == [one.total for one in holders]
    assert [one.so_far for one in years[-1:]] == [sum(amount for _holder, amount, _on in given_rows)][: len(rows)]
