"""Parameters of a condition are read line by line; an empty line is none, and a kind that nobody fills in is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from licensing.admin.reference.change_sets.inputs.parameters import ParametersField, describe_parameters


def _read(kind: str) -> Any:
    sent = QueryDict(mutable=True)
    sent.update({"p.1.name": "days", "p.1.kind": kind, "p.1.label_en": "Days", "p.1.label_uk": "Дні", "p.2.name": ""})
    field = ParametersField()
    return field.clean(field.widget.value_from_datadict(sent, {}, "p"))


def test_each_line_is_a_parameter_and_an_empty_one_is_none() -> None:
    days = {"name": "days", "kind": "integer", "label_en": "Days", "label_uk": "Дні"}

    assert _read("integer") == [days]
    assert describe_parameters([days, {"name": "bank"}]) == "days (a whole number), bank"
    with pytest.raises(forms.ValidationError):
        _read("colour")
