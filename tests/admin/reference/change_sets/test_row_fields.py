"""A form is made for each column of each list, and what it shows of a row is what it reads back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django import forms

from licensing.acts.reference.change_sets.rows import load_present
from licensing.admin.reference.change_sets.inputs.choosing import ManyInput
from licensing.admin.reference.change_sets.inputs.parameters import ParametersInput
from licensing.admin.reference.change_sets.inputs.request_conditions import ConditionInput
from licensing.admin.reference.change_sets.row_fields import build_field, to_initial, to_value
from licensing.policy.reference.governed import GOVERNED

pytestmark = pytest.mark.django_db

LISTS = [code for code, one in GOVERNED.items() if not one.whole and code != "routing"]


@pytest.mark.parametrize("code", LISTS)
def test_what_a_form_shows_of_a_row_is_what_it_reads_back(code: str) -> None:
    row = next(iter(load_present(code).values()))
    fields = {column: build_field(code, column) for column in GOVERNED[code].columns}

    class Form(forms.Form):
        pass

    shown = Form(initial={column: to_initial(code, column, row[column]) for column in fields})
    shown.fields.update(fields)
    sent = Form({name: value for column in fields for name, value in _send(shown[column]).items()})
    sent.fields.update(fields)

    assert sent.errors == {}
    assert {column: to_value(code, column, sent.cleaned_data[column]) for column in fields} == row


def _send(bound: forms.BoundField) -> Mapping[str, Any]:
    """What a browser sends of a field as it was shown."""
    value, widget = bound.field.prepare_value(bound.initial), bound.field.widget
    if isinstance(widget, forms.MultiWidget):
        texts = zip(widget.languages, widget.decompress(value), strict=True)
        return {f"{bound.name}_{language}": text for language, text in texts}
    if isinstance(widget, ConditionInput):
        context = widget.get_context(bound.name, value, {})
        ticked = [code for group in context["groups"] for _id, code, _label, chosen in group["rows"] if chosen]
        return {bound.name: ticked, f"{bound.name}.kept": [code for _id, code, _label, chosen in context["rest"] if chosen]}
    if isinstance(widget, ParametersInput):
        rows = list(enumerate(value or [], 1))
        return {f"{bound.name}.{number}.{part}": said for number, row in rows for part, said in row.items()}
    if isinstance(widget, ManyInput):
        return {bound.name: widget.format_value(value)}
    if isinstance(value, bool):
        return {bound.name: "on"} if value else {}
    shown = widget.format_value(value)
    return {bound.name: shown[0] if isinstance(shown, list) else "" if shown is None else json.loads(json.dumps(str(shown)))}
