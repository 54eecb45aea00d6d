"""What a registration must say, and when it is of an organisation that is known already."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from licensing.policy.people.registrations import Details, Known, find_detail_gaps, find_filing_gaps, is_same_organisation

DETAILS = Details(
    name="Fictional Defence Depot",
    country="EE",
    register_no="EE-000 1234",
    address="1 Invented street, Tallinn",
    signatory="Tiit Tark",
    signatory_position="Director",
    contact="Nele Nimi",
)
KNOWN = Known("Somebody else", "", "EE", "99")


def test_everything_but_the_name_in_another_script_is_needed() -> None:
    empty = Details(name=" ", country="XX", register_no="", address="", signatory="", signatory_position="", contact="")

    gaps = [gap.path for gap in find_detail_gaps(empty, countries={"EE"})]

    assert gaps == ["name", "register_no", "address", "signatory", "signatory_position", "contact", "country"]
    assert list(find_detail_gaps(DETAILS, countries={"EE"})) == []
    assert [gap.code for gap in find_detail_gaps(replace(DETAILS, register_no="1" * 41), countries={"EE"})] == ["too_long"]


@pytest.mark.parametrize(
    ("documents", "waiting", "declared", "paths"),
    [(0, 0, False, ["file", "declared"]), (2, 1, True, ["file"]), (1, 0, True, [])],
)
def test_it_is_sent_with_documents_that_are_cleared_and_a_declaration(
    documents: int, waiting: int, declared: bool, paths: list[str]
) -> None:
    assert [gap.path for gap in find_filing_gaps(documents=documents, waiting=waiting, declared=declared)] == paths


@pytest.mark.parametrize(
    ("known", "same"),
    [
        ({}, False),
        ({"name": "FICTIONAL  defence depot"}, True),
        ({"name_original": "Fictional Defence Depot"}, True),
        ({"register_no": "ee0001234"}, True),
        ({"register_no": "ee0001234", "country": "PL"}, False),
        ({"name": "Fictional Defence Depot", "country": "PL"}, False),
        ({"register_no": ""}, False),
    ],
)
def test_one_organisation_is_told_by_its_name_or_number_in_its_country(known: dict[str, Any], same: bool) -> None:
    assert is_same_organisation(DETAILS, replace(KNOWN, **known)) == same
