"""A quantity with its unit, in the form that the number asks for: 1 piece, 600 pieces; in Ukrainian four forms of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from licensing.messages import Message, MessageInContext, PluralMessage, Text
from licensing.policy.exact import format_decimal

_WHOLE: Final[Mapping[str, Callable[[int], Message]]] = {
    "NAR": lambda count: PluralMessage("%(count)d piece", "%(count)d pieces", count=count),
    "NPR": lambda count: PluralMessage("%(count)d pair", "%(count)d pairs", count=count),
    "SET": lambda count: PluralMessage("%(count)d set", "%(count)d sets", count=count),
    "E48": lambda count: PluralMessage("%(count)d service unit", "%(count)d service units", count=count),
    "KGM": lambda count: PluralMessage("%(count)d kilogram", "%(count)d kilograms", count=count),
    "GRM": lambda count: PluralMessage("%(count)d gram", "%(count)d grams", count=count),
    "TNE": lambda count: PluralMessage("%(count)d tonne", "%(count)d tonnes", count=count),
    "MTR": lambda count: PluralMessage("%(count)d metre", "%(count)d metres", count=count),
    "MTK": lambda count: PluralMessage("%(count)d square metre", "%(count)d square metres", count=count),
    "MTQ": lambda count: PluralMessage("%(count)d cubic metre", "%(count)d cubic metres", count=count),
    "LTR": lambda count: PluralMessage("%(count)d litre", "%(count)d litres", count=count),
    "MLT": lambda count: PluralMessage("%(count)d millilitre", "%(count)d millilitres", count=count),
    "HUR": lambda count: PluralMessage("%(count)d hour", "%(count)d hours", count=count),
    "DAY": lambda count: PluralMessage("%(count)d day", "%(count)d days", count=count),
    "MON": lambda count: PluralMessage("%(count)d month", "%(count)d months", count=count),
}
# Of a part of one: Ukrainian has a form of its own, which no whole number asks for.
_PARTS: Final[Mapping[str, Callable[[str], Message]]] = {
    "KGM": lambda number: MessageInContext("a part of one", "%(number)s kilograms", number=number),
    "GRM": lambda number: MessageInContext("a part of one", "%(number)s grams", number=number),
    "TNE": lambda number: MessageInContext("a part of one", "%(number)s tonnes", number=number),
    "MTR": lambda number: MessageInContext("a part of one", "%(number)s metres", number=number),
    "MTK": lambda number: MessageInContext("a part of one", "%(number)s square metres", number=number),
    "MTQ": lambda number: MessageInContext("a part of one", "%(number)s cubic metres", number=number),
    "LTR": lambda number: MessageInContext("a part of one", "%(number)s litres", number=number),
    "MLT": lambda number: MessageInContext("a part of one", "%(number)s millilitres", number=number),
    "HUR": lambda number: MessageInContext("a part of one", "%(number)s hours", number=number),
    "DAY": lambda number: MessageInContext("a part of one", "%(number)s days", number=number),
}


def describe_quantity(quantity: Decimal, unit: str, name: Text) -> str:
    """A quantity in a unit as its reader says it. A unit that was put on the list later stands by its name after the number."""
    number = format_decimal(quantity)
    if quantity == quantity.to_integral_value():
        return str(_WHOLE[unit](int(quantity))) if unit in _WHOLE else f"{number} {name}"
    return str(_PARTS[unit](number)) if unit in _PARTS else f"{number} {name}"
