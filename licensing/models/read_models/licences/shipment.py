"""What customs compares with the papers of a shipment: goods and parties as they stood in the request that was granted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from licensing.choices import PartyRole
from licensing.messages import TranslatedText
from licensing.models.decisions.decision import Decision, list_granted_items
from licensing.models.licences.changing.variation import find_request_version
from licensing.models.licences.licence import Licence, LicenceLine
from licensing.models.read_models.views import LicencePartyView
from licensing.policy.requests.sections import name_goods


@dataclass(frozen=True, slots=True)
class GrantedRequest:
    """The request that a licence rests on; `goods` by the number of the licence line."""

    destination: str | None = None
    goods: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    parties: tuple[Mapping[str, Any], ...] = ()
    charges: tuple[Mapping[str, Any], ...] = ()

    def name_line(self, line: LicenceLine) -> TranslatedText:
        """The goods of a line as their reader calls them; the licence itself keeps the name of the contract."""
        return name_goods({"name": line.name, "name_uk": self.goods.get(line.number, {}).get("name_uk")})

    def list_parties(self, *roles: PartyRole) -> list[LicencePartyView]:
        """Who has one of these roles, in the order of the request."""
        return [
            LicencePartyView(
                name=one["name"],
                name_original=one.get("name_original") or "",
                country=one["country"],
                address=one.get("address") or "",
            )
            for one in self.parties
            if one["role"] in roles
        ]


def read_granted_document(licence: Licence, decision: Decision) -> Mapping[str, Any]:
    """The version that was decided on, whose digest the decision covers, or the newer one that a variation has made of it."""
    varied, decided = find_request_version(licence), decision.version
    newest = varied if varied is not None and varied.number > decided.number else decided
    found: Mapping[str, Any] = json.loads(newest.canonical)
    return found


def load_granted_request(licence: Licence) -> GrantedRequest:
    """What a licence is for; the rows of its request may have changed since."""
    if licence.case.decision_id is None:
        return GrantedRequest()
    decision = Decision.objects.select_related("version").get(pk=licence.case.decision_id)
    filed = read_granted_document(licence, decision)
    items = filed.get("items", ())
    goods = [items[number - 1] for number in list_granted_items(licence.case_id) if number <= len(items)]
    parties, charges = tuple(filed.get("parties", ())), tuple(decision.charges)
    return GrantedRequest(filed.get("partner_country"), dict(enumerate(goods, 1)), parties, charges)
