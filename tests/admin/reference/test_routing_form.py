"""The form of a row: it offers what a condition can name, by the names that people have for it."""

from __future__ import annotations

import pytest

from licensing.admin.reference.routing_form import RowForm, RowSubject
from tests.change_sets import draft
from tests.world import World

pytestmark = pytest.mark.django_db


def _form(world: World, subject: RowSubject) -> RowForm:
    return RowForm(user=world.pol, subject=subject, back="/")


def test_long_lists_are_folded_and_short_ones_in_sight(world: World) -> None:
    facts = {row.chosen.name: row for row in _form(world, RowSubject(draft(world.pol))).list_facts_of_condition()}

    assert {name for name, row in facts.items() if row.is_long} == {"country", "destinations", "transit", "goods"}
    assert ("", "none named") in list(facts["form"].chosen.field.choices)  # type: ignore[attr-defined]  # of a choice field


def test_a_code_that_its_list_has_no_more_stays_chosen(world: World) -> None:
    values = {"when": {"goods": ["ML10", "GONE"], "kind": {"not": ["transit"]}}, "flags": ["own_flag"]}

    form = _form(world, RowSubject(draft(world.pol), "code", values))

    assert form["goods"].value() == ["ML10", "GONE"]
    assert ("GONE", "GONE") in form.fields["goods"].choices  # type: ignore[attr-defined]
    assert (form["kind_except"].value(), form["goods_except"].value()) == (True, False)
    assert ("own_flag", "own_flag") in form.fields["flags"].choices  # type: ignore[attr-defined]


def test_a_procedure_of_the_same_draft_can_be_chosen(world: World) -> None:
    change_set = draft(world.pol)
    change_set.lines.create(list="procedures", key="fresh", action="put", after={"name_en": "A fresh procedure"})

    form = _form(world, RowSubject(change_set))

    assert ("fresh", "A fresh procedure") in form.fields["procedure_code"].choices  # type: ignore[attr-defined]
