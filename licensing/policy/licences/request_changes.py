"""What a variation changes of the request that was granted: a consignee or an end user, the route, more of an item.

The country of destination stays: whoever is to receive the goods in another country asks for it by a new request, which goes
through the whole procedure. The third countries of a joint venture are none: they may get what the venture makes, not what is
delivered to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from licensing.choices import PartyRole, PlaceRole
from licensing.errors import Gap
from licensing.messages import Message, Text
from licensing.policy.destinations.places import OWN_STATE, fold_name, list_destinations, list_receiving
from licensing.policy.destinations.splitting import END_USERS
from licensing.policy.exact import format_decimal
from licensing.policy.requests.sections import PARTY

# Who may be another one. A buyer, an owner or a lender stands for another contract.
VARIED_ROLES: Final = (PartyRole.CONSIGNEE, PartyRole.INTERMEDIATE_CONSIGNEE, PartyRole.END_USER, PartyRole.ULTIMATE_END_USER)
# The number, from 1, of the party in whose place another comes; a party without one is added.
REPLACES: Final = "replaces"
# Whom somebody owns is said of an owner alone, who is never varied.
_SAID_OF_A_PARTY: Final = tuple(field.name for field in PARTY.fields if field.name != "owner_of")


@dataclass(frozen=True, slots=True)
class RequestChange:
    """Other parties, the whole of another route, and items of which more is granted than the request asks for.

    A party is written as in a request, with the number of the party that it `replaces`; an empty route stays as it is.
    """

    parties: Sequence[Mapping[str, Any]] = ()
    route: Sequence[Mapping[str, Any]] = ()
    items: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether the request stays as it is."""
        return not (self.parties or self.route or self.items)


def leave_out_place(party: Mapping[str, Any]) -> dict[str, Any]:
    """A party as a request has it."""
    return {name: value for name, value in party.items() if name != REPLACES}


def build_varied_request(filed: Mapping[str, Any], change: RequestChange) -> dict[str, Any]:
    """A request document with what a variation changes of it."""
    parties = [dict(one) for one in filed.get("parties", ())]
    for row in change.parties:
        place = row.get(REPLACES)
        if place is None:
            parties.append(leave_out_place(row))
        else:
            parties[place - 1] = leave_out_place(row)
    items = [
        {**one, "quantity": format_decimal(change.items[one["number"]])} if one.get("number") in change.items else one
        for one in filed.get("items", ())
    ]
    route = [dict(one) for one in change.route] if change.route else filed.get("route", [])
    return {**filed, "parties": parties, "items": items, "route": route}


def find_request_gaps(
    filed: Mapping[str, Any], change: RequestChange, *, certified: str | None, countries: Mapping[str, Text]
) -> list[Gap]:
    """What is wrong with other parties and another route; empty where nothing is.

    `certified` is the end user whom the certificate of the case names, None where it cites none; `countries` are names.
    """
    reached = {one.country for one in list_receiving(list_destinations(filed)) if one.role != PlaceRole.THIRD}
    found: list[Gap] = []
    for place, row in enumerate(change.parties):
        if any(_is_same(row, one) for one in change.parties[:place]):
            found.append(Gap("invalid", f"parties.{place}.name", Message("This party has this role already.")))
        found += _find_party_gaps(filed, row, f"parties.{place}", reached, certified, countries)
    replaced = [row[REPLACES] for row in change.parties if row.get(REPLACES) is not None]
    if len(replaced) != len(set(replaced)):
        found.append(Gap("invalid", "parties", Message("Only one party can come in the place of another.")))
    return [*found, *_find_route_gaps(filed, change.route, reached, countries)]


def _find_party_gaps(
    filed: Mapping[str, Any],
    row: Mapping[str, Any],
    path: str,
    reached: set[str],
    certified: str | None,
    countries: Mapping[str, Text],
) -> Iterator[Gap]:
    known, place = filed.get("parties", ()), row.get(REPLACES)
    before = known[place - 1] if place is not None and 1 <= place <= len(known) else None
    if row["role"] not in VARIED_ROLES:
        sentence = Message("Only a consignee or an end user can be another one. Any other party takes a new request.")
        yield Gap("invalid", f"{path}.role", sentence)
    elif place is not None and before is None:
        yield Gap("unknown", f"{path}.{REPLACES}", Message("The licence has no party %(number)d.", number=place))
    elif before is not None and before["role"] != row["role"]:
        yield Gap("invalid", f"{path}.role", Message("Another party comes in the place of one with the same role."))
    if not str(row.get("address") or "").strip():
        yield Gap("required", f"{path}.address", Message("Give the address of this party."))
    if row["country"] not in reached:
        yield _describe_other_destination(f"{path}.country", row["country"], countries)
    if any(_is_same(row, one) for one in known):
        yield Gap("invalid", f"{path}.name", Message("This party has this role already."))
    if row["role"] in END_USERS and certified is not None and fold_name(row["name"]) != fold_name(certified):
        words = {"name": certified}
        sentence = Message("The end-user certificate names “%(name)s”. Another end user takes a new request.", **words)
        yield Gap("other_end_user", f"{path}.name", sentence)


def _is_same(row: Mapping[str, Any], party: Mapping[str, Any]) -> bool:
    return all((row.get(name) or "") == (party.get(name) or "") for name in _SAID_OF_A_PARTY)


def _find_route_gaps(
    filed: Mapping[str, Any], route: Sequence[Mapping[str, Any]], reached: set[str], countries: Mapping[str, Text]
) -> Iterator[Gap]:
    if not route:
        return
    before = filed.get("route") or ()
    begins = before[0]["from_country"] if before else OWN_STATE
    if route[0]["from_country"] != begins:
        yield Gap("invalid", "route.0.from_country", Message("The goods leave from the same country as before."))
    for place, (one, two) in enumerate(pairwise(route), 1):
        if one["to_country"] != two["from_country"]:
            sentence = Message("A leg goes on from the country in which the one before it ends.")
            yield Gap("invalid", f"route.{place}.from_country", sentence)
    if route[-1]["to_country"] not in reached:
        yield _describe_other_destination(f"route.{len(route) - 1}.to_country", route[-1]["to_country"], countries)


def _describe_other_destination(path: str, country: str, countries: Mapping[str, Text]) -> Gap:
    words = {"country": countries.get(country, country)}
    sentence = Message(
        "%(country)s is no destination of this licence. Another country of destination takes a new request.", **words
    )
    return Gap("other_destination", path, sentence)
