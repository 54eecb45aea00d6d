"""Inputs that more than one form of the desk has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError


def parse_whole_number(text: object) -> int | None:
    """A whole number as it stands in an address or a field; nothing, where there is none that a row could have."""
    digits = str(text).strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None


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
