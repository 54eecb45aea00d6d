"""The strictest of all destinations decides; what is only passed counts for the excluded tier alone."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

from licensing.choices import PartnerTier, PartyRole, PlaceRole
from licensing.policy.destinations.places import OWN_STATE, Destination, list_destinations
from licensing.policy.destinations.strictness import judge_destinations
from tests.languages import render

ORDER = ["us", "europe", "supporter", "other", "excluded"]
CODES = [OWN_STATE, *(f"{one}{other}" for one, other in product("AB", "CDE"))]
NAMES = ("Alpha", "Beta", "Gamma")
EXAMPLES = 2000
# Of the law, not of the code: who gets the goods, or decides what becomes of them.
GET_IT = ("buyer", "intermediate_consignee", "consignee", "end_user", "ultimate_end_user", "jv_partner")


def _invent_request(some: Random) -> dict[str, Any]:
    parties = [
        {
            "role": role,
            "name": some.choice(NAMES),
            "country": some.choice(CODES),
            "owner_of": some.choice(("", *NAMES)) if role == "owner" else "",
        }
        for role in some.choices([*PartyRole.values, "owner", "owner"], k=some.randint(0, 4))
    ]
    legs = [
        {"from_country": some.choice(CODES), "to_country": some.choice(CODES), "from_place": "", "to_place": ""}
        for _ in range(some.randint(0, 3))
    ]
    third = [{"country": some.choice(CODES)} for _ in range(some.randint(0, 2))]
    works = {"country": some.choice(CODES), "name": "Works", "third_countries": third}
    venture = {"joint_venture": works} if some.random() < 0.3 else {}
    return {"partner_country": some.choice(CODES), "parties": parties, "route": legs, "terms": venture}


def _tell_who_gets_it(request: dict[str, Any]) -> tuple[set[str], set[str]]:
    """The model: the countries in which somebody gets something, and those that only have to do with it."""
    gets, passes = {request["partner_country"]}, set[str]()
    gets |= {one["country"] for venture in request["terms"].values() for one in (venture, *venture["third_countries"])}
    roles = [(one["name"], one["role"]) for one in request["parties"]]
    for one in request["parties"]:
        of_owned = [role for name, role in roles if name == one["owner_of"]]
        counts = one["role"] in GET_IT
        if one["role"] == "owner":
            counts = of_owned == [] or any(role in (*GET_IT, "owner") for role in of_owned)
        (gets if counts else passes).add(one["country"])
    if request["route"]:
        gets.add(request["route"][-1]["to_country"])
        ends = [leg[side] for leg in request["route"] for side in ("from_country", "to_country")]
        passes |= set(ends[:-1]) - {ends[-1]}
    return gets - {"UA"}, passes - {"UA"}


def test_of_any_request_the_strictest_destination_decides() -> None:
    some, decided = Random(20261129), set[str]()
    for _ in range(EXAMPLES):
        request = _invent_request(some)
        tiers = {code: some.choice(ORDER) for code in some.sample(CODES, some.randint(0, len(CODES)))}

        judged = judge_destinations(list_destinations(request), tiers)

        # Independently: from the strictest down, the first tier in which anybody stands who gets something.
        gets, passes = _tell_who_gets_it(request)
        present = {tiers.get(code, "other") for code in gets}
        assert judged.tier == next((tier for tier in reversed(ORDER) if tier in present), ""), (request, tiers)
        assert {one.country for one in judged.excluded} == {code for code in gets | passes if tiers.get(code) == "excluded"}
        if judged.decided_by:
            assert judged.decided_by.country in gets
            decided.add(judged.decided_by.role)
    assert {PlaceRole.PARTNER, PlaceRole.ARRIVAL, PlaceRole.VENTURE, PlaceRole.THIRD, PartyRole.OWNER, *GET_IT} <= decided


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
