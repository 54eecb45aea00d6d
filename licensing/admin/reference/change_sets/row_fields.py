"""A field of a form for each column of a governed list, made from the column, and its value as a change set keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any, Final, TypeAlias

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminTextareaWidget

from licensing.admin.forms.base import build_date_field, build_line_field, build_select_field, build_text_field
from licensing.admin.pages.inputs import TypedNumber, TypedText
from licensing.admin.pages.texts import TextsInputs
from licensing.admin.reference.change_sets.governed_lists import name_row
from licensing.admin.reference.change_sets.inputs.choosing import build_grouped_field, build_many_field
from licensing.admin.reference.change_sets.inputs.column_help import HELP
from licensing.admin.reference.change_sets.inputs.parameters import ParametersField
from licensing.admin.reference.change_sets.inputs.request_conditions import ConditionField
from licensing.admin.reference.change_sets.row_words import NOTHING, WORDS, find_field, get_label
from licensing.admin.reference.coded_columns import CODED
from licensing.models.reference.texts import TextsField
from licensing.policy.reference.alphabet import build_sort_key
from licensing.policy.reference.governed import GOVERNED, Row

# A column of any kind of table.
Column: TypeAlias = Any
_NUMBER: Final = {"inputmode": "numeric", "class": "dz-input dz-input-number"}


class NamesField(TypedText):
    """Several names, one in a line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


def build_field(code: str, column: str) -> forms.Field:
    """The field for a column of a list: choices by name, texts by language, days and numbers as people write them."""
    field = _build_plain_field(code, column)
    if help_text := HELP.get((code, column)) or HELP.get(("", column)):
        field.help_text = help_text
    return field


def to_initial(code: str, column: str, value: Any) -> Any:
    """A kept value as its field shows it."""
    field = find_field(code, column)
    if isinstance(field, models.DecimalField) and value is not None:
        return Decimal(value)
    return value


def to_value(code: str, column: str, value: Any) -> Any:
    """What a field has read, as a change set keeps it."""
    field = find_field(code, column)
    if value in ("", None) and field is not None and field.null:
        return None
    match value:
        case Decimal():
            return format(value, "f")
        case date() | time():
            return value.isoformat()
    return value


def list_form_columns(code: str, row: Row | None) -> list[str]:
    """The columns that a form asks for: all of a new row, and of one that is there what decides and may change."""
    declared = GOVERNED[code]
    if row is None:
        return list(declared.columns)
    return [name for name in declared.decides if name not in declared.fixed and name not in declared.key]


def list_wording_columns(code: str) -> list[str]:
    """The columns that one person may reword."""
    return list(GOVERNED[code].wording)


def _build_plain_field(code: str, column: str) -> forms.Field:
    field, label = find_field(code, column), get_label(code, column)
    assert field is not None  # lists that are written as documents have an editor of their own
    required = not (field.blank or field.null)
    if isinstance(field, TextsField):
        return TextsInputs(field, label=label, required=not field.blank)
    if coded := CODED.get((code, column)):
        if coded.many:
            return build_many_field(label, coded.list_options())
        return build_grouped_field(label, coded.list_groups(), required=required, empty=_("Choose") if required else NOTHING)
    if (code, column) == ("conditions", "parameters"):
        return ParametersField(label=label, required=False)
    if options := _list_options(code, column, field):
        return build_select_field(label, _offer(options, required=required), required=required)
    build = next((build for kind, build in _BUILDERS if isinstance(field, kind)), _build_line_of_text)
    return build(field, label, required)


class _TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__({"class": "dz-input dz-input-day"}, format="%H:%M")


def _build_flag(field: Column, label: str, required: bool) -> forms.Field:
    return forms.BooleanField(label=label, required=False)


def _build_day(field: Column, label: str, required: bool) -> forms.Field:
    return build_date_field(label, required=required)


def _build_time(field: Column, label: str, required: bool) -> forms.Field:
    return forms.TimeField(label=label, required=required, widget=_TimeInput(), input_formats=["%H:%M", "%H:%M:%S"])


def _build_number(field: Column, label: str, required: bool) -> forms.Field:
    return TypedNumber(
        label=label,
        required=required,
        max_digits=field.max_digits,
        decimal_places=field.decimal_places,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "dz-input dz-input-number"}),
    )


def _build_sentences(field: Column, label: str, required: bool) -> forms.Field:
    return build_text_field(label, required=required)


def _build_line_of_text(field: Column, label: str, required: bool) -> forms.Field:
    return build_line_field(label, required=required, max_length=field.max_length or 200)


def _build_whole_number(field: Column, label: str, required: bool) -> forms.Field:
    lowest, highest = (0, 32_767) if isinstance(field, models.PositiveSmallIntegerField) else (-32_768, 32_767)
    widget = forms.TextInput(attrs=_NUMBER)
    return forms.IntegerField(label=label, required=required, min_value=lowest, max_value=highest, widget=widget)


def _build_json(field: Column, label: str, required: bool) -> forms.Field:
    if field.get_default() != []:
        return ConditionField(label=label, required=False)
    widget = UnfoldAdminTextareaWidget(attrs={"rows": 3, "class": "dz-mono"})
    return NamesField(label=label, required=False, widget=widget, max_length=4000)


def _list_options(code: str, column: str, field: models.Field[Any, Any]) -> Sequence[tuple[str, str]]:
    if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type):
        return _list_rows(field.related_model._default_manager.all())
    if codes := GOVERNED[code].words.get(column):
        words = WORDS.get((code, column), {})
        return [(one, str(capfirst(words.get(one, one)))) for one in codes if one]
    return [(str(value), str(label)) for value, label in field.flatchoices] if field.choices else []


def _list_rows(rows: Iterable[models.Model]) -> list[tuple[str, str]]:
    named = [(str(row.pk), name_row(row)) for row in rows]
    return sorted(named, key=lambda one: build_sort_key(one[1]))


def _offer(options: Sequence[tuple[str, str]], *, required: bool) -> list[tuple[str, str]]:
    return [("", _("Choose") if required else NOTHING), *options]


# What a column is typed in, by its kind; the first that fits.
_BUILDERS: Final[Sequence[tuple[type[Any], Callable[[Column, str, bool], forms.Field]]]] = (
    (models.BooleanField, _build_flag),
    (models.DateField, _build_day),
    (models.TimeField, _build_time),
    (models.IntegerField, _build_whole_number),
    (models.DecimalField, _build_number),
    (models.JSONField, _build_json),
    (models.TextField, _build_sentences),
)
