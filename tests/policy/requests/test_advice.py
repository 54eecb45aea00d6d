"""Each pair of parts that cannot both be true is found, graded and named; a request in order is told nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import FindingGrade
from licensing.policy.requests.advice import Background, find_findings, is_meaningful

TODAY = date(2026, 11, 28)
BACKGROUND = Background(TODAY, "Depot Tallinn", decimals={"EUR": 2, "JPY": 0})
BUYER = {"role": "buyer", "name": "Depot Tallinn", "country": "EE", "kind": "commercial"}
USER = {"role": "end_user", "name": "Land Forces", "country": "EE", "kind": "government"}
ITEM = {"name": "Recon UAV", "quantity": "40", "unit_price": "80000.00", "currency": "EUR"}
IN_ORDER: Mapping[str, Any] = {
    "partner_country": "EE",
    "cooperation_form": "direct_sale",
    "items": [ITEM],
    "parties": [BUYER, USER],
    "end_use": {"purpose": "Border reconnaissance"},
    "route": [{"from_country": "UA", "to_country": "PL"}, {"from_country": "PL", "to_country": "EE"}],
    "terms": {"contract_date": "2026-09-01"},
    "documents": [{"type": "euc", "issued_on": "2026-09-05", "expires_on": "2027-09-05"}],
}
JOINT_VENTURE = {"name": "JV", "country": "EE", "shareholders": []}
LONG_TERM = {"term_years": 2, "start_on": "2027-01-01"}
LOAN = {"kind": "grant", "amount": "1000.00", "currency": "EUR", "tenor_years": 1}


def test_a_request_in_order_is_told_nothing() -> None:
    assert find_findings(IN_ORDER, BACKGROUND) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"end_use": {"purpose": "XXXX"}}, ("purpose_says_nothing", "stop", "end_use.purpose")),
        ({"items": [ITEM | {"name": "--"}]}, ("name_says_nothing", "stop", "items.0.name")),
        ({"parties": [BUYER, USER | {"name": "test"}]}, ("name_says_nothing", "stop", "parties.1.name")),
        ({"items": [ITEM | {"unit_price": "0.00"}]}, ("free_of_charge", "explain", "items.0.unit_price")),
        (
            {"items": [ITEM | {"quantity": "3", "unit_price": "100.50", "currency": "JPY"}]},
            ("value_cannot_be_paid", "note", "items.0.unit_price"),
        ),
        (
            {"parties": [BUYER, USER | {"name": "DEPOT  Tallinn", "kind": "commercial"}]},
            ("one_party_in_every_role", "explain", "parties.1.name"),
        ),
        ({"parties": [BUYER, USER | {"name": "Depot, Tallinn"}]}, ("one_party_in_every_role", "note", "parties.1.name")),
        ({"parties": [BUYER, USER | {"kind": "individual"}]}, ("end_user_is_individual", "explain", "parties.1.kind")),
        ({"parties": [BUYER, USER | {"country": "LV"}]}, ("end_user_elsewhere", "explain", "parties.1.country")),
        (
            {"route": [{"from_country": "UA", "to_country": "PL"}, {"from_country": "LT", "to_country": "EE"}]},
            ("route_is_broken", "explain", "route.1.from_country"),
        ),
        ({"route": [{"from_country": "UA", "to_country": "RO"}]}, ("route_ends_elsewhere", "explain", "route.0.to_country")),
        ({"terms": {"joint_venture": JOINT_VENTURE}}, ("terms_of_another_form", "stop", "terms.joint_venture")),
        ({"terms": {"long_term": {"term_years": 1}}}, ("terms_of_another_form", "explain", "terms.long_term")),
        ({"terms": {"financing": LOAN}}, ("terms_of_another_form", "note", "terms.financing")),
        ({"terms": {"contract_date": "2099-01-01"}}, ("contract_too_far_ahead", "stop", "terms.contract_date")),
        ({"terms": {"contract_date": "2027-01-01"}}, ("contract_dated_ahead", "explain", "terms.contract_date")),
        (
            {"documents": [{"type": "contract", "issued_on": "2026-11-29"}]},
            ("issued_in_the_future", "stop", "documents.0.issued_on"),
        ),
        (
            {"documents": [{"type": "euc", "issued_on": "2026-01-02", "expires_on": "2026-01-01"}]},
            ("expires_before_issue", "stop", "documents.0.expires_on"),
        ),
        (
            {"documents": [{"type": "euc", "expires_on": "2026-12-31"}]},
            ("certificate_expires_soon", "note", "documents.0.expires_on"),
        ),
        (
            {"cooperation_form": "long_term", "terms": {"long_term": LONG_TERM}},
            ("delivery_after_certificate", "explain", "documents.0.expires_on"),
        ),
        (
            {"cooperation_form": "financing", "terms": {"financing": LOAN | {"amount": "3200000.01"}}},
            ("loan_above_value", "explain", "terms.financing.amount"),
        ),
        (
            {"cooperation_form": "financing", "terms": {"financing": LOAN | {"currency": "USD"}}},
            ("loan_in_another_currency", "note", "terms.financing.currency"),
        ),
    ],
)
def test_what_does_not_go_together_is_found(changes: Mapping[str, Any], found: tuple[str, str, str]) -> None:
    findings = find_findings({**IN_ORDER, **changes}, BACKGROUND)

    assert [(one.code, one.grade, one.path) for one in findings] == [found]


@pytest.mark.parametrize(("planned", "found"), [("DK", ["plan_of_another_country"]), ("EE", []), (None, [])])
def test_a_plan_is_for_the_country_of_the_request(planned: str | None, found: list[str]) -> None:
    background = Background(TODAY, plan_country=planned)

    assert [one.code for one in find_findings(IN_ORDER, background)] == found


@pytest.mark.parametrize("form", ["mixed", "joint_venture"])
def test_terms_go_with_their_own_form_and_with_a_mixed_one(form: str) -> None:
    document = {**IN_ORDER, "cooperation_form": form, "terms": {"joint_venture": JOINT_VENTURE}}

    assert [one for one in find_findings(document, BACKGROUND) if one.grade == FindingGrade.STOP] == []


@pytest.mark.parametrize("text", ["XXXX", "aaaa", "...", "n/a", "test", "TEST test", "12345", "\u3164", "- -", "нема"])
def test_a_text_that_says_nothing_is_no_purpose(text: str) -> None:
    assert not is_meaningful(text)


@pytest.mark.parametrize("text", ["Patrol", "Охорона кордону", "国境警備", "مراقبة الحدود", "For UAV tests"])
def test_a_purpose_is_told_in_words_of_any_script(text: str) -> None:
    assert is_meaningful(text)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*sorted(IN_ORDER), "name", "country"]), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(sorted(IN_ORDER)), ANYTHING))
def test_a_draft_may_hold_anything_and_is_still_read(document: dict[str, Any]) -> None:
    assert all(one.sentence for one in find_findings(document, BACKGROUND))
