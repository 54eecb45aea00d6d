"""Parties, destination and route of a request, against one another and against the applicant and its plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from licensing.choices import CaseState, PartyKind, PartyRole
from licensing.messages import Message
from licensing.policy.destinations.places import fold_name
from licensing.policy.destinations.splitting import END_USERS
from licensing.policy.findings import Finding
from licensing.policy.input.drafts import list_rows
from licensing.policy.requests.advice.background import Background, explain, note, stop

_RECEIVERS = (
    PartyRole.END_USER,
    PartyRole.ULTIMATE_END_USER,
    PartyRole.CONSIGNEE,
    PartyRole.INTERMEDIATE_CONSIGNEE,
    PartyRole.BUYER,
)


def find_plan(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    """Whether the country plan that a request carries out is for its country, and in force."""
    planned, asked = background.plan_country, document.get("partner_country")
    if planned and asked and planned != asked:
        message = Message(
            "The plan is for %(planned)s and this request is for %(asked)s.",
            planned=background.get_country(planned),
            asked=background.get_country(asked),
        )
        yield stop("plan_of_another_country", "plan", message)
    match background.plan_state:
        case CaseState.REFUSED:
            yield stop("plan_not_in_force", "plan", Message("The country plan was refused. Choose another, or none."))
        case CaseState.WITHDRAWN:
            yield stop("plan_not_in_force", "plan", Message("The country plan was withdrawn. Choose another, or none."))
        case CaseState.CARRIED_OVER:
            message = Message("The country plan went on as an expression of interest. Choose another, or none.")
            yield stop("plan_not_in_force", "plan", message)
        case CaseState.NOT_REQUIRED:
            yield stop("plan_not_in_force", "plan", Message("What it draws on needs no licence. Choose another, or none."))
        case CaseState.GRANTED | None:
            pass
        case _:
            yield note("plan_undecided", "plan", Message("The country plan is not decided yet."))


def find_parties(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    """Who plays which role, and where."""
    applicant = fold_name(background.applicant)
    parties = list_rows(document, "parties")
    buyers = {fold_name(row.get("name")) for row in parties if row.get("role") == PartyRole.BUYER}
    for number, row in enumerate(parties):
        name = fold_name(row.get("name"))
        if row.get("role") != PartyRole.END_USER or not name:
            continue
        if name == applicant and name in buyers:
            message = Message("Buyer, end user and applicant are one. Say who uses the goods.")
            own = note if row.get("kind") == PartyKind.GOVERNMENT else explain
            yield own("one_party_in_every_role", f"parties.{number}.name", message)
        if row.get("kind") == PartyKind.INDIVIDUAL:
            message = Message("The end user is an individual. Say for what and on what ground.")
            yield explain("end_user_is_individual", f"parties.{number}.kind", message)
    yield from _destination_findings(document, background)


def find_route(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    """Legs that do not follow one another, and a route that ends where nobody receives."""
    legs = list_rows(document, "route")
    for number, (before, after) in enumerate(pairwise(legs), 1):
        if _are_different(before.get("to_country"), after.get("from_country")):
            message = Message(
                "This leg begins in %(begin)s, and the one before ends in %(end)s.",
                begin=background.get_country(after["from_country"]),
                end=background.get_country(before["to_country"]),
            )
            yield explain("route_is_broken", f"route.{number}.from_country", message)
    ends = {row.get("country") for row in list_rows(document, "parties") if row.get("role") in _RECEIVERS}
    last = legs[-1].get("to_country") if legs else None
    if last and ends - {None} and last not in ends:
        message = Message(
            "The route ends in %(country)s, where no consignee, buyer or end user is.", country=background.get_country(last)
        )
        yield explain("route_ends_elsewhere", f"route.{len(legs) - 1}.to_country", message)


def _destination_findings(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    asked = document.get("partner_country")
    for number, row in enumerate(list_rows(document, "parties")):
        country = row.get("country")
        if row.get("role") in END_USERS and asked and country and country != asked:
            message = Message(
                "The end user is in %(country)s and the request is for %(asked)s.",
                country=background.get_country(country),
                asked=background.get_country(asked),
            )
            yield explain("end_user_elsewhere", f"parties.{number}.country", message)


def _are_different(one: Any, other: Any) -> bool:
    return bool(one and other and one != other)
