"""The destinations of a request: every country that it goes to or through, in which role, and where that stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from licensing.choices import PartyRole, PlaceRole
from licensing.messages import Message, Text
from licensing.policy.input.drafts import get_part, get_terms, list_rows
from licensing.policy.input.texts import fold_text
from licensing.policy.requests.types import get_label

# The state whose authority this is. Nothing is exported to it: it is named as what it is, and has no tier.
OWN_STATE: Final = "UA"

# Who gets the goods or the technology, or decides what becomes of them. All others only take part.
RECEIVERS: Final = frozenset(
    {
        PartyRole.BUYER,
        PartyRole.INTERMEDIATE_CONSIGNEE,
        PartyRole.CONSIGNEE,
        PartyRole.END_USER,
        PartyRole.ULTIMATE_END_USER,
        PartyRole.JV_PARTNER,
    }
)


@dataclass(frozen=True, slots=True)
class Destination:
    """A country with its role in a request. `role` is a PlaceRole or a PartyRole; `path` the place in the document.

    `name` is who stands there, or what the place is called. What does not receive (transit, carriers, brokers) counts for bans
    and excluded tiers, and never for choosing the procedure.
    """

    country: str
    role: str
    path: str
    name: str = ""
    receives: bool = True

    @property
    def is_own_state(self) -> bool:
        """Whether it is our own state, which no tier and no measure on countries is about."""
        return self.country == OWN_STATE

    @property
    def role_label(self) -> Text:
        """The role in words."""
        options = PlaceRole if self.role in PlaceRole.values else PartyRole
        return get_label(options, self.role)

    def describe(self, countries: Mapping[str, Text]) -> Message:
        """Who and where, as a reader says it; `countries` are the names of countries by code."""
        country = countries.get(self.country, self.country)
        if not self.name:
            return Message("%(role)s: %(country)s", role=self.role_label, country=country)
        return Message("%(role)s: %(name)s, %(country)s", role=self.role_label, name=self.name, country=country)


def list_destinations(document: Mapping[str, Any]) -> list[Destination]:
    """Every country that a request goes to or through, the partner country first, then as the document has them.

    A country stands once for each role and each party in it. Which fields are meant is declared in the sections of a request.
    """
    return [*_list_countries(document), *_list_parties(list_rows(document, "parties")), *_list_legs(document)]


def list_transit(destinations: Sequence[Destination]) -> list[Destination]:
    """Those that count for bans and excluded tiers alone: the goods pass them, or they take part in the transfer."""
    return [one for one in destinations if not one.receives and not one.is_own_state]


def list_receiving(destinations: Sequence[Destination]) -> list[Destination]:
    """Those that the procedure is chosen by: the goods or the technology end there, or those who own who gets them do."""
    return [one for one in destinations if one.receives and not one.is_own_state]


def fold_name(name: Any) -> str:
    """A name as two spellings of it compare: without case, punctuation and doubled spaces."""
    return re.sub(r"[\W_]+", " ", fold_text(str(name or "")).casefold()).strip()


def _list_countries(document: Mapping[str, Any]) -> Iterator[Destination]:
    if country := _read_code(document.get("partner_country")):
        yield Destination(country, PlaceRole.PARTNER, "partner_country")
    venture = get_part(get_terms(document), "joint_venture")
    if country := _read_code(venture.get("country")):
        yield Destination(country, PlaceRole.VENTURE, "terms.joint_venture.country", str(venture.get("name") or ""))
    for number, row in enumerate(list_rows(venture, "third_countries")):
        if country := _read_code(row.get("country")):
            yield Destination(country, PlaceRole.THIRD, f"terms.joint_venture.third_countries.{number}.country")


def _list_parties(parties: Sequence[Mapping[str, Any]]) -> Iterator[Destination]:
    for number, row in enumerate(parties):
        if country := _read_code(row.get("country")):
            role, name = str(row.get("role") or ""), str(row.get("name") or "")
            yield Destination(country, role, f"parties.{number}.country", name, _does_receive(row, parties))


def _does_receive(row: Mapping[str, Any], parties: Sequence[Mapping[str, Any]]) -> bool:
    """An owner stands where what it owns does; of nobody in particular, or of another owner, it counts in full."""
    if row.get("role") != PartyRole.OWNER:
        return str(row.get("role")) in RECEIVERS
    owned = [str(one.get("role")) for one in parties if fold_name(one.get("name")) == fold_name(row.get("owner_of"))]
    return not owned or any(role in RECEIVERS or role == PartyRole.OWNER for role in owned)


def _list_legs(document: Mapping[str, Any]) -> Iterator[Destination]:
    """The places of the route in their order; where a leg goes on from the country that the one before ended in, once."""
    legs = list_rows(document, "route")
    places = [
        (_read_code(leg.get(f"{side}_country")), leg.get(f"{side}_place"), f"route.{number}.{side}_country")
        for number, leg in enumerate(legs)
        for side in ("from", "to")
    ]
    known = [(country, str(place or ""), path) for country, place, path in places if country]
    kept = known[:1] + [two for one, two in pairwise(known) if two[0] != one[0] or two == known[-1]]
    for number, (country, place, path) in enumerate(kept):
        last = number == len(kept) - 1
        role = PlaceRole.ARRIVAL if last else PlaceRole.TRANSIT if number else PlaceRole.DISPATCH
        yield Destination(country, role, path, place, receives=last)


def _read_code(value: Any) -> str:
    """A country as the document names it; a draft may hold anything there."""
    return value if isinstance(value, str) else ""
