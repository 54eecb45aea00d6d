"""Inputs that more than one form of the desk has."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError

from licensing.policy.exact import format_decimal
from licensing.policy.input.numbers import format_for_typing, parse_number
from licensing.policy.input.texts import clean_text, find_odd_character


def parse_whole_number(text: object) -> int | None:
    """A whole number as it stands in an address or a field; nothing, where there is none that a row could have."""
    digits = str(text).strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None


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


class Picker(AutocompleteSelect):
    """A row picked by typing a part of its name. What cannot be the id of any row picks nothing, and the form says so."""

    def optgroups(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> Any:
        return super().optgroups(name, [one for one in value if self._may_be_id(one)], attrs)

    def _may_be_id(self, given: Any) -> bool:
        try:
            self.field.target_field.to_python(given)
        except ValidationError:
            return False
        return True
