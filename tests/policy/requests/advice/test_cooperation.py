"""Terms go with the form of the request and with its goods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.policy.requests.advice.requests import ITEM, JOINT_VENTURE, LOAN, LONG_TERM, find


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"terms": {"joint_venture": JOINT_VENTURE}}, ("terms_of_another_form", "stop", "terms.joint_venture")),
        ({"terms": {"long_term": {"term_years": 1}}}, ("terms_of_another_form", "explain", "terms.long_term")),
        ({"terms": {"financing": LOAN}}, ("terms_of_another_form", "note", "terms.financing")),
        (
            {
                "cooperation_form": "long_term",
                "documents": [],
                "terms": {"contract_date": "2026-09-01", "long_term": LONG_TERM | {"currency": "USD"}},
            },
            ("contract_in_another_currency", "explain", "terms.long_term.currency"),
        ),
        (
            {
                "cooperation_form": "long_term",
                "documents": [],
                "terms": {"contract_date": "2026-09-01", "long_term": LONG_TERM | {"unit": "KGM", "annual_max": "10"}},
            },
            ("contract_in_another_unit", "explain", "terms.long_term.unit"),
        ),
        (
            {
                "cooperation_form": "long_term",
                "documents": [],
                "terms": {"contract_date": "2026-09-01", "long_term": LONG_TERM | {"unit": "NAR", "annual_max": "19"}},
            },
            ("goods_above_contract", "explain", "terms.long_term.annual_max"),
        ),
    ],
)
def test_what_does_not_go_together_is_found(changes: Mapping[str, Any], found: tuple[str, str, str]) -> None:
    assert find(changes) == [found]


@pytest.mark.parametrize("form", ["mixed", "joint_venture"])
def test_terms_go_with_their_own_form_and_with_a_mixed_one(form: str) -> None:
    found = find({"cooperation_form": form, "terms": {"joint_venture": JOINT_VENTURE}})

    assert [one for one in found if one[1] == "stop"] == []


@pytest.mark.parametrize(
    "terms", [{"unit": "NAR", "annual_max": "20", "currency": "EUR"}, {"annual_max": "1"}, {"unit": "NAR"}]
)
def test_a_contract_that_covers_the_goods_is_told_nothing(terms: Mapping[str, Any]) -> None:
    assert find({"cooperation_form": "long_term", "documents": [], "terms": {"long_term": LONG_TERM | terms}}) == []


def test_kilograms_are_counted_in_a_contract_of_tonnes() -> None:
    terms = {"long_term": LONG_TERM | {"unit": "TNE", "annual_max": "1"}}
    goods = {"cooperation_form": "long_term", "documents": [], "terms": terms}

    assert find(goods | {"items": [ITEM | {"unit": "KGM", "quantity": "2000"}]}) == []
    assert [code for code, _, _ in find(goods | {"items": [ITEM | {"unit": "KGM", "quantity": "2000.001"}]})] == [
        "goods_above_contract"
    ]
