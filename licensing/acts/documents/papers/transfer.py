"""Who takes part in a transfer, where the goods go and on which way: what a paper takes from the request as it was granted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from licensing.acts.documents.papers.words import keep_filled, render_day, render_words
from licensing.choices import PartyRole, TransportMode
from licensing.messages import Message
from licensing.models import Case, Organisation
from licensing.policy.documents.papers import Column, Fact, Lines, Part, Sheet, Words
from licensing.policy.requests.sections import name_vessel

# Who owns a party is for the authority to know; everybody else takes part in the transfer, and is looked for on its paper.
_LEFT_OUT: Final = (PartyRole.OWNER,)


def build_parties(holder: Organisation, filed: Mapping[str, Any], countries: Mapping[str, str]) -> Part:
    """The holder, then everybody who takes part, by their roles."""
    order = list(PartyRole)
    parties = sorted(filed.get("parties", ()), key=lambda one: order.index(PartyRole(one["role"])))
    facts = [(render_words(_("Holder of the licence")), describe_organisation(holder, countries))]
    facts += [
        (render_words(PartyRole(one["role"]).label), _describe_party(one, countries))
        for one in parties
        if one["role"] not in _LEFT_OUT
    ]
    return Part(title=render_words(_("Parties")), facts=facts)


def build_applicant(case: Case, countries: Mapping[str, str]) -> list[Fact]:
    """Who asked; nothing where no organisation did."""
    if case.organisation is None:
        return []
    return [(render_words(_("Applicant")), describe_organisation(case.organisation, countries))]


def describe_organisation(holder: Organisation, countries: Mapping[str, str]) -> Lines:
    """An organisation by its names, its register and its address."""
    return keep_filled(
        holder.name,
        holder.name_original,
        _describe_register(holder.register_no),
        holder.address,
        countries.get(holder.country_id, holder.country_id),
    )


def _describe_party(party: Mapping[str, Any], countries: Mapping[str, str]) -> Lines:
    return keep_filled(
        party["name"],
        party.get("name_original"),
        _describe_register(party.get("register_no")),
        party.get("address"),
        countries.get(party["country"], party["country"]),
    )


def _describe_register(number: str | None) -> Words | None:
    return render_words(Message("register number %(number)s", number=number)) if number else None


def build_use(filed: Mapping[str, Any], countries: Mapping[str, str]) -> Part:
    """Where the goods go, what for, and by which contract."""
    country, use, terms = filed.get("partner_country"), filed.get("end_use") or {}, filed.get("terms") or {}
    signed = terms.get("contract_date")
    found: list[Fact] = [
        (
            render_words(_("Country of destination")),
            keep_filled(f"{countries.get(country, country)} ({country})" if country else None),
        ),
        (render_words(_("End use")), keep_filled(use.get("purpose"), use.get("location"))),
        (
            render_words(_("Contract")),
            keep_filled(terms.get("contract_no"), render_day(date.fromisoformat(signed)) if signed else None),
        ),
        (
            render_words(_("Terms of delivery")),
            keep_filled(" ".join(filter(None, (terms.get("incoterm"), terms.get("place"))))),
        ),
        (render_words(_("Payment")), keep_filled(terms.get("payment"), terms.get("bank"))),
    ]
    return Part(title=render_words(_("Destination and contract")), facts=[fact for fact in found if fact[1]])


def build_route(filed: Mapping[str, Any], countries: Mapping[str, str]) -> list[Part]:
    """The legs of the way with carriers and customs points; none where the request names none."""
    columns = [
        Column(render_words(_("No.")), "short"),
        Column(render_words(_("Mode of transport")), "short"),
        Column(render_words(_("From")), "wide"),
        Column(render_words(_("To")), "wide"),
        Column(render_words(_("Carrier, vessel, customs point")), "wide"),
    ]
    rows = [_build_leg(number, leg, countries) for number, leg in enumerate(filed.get("route", ()), 1)]
    return [Part(title=render_words(_("Route")), sheet=Sheet(columns, rows))] if rows else []


def _build_leg(number: int, leg: Mapping[str, Any], countries: Mapping[str, str]) -> Sequence[Lines]:
    return [
        [str(number)],
        [render_words(TransportMode(leg["mode"]).label)],
        keep_filled(leg["from_place"], countries.get(leg["from_country"])),
        keep_filled(leg["to_place"], countries.get(leg["to_country"])),
        keep_filled(leg.get("carrier"), name_vessel(leg), leg.get("customs_point")) or ["–"],
    ]
