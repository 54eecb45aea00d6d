"""A condition on a request, ticked together and read back as it is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from licensing.admin.reference.change_sets.inputs.request_conditions import ConditionField, list_places

PLACES = {place.path: [value for value, _label in place.options] for place in list_places()}
LINES = st.fixed_dictionaries(
    {},
    optional={
        path: st.sampled_from(options)
        if isinstance(options[0], bool)
        else st.lists(st.sampled_from(options), min_size=1, unique=True).map(
            lambda found, order=options: sorted(found, key=order.index)
        )
        for path, options in PLACES.items()
    },
)
REST = st.fixed_dictionaries(
    {},
    optional={
        "items.control_entries": st.just(["ML10"]),
        "value": st.just({"min": "100"}),
        "cooperation_form": st.just({"not": ["financing"]}),
        "parties.kind": st.just("commercial"),
        "urgency.urgent": st.just([True]),
    },
)


def send(condition: dict[str, Any]) -> QueryDict:
    """What a browser sends of a condition as it was shown."""
    context = ConditionField().widget.get_context("when", condition, {})
    data = QueryDict(mutable=True)
    data.setlist("when", [code for group in context["groups"] for _id, code, _label, chosen in group["rows"] if chosen])
    data["when.rest"] = context["rest"]
    return data


def read(data: QueryDict) -> dict[str, Any]:
    field = ConditionField(required=False)
    read: dict[str, Any] = field.clean(field.widget.value_from_datadict(data, {}, "when"))
    return read


@given(LINES, REST)
def test_every_condition_reads_back_as_it_is_kept(lines: dict[str, Any], rest: dict[str, Any]) -> None:
    condition = lines | rest

    assert read(send(condition)) == condition


def test_what_the_shipped_requirements_ask_is_ticked_and_not_written() -> None:
    assert send({"cooperation_form": ["financing"]})["when.rest"] == ""
    assert send({"urgency.urgent": True}).getlist("when") == ["urgency.urgent=true"]
    assert send({"parties.role": ["special_exporter", "agent"]})["when.rest"] == ""


@pytest.mark.parametrize("text", ["[1]", "{", "NaN", '{"a": NaN}', "[" * 3000, "x" * 4001])
def test_a_condition_that_is_none_is_refused_and_shown_again(text: str) -> None:
    field, data = ConditionField(required=False), QueryDict(mutable=True)
    data["when.rest"] = text
    typed = field.widget.value_from_datadict(data, {}, "when")

    with pytest.raises(forms.ValidationError):
        field.clean(typed)
    assert field.widget.get_context("when", typed, {})["rest"] == text


@pytest.mark.parametrize(
    ("boxes", "rest", "sentence"),
    [
        (["urgency.urgent=true", "urgency.urgent=false"], "", "cannot be yes and no"),
        (['cooperation_form="barter"'], "", "There is no box"),
        (["urgency.urgent=true"], {"urgency.urgent": [True]}, "is ticked and written as well"),
    ],
)
def test_boxes_that_contradict_or_do_not_exist_are_refused(boxes: list[str], rest: object, sentence: str) -> None:
    data = QueryDict(mutable=True)
    data.setlist("when", boxes)
    data["when.rest"] = json.dumps(rest) if rest else ""

    with pytest.raises(forms.ValidationError, match=sentence):
        read(data)


def test_a_place_is_named_as_the_form_names_it() -> None:
    named = {place.path: place.label for place in list_places()}

    assert named["cooperation_form"] == "Form of co-operation"
    assert named["terms.financing.repayment"].endswith("How it is paid back")
