"""What an amendment changes, whether it matters, and whose signature it voids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import CooperationForm, PartyRole, TransportMode
from licensing.policy.requests import sections
from licensing.policy.requests.changes import materiality
from licensing.policy.requests.changes.materiality import (
    Amendment,
    Change,
    Threshold,
    assess_amendment,
    compare_requests,
    does_cover,
    find_transit_countries,
    find_unowned_changes,
    find_voided_seats,
    sum_by_currency,
)
from licensing.policy.requests.edits import Edit
from licensing.policy.requests.fields import Field, Part, Record, Rows
from licensing.policy.requests.types import Line
from tests.languages import render

REQUEST = {
    "title": "Forty drones",
    "items": [
        {
            "number": 1,
            "name": "Recon UAV",
            "quantity": "40",
            "unit_price": "80000.00",
            "currency": "EUR",
            "control_entries": ["ML10", "ML5"],
        },
        {"number": 2, "name": "Spare parts", "quantity": "10", "unit_price": "100.00", "currency": "USD"},
    ],
    "parties": [
        {"role": "buyer", "name": "Imaginary Buyer", "country": "EE"},
        {"role": "end_user", "name": "Fictional Depot", "country": "EE", "address": "Tallinn"},
    ],
    "route": [
        {"from_country": "UA", "to_country": "PL", "mode": "road"},
        {"from_country": "PL", "to_country": "EE", "mode": "road"},
    ],
    "documents": [{"type": "contract", "number": "7", "title": "Contract"}],
}
THRESHOLDS = (
    Threshold("parties.end_user"),
    Threshold("transit"),
    Threshold("items.*.quantity", Decimal(10), "up"),
    Threshold("value", Decimal(10), "both"),
)
DEPENDS = {"gs": ["items.*.quantity"], "mfa": ["parties.end_user", "transit"], "sbu": ["parties", "items.*.control_entries"]}


def amended(**sections: object) -> dict:
    return deepcopy(REQUEST) | sections


def with_item(index: int, **fields: object) -> dict:
    new = deepcopy(REQUEST)
    new["items"][index] |= fields
    return new


def test_the_same_request_in_other_words_has_not_changed():
    same = amended(
        items=[
            {**REQUEST["items"][1], "name_uk": "", "quantity": "10.000"},
            {**REQUEST["items"][0], "control_entries": ["ML5", "ML10"]},
        ],
        parties=list(reversed(REQUEST["parties"])),
        urgency={},
        plan=None,
    )

    assert compare_requests(REQUEST, same) == []


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [("model", "40", "40.0"), ("uktzed", "8806", "8806.0"), ("name_uk", "1e3", "1000")],
)
def test_texts_that_look_like_numbers_are_compared_as_texts(field, before, after):
    old = amended(items=[REQUEST["items"][0] | {field: before}])
    new = amended(items=[REQUEST["items"][0] | {field: after}])

    assert compare_requests(old, new) == [Change(f"items.1.{field}", before, after)]


def test_terms_are_compared_as_their_types_say():
    old = {"terms": {"joint_venture": {"sites": ["Lviv", "Kyiv"], "royalty_percent": "3.50", "ip_owner": "007"}}}
    new = {"terms": {"joint_venture": {"sites": ["Kyiv", "Lviv"], "royalty_percent": "3.5", "ip_owner": "7"}}}

    assert compare_requests(old, new) == [Change("terms.joint_venture.ip_owner", "007", "7")]


def test_a_changed_field_is_named_by_what_it_belongs_to():
    assert compare_requests(REQUEST, with_item(0, quantity="60")) == [
        Change("items.1.quantity", "40", "60"),
        Change("value.EUR", "3200000", "4800000"),
    ]


def test_another_end_user_in_the_role_is_a_change_of_its_fields():
    parties = [REQUEST["parties"][0], {"role": "end_user", "name": "Another Depot", "country": "LV", "address": "Riga"}]

    assert [change.path for change in compare_requests(REQUEST, amended(parties=parties))] == [
        "parties.end_user.0.address",
        "parties.end_user.0.country",
        "parties.end_user.0.name",
    ]


def test_an_item_added_or_removed_changes_as_a_whole():
    third = {"number": 3, "name": "Launcher", "quantity": "2"}

    added = compare_requests(REQUEST, amended(items=[*REQUEST["items"], third]))
    removed = compare_requests(REQUEST, amended(items=REQUEST["items"][:1]))

    assert added == [Change("items.3", None, third)]
    assert removed == [Change("items.2", REQUEST["items"][1], None), Change("value.USD", "1000", None)]


def test_items_without_numbers_are_compared_in_their_order():
    old = {"items": [{"name": "A", "quantity": "1"}, {"name": "B", "quantity": "1"}]}
    new = {"items": [{"name": "A", "quantity": "1"}, {"name": "B", "quantity": "2"}]}

    assert compare_requests(old, new) == [Change("items.2.quantity", "1", "2")]


def test_a_new_transit_country_shows_as_such():
    legs = [
        *REQUEST["route"][:1],
        {"from_country": "PL", "to_country": "LT", "mode": "road"},
        {"from_country": "LT", "to_country": "EE", "mode": "road"},
    ]

    assert find_transit_countries({"route": legs}) == ["LT", "PL"]
    assert Change("transit", ["PL"], ["LT", "PL"]) in compare_requests(REQUEST, amended(route=legs))


def test_totals_by_currency_leave_out_what_has_no_price():
    assert sum_by_currency(REQUEST) == {"EUR": Decimal(3200000), "USD": Decimal(1000)}
    assert sum_by_currency({"items": [{"quantity": "x", "unit_price": "1", "currency": "EUR"}, {"quantity": "1"}]}) == {}


@pytest.mark.parametrize(
    ("quantity", "material"),
    [("44", []), ("44.001", ["items.1.quantity", "value.EUR"]), ("36", []), ("35", ["value.EUR"])],
)
def test_a_change_matters_beyond_its_threshold_and_in_its_direction(quantity, material):
    result = assess_amendment(REQUEST, with_item(0, quantity=quantity), THRESHOLDS)

    assert [change.path for change in result.material] == material
    assert result.is_material is bool(material)


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [("model", "100E1", "1000"), ("model", "1_000", "1000"), ("model", "1000", "1001"), ("uktzed", "8806", "8807")],
)
def test_a_text_is_no_number_whatever_it_looks_like(field, before, after):
    old, new = with_item(0, **{field: before}), with_item(0, **{field: after})

    result = assess_amendment(old, new, [Threshold("items.*", Decimal(10))])

    assert [change.path for change in result.material] == [f"items.1.{field}"]


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("name", "Recon UAV", " Recon\u00a0 UAV\u200b"),
        ("maker", "Caf\u00e9", "Cafe\u0301"),
        ("uktzed", "8806229000", "8806 22 90 00"),
    ],
)
def test_what_reads_alike_is_no_change(field, before, after):
    assert compare_requests(with_item(0, **{field: before}), with_item(0, **{field: after})) == []


def test_small_steps_add_up_against_the_version_that_was_signed():
    step = with_item(0, quantity="43")
    next_step = with_item(0, quantity="46")

    assert not assess_amendment(REQUEST, step, THRESHOLDS).is_material
    assert not assess_amendment(step, next_step, THRESHOLDS).is_material
    assert assess_amendment(REQUEST, next_step, THRESHOLDS).is_material


@pytest.mark.parametrize(
    "sections",
    [
        {"partner_country": "LV"},
        {
            "parties": [
                *REQUEST["parties"],
                {"role": "owner", "name": "Holding", "country": "CY", "owner_of": "Imaginary Buyer"},
            ]
        },
        {"parties": REQUEST["parties"][1:]},
        {"route": REQUEST["route"][:1]},
        {"terms": {"joint_venture": {"name": "Venture", "country": "DK"}}},
    ],
)
@pytest.mark.parametrize(
    "thresholds", [(), (Threshold("*.*.*.country|name", beyond=Edit.TYPO), Threshold("partner_country", beyond=Edit.TYPO))]
)
def test_where_it_goes_is_material_whatever_a_procedure_says(sections, thresholds):
    found = assess_amendment(REQUEST, amended(**sections), thresholds)

    assert found.is_material
    assert find_unowned_changes(found.material, (), [["items"]]) == found.material


def test_a_new_title_is_a_change_that_does_not_matter():
    result = assess_amendment(REQUEST, amended(title="Drones"), THRESHOLDS)

    assert result == Amendment((Change("title", "Forty drones", "Drones"),), ())


def test_only_the_seats_that_depended_on_a_change_are_asked_again():
    result = assess_amendment(REQUEST, with_item(0, quantity="60"), THRESHOLDS)
    whole_item = compare_requests(REQUEST, amended(items=REQUEST["items"][:1]))

    assert find_voided_seats(result.material, DEPENDS) == {"gs": (Change("items.1.quantity", "40", "60"),)}
    assert set(find_voided_seats(whole_item, DEPENDS)) == {"gs", "sbu"}


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("items", "items.1.quantity", True),
        ("items.*.quantity", "items.1.quantity", True),
        ("items.*.quantity", "items.1.name", False),
        ("items.*.quantity", "items.1", True),
        ("parties.end_user", "parties.buyer.0.name", False),
        ("*", "anything.at.all", True),
    ],
)
def test_patterns(pattern, path, expected):
    assert does_cover(pattern, path) is expected


def test_a_change_reads_as_one_line_in_both_languages():
    change = Change("items.1.quantity", "40", "60")
    gone = Change("items.2", {"number": 2, "name": "Spare parts"}, None)

    assert (render(change.text, "en"), render(change.text, "uk")) == (
        "item / 1 / quantity: 40 → 60",
        "товар / 1 / кількість: 40 → 60",
    )
    assert render(gone.text, "uk") == "товар / 2: Spare parts → немає"


def declared(record: Record, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Field]]:
    """Every declared field, with the path of a change of it."""
    for field in record.fields:
        here = (*path, field.name)
        yield ".".join(here), field
        match field.type:
            case Part(inner):
                yield from declared(inner, here)
            case Rows(inner):
                yield from declared(inner, (*here, *GROUPS.get(inner.grouped_by, ()), "7"))


GROUPS = {"role": ("end_user",), "type": ("contract",)}


def test_every_declared_field_is_named_by_its_label():
    for (path, field), language in product(declared(sections.REQUEST), ("en", "uk")):
        text = render(Change(path, "1", "2").text, language)
        where = text.removesuffix(": 1 → 2").split(" / ")

        assert where[-1] == render(field.in_changes or field.short or field.label, language), (path, language)
        assert len(where) == len(path.split(".")), (path, language)
        assert all(where), (path, language)
        assert "_" not in text, (path, language)
        # A code of a document type is a row of a list, which policy does not read.
        assert language == "en" or not re.findall("[a-z]{2,}", text.replace("contract", "")), (path, language)


@pytest.mark.parametrize(
    ("change", "english", "ukrainian"),
    [
        (Change("items.1.unit_price", "1", "2"), "item / 1 / unit price: 1 → 2", "товар / 1 / ціна за одиницю: 1 → 2"),
        (Change("items.1.serial_numbers", "1", "2"), "item / 1 / Serial numbers: 1 → 2", "товар / 1 / Серійні номери: 1 → 2"),
        (Change("value.EUR", "1", None), "total value / EUR: 1 → none", "загальна вартість / EUR: 1 → немає"),
        (Change("transit", ["PL"], ["LT"]), "transit countries: PL → LT", "країни транзиту: PL → LT"),
        (
            Change("parties.end_user.0.name", "A", "B"),
            "party / end user / 0 / name: A → B",
            "сторона / кінцевий споживач / 0 / назва: A → B",
        ),
    ],
)
def test_steps_in_words(change, english, ukrainian):
    assert (render(change.text, "en"), render(change.text, "uk")) == (english, ukrainian)


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("role", sorted(set(PartyRole) - {PartyRole.END_USER, PartyRole.CONSIGNEE, PartyRole.BUYER}))
def test_a_role_is_named_by_its_label(role, language):
    text = render(Change(f"parties.{role}.0.name", "A", "B").text, language)

    assert text.split(" / ")[1] == render(role.label, language)


@pytest.mark.parametrize("language", ["en", "uk"])
def test_values_of_closed_lists_are_named_by_their_labels(language):
    form, mode = CooperationForm.values[0], TransportMode.values[0]

    texts = [
        render(Change(path, before, after).text, language).split(": ", 1)[1]
        for path, before, after in (
            ("cooperation_form", "", form),
            ("route.0.mode", mode, "by_balloon"),
            ("urgency.urgent", False, True),
        )
    ]

    none, no, yes = ("none", "no", "yes") if language == "en" else ("немає", "ні", "так")
    assert texts == [
        f"{none} → {render(CooperationForm(form).label, language)}",
        f"{render(TransportMode(mode).label, language)} → by_balloon",
        f"{no} → {yes}",
    ]


def with_immaterial(record: Record, *names: str) -> Record:
    return replace(record, fields=tuple(replace(one, material=False) if one.name in names else one for one in record.fields))


NOTE = Record((Field("text", Line(20), "Text"), Field("ink", Line(20), "Ink", material=False)))


def test_a_change_of_what_is_not_material_is_shown_and_voids_nothing(monkeypatch):
    fields = (Field("notes", Rows(NOTE)), Field("aside", Part(NOTE), material=False), Field("title", Line(20)))
    monkeypatch.setattr(materiality, "REQUEST", Record(fields))
    old = {"title": "A", "aside": {"text": "A"}, "notes": [{"text": "A", "ink": "red"}]}
    new = {"title": "B", "aside": {"text": "B"}, "notes": [{"text": "B", "ink": "blue"}, {"text": "C", "ink": "red"}]}

    result = assess_amendment(old, new, [Threshold("*"), Threshold("aside.text"), Threshold("notes.*.ink")])

    assert [one.path for one in result.changes] == ["aside.text", "notes.0.ink", "notes.0.text", "notes.1", "title"]
    # A row that comes is more than its one field.
    assert [one.path for one in result.material] == ["notes.0.text", "notes.1", "title"]
    assert set(find_voided_seats(result.material, {"gs": ["aside"], "mfa": ["notes.0.ink"], "sbu": ["title"]})) == {"sbu"}


def test_what_follows_from_a_field_that_is_not_material_still_matters(monkeypatch):
    items = replace(sections.REQUEST.get("items"), type=Rows(with_immaterial(sections.ITEM, "quantity")))
    monkeypatch.setattr(materiality, "REQUEST", Record((items,)))

    result = assess_amendment(REQUEST, with_item(0, quantity="60"), [Threshold("*")])

    assert [one.path for one in result.material] == ["value.EUR"]


def test_every_field_of_the_request_is_material():
    assert [path for path, field in declared(sections.REQUEST) if not field.material] == []


@given(st.permutations(REQUEST["items"]), st.permutations(REQUEST["parties"]))
def test_the_order_of_items_and_parties_is_no_change(items, parties):
    assert compare_requests(REQUEST, amended(items=items, parties=parties)) == []


@given(st.dictionaries(st.sampled_from(sorted(REQUEST)), st.none() | st.text(max_size=3) | st.integers()))
def test_any_two_documents_can_be_compared_and_each_equals_itself(sections):
    other = amended(**sections)

    compare_requests(REQUEST, other)

    assert compare_requests(other, deepcopy(other)) == []
