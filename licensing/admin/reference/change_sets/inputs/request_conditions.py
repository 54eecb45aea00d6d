"""A condition on a request, ticked together from its own fields; what no box says comes by a file, and is kept or goes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from licensing.admin.reference.change_sets.inputs.request_places import (
    Place,
    describe_condition,
    encode_box,
    list_coded_places,
    list_places,
)


class ConditionInput(forms.Widget):
    """A group of boxes for each place; those of which one is ticked are open."""

    template_name = "admin/licensing/reference/inputs/request_condition.html"

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__()
        self.places = places

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        condition = value if isinstance(value, _Typed) else _Typed.build(value, self.places)
        groups = []
        for number, place in enumerate(self.places):
            rows = [
                (f"id_{name}_{number}_{at}", code, label, code in condition.boxes)
                for at, (code, _value, label) in enumerate(place.list_boxes())
            ]
            groups.append({"label": place.label, "rows": rows, "chosen": sum(row[3] for row in rows)})
        rest = [
            (f"id_{name}_rest_{at}", code, describe_condition(dict([json.loads(code)]), self.places), code in condition.kept)
            for at, code in enumerate(sorted(condition.offered))
        ]
        return super().get_context(name, value, attrs) | {"name": name, "groups": groups, "rest": rest}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> _Typed:
        chosen, kept, offered = (frozenset(_list_sent(data, f"{name}{part}")) for part in ("", ".kept", ".offered"))
        return _Typed(chosen, kept, frozenset(one for one in offered | kept if _is_line(one)))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was ticked, whether it can be read or not, so that it stands there again; and what a file says otherwise."""

    boxes: frozenset[str]
    kept: frozenset[str] = frozenset()
    offered: frozenset[str] = frozenset()

    @classmethod
    def build(cls, condition: Any, places: Sequence[Place]) -> _Typed:
        boxes, rest = _split_condition(condition if isinstance(condition, Mapping) else {}, places)
        lines = frozenset(json.dumps([path, wanted], sort_keys=True) for path, wanted in rest.items())
        return cls(frozenset(boxes), lines, lines)


class ConditionField(forms.Field):
    """Cleans to the condition as it is kept: places of a request with the values that they must have."""

    def __init__(self, **options: Any) -> None:
        self.places = (*list_places(), *list_coded_places())
        super().__init__(widget=ConditionInput(self.places), **options)

    def clean(self, value: Any) -> dict[str, Any]:
        typed = value if isinstance(value, _Typed) else _Typed(frozenset())
        condition = dict(self._read_boxes(typed.boxes))
        before = _Typed.build(self.initial, self.places)
        if unknown := sorted(typed.kept - before.kept):
            first = unknown[0]
            named = describe_condition(dict([json.loads(first)]), self.places) if _is_line(first) else first
            raise ValidationError(_("There is no box “%(name)s”.") % {"name": named[:60]})
        rest = dict(json.loads(one) for one in typed.kept)
        if twice := sorted(condition.keys() & rest.keys()):
            named = describe_condition({twice[0]: rest[twice[0]]}, self.places)
            raise ValidationError(
                _("“%(path)s” came by a file, and the same field is ticked as well. Keep one of them.") % {"path": named}
            )
        return condition | rest

    def _read_boxes(self, boxes: frozenset[str]) -> Iterator[tuple[str, Any]]:
        known = {code for place in self.places for code, _value, _label in place.list_boxes()}
        if unknown := sorted(boxes - known):
            raise ValidationError(_("There is no box “%(name)s”.") % {"name": unknown[0][:60]})
        for place in self.places:
            chosen = [value for code, value, _label in place.list_boxes() if code in boxes]
            if chosen and isinstance(chosen[0], bool):
                if len(chosen) > 1:
                    message = _("“%(label)s” cannot be yes and no. Tick one, or neither where it does not matter.")
                    raise ValidationError(message % {"label": place.label})
                yield place.path, chosen[0]
            elif chosen:
                yield place.path, chosen


def _split_condition(condition: Mapping[str, Any], places: Sequence[Place]) -> tuple[set[str], dict[str, Any]]:
    """The boxes that are ticked, and the lines that no box can say.

    A line is ticked only where the boxes give back exactly what is kept; a lone word that is no list is another value.
    """
    boxes, rest = set[str](), dict[str, Any]()
    offered = {place.path: {code for code, _value, _label in place.list_boxes()} for place in places}
    for path, wanted in condition.items():
        values = [wanted] if isinstance(wanted, bool) else wanted
        ticked = {encode_box(path, one) for one in values} if isinstance(values, list) else set()
        if ticked and ticked <= offered.get(path, set()) and not (isinstance(wanted, list) and isinstance(wanted[0], bool)):
            boxes |= ticked
        else:
            rest[path] = wanted
    return boxes, rest


def _list_sent(data: Any, name: str) -> list[str]:
    sent = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, ())
    return [str(one) for one in sent]


def _is_line(text: str) -> bool:
    """Whether something that was sent can be shown again: a path with what it must be, as our own page wrote it."""
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(line, list) and len(line) == 2 and isinstance(line[0], str)
