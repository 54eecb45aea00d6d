"""No column of a governed list is a code that somebody types: it is chosen by its name, or a reason stands here."""

from __future__ import annotations

import pytest
from django import forms
from django.utils import translation

from licensing.admin.reference.change_sets.inputs.choosing import ManyInput
from licensing.admin.reference.change_sets.row_fields import build_field
from licensing.admin.reference.coded_columns import CODED
from licensing.policy.reference.governed import GOVERNED

pytestmark = pytest.mark.django_db

# Columns in which somebody types a text, and what it is.
TYPED = {
    ("countries", "alpha3"): "the code that ISO gives the row itself",
    ("calendars", "zone"): "a name of the IANA list, fixed once it stands",
    ("calendars", "version"): "what people call the state of the calendar",
    ("case_kinds", "prefix"): "letters that stand in references",
    ("control_entries", "list"): "what the list is called: ML, or a list of another state",
    ("control_entries", "version"): "what its publisher calls the version",
    ("control_entries", "unroca"): "categories as the UN Register writes them, for reports",
    ("control_entries", "att"): "categories as the treaty writes them, for reports",
    ("control_entries", "hs_heads"): "numbers of the Harmonised System, for people who look one up",
    ("item_families", "model_names"): "names of models, with a * at their end",
    ("item_families", "makers"): "names of makers as requests write them",
    ("criterion_sets", "version"): "what its publisher calls the version",
    **{(code, "code"): "the name of the row itself" for code in GOVERNED},
    **{(code, column): "words of people" for code in GOVERNED for column in ("note", "source")},
}


def test_no_column_is_a_code_that_somebody_types() -> None:
    typed = {
        (code, column)
        for code, one in GOVERNED.items()
        if not one.whole and code != "routing"
        for column in one.columns
        if column not in one.texts and isinstance(build_field(code, column), forms.CharField)
    }

    assert typed - TYPED.keys() == set()
    assert {one for one in TYPED if one[1] not in ("code", "note", "source")} - typed == set()


@pytest.mark.parametrize(("code", "column"), CODED)
@pytest.mark.parametrize("language", ["en", "uk"])
def test_each_code_that_may_stand_there_has_a_name(code: str, column: str, language: str) -> None:
    with translation.override(language):
        field = build_field(code, column)
        options = CODED[code, column].list_options()

    assert len(options) > 2
    assert [one for one in options if not one[1].strip() or one[0] == one[1]] == []
    assert isinstance(field, forms.ChoiceField)
    if isinstance(field.widget, ManyInput):
        is_searched = "data-filter=" in str(field.widget.render("x", [], {"id": "id_x"}))
        assert is_searched == (len(options) > 12)
