"""The strictest of the destinations of a request: the tier that routing judges by, and who or what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from licensing.choices import PartnerTier, PlaceRole
from licensing.messages import Message, Text
from licensing.policy.destinations.places import Destination, list_receiving, list_transit

# From the least strict to the strictest: the platforms of partners in the order of the list, then everybody else.
_RANKS: Final[Mapping[str, int]] = {tier: number for number, tier in enumerate(PartnerTier.values)}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the destinations of a request come to together.

    `tier` is the strictest of those that receive, empty where there is none, and `decided_by` the first that stands in it.
    `excluded` are all that stand in the excluded tier, those that the goods only pass among them.
    """

    tier: str = ""
    decided_by: Destination | None = None
    excluded: tuple[Destination, ...] = ()
    passed_tiers: frozenset[str] = frozenset()

    def describe(self, countries: Mapping[str, Text]) -> Text:
        """The tier, with who or what it is due to where that is not the partner country itself."""
        if self.decided_by is None or self.decided_by.role == PlaceRole.PARTNER:
            return self._label
        return Message("%(tier)s – %(destination)s", tier=self._label, destination=self.decided_by.describe(countries))

    @property
    def _label(self) -> Text:
        return PartnerTier(self.tier).label if self.tier else ""

    def list_grounds(self, countries: Mapping[str, Text]) -> Iterator[tuple[str, Text]]:
        """What decided, in words, each by a code: the strictest where it is not the partner country, and what is excluded."""
        if self.decided_by is not None and self.decided_by.role != PlaceRole.PARTNER:
            words = {"tier": self._label, "destination": self.decided_by.describe(countries)}
            yield "tier", Message("The strictest destination decides, tier “%(tier)s”. %(destination)s.", **words)
        for one in self.excluded:
            if one != self.decided_by:
                yield "excluded", Message("In the excluded tier: %(destination)s.", destination=one.describe(countries))


def judge_destinations(destinations: Sequence[Destination], tiers: Mapping[str, str]) -> Judgement:
    """The strictest tier of what receives; the own state has none, and a country that is not known counts as other.

    `tiers` are the tiers of countries by code.
    """
    receiving, passed = list_receiving(destinations), list_transit(destinations)
    # `max` takes the first of equals: of several in one tier, the partner country decides before a party does.
    strictest = max(receiving, key=lambda one: _RANKS[get_tier(one, tiers)], default=None)
    return Judgement(
        get_tier(strictest, tiers) if strictest else "",
        strictest,
        tuple(one for one in (*receiving, *passed) if get_tier(one, tiers) == PartnerTier.EXCLUDED),
        frozenset(get_tier(one, tiers) for one in passed),
    )


def get_tier(destination: Destination, tiers: Mapping[str, str]) -> str:
    tier = tiers.get(destination.country, "")
    return tier if tier in _RANKS else PartnerTier.OTHER.value
