"""A condition on a request, ticked together from its own fields; what boxes cannot say is kept beside them as it is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.messages import Text
from licensing.policy.requests.fields import Part, Record, Rows
from licensing.policy.requests.sections import REQUEST
from licensing.policy.requests.types import Choice, Flag

_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a request that holds one of few words: its path without the numbers of rows, and what may stand there."""

    path: str
    steps: tuple[Text, ...]
    options: tuple[tuple[Any, Text], ...]

    @property
    def label(self) -> str:
        """The way to it in the words of the form."""
        return " / ".join(map(str, self.steps))

    def list_boxes(self) -> list[tuple[str, Any, Text]]:
        """Its boxes, each as a form sends it, with its value and what stands beside it."""
        return [(_encode(self.path, value), value, label) for value, label in self.options]


@cache
def list_places() -> tuple[Place, ...]:
    """Every field of a request that holds a word of a closed list, or yes and no, in the order of the form."""
    return tuple(_list_places(REQUEST))


class ConditionInput(forms.Widget):
    """A group of boxes for each place; those of which one is ticked are open."""

    template_name = "admin/licensing/reference/inputs/request_condition.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        condition = value if isinstance(value, _Typed) else _Typed.build(value)
        groups = []
        for number, place in enumerate(list_places()):
            rows = [
                (f"id_{name}_{number}_{at}", code, label, code in condition.boxes)
                for at, (code, _value, label) in enumerate(place.list_boxes())
            ]
            groups.append({"label": place.label, "rows": rows, "chosen": sum(row[3] for row in rows)})
        return super().get_context(name, value, attrs) | {"name": name, "groups": groups, "rest": condition.rest}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> _Typed:
        chosen = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, ())
        return _Typed(frozenset(map(str, chosen)), str(data.get(f"{name}.rest", "")))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was ticked and typed, whether it can be read or not, so that it stands there again."""

    boxes: frozenset[str]
    rest: str

    @classmethod
    def build(cls, condition: Any) -> _Typed:
        boxes, rest = _split_condition(condition if isinstance(condition, Mapping) else {})
        return cls(frozenset(boxes), json.dumps(rest, ensure_ascii=False, indent=1) if rest else "")


class ConditionField(forms.Field):
    """Cleans to the condition as it is kept: places of a request with the values that they must have."""

    widget = ConditionInput

    def clean(self, value: Any) -> dict[str, Any]:
        typed = value if isinstance(value, _Typed) else _Typed(frozenset(), str(value or ""))
        condition = dict(self._read_boxes(typed.boxes))
        rest = _read_rest(typed.rest)
        if twice := sorted(condition.keys() & rest.keys()):
            raise ValidationError(_("“%(path)s” is ticked and written as well. Say it once.") % {"path": twice[0]})
        return condition | rest

    def _read_boxes(self, boxes: frozenset[str]) -> Iterator[tuple[str, Any]]:
        known = {code for place in list_places() for code, _value, _label in place.list_boxes()}
        if unknown := sorted(boxes - known):
            raise ValidationError(_("There is no box “%(name)s”.") % {"name": unknown[0][:60]})
        for place in list_places():
            chosen = [value for code, value, _label in place.list_boxes() if code in boxes]
            if chosen and isinstance(chosen[0], bool):
                if len(chosen) > 1:
                    message = _("“%(label)s” cannot be yes and no. Tick one, or neither where it does not matter.")
                    raise ValidationError(message % {"label": place.label})
                yield place.path, chosen[0]
            elif chosen:
                yield place.path, chosen


def _list_places(record: Record, before: str = "", above: Sequence[Text] = ()) -> Iterator[Place]:
    for field in record.in_reading_order():
        path, steps = f"{before}{field.name}", (*above, field.label)
        match field.type:
            case Part(inner) | Rows(inner):
                yield from _list_places(inner, f"{path}.", steps)
            case Choice(options):
                yield Place(path, steps, tuple((str(value), label) for value, label in options.choices))
            case Flag():
                yield Place(path, steps, ((True, gettext_lazy("Yes")), (False, gettext_lazy("No"))))


def _encode(path: str, value: Any) -> str:
    return f"{path}={json.dumps(value)}"


def _split_condition(condition: Mapping[str, Any]) -> tuple[set[str], dict[str, Any]]:
    """The boxes that are ticked, and the lines that no box can say.

    A line is ticked only where the boxes give back exactly what is kept; a lone word that is no list is another value.
    """
    boxes, rest = set[str](), dict[str, Any]()
    offered = {place.path: {code for code, _value, _label in place.list_boxes()} for place in list_places()}
    for path, wanted in condition.items():
        values = [wanted] if isinstance(wanted, bool) else wanted
        ticked = {_encode(path, one) for one in values} if isinstance(values, list) else set()
        if ticked and ticked <= offered.get(path, set()) and not (isinstance(wanted, list) and isinstance(wanted[0], bool)):
            boxes |= ticked
        else:
            rest[path] = wanted
    return boxes, rest


def _read_rest(text: str) -> dict[str, Any]:
    if len(text) > _LONGEST:
        raise ValidationError(_("Write at most %(most)d characters.") % {"most": _LONGEST})
    try:
        read = json.loads(text.strip() or "{}", parse_constant=_refuse_constant)
    except ValueError as broken:
        raise ValidationError(_("This is not JSON: %(why)s.") % {"why": broken}) from broken
    except RecursionError as deep:
        raise ValidationError(_("This is nested too deeply.")) from deep
    if not isinstance(read, dict):
        raise ValidationError(_('Write places and values in braces, such as {"urgency.urgent": true}.'))
    return read


def _refuse_constant(name: str) -> None:
    """NaN and infinity, which Python reads and no database keeps."""
    raise ValueError(name)
