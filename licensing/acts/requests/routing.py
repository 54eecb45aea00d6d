"""Which way a request takes: the decision table asked about it, and the procedure that it is routed to."""

from __future__ import annotations

from datetime import date
from typing import Any

from licensing.models import Case, Procedure, RoutingRow
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.models.requests.composition import build_routing_facts
from licensing.policy.signoff.routing import RouteRow, Routing, route


def compute_routing(case: Case, document: dict[str, Any], *, on: date) -> Routing:
    """Which procedure and which further seats the decision table gives a case on a day, and because of which rows."""
    return route(build_routing_facts(case, document, on=on), load_routing_table(on))


def load_routing_table(on: date) -> list[RouteRow]:
    """The rows of the decision table that are in force on a day."""
    rows = RoutingRow.objects.filter(valid_from__lte=on).exclude(retired_on__lte=on).order_by("priority", "pk")
    return [row.as_policy() for row in rows]


def find_kept_procedure(case: Case, routing: Routing) -> Procedure | None:
    """A case keeps the version of the procedure that it was accepted under, as long as it is routed to that procedure."""
    kept = case.procedure if case.accepted_at else None
    return kept if kept and kept.code == routing.procedure else None


def route_case(case: Case, document: dict[str, Any], *, on: date) -> tuple[Routing, Procedure | None]:
    """The route of a case on a day, and the version of a procedure that it would take; None where none is in force."""
    routing = compute_routing(case, document, on=on)
    if kept := find_kept_procedure(case, routing):
        return routing, kept
    found = Procedure.objects.in_force(routing.procedure, on=on).select_related("calendar")
    return routing, found.first()


def serialize_routing(routing: Routing) -> dict[str, Any]:
    """Why this procedure and these bodies, as the case keeps it."""
    return {
        "procedure": routing.procedure,
        "fired": [{"code": row.code, "because": render_in_every_language(row.because)} for row in routing.fired],
        "extra_seats": list(routing.extra_seats),
        "flags": list(routing.flags),
    }
