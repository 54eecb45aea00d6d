"""In what two versions of a procedure differ, in the words of the forms by which it is written: for the second person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django import forms
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from licensing.admin.reference.procedure_words import (
    RULE_LISTS,
    describe_rule_rows,
    format_assessments,
    get_text,
    list_threshold_words,
)
from licensing.admin.reference.procedures.field_boxes import FieldsOfRequest
from licensing.admin.reference.procedures.fields import PieceField, look_up
from licensing.admin.reference.procedures.groups import list_head_groups, list_seat_groups, list_stage_groups
from licensing.admin.reference.procedures.request_fields import describe_paths
from licensing.models import Body, Calendar
from licensing.policy.reference.texts import collect_texts

Document = Mapping[str, Any]
_NOTHING = "–"
Fields: TypeAlias = Sequence[tuple[PieceField, forms.Field]]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One thing that a procedure says: under which name, by which field of a form, and as it is written."""

    label: str
    field: PieceField
    form_field: forms.Field
    written: Any


def compare_procedures(before: Document, after: Document) -> list[tuple[str, str, str]]:
    """What differs, each with its name, before and after; of one that is not there everything that the other says.

    Stages are told apart by their codes, seats by their bodies. Nothing is looked up that is the same in both.
    """
    wording = _ProcedureWording([one for one in (before, after) if one])
    old, new = (dict(wording.list_entries(one)) if one else {} for one in (before, after))
    found = []
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key), new.get(key)
        if (one and one.written) != (other and other.written):
            label, *sides = (old | new)[key].label, wording.describe(one), wording.describe(other)
            found += [(label, sides[0], sides[1])] if sides[0] != sides[1] else []
    return [*found, *_compare_thresholds(before, after)]


class _ProcedureWording:
    """The fields of every piece, made once, with the names of all bodies and stages that the documents speak of."""

    def __init__(self, documents: Sequence[Document]) -> None:
        stages = {stage["code"]: get_text(stage, "name") for one in documents for stage in one.get("stages", ())}
        self._bodies = {body.pk: body.name for body in Body.objects.all()}
        calendars = [(one.pk, one.name) for one in Calendar.objects.all()]
        bodies = list(self._bodies.items())
        self._head = _make(list_head_groups(calendars))
        self._stage = _make(list_stage_groups(list(stages.items()), bodies, bodies, is_new=False))
        self._seat = _make(list_seat_groups(bodies))

    def list_entries(self, document: Document) -> Iterator[tuple[tuple[str, ...], _Entry]]:
        """Everything that a document says, piece by piece, under what stays the same from version to version."""
        yield ("version",), _Entry(_("Version"), *_plain(_("Version")), document.get("version"))
        yield from _list_of_piece((), "", self._head, document)
        for number, stage in enumerate(document.get("stages", ()), 1):
            key, name = ("stage", stage["code"]), _("Stage “%(name)s”") % {"name": get_text(stage, "name")}
            place = _("place among the stages")
            yield (*key, "number"), _Entry(f"{name} › {place}", *_plain(place), number)
            yield from _list_of_piece(key, name, self._stage, stage)
            yield from self._list_rule_rows(key, name, stage["rule"])
            for place_of_seat, seat in enumerate(stage.get("seats", ()), 1):
                yield from self._list_seat(key, name, seat, place_of_seat)

    def describe(self, entry: _Entry | None) -> str:
        """What is written, in words."""
        if entry is None or entry.written in (None, "", [], {}):
            return _NOTHING
        if entry.field.name == "assessments":
            return format_assessments(entry.written, self._name_body)
        if isinstance(entry.form_field, FieldsOfRequest):
            return "; ".join(describe_paths(entry.written, entry.form_field.groups))
        return _describe_value(entry.form_field, entry.field.read(entry.written)) or _NOTHING

    def _list_seat(
        self, key: tuple[str, ...], name: str, seat: Document, place: int
    ) -> Iterator[tuple[tuple[str, ...], _Entry]]:
        own, named = (*key, "seat", seat["body"]), f"{name} › {self._name_body(seat['body'])}"
        words = _("place among the seats")
        yield (*own, "number"), _Entry(f"{named} › {words}", *_plain(words), place)
        yield from _list_of_piece(own, named, self._seat, seat)

    def _list_rule_rows(self, key: tuple[str, ...], name: str, rule: Document) -> Iterator[tuple[tuple[str, ...], _Entry]]:
        for rows, heading in RULE_LISTS.items():
            described = zip(describe_rule_rows(rule, rows, self._name_body), rule.get(rows, ()), strict=True)
            words = "; ".join(
                f"{one} ({' / '.join(names)})" if (names := _list_row_names(row)) else one for one, row in described
            )
            yield (*key, rows), _Entry(f"{name} › {heading}", *_plain(str(heading)), words)

    def _name_body(self, code: str) -> str:
        return self._bodies.get(code, code)


def _list_row_names(row: Document) -> list[str]:
    """What a row of a rule is called, in every language: each of them may differ."""
    return [name for name in collect_texts(row, "name").values() if name]


def _make(groups: Iterable[Any]) -> list[tuple[PieceField, forms.Field]]:
    return [(field, field.build()) for group in groups for field in group.fields]


def _plain(label: str) -> tuple[PieceField, forms.Field]:
    """What no form writes, and is shown as it is."""
    return PieceField("", forms.CharField), forms.CharField(label=label)


def _list_of_piece(
    key: tuple[str, ...], name: str, fields: Fields, piece: Document
) -> Iterator[tuple[tuple[str, ...], _Entry]]:
    for field, form_field in fields:
        if field.name != "body":
            label = f"{name} › {form_field.label}" if name else str(form_field.label)
            yield (*key, field.name), _Entry(label, field, form_field, look_up(piece, field.name))


def _describe_value(form_field: forms.Field, value: Any) -> str:
    """The value of a field as its form shows it."""
    match form_field:
        case forms.BooleanField():
            return _("yes") if value else _("no")
        case forms.MultipleChoiceField():
            return ", ".join(_name_choice(form_field, one) for one in value)
        case forms.ChoiceField():
            return _name_choice(form_field, value)
        case forms.DateField():
            return date_format(date.fromisoformat(str(value)), "SHORT_DATE_FORMAT")
    return str(value)


def _name_choice(form_field: Any, value: Any) -> str:
    """What stands beside a choice; one that the form does not know stands for itself."""
    return {str(code): str(words) for code, words in form_field.choices}.get(str(value), str(value))


def _compare_thresholds(before: Document, after: Document) -> Iterator[tuple[str, str, str]]:
    """What makes an amendment material, by the fields: which come in, go, or count from another extent on."""
    old, new = (dict(list_threshold_words(one.get("thresholds", ()))) for one in (before, after))
    for fields in dict.fromkeys((*old, *new)):
        if old.get(fields) != new.get(fields):
            label = _("Material: %(fields)s") % {"fields": fields}
            yield label, capfirst(old.get(fields, "")) or _NOTHING, capfirst(new.get(fields, "")) or _NOTHING
