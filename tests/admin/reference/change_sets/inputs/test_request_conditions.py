"""A condition on a request, ticked together and read back as it is kept; nobody types one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from licensing.admin.reference.change_sets.inputs.request_conditions import ConditionField

pytestmark = pytest.mark.django_db

# What no box can say, as a file may bring it.
REST: dict[str, Any] = {
    "value": {"min": "100"},
    "cooperation_form": {"not": ["financing"]},
    "parties.kind": "commercial",
    "urgency.urgent": [True],
    "items.control_entries": ["GONE"],
}


def build(condition: dict[str, Any]) -> ConditionField:
    field = ConditionField(required=False)
    field.initial = condition
    return field


def send(field: ConditionField) -> QueryDict:
    """What a browser sends of a condition as it was shown."""
    context = field.widget.get_context("when", field.initial, {})
    data = QueryDict(mutable=True)
    data.setlist("when", [code for group in context["groups"] for _id, code, _label, chosen in group["rows"] if chosen])
    data.setlist("when.kept", [code for _id, code, _label, chosen in context["rest"] if chosen])
    data.setlist("when.offered", [code for _id, code, _label, _chosen in context["rest"]])
    return data


def read(field: ConditionField, data: QueryDict) -> dict[str, Any]:
    return field.clean(field.widget.value_from_datadict(data, {}, "when"))


@pytest.mark.walk
def test_every_box_and_every_line_reads_back_as_it_is_kept() -> None:
    places = {place.path: [value for value, _label in place.options] for place in build({}).places}
    of_boxes = {path: options[0] if isinstance(options[0], bool) else options[:2] for path, options in places.items()}

    for condition in (of_boxes, REST, {**of_boxes, **REST}, {}, *({path: wanted} for path, wanted in of_boxes.items())):
        field = build(condition)
        assert read(field, send(field)) == condition


def test_what_is_shipped_is_ticked_and_codes_of_lists_are_too() -> None:
    for condition, boxes in (
        ({"cooperation_form": ["financing"]}, ['cooperation_form="financing"']),
        ({"urgency.urgent": True}, ["urgency.urgent=true"]),
        ({"items.control_entries": ["ML10"], "parties.country": ["EE", "LV"]}, None),
    ):
        sent = send(build(condition))
        assert (sent.getlist("when.kept"), len(sent.getlist("when"))) == ([], sum(map(_count, condition.values())))
        assert boxes is None or sent.getlist("when") == boxes


def _count(wanted: Any) -> int:
    return len(wanted) if isinstance(wanted, list) else 1


def test_what_a_file_brought_stands_in_words_and_can_be_taken_out() -> None:
    field = build(REST)
    page, sent = str(field.widget.render("when", REST)), send(field)
    [gone] = [one for one in sent.getlist("when.kept") if one.startswith('["value"')]

    sent.setlist("when.kept", [one for one in sent.getlist("when.kept") if one != gone])
    shown = str(field.widget.render("when", field.widget.value_from_datadict(sent, {}, "when")))

    assert "Form of co-operation: not Loan or export financing" in page
    assert "<textarea" not in page
    assert read(field, sent) == {path: wanted for path, wanted in REST.items() if path != "value"}
    assert shown.count("when.offered") == len(REST)
    assert shown.count("checked") == len(REST) - 1


@pytest.mark.parametrize(
    ("boxes", "kept", "sentence"),
    [
        (["urgency.urgent=true", "urgency.urgent=false"], [], "cannot be yes and no"),
        (['cooperation_form="barter"'], [], "There is no box"),
        ([], [["colour", "red"]], "There is no box “colour: red”"),
        (["urgency.urgent=true"], [["urgency.urgent", [True]]], "the same field is ticked as well"),
    ],
)
def test_boxes_that_contradict_or_do_not_exist_are_refused(boxes: list[str], kept: list[Any], sentence: str) -> None:
    data = QueryDict(mutable=True)
    data.setlist("when", boxes)
    data.setlist("when.kept", [json.dumps(one) for one in kept])

    with pytest.raises(forms.ValidationError, match=sentence):
        read(build(REST), data)


@pytest.mark.parametrize("text", ["[1]", "{", "NaN", '{"a": NaN}', "[" * 3000, '["value"]', "x" * 4001, "[1, 2]"])
def test_what_no_page_of_ours_wrote_is_refused_and_breaks_nothing(text: str) -> None:
    field, data = build({}), QueryDict(mutable=True)
    data["when.kept"] = text
    typed = field.widget.value_from_datadict(data, {}, "when")

    with pytest.raises(forms.ValidationError):
        field.clean(typed)
    assert str(field.widget.render("when", typed))
