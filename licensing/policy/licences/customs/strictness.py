"""Which of two figures of a duty asks for more, so that the strictest of several can be proposed.

It follows from what the figure means in its rule: a shorter time after an event and a smaller cap ask for more, a longer time
before a shipment and a longer period of a cap do too. Of other figures nobody can tell, and the decider chooses.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from licensing.choices import GateRule
from licensing.policy.exact import to_decimal
from licensing.policy.licences.customs.gate_rules import CAPS, Terms


class Direction(Enum):
    """Which of two figures is the stricter one."""

    LESS = "less"
    MORE = "more"

    def is_kept(self, mine: Any, theirs: Any) -> bool:
        """Whether the first figure asks as much as the second; never where one of them is no figure."""
        read = _read_figure(mine), _read_figure(theirs)
        if read[0] is None or read[1] is None:
            return False
        return read[0] <= read[1] if self is Direction.LESS else read[0] >= read[1]


_OF_CAPS: Final[Mapping[str, Direction]] = {
    "quantity": Direction.LESS,
    "amount": Direction.LESS,
    "months": Direction.MORE,
}
# The rules of the library that give a time, with what makes it stricter.
_OF_DUE_RULES: Final[Mapping[str, Direction]] = {
    "after_delivery+": Direction.LESS,
    "after_payment+": Direction.LESS,
    "before_shipment-": Direction.MORE,
    "every ": Direction.LESS,
    "on_notice+": Direction.LESS,
    "on ": Direction.LESS,
}


def find_direction(terms: Terms, name: str) -> Direction | None:
    """What makes a parameter of a condition stricter; None where its rule does not say."""
    if terms.rule and GateRule(terms.rule) in CAPS:
        return _OF_CAPS.get(name)
    if f"{{{name}}}" not in terms.due_rule:
        return None
    return next((found for rule, found in _OF_DUE_RULES.items() if terms.due_rule.startswith(rule)), None)


def list_stricter(terms: Terms, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of the figures by which a condition asks for more than before, where its rule says which of two does."""
    found = []
    for name, figure in after.items():
        direction, was = find_direction(terms, name), before.get(name)
        if direction and direction.is_kept(figure, was) and not direction.is_kept(was, figure):
            found.append(name)
    return found


def _read_figure(value: Any) -> Decimal | None:
    # First as a number: an amount such as 10000101 would pass for a day as well, the first of January 1000.
    number = to_decimal(value)
    if number is not None:
        return number
    try:
        return Decimal(date.fromisoformat(str(value)).toordinal())
    except ValueError:
        return None
