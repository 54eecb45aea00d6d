"""The forms of one row: which fields they have, and what is only shown."""

from __future__ import annotations

import pytest

from licensing.admin.reference.change_sets.row_forms import EndRowForm, RewordForm, RowForm, RowSubject, describe_row
from tests.world import World

ROW = {"code": "P01", "texts": {"en": "Report {days}."}, "parameters": ["days"], "due_rule": "", "owner": "applicant"}
ROW |= {
    "breach": "report",
    "gate_rule": "",
    "cap_scope": "",
    "evidence_kind": "",
    "blocks_start": False,
    "active": True,
    "evidence_texts": {"en": "A report"},
}


@pytest.fixture
def subject() -> RowSubject:
    return RowSubject("conditions", "P01", ROW)


def fields_of(form: RowForm | RewordForm) -> set[str]:
    return set(form.fields) - {"into", "title", "reason"}


def test_only_what_decides_and_may_change_is_asked_for(world: World, subject: RowSubject) -> None:
    changed, fresh = (RowForm(user=world.pol, subject=one, back="/") for one in (subject, RowSubject("conditions")))
    reworded = RewordForm(user=world.pol, subject=subject, back="/")

    assert fields_of(changed) == {"gate_rule", "cap_scope", "evidence_kind", "owner", "breach", "active"}
    assert fields_of(fresh) == ROW.keys()
    assert fields_of(reworded) == {"evidence_texts"}


def test_what_does_not_change_is_shown_in_words(world: World, subject: RowSubject) -> None:
    form = RowForm(user=world.pol, subject=subject, back="/")

    assert ("Parameters", "days") in form.list_facts()
    assert form.title == "Condition of the library: change “Report {days}. (P01)”"
    assert any("by one person" in hint for hint in form.get_hints())


def test_a_row_that_ends_is_shown_as_it_is(world: World, subject: RowSubject) -> None:
    form = EndRowForm(user=world.pol, subject=subject, back="/")

    assert form.list_facts() == describe_row(subject)
    assert ("What a breach leads to", "a warning, of which the desk is told") in form.list_facts()
