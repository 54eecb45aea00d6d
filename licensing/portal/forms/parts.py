"""How a form and a part of the request document become one another.

The name of a field is its path in the document, with `-` for `.`: `terms-joint_venture-name`. So every gap that an act names by
its path finds its field, and one description of the fields serves for typing, for reading and for comparing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from licensing.errors import Gap
from licensing.policy.exact import to_decimal
from licensing.policy.licences.counted import describe_quantity
from licensing.policy.requests import fields as declaration
from licensing.policy.requests.fields import Field, Rows
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.fields import NOTHING, Entry, FormField, Words, build_form_field

Part = dict[str, Any]
Typed = Mapping[str, Any] | QueryDict

# Gaps that mean "nothing is there": the field's own words are kinder than those of the schema.
_BLANK = frozenset({"required", "wrong_form", "wrong_type", "too_small"})
_WRONG = frozenset({"wrong_form", "wrong_type", "unknown_code"})
# What is counted in the unit of its row, or in that of the contract.
_QUANTITIES = frozenset({"quantity", "annual_min", "annual_max"})


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of the summary of errors, with the field it leads to; no field when it concerns none on this page."""

    sentence: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that are shown together under a heading."""

    heading: Words
    names: tuple[str, ...]
    hint: Words = ""


class PartForm(forms.Form):
    """Fields for one part of a request document, as they are declared."""

    declared: ClassVar[Sequence[Field]] = ()

    def __init__(self, data: Typed | None = None, *, part: Part | None = None, lists: Lists | None = None) -> None:
        # Without the attribute: a browser would not send a draft in which something is still missing.
        super().__init__(data, use_required_attribute=False)
        self.lists = lists or Lists()
        self.written: Part = part or {}
        self.faults: list[Fault] = []
        self.places = list(_typed_fields(self.declared))
        self.fields = {name: build_form_field(field) for name, field, _group in self.places if not isinstance(field.type, Rows)}
        self.add_numbered_fields(data)
        for field in self.entries.values():
            field.offer(self.lists)
        self.initial = {name: field.to_input(_value_at(self.written, name)) for name, field in self.entries.items()}
        for name, field in self.entries.items():
            field.keep_offering(self.initial[name])

    @property
    def entries(self) -> dict[str, FormField]:
        """The fields of the form by name, in the order of the page."""
        return {name: field for name, field in self.fields.items() if isinstance(field, FormField)}

    def build_empty_part(self) -> Part:
        """What the part holds when nothing is typed."""
        return {}

    def add_numbered_fields(self, data: Typed | None) -> None:
        """Add the fields whose number depends on what there is."""

    def build_part(self) -> Part:
        """What was typed, as a part of the request document."""
        self.full_clean()
        document = self.build_empty_part()
        _carry_over(self.declared, self.written, document)
        for name, field in self.entries.items():
            value = field.to_document(self.cleaned_data.get(name, ""))
            if value is not NOTHING:
                _set_value_at(document, name.split("-"), value)
        return document

    def add_gaps(self, gaps: Iterable[Gap], *, under: str = "") -> None:
        """Put what an act found wrong to the fields it concerns, and into the summary."""
        # Django makes `cleaned_data` only for what was sent, and cannot add an error without it.
        if not self.is_bound:
            self.full_clean()
            self.cleaned_data = {}
        for gap in gaps:
            path = gap.path.removeprefix(under)
            name = self.find_field(path)
            if name is None or not path.replace(".", "-").startswith(name):
                # It concerns several fields together, or none of this page.
                self.faults.append(Fault(gap.sentence, f"id_{name}" if name else ""))
                continue
            sentence = self._sentence(name, gap)
            if sentence not in self.errors.get(name, []):
                self.add_error(name, sentence)

    def list_neighbours(self, names: Iterable[str]) -> set[str]:
        """The fields of the records in which these lie, such as all of one shareholder."""
        around = {name.rpartition("-")[0] for name in names} - {""}
        return {name for name in self.fields if name.rpartition("-")[0] in around}

    def copy_faults(self, other: PartForm) -> None:
        """Take over what was found wrong on another form with the same fields."""
        for name, errors in other.errors.items():
            for error in errors:
                if error not in self.errors.get(name, []):
                    self.add_error(name, error)
        self.faults += [fault for fault in other.faults if fault not in self.faults]

    def find_field(self, path: str) -> str | None:
        """The field that a path leads to: itself, the one it lies in, or the first that lies in it."""
        steps = path.split(".")
        for end in range(len(steps), 0, -1):
            wanted = "-".join(steps[:end])
            if wanted in self.fields:
                return wanted
            if inner := next((name for name in self.fields if name.startswith(f"{wanted}-")), None):
                return inner
        return None

    def merge_changes(self, before: Part, now: Part) -> QueryDict:
        """What was typed, on top of what somebody else wrote meanwhile: theirs wherever this person changed nothing."""
        answers = QueryDict(mutable=True)
        for name, field in self.entries.items():
            was, mine = field.to_input(_value_at(before, name)), self.cleaned_data.get(name)
            chosen = mine if field.has_changed(was, mine) else field.to_input(_value_at(now, name))
            _set_answer(answers, name, chosen)
        return answers

    def restore_stored(self, names: Iterable[str]) -> QueryDict:
        """What was typed, except in these fields, which keep what is stored."""
        kept = set(names)
        answers = QueryDict(mutable=True)
        for name, field in self.entries.items():
            chosen = field.to_input(_value_at(self.written, name)) if name in kept else self.cleaned_data.get(name)
            _set_answer(answers, name, chosen)
        return answers

    def list_faults(self) -> list[Fault]:
        """Every error once, in the order of the page."""
        found = [(name, str(error)) for name in self.fields for error in self.errors.get(name, [])]
        return [*(Fault(self._named(name, error), self[name].id_for_label) for name, error in found), *self.faults]

    def group_fields(self) -> Iterator[tuple[Group, list[BoundField]]]:
        """The fields in the order of the page, under their headings."""
        for group in self.select_groups():
            yield group, [self[name] for name in self.fields if _belongs_to(name, group)]

    def select_groups(self) -> Sequence[Group]:
        """The groups of the form, in the order of their first fields."""
        names: dict[declaration.Group | None, list[str]] = {}
        for name, _field, group in self.places:
            names.setdefault(group, []).append(name)
        return [
            Group(group.heading if group else "", tuple(within), group.hint if group else "") for group, within in names.items()
        ]

    def list_answers(self) -> Iterator[tuple[str, str, str]]:
        """Path, label and value of everything that is filled in, for reading."""
        for name, field in self.entries.items():
            value = _value_at(self.written, name)
            if shown := field.to_text(value, self.lists):
                yield name.replace("-", "."), str(field.label), self._count(name, value) or shown

    def _count(self, name: str, value: Any) -> str:
        """A quantity with the unit of its row, or of the part in which the row lies; empty for whatever is no quantity."""
        number = to_decimal(value) if name.rpartition("-")[2] in _QUANTITIES else None
        steps = name.split("-")[:-1]
        around = ("-".join([*steps[:end], "unit"]) for end in range(len(steps), -1, -1))
        unit = next((found for one in around if isinstance(found := _value_at(self.written, one), str) and found), "")
        return describe_quantity(number, unit, self.lists.units.get(unit, unit)) if number is not None and unit else ""

    def is_filled(self, path: str) -> bool:
        """Whether something was written at a path, so that a gap there means wrong and not missing."""
        name = self.find_field(path)
        return name is not None and bool(self.initial.get(name))

    def _named(self, name: str, error: str) -> str:
        """An error with the name of its field, for the summary, where the field is not beside it."""
        label = str(self.fields[name].label)
        return error if label in error else f"{label}: {error}"

    def _sentence(self, name: str, gap: Gap) -> str:
        field = self.entries[name]
        if not self[name].value() and gap.code in _BLANK:
            return _("Fill in “%(label)s”.") % {"label": field.label}
        if gap.code in _WRONG and field.wrong:
            return field.describe_fault(self[name].value()) if isinstance(field, Entry) else str(field.wrong)
        return gap.sentence


class SectionForm(PartForm):
    """Fields for whole sections: the document names each of them, even when nothing is typed there."""

    def build_empty_part(self) -> Part:
        return {field.name: _empty_value(field) for field in self.declared}


def _carry_over(fields: Iterable[Field], stored: Mapping[str, Any], document: Part) -> None:
    """Keep what is stored in fields that no form shows: a program has written it, and whoever saves a page has not seen it."""
    for field in fields:
        value = stored.get(field.name)
        if isinstance(field.type, declaration.Part) and isinstance(value, Mapping):
            inner: Part = {}
            _carry_over(field.type.record.fields, value, inner)
            if inner:
                document[field.name] = (document.get(field.name) or {}) | inner
        elif not (field.on_forms or field.read_only or field.write_only) and value is not None:
            document[field.name] = value


def _set_answer(answers: QueryDict, name: str, chosen: Any) -> None:
    # As a browser sends a form: a box that is not ticked is not sent at all.
    if chosen is not False:
        answers.setlist(name, chosen if isinstance(chosen, list) else ["" if chosen is None else str(chosen)])


def _empty_value(field: Field) -> Any:
    if isinstance(field.type, declaration.Part):
        return {}
    return None if field.nullable else ""


def _typed_fields(
    fields: Iterable[Field], prefix: str = "", group: declaration.Group | None = None
) -> Iterator[tuple[str, Field, declaration.Group | None]]:
    """The fields that are typed, in the order of the page, each with its name on the form and its group."""
    for field in fields:
        name, own = f"{prefix}{field.name}", field.group or group
        if isinstance(field.type, declaration.Part):
            yield from _typed_fields(field.type.record.in_reading_order(), f"{name}-", own)
        elif field.is_typed:
            yield name, field, own


def _belongs_to(name: str, group: Group) -> bool:
    return any(name == one or name.startswith(f"{one}-") for one in group.names)


def _value_at(part: Any, name: str) -> Any:
    """What a part holds at a field's path, or None."""
    for step in name.split("-"):
        if isinstance(part, Mapping):
            part = part.get(step)
        elif isinstance(part, list) and step.isdigit() and int(step) < len(part):
            part = part[int(step)]
        else:
            return None
    return part


def _set_value_at(document: Any, steps: list[str], value: Any) -> None:
    """Set a value at a path; a step of digits is a place in a list."""
    for step, following in pairwise(steps):
        empty: Any = [] if following.isdigit() else {}
        document = _set_default(document, step, empty)
    _set_default(document, steps[-1], value)


def _set_default(holder: Any, step: str, value: Any) -> Any:
    if isinstance(holder, list):
        # Rows are numbered without gaps: close_up_rows has seen to it, or the next row would be written into a wrong place.
        if int(step) >= len(holder):
            holder.append(value)
        return holder[int(step)]
    if holder.get(step) is None or not isinstance(value, (dict, list)):
        holder[step] = value
    return holder[step]
