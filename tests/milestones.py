"""Requests whose deliveries wait: for a milestone of the loan, or for the gate of a stage of the technology transfer."""

from __future__ import annotations

from typing import Any, Final

from licensing.models import Licence
from tests.world import REQUEST, World

PAID, ASSEMBLY = "Advance paid", "Assembly"
LOAN: Final[dict[str, Any]] = {
    "kind": "buyer_credit",
    "amount": "1000000.00",
    "currency": "EUR",
    "tenor_years": 5,
    "rate_percent": "5",
    "milestones": [
        {"title": PAID, "planned_on": "2026-12-01", "opens": "deliveries"},
        {"title": "Fee paid", "planned_on": "2026-12-01", "opens": "money"},
    ],
}
VENTURE: Final[dict[str, Any]] = {
    "name": "Invented JV",
    "country": "EE",
    "shareholders": [{"name": "Zhuravel Vyhadka Aero LLC", "share": "51"}, {"name": "Fictional Ministry", "share": "49"}],
    "stages": [{"title": ASSEMBLY, "gate": "Fifty assembled under supervision", "planned_on": "2027-06-01"}],
}
TERMS: Final = REQUEST["terms"]


def plan_delivery(item: int, quantity: str, **waits: str) -> dict[str, Any]:
    """A delivery of an item in the year 2031, and what it waits for."""
    return {"item": item, "first_on": "2031-01-01", "last_on": "2031-12-31", "quantity": quantity} | waits


def issue_waiting_licence(world: World, **changes: Any) -> Licence:
    """A licence for 40 UAVs and 4 ground stations that all wait for the advance, unless said otherwise."""
    return world.licence(**({"terms": TERMS | {"financing": LOAN}} | changes))
