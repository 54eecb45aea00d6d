"""What a procedure names of a request: parts and fields that are chosen by name, in words, and never typed as codes.

A seat relies on some of them, an amendment of some of them is material. Written down they are paths such as
`items.*.quantity|unit`; each box is one path, and boxes of the same part are written together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.messages import Text
from licensing.models import DocumentType
from licensing.policy.requests.changes.reliance import DERIVED
from licensing.policy.requests.fields import Field, Part, Record, Rows
from licensing.policy.requests.sections import REQUEST
from licensing.policy.requests.types import Choice

# The length of a path in a procedure (`policy/signoff/procedures/schema.py`).
_LONGEST: Final = 300
_DERIVED_NAMES: Final = {"value": gettext_lazy("Total value"), "transit": gettext_lazy("Countries that the goods pass")}
_ALL: Final = gettext_lazy("all of it")


@dataclass(frozen=True, slots=True)
class Box:
    """One thing that can be ticked. `joint` is the step of its path in which paths of the same part differ; -1 joins none."""

    path: str
    label: Text
    joint: int

    @property
    def stem(self) -> tuple[str, ...]:
        """What the paths that are written together with it share; its own path where there are none."""
        steps = self.path.split(".")
        return tuple(steps) if self.joint < 0 else (*steps[: self.joint], "", *steps[self.joint + 1 :])


@dataclass(frozen=True, slots=True)
class BoxGroup:
    """A part of a request with the boxes that belong to it."""

    steps: tuple[Text, ...]
    boxes: tuple[Box, ...]

    @property
    def label(self) -> str:
        """The way to the part in the words of the form."""
        return " / ".join(map(str, self.steps))


def list_groups() -> list[BoxGroup]:
    """Every part of a request with its fields, in the order of the form; the types of document as the lists have them now."""
    return [*_list_declared(), _list_documents()]


def expand_path(path: str) -> list[str]:
    """The single paths that one with alternatives stands for."""
    return [".".join(steps) for steps in product(*(step.split("|") for step in path.split(".")))]


def join_paths(paths: Iterable[str], groups: Sequence[BoxGroup]) -> list[str]:
    """The fewest paths that stand for boxes, in the order of the form; what no box stands for stays as it is."""
    chosen, joined = set(paths), dict[tuple[str, ...], list[Box]]()
    boxes = [box for group in groups for box in group.boxes if box.path in chosen]
    for box in boxes:
        joined.setdefault(box.stem, []).append(box)
    written = [path for together in joined.values() for path in _write_together(together)]
    return [*written, *sorted(chosen - {box.path for box in boxes})]


def describe_paths(paths: Sequence[str], groups: Sequence[BoxGroup] = ()) -> list[str]:
    """Paths in words, each as the part and its fields; one that names what no box does is shown as it is written.

    The types of document are looked up where a path names one, unless all `groups` are there already.
    """
    if not groups:
        groups = list_groups() if any(path.startswith("documents") for path in paths) else _list_declared()
    named = {box.path: (group.label, str(box.label)) for group in groups for box in group.boxes}
    return [_describe_path(path, named) for path in paths]


def _describe_path(path: str, named: Mapping[str, tuple[str, str]]) -> str:
    parts: dict[str, list[str]] = {}
    for one in expand_path(path):
        if one not in named:
            return path
        part, field = named[one]
        parts.setdefault(part, []).append(field)
    return "; ".join(f"{part}: {', '.join(fields)}" for part, fields in parts.items())


def _write_together(boxes: Sequence[Box]) -> Iterator[str]:
    """One path for boxes of one part, or several where it would be longer than a procedure keeps."""
    steps, names = boxes[0].path.split("."), list[str]()
    for box in boxes:
        name = box.path.split(".")[box.joint]
        if names and len(_put_names(steps, box.joint, [*names, name])) > _LONGEST:
            yield _put_names(steps, box.joint, names)
            names = []
        names.append(name)
    yield _put_names(steps, boxes[0].joint, names)


def _put_names(steps: Sequence[str], joint: int, names: Sequence[str]) -> str:
    place = joint % len(steps)
    return ".".join((*steps[:place], "|".join(names), *steps[place + 1 :]))


@cache
def _list_declared() -> tuple[BoxGroup, ...]:
    derived = [Box(path, _DERIVED_NAMES[path], -1) for path in DERIVED]
    own, *parts = _list_record(REQUEST, (), (gettext_lazy("The request itself"),))
    return (BoxGroup(own.steps, (*own.boxes, *derived)), *parts)


def _list_record(record: Record, before: tuple[str, ...], words: tuple[Text, ...]) -> Iterator[BoxGroup]:
    named = _strip_any(before)
    whole = [Box(".".join(named), _ALL, len(named) - 1 if len(named) > 1 else -1)] if named else []
    fields = [field for field in record.in_reading_order() if _can_be_named(field, record)]
    leaves = [field for field in fields if not isinstance(field.type, Part | Rows)]
    yield BoxGroup(words, (*whole, *(Box(".".join((*before, one.name)), one.label, len(before)) for one in leaves)))
    for field in fields:
        match field.type:
            case Part(inner):
                yield from _list_record(inner, (*before, field.name), _add_word(before, words, field))
            case Rows(inner) if inner.model != "Document":
                yield from _list_rows_of(inner, (*before, field.name), _add_word(before, words, field))


def _list_rows_of(record: Record, before: tuple[str, ...], words: tuple[Text, ...]) -> Iterator[BoxGroup]:
    """Rows of a list; where they are of a closed list of roles, of any of them and of each."""
    grouped = record.get(record.grouped_by)
    if grouped is None or not isinstance(grouped.type, Choice):
        yield from _list_record(record, (*before, "*"), words)
        return
    yield from _list_record(record, (*before, "*", "*"), words)
    for value, label in grouped.type.options.choices:
        yield from _list_record(record, (*before, str(value), "*"), (*words, label))


def _list_documents() -> BoxGroup:
    field = REQUEST.get("documents")
    assert field is not None  # declared
    boxes = [Box(field.name, _ALL, -1)]
    for kind in DocumentType.objects.order_by("pk"):
        boxes.append(Box(f"{field.name}.{kind.pk}", kind.name, 1))
        boxes.append(Box(f"{field.name}.{kind.pk}.*.sha256", _("%(document)s: the file alone") % {"document": kind.name}, 1))
    return BoxGroup((field.label,), tuple(boxes))


def _can_be_named(field: Field, record: Record) -> bool:
    """Whether it can be named: rows are told apart by their group, and what nobody writes does not change by itself."""
    return field.name != record.grouped_by and not field.read_only and not field.write_only


def _strip_any(steps: tuple[str, ...]) -> tuple[str, ...]:
    """A whole part is named without a row of it: `items`, and `parties.consignee`."""
    while steps and steps[-1] == "*":
        steps = steps[:-1]
    return steps


def _add_word(before: tuple[str, ...], words: tuple[Any, ...], field: Field) -> tuple[Any, ...]:
    return (*words, field.label) if before else (field.label,)
