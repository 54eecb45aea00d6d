"""A field of a procedure's piece: how it is typed in a form, read from the document, and written back.

A name with a dot is a field of a field: `rule.kind` is `kind` of the stage's `rule`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from licensing.admin.forms.base import build_checkboxes, build_line_field, build_select_field, build_text_field
from licensing.admin.pages.inputs import parse_whole_number
from licensing.choices import Roll, TermUnit

Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class PieceField:
    """A field of a piece: `read` makes what is typed of the document's value, `write` the other way; None leaves it out."""

    name: str
    build: Callable[[], forms.Field]
    read: Callable[[Any], Any] = lambda value: value
    write: Callable[[Any], Any] = lambda value: value if value not in ("", [], None) else None
    # Written as null where nothing is said, as the hard maximum of a procedure is.
    keeps_null: bool = False


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that stand together under one heading."""

    heading: str
    fields: Sequence[PieceField]


def read_values(groups: Iterable[FieldGroup], piece: Mapping[str, Any]) -> dict[str, Any]:
    """What is typed in each field for a piece as it is written down."""
    return {field.name: field.read(look_up(piece, field.name)) for group in groups for field in group.fields}


def write_values(groups: Iterable[FieldGroup], piece: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """The piece with what was typed; what the fields do not know of it stays, and what is empty is left out."""
    written = dict(piece)
    for group in groups:
        for field in group.fields:
            kept, value = look_up(piece, field.name), typed[field.name]
            # What was not touched stays as it is written: the same can be written in more than one way.
            value = kept if kept is not None and field.read(kept) == value else field.write(value)
            _store(written, field.name, value, keeps_null=field.keeps_null)
    _drop_terms_without_days(written)
    return written


def look_up(piece: Mapping[str, Any], name: str) -> Any:
    """What a piece says under the name of a field; None where it says nothing."""
    found: Any = piece
    for step in name.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _store(piece: dict[str, Any], name: str, value: Any, *, keeps_null: bool = False) -> None:
    first, _dot, rest = name.partition(".")
    if rest:
        inner = dict(piece.get(first) or {})
        _store(inner, rest, value)
        piece[first] = inner
    elif value is None and not keeps_null:
        piece.pop(first, None)
    else:
        piece[first] = value


def _drop_terms_without_days(piece: dict[str, Any]) -> None:
    """A unit without a number of days is no term."""
    escalation = piece.get("escalation")
    if isinstance(escalation, dict) and "amount" not in escalation.get("within", {"amount": 0}):
        del escalation["within"]


def build_texts(stem: str, label: str, *, is_prose: bool = False) -> list[PieceField]:
    """A text in each language of the site; the English and the Ukrainian name are asked for."""
    return [build_text(f"{stem}_{code}", f"{label} ({code})", is_prose) for code, _name in settings.LANGUAGES]


def build_text(name: str, label: str, is_prose: bool) -> PieceField:
    """A text of one language, a line or several."""
    if is_prose:
        return PieceField(name, lambda: build_text_field(label, required=False, rows=3), write=lambda text: text)
    is_asked = name.endswith(("_en", "_uk"))
    return PieceField(name, lambda: build_line_field(label, max_length=300, required=is_asked))


def build_line(name: str, label: str, *, help_text: str = "") -> PieceField:
    """A line that may be empty."""
    return PieceField(name, lambda: build_line_field(label, required=False, help_text=help_text), read=_to_typed)


def _to_typed(value: Any) -> str:
    return "" if value is None else str(value)


def build_whole(name: str, label: str, *, required: bool = True, keeps_null: bool = False) -> PieceField:

    def build() -> forms.Field:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "dz-input dz-input-number"})
        return forms.IntegerField(label=label, required=required, widget=widget)

    return PieceField(name, build, write=lambda number: number, keeps_null=keeps_null)


def build_flag(name: str, label: str, *, keeps_false: bool = False) -> PieceField:
    """A yes or no; one that older procedures do not know is left out where it is no."""
    return PieceField(
        name,
        lambda: forms.BooleanField(label=label, required=False),
        read=bool,
        write=bool if keeps_false else (lambda value: value or None),
    )


def build_choice(name: str, label: str, choices: Choices, *, required: bool = False) -> PieceField:
    """One of a list; where nothing is chosen, nothing is written."""
    return PieceField(name, lambda: build_select_field(label, choices, required=required), read=_to_typed)


def build_choices(name: str, label: str, choices: Choices, *, keeps_empty: bool = False) -> PieceField:
    """Any number of a list."""
    return PieceField(
        name,
        lambda: build_checkboxes(label, choices),
        read=lambda value: list(value or ()),
        write=list if keeps_empty else (lambda values: list(values) or None),
    )


def build_term(name: str, label: str, *, required: bool) -> list[PieceField]:
    """A length of time: days, of which kind, and where it goes when it ends on a day off."""
    return [
        build_whole(f"{name}.amount", _("%(what)s: days") % {"what": label}, required=required),
        build_choice(f"{name}.unit", _("%(what)s: which days") % {"what": label}, TermUnit.choices),
        PieceField(
            f"{name}.roll",
            lambda: build_select_field(
                _("%(what)s: when it ends on a day off") % {"what": label}, Roll.choices, required=False
            ),
            read=lambda value: value or Roll.NONE.value,
            write=lambda roll: roll if roll != Roll.NONE else None,
        ),
    ]


def build_quorum(name: str, label: str) -> PieceField:
    """A number of seats or a share of them."""

    def write(text: str) -> Any:
        number = parse_whole_number(text)
        return (text.strip() or None) if number is None else number

    help_text = _("A number of seats, or a share such as 2/3. Empty for none.")
    return PieceField(name, lambda: build_line_field(label, required=False, help_text=help_text), read=_to_typed, write=write)


def write_day(day: date) -> str:
    """A day as a document has it."""
    return day.isoformat()
