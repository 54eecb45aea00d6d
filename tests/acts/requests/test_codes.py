"""Every code that a request names is looked up in its list, however deep it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model

from licensing.acts.acting import now, to_local_day
from licensing.acts.requests import drafting
from licensing.acts.requests.codes import CODE_LISTS, find_condition_gaps, list_cited_codes
from licensing.acts.requests.submission import find_missing, send_back_case
from licensing.acts.signoff.positions import PositionInput, sign_case
from licensing.admin.forms.conditions import build_library_rows, list_ground_choices
from licensing.choices import PositionChoice
from licensing.errors import Invalid
from licensing.models import Case, Condition, ControlEntry, ItemFamily, Position, RefusalGround, Requirement, ReturnGround
from licensing.models.requests.composition import build_request_document
from licensing.policy.requests.fields import Part, Record, Rows
from licensing.policy.requests.sections import REQUEST
from licensing.policy.requests.types import Code, CodeList, Codes
from licensing.portal.forms.code_lists import Lists
from tests.by_hand import by_hand
from tests.milestones import VENTURE
from tests.world import REQUEST as FILLED
from tests.world import World


def code_lists(record: Record) -> Iterator[CodeList]:
    """The lists that the fields of a record name, however deep."""
    for field in record.fields:
        match field.type:
            case Part(inner) | Rows(inner):
                yield from code_lists(inner)
            case Code(code_list) | Codes(code_list):
                yield code_list


def test_every_declared_list_is_looked_up() -> None:
    checked_by_their_acts = {CodeList.KINDS, CodeList.PLANS}

    assert set(code_lists(REQUEST)) == CODE_LISTS.keys() | checked_by_their_acts


@pytest.mark.parametrize(
    ("sections", "paths"),
    [
        ({"projects": [{"title": "P", "form": "direct_sale", "unit": "ZZZ"}]}, ["projects.0.unit"]),
        ({"projects": [{"title": "P", "form": "direct_sale", "currency": "ZZZ"}]}, ["projects.0.currency"]),
        (
            {"terms": {"joint_venture": {"name": "JV", "country": "XX", "shareholders": []}}},
            ["terms.joint_venture.country"],
        ),
        (
            {"terms": {"long_term": {"term_years": 5, "unit": "ZZZ", "currency": "ZZZ"}}},
            ["terms.long_term.unit", "terms.long_term.currency"],
        ),
        (
            {"terms": {"financing": {"kind": "grant", "amount": "1", "currency": "ZZZ", "tenor_years": 1}}},
            ["terms.financing.currency"],
        ),
    ],
)
def test_an_unknown_code_is_refused_with_its_path(world: World, sections: dict[str, Any], paths: list[str]) -> None:
    case = world.draft()

    with pytest.raises(Invalid) as refused:
        drafting.edit_case(case, world.paula, sections)

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("unknown_code", path) for path in paths]


def test_codes_and_amounts_are_checked_beside_what_is_of_the_wrong_shape(world: World) -> None:
    rows = [
        {"name": "A", "quantity": "many", "unit": "ZZZ", "control_entries": ["ML10", "ML 1"], "origin": "XX"},
        "no row",
        {"name": "B", "quantity": "0", "unit": "NAR", "colour": "red", "unit_price": "1"},
        {"quantity": "1.5", "unit": "NAR"},
    ]

    gaps = drafting.find_section_gaps({"items": rows, "partner_country": "XX"})

    assert sorted((gap.path, gap.code) for gap in gaps) == [
        ("items.0.control_entries.1", "wrong_form"),
        ("items.0.origin", "unknown_code"),
        ("items.0.quantity", "wrong_form"),
        ("items.0.unit", "unknown_code"),
        ("items.1", "wrong_type"),
        ("items.2.colour", "unknown_field"),
        ("items.2.currency", "required"),
        ("items.2.quantity", "too_small"),
        ("items.3.name", "required"),
        ("items.3.quantity", "too_precise"),
        ("partner_country", "unknown_code"),
    ]


def test_sections_that_are_no_record_have_no_codes(world: World) -> None:
    assert [gap.code for gap in drafting.find_section_gaps(["items"])] == ["wrong_type"]


def _financing(amount: str, currency: str) -> dict[str, Any]:
    return {"terms": {"financing": {"kind": "grant", "amount": amount, "currency": currency, "tenor_years": 1}}}


def _project(value: str, currency: str) -> dict[str, Any]:
    return {"projects": [{"title": "P", "form": "direct_sale", "value": value, "currency": currency}]}


def _capital(amount: str, currency: str) -> dict[str, Any]:
    brought = [{"holder": "A", "kind": "cash", "amount": amount}]
    return {"terms": {"joint_venture": VENTURE | {"capital_currency": currency, "capital": brought}}}


@pytest.mark.usefixtures("world")
def test_planned_output_is_as_fine_as_its_unit() -> None:
    made = [{"year": 2031, "quantity": "10.5"}, {"year": 2032, "quantity": "10"}]

    def check(**part: Any) -> list[tuple[str, str]]:
        gaps = drafting.find_section_gaps({"terms": {"joint_venture": VENTURE | {"planned_output": made, **part}}})
        return [(gap.path, gap.code) for gap in gaps]

    assert check(unit="NAR") == [("terms.joint_venture.planned_output.0.quantity", "too_precise")]
    assert check(unit="KGM") == check() == []


@pytest.mark.parametrize(
    ("sections", "paths"),
    [
        (_financing("100.50", "JPY"), ["terms.financing.amount"]),
        (_financing("100.00", "JPY"), []),
        (_financing("1.2505", "KWD"), ["terms.financing.amount"]),
        (_financing("1.2505", "EUR"), ["terms.financing.amount"]),
        (_project("1.250", "KWD"), []),
        (_project("0.5", "JPY"), ["projects.0.value"]),
        (_capital("100.50", "JPY"), ["terms.joint_venture.capital.0.amount"]),
        (_capital("100.50", "EUR"), []),
    ],
)
@pytest.mark.usefixtures("world")
def test_an_amount_is_as_fine_as_its_currency_is_paid(sections: dict[str, Any], paths: list[str]) -> None:
    assert [gap.path for gap in drafting.find_section_gaps(sections)] == paths


def test_a_price_may_be_finer_than_what_is_paid(world: World) -> None:
    case = world.draft()
    cartridge = {"name": "Cartridge", "quantity": "1000", "unit": "NAR", "unit_price": "0.1425", "currency": "EUR"}

    drafting.edit_case(case, world.paula, {"items": [cartridge]})

    assert build_request_document(case)["items"][0]["unit_price"] == "0.1425"


def test_a_value_beyond_what_can_be_stated_is_refused_before_it_is_stored(world: World) -> None:
    case = world.draft()
    absurd = {"name": "A", "quantity": "999999999999999", "unit": "NAR", "unit_price": "9999999999999999.99", "currency": "EUR"}

    with pytest.raises(Invalid) as refused:
        drafting.edit_case(case, world.paula, {"items": [absurd]})

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("too_large", "items.0.unit_price")]


def test_codes_and_texts_are_stored_in_their_normal_form(world: World) -> None:
    case = world.draft()
    item = {"name": " Drone\u200b", "quantity": "1", "unit": "NAR", "uktzed": "8806 22 90 00", "maker": "\u3164"}

    drafting.edit_case(case, world.paula, {"items": [item], "title": "Cafe\u0301 "})

    stored = build_request_document(Case.objects.get())
    assert (stored["items"][0]["name"], stored["items"][0]["uktzed"], stored["items"][0]["maker"]) == (
        "Drone",
        "8806229000",
        "",
    )
    assert stored["title"] == "Caf\u00e9"


def _end(*rows: Model) -> None:
    with by_hand():
        for row in rows:
            type(row)._default_manager.filter(pk=row.pk).update(active=False)


def test_what_has_ended_is_chosen_no_more_and_nothing_is_changed(world: World) -> None:
    case = world.with_need()
    _end(RefusalGround.objects.get(pk="R01"), Condition.objects.get(pk="P01"))
    objection = PositionInput(PositionChoice.OBJECT, grounds=["R01"])
    wish = PositionInput(PositionChoice.CONDITIONS, conditions=[{"code": "P01"}])

    refused = []
    for view in (objection, wish):
        with pytest.raises(Invalid) as refusal:
            sign_case(case, world.mira, view, version=1)
        refused += [(gap.path, str(gap.sentence)) for gap in refusal.value.gaps]

    assert refused == [
        ("grounds.0", "“R01” has ended and is chosen no more. Choose another one."),
        ("conditions.0.code", "“P01” has ended and is chosen no more. Choose another one."),
    ]
    assert not Position.objects.exists()


def test_a_case_in_which_it_was_named_keeps_what_has_ended(world: World) -> None:
    case = world.with_need()
    sign_case(case, world.mira, PositionInput(PositionChoice.OBJECT, grounds=["R01"]), version=1)
    _end(RefusalGround.objects.get(pk="R01"), RefusalGround.objects.get(pk="R02"))

    sign_case(case, world.rhea, PositionInput(PositionChoice.OBJECT, grounds=["R01"]), version=1)

    assert list_cited_codes(case) == {"R01"}
    assert [code for code, _label in list_ground_choices(case)][:2] == ["R01", "R03"]
    assert "P01" in [row.code for row in build_library_rows(case)]


def test_nothing_goes_back_on_a_ground_that_has_ended(world: World) -> None:
    case = world.filed()
    _end(ReturnGround.objects.get(pk="N01"))

    with pytest.raises(Invalid) as refused:
        send_back_case(case, world.otto, grounds=["N01"], reason="Put it right.")

    assert [gap.code for gap in refused.value.gaps] == ["ended"]


def test_a_requirement_that_has_ended_is_asked_of_nobody(world: World) -> None:
    case = world.draft()
    asked = [gap.code for gap in find_missing(case)]
    with by_hand():
        Requirement.objects.filter(code=asked[0]).update(active=False)

    assert [gap.code for gap in find_missing(case)] == [code for code in asked if code != asked[0]]


def test_an_entry_is_named_and_offered_from_its_first_day_on(world: World) -> None:
    today = to_local_day(now())
    with by_hand():
        for code, first in (("ML98", today), ("ML99", today + timedelta(days=1))):
            ControlEntry.objects.create(pk=code, list="ML", titles={"en": code}, valid_from=first)
    case, item = world.draft(), FILLED["items"][0]

    drafting.edit_case(case, world.paula, {"items": [item | {"control_entries": ["ML98"]}]})
    with pytest.raises(Invalid) as refused:
        drafting.edit_case(case, world.paula, {"items": [item | {"control_entries": ["ML99", "ML98"]}]})

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("not_in_force", "items.0.control_entries.0")]
    assert {"ML98", "ML99"} & Lists().control_entries.keys() == {"ML98"}


def test_a_cap_counts_by_a_family_and_a_currency_that_there_are(world: World) -> None:
    def find_wrong(code: str, **named: str) -> list[str]:
        figures = {"quantity": "3", "months": 6} if code == "P26" else {"amount": "3", "months": 6}
        library = list(Condition.objects.all())
        gaps = find_condition_gaps([{"code": code, "parameters": figures | named}], library, case=world.draft())
        return [gap.path for gap in gaps]

    family = ItemFamily.objects.earliest("pk").pk
    assert (find_wrong("P26", family=family), find_wrong("P27", currency="EUR")) == ([], [])
    assert find_wrong("P26", family="no such family") == ["conditions.0.parameters.family"]
    assert find_wrong("P27", currency="euro") == ["conditions.0.parameters.currency"]
