"""The delivery schedule of a request: which quantity of each item leaves in which period, and what has to be met before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from licensing.policy.exact import to_decimal
from licensing.policy.input.drafts import list_rows, read_day
from licensing.policy.supply.spare import Claim


@dataclass(frozen=True, slots=True)
class PlannedDelivery:
    """A quantity of an item that leaves in a period, both days included; with the milestone and the stage that it waits for."""

    place: int
    item: int
    first_on: date
    last_on: date
    quantity: Decimal
    milestone: str = ""
    stage: str = ""


def read_schedule(document: Mapping[str, Any]) -> list[PlannedDelivery]:
    """The deliveries of a request document, in their order; a row that says too little is no delivery."""
    return list(_list_deliveries(document))


def group_by_item(deliveries: Sequence[PlannedDelivery]) -> dict[int, list[PlannedDelivery]]:
    """The deliveries of each item, the earliest first."""
    found: dict[int, list[PlannedDelivery]] = defaultdict(list)
    for one in sorted(deliveries, key=lambda one: (one.first_on, one.place)):
        found[one.item].append(one)
    return dict(found)


def schedule_claims(document: Mapping[str, Any]) -> dict[int, list[Claim]]:
    """When each item leaves, as its need is judged: on the first day of a period, the strictest that the schedule allows.

    Nothing for an item that the schedule of the document does not name.
    """
    grouped = group_by_item(read_schedule(document))
    return {item: [Claim(one.first_on, one.quantity) for one in rows] for item, rows in grouped.items()}


def split_by_year(deliveries: Sequence[PlannedDelivery], quantity: Decimal) -> dict[int, Decimal]:
    """How much of a quantity of one item leaves in which calendar year, the earliest deliveries first.

    A period that begins in one year and ends in another counts where it begins, as its need is judged. What the deliveries do
    not reach counts in the last of their years; nothing without any delivery.
    """
    found: dict[int, Decimal] = {}
    rest = quantity
    for one in sorted(deliveries, key=lambda one: (one.first_on, one.place)):
        taken = min(one.quantity, rest)
        if taken > 0:
            found[one.first_on.year] = found.get(one.first_on.year, Decimal()) + taken
            rest -= taken
    if rest > 0 and deliveries:
        last = max(one.first_on.year for one in deliveries)
        found[last] = found.get(last, Decimal()) + rest
    return found


def find_last_day(document: Mapping[str, Any]) -> date | None:
    """The last day of the last delivery that the schedule of a document plans; None where it has none."""
    return max((one.last_on for one in _list_deliveries(document)), default=None)


def _list_deliveries(document: Mapping[str, Any]) -> Iterator[PlannedDelivery]:
    for place, row in enumerate(list_rows(document, "deliveries")):
        first_on, last_on, quantity = (
            read_day(row.get("first_on")),
            read_day(row.get("last_on")),
            to_decimal(row.get("quantity")),
        )
        item = row.get("item")
        if first_on and last_on and quantity is not None and isinstance(item, int):
            milestone, stage = str(row.get("milestone") or ""), str(row.get("stage") or "")
            yield PlannedDelivery(place, item, first_on, last_on, quantity, milestone, stage)
