"""The filed request as the desk reads it: every declared field is there, named and written as the reader writes it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from licensing.admin.requests import version_view
from licensing.admin.requests.version_view import Fact
from licensing.models import CaseVersion
from licensing.policy.record.digests import to_canonical
from licensing.policy.requests.fields import Field
from licensing.policy.requests.sections import PARTY
from licensing.policy.requests.types import Prose
from tests.world import REQUEST

pytestmark = pytest.mark.django_db


def read(**sections: Any) -> version_view.VersionView:
    return version_view.build_version_view(CaseVersion(number=1, canonical=to_canonical(REQUEST | sections).decode()))


def test_goods_are_read_with_their_numbers_and_remarks() -> None:
    goods = read(items=[REQUEST["items"][0] | {"mtcr": "II", "foreign_content": "none", "quantity": "1200.5"}]).goods

    assert (goods[0].quantity, goods[0].price, goods[0].value) == ("1,200.5 pieces", "80,000.00 EUR", "96,040,000.00 EUR")
    assert goods[0].flags == ["Made in Ukraine", "UKTZED 8806", "MTCR: MTCR Category II"]


@pytest.mark.parametrize(
    ("language", "name_uk", "shown"),
    [
        ("uk", "Розвідувальний БпЛА", ("Розвідувальний БпЛА", "Reconnaissance UAV")),
        ("uk", "", ("Reconnaissance UAV", "")),
        ("en", "Розвідувальний БпЛА", ("Reconnaissance UAV", "Розвідувальний БпЛА")),
    ],
)
def test_goods_are_called_as_their_reader_calls_them(language: str, name_uk: str, shown: tuple[str, str]) -> None:
    with translation.override(language):
        [goods] = read(items=[REQUEST["items"][0] | {"name_uk": name_uk, "model": "", "maker": "", "condition": None}]).goods

    assert (goods.name, goods.about) == shown


def test_terms_of_a_loan_are_read_in_the_order_of_the_form() -> None:
    terms = {"financing": {"kind": "grant", "amount": "1000000", "currency": "EUR", "tenor_years": 5, "grace_years": 0}}

    assert read(terms=terms).special_terms == [
        (
            "Loan or export financing",
            [
                Fact("Kind", "Grant"),
                Fact("Amount", "1,000,000.00"),
                Fact("Currency", "EUR"),
                Fact("Tenor, years", "5"),
                Fact("Grace period, years", "0"),
            ],
        )
    ]


def test_rows_of_the_terms_are_read_side_by_side_without_columns_of_which_nobody_says_anything() -> None:
    stages = [
        {"title": "Kits", "gate": "Hall accepted", "planned_on": "2027-03-01"},
        {"title": "Frames", "planned_on": "2028-03-01"},
    ]

    [(_name, facts)] = read(terms={"joint_venture": {"stages": stages}}).special_terms

    assert facts == [
        Fact(
            "Stages of the technology transfer",
            heads=["Stage", "Gate", "Planned for"],
            rows=[
                [("Stage", "Kits"), ("Gate", "Hall accepted"), ("Planned for", "1 Mar 2027")],
                [("Stage", "Frames"), ("Gate", "–"), ("Planned for", "1 Mar 2028")],
            ],
        )
    ]


def test_quantities_of_the_terms_are_counted_in_the_unit_of_the_contract() -> None:
    calls = [{"year": 1, "quantity": "300"}, {"year": 2, "quantity": "1"}]

    [(_name, facts)] = read(terms={"long_term": {"annual_max": "1200", "unit": "NAR", "call_offs": calls}}).special_terms

    assert [fact.value for fact in facts if not fact.heads] == ["1,200 pieces", "pieces"]
    assert [[cell for _head, cell in row] for fact in facts for row in fact.rows] == [["1", "300 pieces"], ["2", "1 piece"]]


def test_a_field_without_a_column_in_the_table_is_read_out_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version_view, "PARTY", replace(PARTY, fields=(*PARTY.fields, Field("note", Prose(100), "Note"))))

    parties = read(parties=[REQUEST["parties"][0] | {"note": "Sells only to states"}]).parties

    assert parties[0]["further"] == [Fact("Note", "Sells only to states")]
