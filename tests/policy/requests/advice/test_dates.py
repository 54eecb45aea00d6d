"""Days that cannot be, or are more often mistyped than meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.policy.requests.advice.requests import LONG_TERM, find


@pytest.mark.parametrize(
    ("changes", "found"),
    [
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
        ({"terms": {"contract_date": "1905-01-01"}}, ("contract_long_ago", "explain", "terms.contract_date")),
        (
            {"documents": [{"type": "contract", "expires_on": "2001-01-01"}]},
            ("document_expired", "explain", "documents.0.expires_on"),
        ),
        (
            {"documents": [{"type": "euc", "expires_on": "2026-11-27"}]},
            ("document_expired", "explain", "documents.0.expires_on"),
        ),
        (
            {"documents": [{"type": "other", "issued_on": "1905-01-01"}]},
            ("issued_long_ago", "explain", "documents.0.issued_on"),
        ),
        (
            {"documents": [{"type": "other", "expires_on": "2001-01-01"}, {"type": "other"}]},
            ("document_expired", "note", "documents.0.expires_on"),
        ),
        (
            {
                "cooperation_form": "long_term",
                "documents": [],
                "terms": {"contract_date": "2026-09-01", "long_term": LONG_TERM | {"start_on": "2199-01-01"}},
            },
            ("delivery_too_far_ahead", "stop", "terms.long_term.start_on"),
        ),
        (
            {
                "cooperation_form": "long_term",
                "documents": [],
                "terms": {"contract_date": "2026-09-01", "long_term": LONG_TERM | {"start_on": "1950-01-01"}},
            },
            ("deliveries_are_over", "explain", "terms.long_term.start_on"),
        ),
        (
            {
                "cooperation_form": "long_term",
                "documents": [],
                "terms": {"contract_date": "2026-09-01", "long_term": LONG_TERM | {"start_on": "2026-08-31"}},
            },
            ("delivery_before_contract", "explain", "terms.long_term.start_on"),
        ),
        (
            {
                "cooperation_form": "long_term",
                "documents": [],
                "terms": {"long_term": {"term_years": 50, "start_on": "1990-01-01"}},
            },
            ("delivery_long_ago", "explain", "terms.long_term.start_on"),
        ),
    ],
)
def test_what_does_not_go_together_is_found(changes: Mapping[str, Any], found: tuple[str, str, str]) -> None:
    assert find(changes) == [found]
