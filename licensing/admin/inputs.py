"""Inputs that more than one form of the desk has."""

from __future__ import annotations

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day, picked or typed; the browser shows it in the reader's own way, and it is sent as YYYY-MM-DD."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "dz-input dz-input-day", **(attrs or {})}, format="%Y-%m-%d")
