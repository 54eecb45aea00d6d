"""Sheets: items with an explanation of their columns, what is wrong in one in the form's words, and how one is handed out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from licensing.messages import TranslatedText
from licensing.policy.requests.fields import Field
from licensing.policy.requests.sheets.headings import COLUMNS
from licensing.policy.requests.sheets.writing import Items, write_xlsx
from licensing.policy.requests.types import (
    Choice,
    Code,
    CodeList,
    Codes,
    Day,
    Money,
    Percent,
    Quantity,
    TariffCode,
    Whole,
)
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.fields import Entry, Words, build_form_field

# Codes of gaps for which the form has kinder words than the schema.
_OF_THE_FORM: Final = frozenset({"wrong_form", "wrong_type"})


def build_xlsx(items: Items, lists: Lists) -> bytes:
    """The items under their headings, and a second sheet that says what each column may hold."""
    notes = [(_("Column"), _("What it is"), _("What may stand there"))]
    notes += [(name, str(field.label), _describe_allowed(field, lists)) for name, field in COLUMNS.items()]
    return write_xlsx(items, notes)


def build_sheet_response(content: bytes, name: str, media_type: str = "text/csv; charset=utf-8") -> HttpResponse:
    """A sheet to be saved under this name; no cache keeps it."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def describe_cell_fault(fault: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    """What is wrong in a cell, in the words of the form: a kept fault of an import, and what was read of its line."""
    field = COLUMNS.get(fault["field"])
    if field is not None and field.required and fault["code"] == "required":
        return _("This cell must not be empty.")
    if field is not None and _names_no_code(field, fault["code"]):
        return _("“%(value)s” is none of the codes of this column.") % {"value": item.get(field.name, "")}
    if field is not None and fault["code"] in _OF_THE_FORM and item.get(field.name):
        form_field = build_form_field(field)
        return form_field.describe_fault(item[field.name]) if isinstance(form_field, Entry) else str(form_field.wrong)
    return str(TranslatedText(fault["message"]))


def _names_no_code(field: Field, code: str) -> bool:
    """Whether what stands there cannot be a code at all; of a code that no list has, the act says which list."""
    if isinstance(field.type, Choice):
        return code == "unknown_code"
    return isinstance(field.type, Code) and code in ("wrong_form", "too_long")


def _describe_allowed(field: Field, lists: Lists) -> str:
    match field.type:
        case Codes(of):
            return _("One or several codes, parted by semicolons: ") + ", ".join(lists.get_choices(of))
        case Code(CodeList.UNITS):
            # Nobody knows these by heart, as one knows the codes of countries and currencies.
            return _with_names(lists.units.items())
        case Code(of):
            return ", ".join(lists.get_choices(of))
        case Choice(options):
            return _with_names(options.choices)
        case Quantity() | Money() | Percent() | Whole() | Day() | TariffCode():
            return str(build_form_field(field).wrong)
    return _("Text")


def _with_names(choices: Iterable[tuple[str, Words]]) -> str:
    return ", ".join(f"{code} = {name}" for code, name in choices)
