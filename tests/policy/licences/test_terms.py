"""The conditions that terms of co-operation call for."""

from __future__ import annotations

from licensing.policy.licences.terms import propose_conditions

VENTURE = {
    "technology_level": "TDP level 2",
    "stages": [{"title": "Assembly", "level": "level 1"}, {"title": "Airframes", "level": "level 3"}],
    "royalty_percent": "4.0",
    "output_split": {"own_forces": "80", "partner": "15.5", "third_countries": "4.5"},
}
CONTRACT = {"term_years": 10, "annual_max": "500.000", "unit": "H87"}
LOAN = {
    "currency": "EUR",
    "milestones": [
        {"title": "Plant accepted", "opens": "deliveries"},
        {"title": "Order placed", "opens": "money"},
    ],
    "disbursements": [
        {"amount": "60", "milestone": "Plant accepted"},
        {"amount": "30.50", "milestone": "Plant accepted"},
        {"amount": "9.5", "milestone": "Order placed"},
    ],
}


def proposed(**terms):
    return [(one.code, dict(one.parameters)) for one in propose_conditions(terms)]


def test_a_joint_venture_is_bound_in_its_sales_its_technology_and_its_royalty():
    assert proposed(joint_venture=VENTURE) == [
        ("P28", {"percent": "80", "months": 12}),
        ("P15", {}),
        ("P14", {}),
        ("P10", {"level": 3}),
        ("P24", {"percent": "4"}),
    ]


def test_a_joint_venture_whose_output_is_the_partners_calls_for_nothing_unless_war_changes_that():
    split = {"own_forces": "0", "partner": "100", "third_countries": "0"}
    assert proposed(joint_venture={"output_split": split}) == []
    assert proposed(joint_venture={"output_split": split, "war_clause": "First."}) == [("P15", {})]


def test_our_own_forces_part_of_the_output_is_delivered_and_reported_on():
    split = {"own_forces": "62.50", "partner": "37.5", "third_countries": "0"}
    assert proposed(joint_venture={"output_split": split}) == [("P28", {"percent": "62.5", "months": 12}), ("P15", {})]


def test_a_contract_of_years_puts_our_forces_first_and_its_yearly_most_into_a_cap():
    assert proposed(long_term=CONTRACT) == [("P15", {}), ("P05", {"quantity": "500", "measure": "H87", "months": 12})]


def test_deliveries_wait_for_each_milestone_that_opens_them():
    assert proposed(financing=LOAN) == [("P16", {"milestone": "Plant accepted", "currency": "EUR", "amount": "90.5"})]


def test_a_request_without_terms_calls_for_nothing():
    assert proposed(joint_venture=None, long_term={}, financing=None) == []
