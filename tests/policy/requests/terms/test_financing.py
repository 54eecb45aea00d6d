"""Milestones of a loan that cannot be meant, row by row; the rest of its terms in test_gaps.py."""

from __future__ import annotations

import pytest

from licensing.policy.requests.terms.financing import find_financing_gaps

MILESTONES = [
    {"title": "Plant accepted", "planned_on": "2027-06-01", "opens": "deliveries"},
    {"title": "First batch accepted", "planned_on": "2028-06-01", "opens": "money"},
]
DRAWS = [
    {"on": "2027-06-01", "amount": "60", "milestone": "Plant accepted"},
    {"on": "2028-07-01", "amount": "40", "milestone": "First batch accepted"},
]
LOAN = {
    "amount": "100",
    "rate_percent": "3",
    "tenor_years": 12,
    "grace_years": 2,
    "start_on": "2027-03-01",
    "milestones": MILESTONES,
    "disbursements": DRAWS,
}


def test_money_drawn_on_its_milestone_or_after_is_taken():
    assert list(find_financing_gaps(LOAN)) == []
    # Where no milestones are listed, what stands beside a disbursement is a word and no more.
    assert list(find_financing_gaps({**LOAN, "milestones": []})) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"disbursements": [DRAWS[0] | {"milestone": "Plant"}, DRAWS[1]]},
            ("unknown_milestone", "disbursements.0.milestone"),
        ),
        ({"disbursements": [DRAWS[0] | {"on": "2027-05-31"}, DRAWS[1]]}, ("drawn_before_milestone", "disbursements.0.on")),
        ({"milestones": [*MILESTONES, MILESTONES[0]]}, ("named_twice", "milestones.2.title")),
    ],
)
def test_what_cannot_be_meant_is_named_where_it_stands(change, expected):
    assert [(gap.code, gap.path) for gap in find_financing_gaps({**LOAN, **change})] == [expected]
