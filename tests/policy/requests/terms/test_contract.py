"""Terms of a long-term contract that cannot be meant, row by row."""

from __future__ import annotations

import pytest

from licensing.policy.requests.terms.contract import find_contract_gaps
from tests.languages import render_gaps

CONTRACT = {
    "term_years": 10,
    "start_on": "2027-01-01",
    "annual_min": "300",
    "annual_max": "500",
    "call_offs": [{"year": 1, "quantity": "300"}, {"year": 1, "quantity": "200"}, {"year": 10, "quantity": "50"}],
    "review_points": [{"on": "2027-01-01", "subject": "Start"}, {"on": "2036-12-31", "subject": "End"}],
}


def test_call_offs_up_to_the_most_and_reviews_within_the_term_are_taken():
    assert list(find_contract_gaps(CONTRACT)) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"call_offs": [{"year": 11, "quantity": "1"}]}, ("beyond_term", "call_offs.0.year")),
        ({"call_offs": [{"year": 1, "quantity": "0"}]}, ("quantity_not_positive", "call_offs.0.quantity")),
        (
            {"call_offs": [{"year": 2, "quantity": "300"}, {"year": 1, "quantity": "1"}, {"year": 2, "quantity": "200.001"}]},
            ("call_off_above_most", "call_offs.2.quantity"),
        ),
        ({"review_points": [{"on": "2037-01-01", "subject": "Late"}]}, ("outside_term", "review_points.0.on")),
        ({"review_points": [{"on": "2026-12-31", "subject": "Early"}]}, ("outside_term", "review_points.0.on")),
    ],
)
def test_what_cannot_be_meant_is_named_where_it_stands(change, expected):
    assert [(gap.code, gap.path) for gap in find_contract_gaps({**CONTRACT, **change})] == [expected]


def test_a_year_above_the_most_is_said_with_both_figures():
    gaps = list(find_contract_gaps({**CONTRACT, "call_offs": [{"year": 3, "quantity": "500.5"}]}))

    assert [sentence for _code, _path, sentence in render_gaps(gaps, "en")] == [
        "Year 3 calls off 500.5, and the contract allows 500 a year."
    ]
