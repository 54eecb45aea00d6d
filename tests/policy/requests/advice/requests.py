"""A request in order, of which nothing is told, and what it is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from licensing.policy.requests.advice.adviser import find_findings
from licensing.policy.requests.advice.background import Background

TODAY = date(2026, 11, 28)
BACKGROUND = Background(TODAY, "Depot Tallinn", decimals={"EUR": 2, "JPY": 0})
BUYER = {"role": "buyer", "name": "Depot Tallinn", "country": "EE", "kind": "commercial"}
USER = {"role": "end_user", "name": "Land Forces", "country": "EE", "kind": "government"}
ITEM = {"name": "Recon UAV", "quantity": "40", "unit": "NAR", "unit_price": "80000.00", "currency": "EUR"}
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


def find(changes: Mapping[str, Any], background: Background = BACKGROUND) -> list[tuple[str, str, str]]:
    """Code, grade and place of what is found where a request in order is changed so."""
    return [(one.code, str(one.grade), one.path) for one in find_findings({**IN_ORDER, **changes}, background)]
