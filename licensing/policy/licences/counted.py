"""A quantity with its unit, in the form that the number asks for: 1 piece, 600 pieces; in Ukrainian four forms of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from licensing.messages import Message, MessageInContext, Number, PluralMessage, Text

_WHOLE: Final[Mapping[str, Callable[[int, Number], Message]]] = {
    "NAR": lambda n, number: PluralMessage("%(number)s piece", "%(number)s pieces", count=n, number=number),
    "NPR": lambda n, number: PluralMessage("%(number)s pair", "%(number)s pairs", count=n, number=number),
    "SET": lambda n, number: PluralMessage("%(number)s set", "%(number)s sets", count=n, number=number),
    "E48": lambda count, number: PluralMessage(
        "%(number)s service unit", "%(number)s service units", count=count, number=number
    ),
    "KGM": lambda n, number: PluralMessage("%(number)s kilogram", "%(number)s kilograms", count=n, number=number),
    "GRM": lambda n, number: PluralMessage("%(number)s gram", "%(number)s grams", count=n, number=number),
    "TNE": lambda n, number: PluralMessage("%(number)s tonne", "%(number)s tonnes", count=n, number=number),
    "MTR": lambda n, number: PluralMessage("%(number)s metre", "%(number)s metres", count=n, number=number),
    "MTK": lambda count, number: PluralMessage(
        "%(number)s square metre", "%(number)s square metres", count=count, number=number
    ),
    "MTQ": lambda n, number: PluralMessage("%(number)s cubic metre", "%(number)s cubic metres", count=n, number=number),
    "LTR": lambda n, number: PluralMessage("%(number)s litre", "%(number)s litres", count=n, number=number),
    "MLT": lambda n, number: PluralMessage("%(number)s millilitre", "%(number)s millilitres", count=n, number=number),
    "HUR": lambda n, number: PluralMessage("%(number)s hour", "%(number)s hours", count=n, number=number),
    "DAY": lambda n, number: PluralMessage("%(number)s day", "%(number)s days", count=n, number=number),
    "MON": lambda n, number: PluralMessage("%(number)s month", "%(number)s months", count=n, number=number),
}
# Of a part of one: Ukrainian has a form of its own, which no whole number asks for.
_PARTS: Final[Mapping[str, Callable[[Number], Message]]] = {
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


def count_in_unit(quantity: Decimal, unit: str, name: Text | None = None) -> Text:
    """A quantity in a unit, for a sentence: rendered in the language of whoever reads it.

    A unit that was put on the list later stands by its name after the number, or by its code where nobody has read its name.
    """
    number = Number(quantity)
    if not unit and name is None:
        # A draft may say how much before it says of what.
        return Message("%(number)s", number=number)
    if quantity == quantity.to_integral_value() and unit in _WHOLE:
        return _WHOLE[unit](int(quantity), number)
    if quantity != quantity.to_integral_value() and unit in _PARTS:
        return _PARTS[unit](number)
    return Message("%(number)s %(of)s", number=number, of=unit if name is None else name)


def describe_quantity(quantity: Decimal, unit: str, name: Text) -> str:
    """The same as its reader says it now."""
    return str(count_in_unit(quantity, unit, name))
