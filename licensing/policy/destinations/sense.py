"""Destinations that cannot be meant: our own state as a partner, a role that no leg reaches, an owner of nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from licensing.choices import CooperationForm, PartyRole, PlaceRole
from licensing.messages import Message
from licensing.policy.destinations.places import OWN_STATE, Destination, fold_name, list_destinations
from licensing.policy.findings import Finding
from licensing.policy.input.drafts import get_terms, list_rows
from licensing.policy.requests.advice.background import Background, stop

# Who gets the goods in the end, so that a route which is stated has to lead there.
_REACHED: Final = frozenset(
    {
        PlaceRole.PARTNER,
        PartyRole.INTERMEDIATE_CONSIGNEE,
        PartyRole.CONSIGNEE,
        PartyRole.END_USER,
        PartyRole.ULTIMATE_END_USER,
    }
)
_USERS: Final = frozenset({PartyRole.CONSIGNEE, PartyRole.END_USER, PartyRole.ULTIMATE_END_USER})
_SHARED_FORMS: Final = frozenset({CooperationForm.JOINT_VENTURE, CooperationForm.MIXED})
# Kinds of case in which our own people may be those who use the goods: they come back, or are made together.
_KINDS_MEANT: Final = frozenset({"temporary_export", "transit", "technology_transfer"})


def find_senseless_destinations(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    """Every destination of a request that cannot be meant, each with its place."""
    found = list_destinations(document)
    yield from _own_state_findings(document, found)
    yield from _third_country_findings(document, found)
    yield from _unreached_findings(document, found, background)
    yield from _owner_findings(document)


def _own_state_findings(document: Mapping[str, Any], found: list[Destination]) -> Iterator[Finding]:
    may_use = (
        str(document.get("cooperation_form")) in _SHARED_FORMS
        or str(document.get("kind")) in _KINDS_MEANT
        or bool(get_terms(document).get("joint_venture"))
    )
    for one in found:
        if one.is_own_state and one.role == PlaceRole.PARTNER:
            yield stop("own_state_as_partner", one.path, Message("Ukraine is no partner to export to. Name the other state."))
        elif one.is_own_state and one.role in _USERS and not may_use:
            message = Message(
                "The goods would be used in Ukraine. That is meant in a joint venture, a technology transfer or a temporary "
                "export; choose that, or name who uses them abroad."
            )
            yield stop("own_state_as_user", one.path, message)


def _third_country_findings(document: Mapping[str, Any], found: list[Destination]) -> Iterator[Finding]:
    """Of the output of a joint venture our own forces and the partner have parts of their own."""
    for one in found:
        if one.role == PlaceRole.THIRD and (one.is_own_state or one.country == document.get("partner_country")):
            message = Message("This is no third country: Ukraine and the partner country have their own parts of the output.")
            yield stop("no_third_country", one.path, message)


def _unreached_findings(document: Mapping[str, Any], found: list[Destination], background: Background) -> Iterator[Finding]:
    """Only of a request that states its route; where goods of our own state stay, no leg has to lead."""
    legs = list_rows(document, "route")
    reached = {str(leg.get("to_country") or "") for leg in legs} - {""}
    if not reached:
        return
    # The partner of a transit may be the state that sends the goods, so for it the begin of a leg counts too.
    touched = reached | {str(leg.get("from_country") or "") for leg in legs}
    for one in found:
        there = touched if one.role == PlaceRole.PARTNER else reached
        if one.role in _REACHED and one.country != OWN_STATE and one.country not in there:
            message = Message(
                "No leg of the route leads to %(country)s (%(role)s). Add the leg, or correct the country.",
                country=background.get_country(one.country),
                role=one.role_label,
            )
            yield stop("no_leg_reaches", one.path, message)


def _owner_findings(document: Mapping[str, Any]) -> Iterator[Finding]:
    parties = list_rows(document, "parties")
    names = {fold_name(row.get("name")) for row in parties} - {""}
    for number, row in enumerate(parties):
        owned, path = row.get("owner_of"), f"parties.{number}.owner_of"
        if row.get("role") != PartyRole.OWNER:
            if owned:
                yield stop("owns_in_another_role", path, Message("Only an owner says whose owner it is. Choose that role."))
        elif fold_name(owned) not in names - {fold_name(row.get("name"))}:
            message = Message("Say whose owner this is, by the name of another party of the request.")
            yield stop("owner_of_nobody", path, message)
