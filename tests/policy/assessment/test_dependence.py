"""The digest of an assessment covers exactly the fields that it depends on: it changes when one of them does, and only then."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.assessment.dependence import compute_dependence_digest, find_voiding_changes, select_fields
from licensing.policy.assessment.kinds import KINDS, RECORDED_KINDS

ITEMS = [
    {
        "number": 1,
        "name": "UAV",
        "model": "Z-40",
        "quantity": "40",
        "unit": "NAR",
        "unit_price": "5",
        "control_entries": ["ML10"],
    },
    {"number": 2, "name": "Station", "model": "", "quantity": "4", "unit": "NAR", "unit_price": "9", "control_entries": []},
]
DOCUMENT: dict[str, Any] = {
    "title": "Forty",
    "partner_country": "EE",
    "items": ITEMS,
    "parties": [
        {"role": "carrier", "name": "Carrier", "country": "EE"},
        {"role": "end_user", "name": "Depot", "country": "EE"},
    ],
    "end_use": {"purpose": "Watch", "sector": "military"},
    "route": [{"mode": "road", "from_country": "UA", "to_country": "EE", "carrier": "Carrier"}],
    "documents": [{"type": "euc", "title": "EUC", "sha256": "a" * 64}],
}
# Where a field stands, and what of the kinds rests on it, written down by hand.
FIELDS: dict[tuple[Any, ...], set[str]] = {
    ("title",): set(),
    ("partner_country",): {"certificate", "criteria"},
    ("cooperation_form",): {"criteria"},
    ("items", 0, "foreign_content"): {"classification", "criteria"},
    ("items", 0, "model"): {"classification", "certificate", "criteria"},
    ("items", 1, "quantity"): {"certificate", "criteria"},
    ("items", 1, "unit_price"): set(),
    ("parties", 0, "country"): {"certificate", "criteria", "route"},
    ("parties", 1, "country"): {"certificate", "criteria"},
    ("end_use", "purpose"): {"certificate", "criteria"},
    ("route", 0, "carrier"): {"route"},
    ("documents", 0, "sha256"): {"certificate"},
}


@given(st.sets(st.sampled_from(sorted(FIELDS, key=str))))
def test_a_kind_is_voided_by_its_own_fields_and_no_others(changed: set[tuple[Any, ...]]) -> None:
    document = deepcopy(DOCUMENT)
    for path in changed:
        *way, last = path
        place: Any = document
        for step in way:
            place = place[step]
        place[last] = "LV" if last in ("partner_country", "country") else "77"
    expected = {kind for path in changed for kind in FIELDS[path]}

    voided = {one for one in RECORDED_KINDS if find_voiding_changes(DOCUMENT, document, KINDS[one].depends_on)}
    digests = {
        one
        for one in RECORDED_KINDS
        if compute_dependence_digest(DOCUMENT, KINDS[one].depends_on)
        != compute_dependence_digest(document, KINDS[one].depends_on)
    }

    assert (voided, digests) == (expected, expected)


def test_the_fields_are_named_as_an_amendment_names_them() -> None:
    assert select_fields(DOCUMENT, ("items.*.model|control_entries",)) == {
        "items.1.control_entries": ["ML10"],
        "items.1.model": "Z-40",
    }


def test_another_order_of_codes_and_empty_fields_say_nothing() -> None:
    one = {"items": [ITEMS[0] | {"control_entries": ["ML10", "ML11"], "maker": ""}]}
    other = {"items": [ITEMS[0] | {"control_entries": ["ML11", "ML10"]}]}

    assert compute_dependence_digest(one, ("items",)) == compute_dependence_digest(other, ("items",))
