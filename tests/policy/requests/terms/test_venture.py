"""Terms of a joint venture that cannot be meant, row by row."""

from __future__ import annotations

import pytest

from licensing.policy.requests.terms.venture import find_venture_gaps

HOLDERS = [{"name": "Kvitka Test Systems", "share": "49"}, {"name": "Nordlys Imaginær A/S", "share": "51"}]
CASH = {"holder": "Nordlys Imaginær A/S", "kind": "cash", "amount": "51000000"}
DESIGN = {
    "holder": "Kvitka Test Systems",
    "kind": "intellectual_property",
    "amount": "49000000",
    "valued_by": "Invented Valuers",
}
FIRST = {"title": "Assembly from kits", "gate": "The hall is accepted", "planned_on": "2027-03-01"}
SECOND = {"title": "Airframes", "gate": "40 kits are assembled without a fault", "planned_on": "2028-03-01"}
VENTURE = {
    "shareholders": HOLDERS,
    "capital_currency": "EUR",
    "capital": [CASH, DESIGN],
    "stages": [FIRST, SECOND],
}


KENYA = {"country": "KE"}
MADE = {"year": 2027, "quantity": "120"}


def split(own: int, partner: int, third: int) -> dict[str, str]:
    return {"own_forces": str(own), "partner": str(partner), "third_countries": str(third)}


def test_third_countries_and_their_part_of_the_output_go_together():
    assert list(find_venture_gaps({**VENTURE, "third_countries": [KENYA], "output_split": split(80, 15, 5)})) == []


def test_capital_and_stages_that_go_together_are_taken():
    assert list(find_venture_gaps(VENTURE)) == []
    assert list(find_venture_gaps({**VENTURE, "stages": [FIRST, SECOND | {"planned_on": FIRST["planned_on"]}]})) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"capital_currency": ""}, ("required", "capital_currency")),
        ({"capital": [CASH, DESIGN | {"amount": "0"}]}, ("amount_not_positive", "capital.1.amount")),
        ({"capital": [CASH | {"amount": "NaN"}, DESIGN]}, ("amount_not_positive", "capital.0.amount")),
        ({"capital": [CASH | {"holder": "Somebody else"}, DESIGN]}, ("unknown_shareholder", "capital.0.holder")),
        ({"capital": [CASH, DESIGN | {"valued_by": ""}]}, ("required", "capital.1.valued_by")),
        ({"stages": [SECOND, FIRST]}, ("stages_out_of_order", "stages.1.planned_on")),
        ({"output_split": split(80, 15, 5)}, ("required", "third_countries.0.country")),
        ({"output_split": split(80, 15, 4)}, ("output_does_not_sum", "output_split")),
        ({"output_split": split(80, 15, 4), "third_countries": [KENYA, KENYA]}, ("output_does_not_sum", "output_split")),
        ({"planned_output": [MADE], "output_split": split(80, 20, 0)}, ("required", "unit")),
        ({"planned_output": [MADE], "unit": "NAR"}, ("required", "output_split.own_forces")),
        (
            {"planned_output": [MADE, MADE | {"year": 2028, "quantity": "0"}], "unit": "NAR", "output_split": split(80, 20, 0)},
            ("quantity_not_positive", "planned_output.1.quantity"),
        ),
        (
            {"planned_output": [MADE, MADE], "unit": "NAR", "output_split": split(80, 20, 0)},
            ("twice", "planned_output.1.year"),
        ),
        ({"third_countries": [KENYA]}, ("third_countries_without_output", "output_split.third_countries")),
        (
            {"third_countries": [KENYA], "output_split": split(80, 20, 0)},
            ("third_countries_without_output", "output_split.third_countries"),
        ),
        (
            {"third_countries": [KENYA, {"country": "MA"}, KENYA], "output_split": split(80, 15, 5)},
            ("twice", "third_countries.2.country"),
        ),
    ],
)
def test_what_cannot_be_meant_is_named_where_it_stands(change, expected):
    assert [(gap.code, gap.path) for gap in find_venture_gaps({**VENTURE, **change})] == [expected]
