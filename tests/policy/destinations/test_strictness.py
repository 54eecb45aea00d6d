"""The strictest of all destinations decides; what is only passed counts for the excluded tier alone."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import PartnerTier, PartyRole, PlaceRole
from licensing.policy.destinations.places import OWN_STATE, Destination
from licensing.policy.destinations.strictness import judge_destinations
from tests.languages import render

ORDER = ["us", "europe", "supporter", "other", "excluded"]
CODES = [OWN_STATE, *(f"{one}{other}" for one, other in product("AB", "CDE"))]
DESTINATIONS = st.lists(
    st.builds(
        Destination,
        st.sampled_from(CODES),
        st.sampled_from([*PartyRole.values, *PlaceRole.values]),
        st.just("parties.0.country"),
        receives=st.booleans(),
    ),
    max_size=8,
)
TIERS = st.dictionaries(st.sampled_from(CODES), st.sampled_from(ORDER))


@given(DESTINATIONS, TIERS)
def test_the_strictest_agrees_with_a_plain_walk_over_the_order(found: list[Destination], tiers: dict[str, str]) -> None:
    judged = judge_destinations(found, tiers)

    # Independently: from the strictest down, the first tier in which anybody stands.
    abroad = [one for one in found if one.country != "UA"]
    present = {tiers.get(one.country, "other") for one in abroad if one.receives}
    assert judged.tier == next((tier for tier in reversed(ORDER) if tier in present), "")
    if judged.decided_by:
        assert judged.decided_by in abroad
        assert tiers.get(judged.decided_by.country, "other") == judged.tier
    excluded = [one for one in abroad if tiers.get(one.country) == "excluded"]
    assert sorted(map(repr, judged.excluded)) == sorted(map(repr, excluded))


def test_transit_and_the_own_state_never_choose_the_tier() -> None:
    found = [
        Destination("EE", PlaceRole.PARTNER, "partner_country"),
        Destination("BY", PlaceRole.TRANSIT, "route.0.to_country", "Minsk", receives=False),
        Destination("UA", PartyRole.END_USER, "parties.0.country"),
    ]

    judged = judge_destinations(found, {"EE": "europe", "BY": "excluded", "UA": "excluded"})

    assert (judged.tier, judged.excluded, judged.passed_tiers) == ("europe", (found[1],), {"excluded"})


def test_of_equals_the_first_decides_and_is_named() -> None:
    found = [
        Destination("EE", PlaceRole.PARTNER, "partner_country"),
        Destination("BY", PartyRole.OWNER, "parties.1.country", "Holding"),
        Destination("RU", PartyRole.BUYER, "parties.2.country", "Trade"),
    ]

    judged = judge_destinations(found, {"EE": "europe", "BY": "excluded", "RU": "excluded"})

    assert render(judged.describe({"BY": "Belarus"}), "en") == "Excluded – Owner of a party: Holding, Belarus"
    assert judge_destinations([], {}).tier == ""
    assert PartnerTier.values == ORDER
