"""Which way a request takes: the decision table asked about it, and the procedure that it is routed to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from licensing.choices import EURO, ItemVerdict, PlaceRole
from licensing.models import Case, ControlEntry, Country, Procedure, RoutingRow
from licensing.models.clocks.days import to_local_day
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.models.requests.composition import build_routing_facts, load_rates
from licensing.models.requests.sales import load_framework_users, load_related_sales
from licensing.models.supply.families import load_families
from licensing.models.supply.splitting import load_split_rules
from licensing.policy.assessment.classification import ClassifiedItem
from licensing.policy.destinations.places import list_destinations
from licensing.policy.destinations.splitting import END_USERS, Market, SplitSum, find_sums, read_sale
from licensing.policy.signoff.routing import CaseFacts, RouteRow, Routing, route


def compute_routing(case: Case, document: dict[str, Any], *, on: date) -> Routing:
    """Which procedure and which further seats the decision table gives a case on a day, and because of which rows."""
    return route(load_routing_facts(case, document, on=on), load_routing_table(on))


def load_routing_facts(case: Case, document: dict[str, Any], *, on: date) -> CaseFacts:
    """What the decision table looks at, with the sums over what was filed apart."""
    return build_routing_facts(case, document, on=on, sums=_load_sums(case, document, on=on))


@dataclass(frozen=True, slots=True)
class FoundWay:
    """The way of a case as it goes, and as it would go by what the authority found its goods to be."""

    now: Routing
    then: Routing
    # Items that were classified otherwise, as the routing of the case keeps them.
    found: Sequence[Mapping[str, Any]]

    @property
    def is_other(self) -> bool:
        """Whether another procedure follows, or bodies are heard that are not heard now."""
        return self.then.procedure != self.now.procedure or bool(self.further_seats)

    @property
    def further_seats(self) -> list[str]:
        """The bodies that would be heard and are not."""
        return sorted(set(self.then.extra_seats) - set(self.now.extra_seats))


def find_way(case: Case, document: dict[str, Any], items: Collection[ClassifiedItem], *, on: date) -> FoundWay:
    """Which way the decision table gives a case on a day, by what its goods were filed as and classified as."""
    typed, table = load_routing_facts(case, document, on=on), load_routing_table(on)
    found = list(_describe_reclassified(items))
    facts = build_routing_facts(case, document, on=on, found=found)
    return FoundWay(route(typed, table), route(replace(typed, goods=facts.goods, mtcr=facts.mtcr), table), found)


def _describe_reclassified(items: Collection[ClassifiedItem]) -> Iterator[dict[str, Any]]:
    otherwise = [one for one in items if one.verdict is not ItemVerdict.CONFIRMED]
    codes = {code for one in otherwise for code in one.entries}
    mtcr = dict(ControlEntry.objects.filter(pk__in=codes).values_list("pk", "mtcr_default"))
    for one in otherwise:
        entries = list(one.entries)
        yield {
            "number": one.number,
            "was": list(one.was),
            "entries": entries,
            "mtcr": sorted({mtcr[code] for code in entries if code in mtcr}),
        }


def _load_sums(case: Case, document: dict[str, Any], *, on: date) -> list[SplitSum]:
    rules = load_split_rules() if case.kind.permit != "none" else []
    if not rules:
        return []
    filed_on = to_local_day(case.submitted_at) if case.submitted_at else on
    users = load_framework_users(case)
    sale = read_sale(document, case=str(case.pk), filed_on=filed_on, framework_users=users)
    others = load_related_sales(sale, days=max(one.days for one in rules))
    if sale.is_yearly or not others:
        return []
    currencies = {line.currency for one in (sale, *others) for line in one.lines}
    return find_sums(sale, others, Market(rules, load_families(), load_rates(currencies - {EURO, ""}, on)))


def lock_destinations(document: dict[str, Any]) -> None:
    """Let no other request to these countries be filed, accepted or amended before this act has committed.

    So of several that are filed at once each counts those before it. Taken in the order of codes, against deadlocks, and after
    the release that the act cites, as whoever changes the list of countries does.
    """
    countries = {one.country for one in list_destinations(document) if one.role in (PlaceRole.PARTNER, *END_USERS)}
    list(Country.objects.select_for_update(no_key=True).filter(pk__in=countries).order_by("pk").values_list("pk"))


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


def serialize_routing(routing: Routing, *, found: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Why this procedure and these bodies, as the case keeps it.

    `found` is what the authority found goods to be, where the case was sent another way by that.
    """
    return ({"found": list(found)} if found else {}) | {
        "procedure": routing.procedure,
        "fired": [{"code": row.code, "because": render_in_every_language(row.because)} for row in routing.fired],
        "extra_seats": list(routing.extra_seats),
        "flags": list(routing.flags),
        "sums": [
            {
                "rule": one.rule.code,
                "days": one.rule.days,
                "threshold": str(one.rule.threshold),
                "total": str(one.total),
                "family": one.family,
                "cases": [sale.case for sale in one.counted],
            }
            for one in routing.sums
        ],
        "grounds": [{"code": one.code, "because": render_in_every_language(one.because)} for one in routing.grounds],
    }
