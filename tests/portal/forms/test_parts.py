"""A form and a part of the request document become one another, and every fault finds its field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from licensing.errors import Gap
from licensing.policy.requests.fields import Field, Part
from licensing.policy.requests.sections import REQUEST
from licensing.portal.forms.request_forms import AboutForm, EndUseForm, ItemForm, TermsForm

# A form reads the lists that it offers.
pytestmark = pytest.mark.django_db

DRONE = {"name": "Drone", "quantity": "40", "unit": "NAR"}


def test_a_form_shows_every_field_in_exactly_one_group() -> None:
    form = TermsForm(part={"terms": {}, "cooperation_form": "mixed"})

    shown = [bound.name for _group, fields in form.group_fields() for bound in fields]

    assert sorted(shown) == sorted(form.entries)


def test_what_is_left_empty_is_left_out_of_a_row() -> None:
    form = ItemForm({"name": "Drone", "quantity": "12,5", "model": " "})

    assert form.build_part() == {"name": "Drone", "quantity": "12.5"}


def test_a_section_is_named_even_when_nothing_was_typed() -> None:
    assert EndUseForm({}).build_part() == {"end_use": {}}


def test_rows_within_a_form_become_a_list() -> None:
    typed = {
        "terms-joint_venture-shareholders-0-name": "Kvitka",
        "terms-joint_venture-shareholders-1-name": "Nordlys",
        "terms-joint_venture-shareholders-1-share": "51",
    }

    terms = TermsForm(typed, part={"cooperation_form": "joint_venture"}).build_part()["terms"]

    assert terms["joint_venture"]["shareholders"] == [{"name": "Kvitka"}, {"name": "Nordlys", "share": "51"}]


@pytest.mark.parametrize(
    ("gap", "faults"),
    [
        (
            Gap("wrong_form", "items.3.quantity", "Bad."),
            [("Quantity: Write a number such as 40 or 12.5; at most 3 decimals.", "id_quantity")],
        ),
        (Gap("required", "items.3.model", "Bad."), [("Fill in “Model or type”.", "id_model")]),
        (Gap("mismatch", "items.3.control_entries.0", "Bad."), [("Control list entries: Bad.", "id_control_entries")]),
        (Gap("mismatch", "items", "Bad."), [("Bad.", "")]),
    ],
)
def test_a_gap_is_put_to_its_field_or_to_the_summary(gap: Gap, faults: list[tuple[str, str]]) -> None:
    form = ItemForm({"name": "Drone", "quantity": "many", "control_entries": ["ML10"]})

    form.add_gaps([gap], under="items.3.")

    assert [(fault.sentence, fault.anchor) for fault in form.list_faults()] == faults


@pytest.mark.parametrize(
    ("typed", "merged"),
    [
        ({}, {"quantity": "30", "model": ""}),
        ({"quantity": "50"}, {"quantity": "50"}),
        ({"model": "Z-41"}, {"quantity": "30", "model": "Z-41"}),
    ],
)
def test_merging_takes_theirs_where_this_person_typed_nothing(typed: dict[str, Any], merged: dict[str, Any]) -> None:
    form = ItemForm(DRONE | typed, part=DRONE)
    form.build_part()

    answers = form.merge_changes(DRONE, DRONE | {"quantity": "30"})

    assert {name: answers[name] for name in merged} == merged


def test_what_no_form_shows_is_kept_when_a_form_is_saved() -> None:
    stored = {"terms": {"joint_venture": {"name": "Venture", "sites": ["Lviv", "Brno"], "board_seats": 3}}}
    typed = {"terms-joint_venture-name": "Renamed"}

    terms = TermsForm(typed, part=stored | {"cooperation_form": "joint_venture"}).build_part()["terms"]

    assert terms["joint_venture"] == {"sites": ["Lviv", "Brno"], "name": "Renamed"}


def test_every_field_that_is_on_no_form_is_kept() -> None:
    """Whatever is declared one day without a field on the form: a save of its neighbours must not empty it."""
    hidden = [f"{path}{field.name}" for path, field in _declared(REQUEST.fields) if not field.on_forms]

    for path in hidden:
        section, *steps = path.split(".")
        stored: Any = "kept"
        for step in reversed([section, *steps]):
            stored = {step: stored}
        form = next(form for form in (AboutForm, EndUseForm, TermsForm) if section in [one.name for one in form.declared])
        assert form({}, part=stored).build_part()[section] == stored[section]
    assert hidden == ["terms.joint_venture.sites"]


def test_a_code_that_its_list_has_no_more_is_still_offered() -> None:
    form = ItemForm(part={"unit": "OLD", "control_entries": ["ML99"]})

    assert ("OLD", "OLD") in form.entries["unit"].choices  # type: ignore[union-attr]
    assert ("ML99", "ML99") in form.entries["control_entries"].choices  # type: ignore[union-attr]


def test_fields_that_are_wrong_keep_what_is_stored() -> None:
    form = ItemForm(DRONE | {"quantity": "many", "model": "Z-41"}, part=DRONE)
    form.build_part()
    form.add_gaps([Gap("wrong_form", "quantity", "Bad.")])

    answers = form.restore_stored(set(form.errors))

    assert (answers["quantity"], answers["model"]) == (DRONE["quantity"], "Z-41")


def _declared(fields: Iterable[Field], path: str = "") -> Iterator[tuple[str, Field]]:
    for field in fields:
        yield path, field
        if isinstance(field.type, Part):
            yield from _declared(field.type.record.fields, f"{path}{field.name}.")
