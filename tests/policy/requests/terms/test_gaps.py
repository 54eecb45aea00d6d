"""Terms of co-operation that cannot be meant."""

from __future__ import annotations

import pytest

from licensing.policy.requests.terms.gaps import find_gaps
from tests.languages import render_gaps

VENTURE = {
    "name": "Fictional Venture",
    "shareholders": [{"name": "Kvitka Test Systems", "share": "49"}, {"name": "Nordlys Imaginær A/S", "share": "51"}],
    "royalty_percent": "4",
    "output_split": {"own_forces": "80", "partner": "15.5", "third_countries": "4.5"},
    "third_countries": [{"country": "KE"}],
}
CONTRACT = {"term_years": 10, "annual_min": "300", "annual_max": "500", "indexation_percent": "3", "base_price": "1000.00"}
LOAN = {
    "amount": "120000000.00",
    "rate_percent": "3.5",
    "tenor_years": 12,
    "grace_years": 2,
    "cover_percent": "95",
    "start_on": "2027-03-01",
}
DRAW = {"on": "2027-03-01", "amount": "60000000.00"}


def found(part: str, terms: dict[str, object]) -> list[tuple[str, str]]:
    return [(gap.code, gap.path) for gap in find_gaps({part: terms})]


def test_jv_02_lt_03_and_fi_04_make_sense():
    assert find_gaps({"joint_venture": VENTURE, "long_term": CONTRACT, "financing": LOAN}) == []
    assert find_gaps({"joint_venture": None, "payment": "L/C"}) == []


def test_shares_of_49_and_50_are_rejected_with_their_sum():
    terms = {**VENTURE, "shareholders": [{"name": "A", "share": "49"}, {"name": "B", "share": "50"}]}

    found = render_gaps(find_gaps({"joint_venture": terms}), "uk")

    assert found == [("shares_do_not_sum", "terms.joint_venture.shareholders", "Сума часток становить 99, а має бути 100.")]


@pytest.mark.parametrize(
    ("shares", "codes"),
    [
        (["33.3333", "33.3333", "33.3334"], []),
        (["33.33333", "66.66667"], ["share_too_fine", "share_too_fine"]),
        (["50.0000000", "50"], []),
        (["-10", "110"], ["share_out_of_range", "share_out_of_range"]),
        (["0", "100"], ["share_out_of_range"]),
        (["NaN", "100"], ["share_out_of_range"]),
        ([None, "100"], ["share_out_of_range"]),
        ([50.0, "50"], ["share_out_of_range"]),
    ],
)
def test_shares_have_four_decimals_and_lie_above_0(shares, codes):
    terms = {"shareholders": [{"name": str(index), "share": share} for index, share in enumerate(shares)]}

    assert [code for code, _ in found("joint_venture", terms)] == codes


@pytest.mark.parametrize(
    ("part", "change", "expected"),
    [
        ("joint_venture", {"output_split": {"own_forces": "80", "partner": "10"}}, ("output_does_not_sum", "output_split")),
        ("joint_venture", {"output_split": {"own_forces": "120"}}, ("output_out_of_range", "output_split")),
        ("joint_venture", {"royalty_percent": "101"}, ("royalty_out_of_range", "royalty_percent")),
        ("long_term", {"term_years": 0}, ("term_too_short", "term_years")),
        ("long_term", {"annual_min": "501"}, ("least_above_most", "annual_min")),
        ("long_term", {"annual_min": "-1"}, ("quantity_negative", "annual_min")),
        ("long_term", {"indexation_percent": "-100"}, ("indexation_out_of_range", "indexation_percent")),
        ("long_term", {"base_price": "0"}, ("price_not_positive", "base_price")),
        (
            "long_term",
            {"indexation_percent": None, "index_formula": {"a": "0.2", "b": "0.5", "c": "0.2"}},
            ("formula_does_not_sum", "index_formula"),
        ),
        ("long_term", {"index_formula": {"a": "0.2", "b": "0.5", "c": "0.3"}}, ("two_indexations", "indexation_percent")),
        ("financing", {"tenor_years": -1, "grace_years": None}, ("years_negative", "tenor_years")),
        ("financing", {"grace_years": 13}, ("grace_beyond_tenor", "grace_years")),
        ("financing", {"cover_percent": "100.01"}, ("cover_out_of_range", "cover_percent")),
        ("financing", {"rate_percent": "-0.1"}, ("rate_out_of_range", "rate_percent")),
        ("financing", {"amount": "0"}, ("amount_not_positive", "amount")),
        ("financing", {"premium_percent": "101"}, ("premium_out_of_range", "premium_percent")),
        ("financing", {"payments_a_year": 5}, ("uneven_periods", "payments_a_year")),
        ("financing", {"margin_percent": "1", "reference_percent": "2"}, ("two_rates", "rate_percent")),
        ("financing", {"rate_percent": None, "margin_percent": "1"}, ("half_a_rate", "margin_percent")),
        (
            "financing",
            {"rate_percent": None, "margin_percent": "1", "reference_percent": "-2"},
            ("rate_negative", "margin_percent"),
        ),
        ("financing", {"start_on": None, "disbursements": [DRAW | {"amount": "120000000.00"}]}, ("required", "start_on")),
        (
            "financing",
            {"disbursements": [DRAW, DRAW | {"amount": "0"}]},
            ("amount_not_positive", "disbursements.1.amount"),
        ),
        ("financing", {"disbursements": [DRAW]}, ("disbursements_do_not_sum", "disbursements")),
        (
            "financing",
            {"disbursements": [DRAW, DRAW | {"on": "2027-02-28"}]},
            ("drawn_too_early", "disbursements.1.on"),
        ),
        ("financing", {"disbursements": [DRAW, DRAW | {"on": "2029-03-02"}]}, ("drawn_too_late", "disbursements.1.on")),
        (
            "financing",
            {"repayment": "bullet", "disbursements": [DRAW, DRAW | {"on": "2039-03-01"}]},
            ("drawn_too_late", "disbursements.1.on"),
        ),
        (
            "long_term",
            {"indexation_percent": None, "index_formula": {"a": "0.2", "b": "0.5", "c": "0.3", "labour_growth": "101"}},
            ("growth_out_of_range", "index_formula.labour_growth"),
        ),
    ],
)
def test_each_piece_of_nonsense_is_named_where_it_stands(part, change, expected):
    terms = {"joint_venture": VENTURE, "long_term": CONTRACT, "financing": LOAN}[part]

    assert found(part, {**terms, **change}) == [(expected[0], f"terms.{part}.{expected[1]}")]


def test_a_loan_is_drawn_until_repayment_begins_and_one_paid_back_at_the_end_until_then():
    drawn = [DRAW, DRAW | {"on": "2029-03-01"}]
    late = [DRAW, DRAW | {"on": "2039-02-28"}]

    assert found("financing", {**LOAN, "disbursements": drawn}) == []
    assert found("financing", {**LOAN, "repayment": "bullet", "disbursements": late}) == []
