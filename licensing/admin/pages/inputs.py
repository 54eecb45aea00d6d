"""Inputs that more than one form of the desk has."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from licensing.policy.exact import format_decimal
from licensing.policy.input.numbers import format_for_typing, parse_number
from licensing.policy.input.texts import clean_text, find_odd_character


def parse_whole_number(text: object) -> int | None:
    """A whole number as it stands in an address or a field; nothing, where there is none that a row could have."""
    digits = str(text).strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None


def parse_ids(text: str) -> list[UUID]:
    """The id that stands in an address, or none where it is no id of any row."""
    try:
        return [UUID(text)]
    except ValueError:
        return []


class TypedText(forms.CharField):
    """A text in its normal form, as the gate of the commands takes it; one that it would refuse is refused at its field."""

    def to_python(self, value: Any) -> str:
        return clean_text(str(super().to_python(value)))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if why := find_odd_character(value):
            raise ValidationError(str(why), code="odd")


class TypedNumber(forms.DecimalField):
    """A number as people write it, read by the one reader of numbers; an ambiguous one is refused with both readings."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs take it for a whole number
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        read = parse_number(str(value))
        if not isinstance(read, Decimal):
            raise ValidationError(str(read), code="invalid")
        # Without idle zeros, which the field would count as decimals.
        return Decimal(format_decimal(read))

    def prepare_value(self, value: Any) -> Any:
        # As it is read back: `1.125` would be refused as ambiguous when the form is sent.
        return format_for_typing(value) if isinstance(value, Decimal) else value


class DayInput(forms.DateInput):
    """A day, picked or typed; the browser shows it in the reader's own way, and it is sent as YYYY-MM-DD."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "dz-input dz-input-day", **(attrs or {})}, format="%Y-%m-%d")


class LabelledInputs(forms.MultiWidget):
    """Several inputs of one field, each under a label of its own; `languages` names the language that is typed in each."""

    labels: Sequence[Any] = ()
    languages: Sequence[str] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: BaseRenderer | None = None) -> SafeString:
        about = self.get_context(name, value, attrs)["widget"]["subwidgets"]
        languages = self.languages or [""] * len(self.widgets)
        rows = [
            {
                "id": one["attrs"].get("id", ""),
                "language": language,
                "label": label,
                "input": widget.render(one["name"], one["value"], _name_part(one["attrs"], label), renderer),
            }
            for one, widget, label, language in zip(about, self.widgets, self.labels, languages, strict=True)
        ]
        return render_to_string("admin/licensing/pages/fields/labelled_inputs.html", {"rows": rows})


def _name_part(attrs: dict[str, Any], label: Any) -> dict[str, Any]:
    """A name that the whole field was given would hide the label of each input, so it takes that in."""
    whole = attrs.get("aria-label")
    return {**attrs, "aria-label": f"{whole}, {label}"} if whole else attrs
