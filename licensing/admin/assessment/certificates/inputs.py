"""Goods of a certificate as they are typed, one in a line, and read back."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from licensing.acts.assessment.certificates.facts import LineInput
from licensing.acts.requests.codes import name_units
from licensing.admin.pages.inputs import parse_whole_number
from licensing.models import Case, Certificate
from licensing.policy.input.numbers import format_for_typing, parse_number

_PARTS = 4


def read_lines_text(text: str) -> list[LineInput]:
    """The goods that were typed; raises ValidationError with the line that cannot be read."""
    units = name_units()
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        # From the end: a name may hold a semicolon of its own.
        parts = [one.strip() for one in line.rsplit(";", _PARTS - 1)]
        quantity = parse_number(parts[2]) if len(parts) == _PARTS else None
        unit = units.get(parts[3].casefold()) if len(parts) == _PARTS else None
        if not isinstance(quantity, Decimal) or unit is None or not parts[0]:
            raise forms.ValidationError(
                _("This line cannot be read: “%(line)s”. Write name; model; quantity; unit.") % {"line": line}
            )
        found.append(LineInput(name=parts[0], model=parts[1], quantity=quantity, unit=unit))
    return found


def write_lines_text(certificate: Certificate) -> str:
    """The goods of a certificate as they are typed."""
    return _write_goods(certificate.lines.order_by("number"))


def write_item_lines(case: Case) -> str:
    """The items of a case as the goods of a certificate are typed."""
    return _write_goods(case.items.order_by("number"))


def read_covers_text(text: str) -> dict[int, int]:
    """On which line items stand, by their numbers; raises ValidationError with the line that cannot be read."""
    found: dict[int, int] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        item, _sign, number = line.partition(";")
        read = parse_whole_number(item), parse_whole_number(number)
        if read[0] is None or read[1] is None or read[0] in found:
            raise forms.ValidationError(_("This line cannot be read: “%(line)s”.") % {"line": line})
        found[read[0]] = read[1]
    return found


def _write_goods(rows: Iterable[Any]) -> str:
    return "\n".join(f"{one.name}; {one.model}; {format_for_typing(one.quantity)}; {one.unit_id}" for one in rows)
