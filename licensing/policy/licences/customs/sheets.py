"""What has left under licences as a sheet (CSV), entry by entry, every number plain and exact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date
from decimal import Decimal

from licensing.policy.requests.sheets.delimited import write_sheet


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """An entry of a ledger with what it is of; `quantity` is below nought where it reverses another entry.

    `left_after` is what the line still allowed afterwards, in its unit; below nought where more had left than it allows.
    """

    licence: str
    case: str
    year: int | None
    line: int
    goods: str
    model: str
    cleared_on: date
    quantity: Decimal
    unit: str
    left_after: Decimal
    declaration: str
    customs_office: str
    message: str
    reverses: str


def write_deliveries(rows: Iterable[DeliveryRow]) -> bytes:
    """A line for each entry, under the names of its fields."""
    return write_sheet([field.name for field in fields(DeliveryRow)], map(astuple, rows))
