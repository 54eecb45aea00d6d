"""Duties that measures charge: computed on the value of the goods that are bound, in cents, half a cent upwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from licensing.choices import EURO
from licensing.policy.exact import PRECISION, format_decimal
from licensing.policy.plans.measures.scope import Goods

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Charge:
    """What a measure charges on some goods: per cent of a value in euros. Where the value is not known, nor is the amount."""

    measure: str
    version: int
    titles: Mapping[str, str]
    percent: Decimal
    value: Decimal | None

    @property
    def amount(self) -> Decimal | None:
        """What is owed, in euros."""
        return None if self.value is None else calculate_duty(self.value, self.percent)

    def as_data(self) -> dict[str, Any]:
        """The duty as a decision keeps it and as its digest covers it."""
        return {
            "measure": self.measure,
            "version": self.version,
            "titles": dict(self.titles),
            "percent": format_decimal(self.percent),
            "value": None if self.value is None else f"{self.value:.2f}",
            "amount": None if self.amount is None else f"{self.amount:.2f}",
            "currency": EURO,
        }


def calculate_duty(value: Decimal, percent: Decimal) -> Decimal:
    """Per cent of a value, rounded to the cent, half a cent upwards."""
    with localcontext(prec=PRECISION):
        return (value * percent / 100).quantize(_CENT, rounding=ROUND_HALF_UP)


def add_up_values(goods: Iterable[Goods]) -> Decimal | None:
    """The value of goods together, to the cent; None where that of one is not known."""
    values = [one.value for one in goods]
    with localcontext(prec=PRECISION):
        return None if None in values else sum((one for one in values if one is not None), Decimal()).quantize(_CENT)
