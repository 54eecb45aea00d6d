"""Variations over the API: asked by the holder, decided by a decider, each refusal with its own code."""

from __future__ import annotations

import pytest

from licensing.models import Licence
from tests.api.calling import Caller, code_of
from tests.api.licences.test_licences import place
from tests.variations import DEPOT, LEG, issue_asked_licence
from tests.world import World


@pytest.mark.walk
def test_a_holder_asks_and_a_decider_grants(world: World) -> None:
    subject = world.licence()
    paula, dora = Caller(world.paula), Caller(world.dora)
    more = paula.post(place(subject, "ask-variation/"), {"reason": "More.", "quantities": {"1": "45"}})
    nan = paula.post(place(subject, "ask-variation/"), {"reason": "Odd.", "quantities": {"1": "NaN"}})
    nothing = paula.post(place(subject, "ask-variation/"), {"reason": "Nothing."})
    asked = paula.post(place(subject, "ask-variation/"), {"reason": "Less.", "quantities": {"1": "30"}})
    granted = dora.post(place(subject, "grant-variation/"))

    assert [one.status_code for one in (more, nan, nothing, asked, granted)] == [400, 400, 400, 200, 200]
    assert [one["code"] for one in more.json()["errors"]] == ["beyond_authorised"]
    assert (granted.json()["version"], granted.json()["lines"][0]["authorised"]) == (2, "30")
    assert "version" in Caller(world.cus).get(place(subject)).json()
    assert Caller(world.cus).get(place(subject)).json()["variations"] == []
    assert code_of(dora.post(place(subject, "refuse-variation/"), {"reason": "No."})) == (409, "wrong_state")


def test_another_party_and_route_are_asked_for_and_another_country_is_refused(world: World) -> None:
    subject = world.licence()
    paula = Caller(world.paula)

    abroad = paula.post(place(subject, "ask-variation/"), {"reason": "There.", "parties": [DEPOT | {"country": "LV"}]})
    odd = paula.post(place(subject, "ask-variation/"), {"reason": "Odd.", "parties": [DEPOT | {"replaces": "4"}]})
    asked = paula.post(
        place(subject, "ask-variation/"), {"reason": "It moves.", "parties": [DEPOT | {"replaces": 4}], "route": [LEG]}
    )
    granted = Caller(world.dora).post(place(subject, "grant-variation/"))

    assert [one["code"] for one in abroad.json()["errors"]] == ["other_destination"]
    assert (odd.status_code, asked.status_code, granted.status_code) == (400, 200, 200)
    assert [one["name"] for one in granted.json()["consignees"]] == ["Fictional New Depot"]
    [made] = paula.get(place(subject)).json()["variations"]
    assert (made["route"], len(made["before_parties"]), made["version"]) == ([LEG], 5, 2)


def test_it_is_withdrawn_by_its_holder_and_proposed_by_officers_alone(world: World) -> None:
    subject = issue_asked_licence(world)

    rival = Caller(world.rita).post(place(subject, "withdraw-variation/"), {"reason": "Mine."})
    withdrawn = Caller(world.paula).post(place(subject, "withdraw-variation/"), {"reason": "Not needed."})
    own = Caller(world.paula).post(place(subject, "propose-variation/"), {"reason": "I say so.", "quantities": {"1": "1"}})
    by_otto = Caller(world.otto).post(place(subject, "propose-variation/"), {"reason": "Need.", "quantities": {"1": "1"}})

    assert (code_of(rival)[0], withdrawn.status_code, code_of(own)[0], by_otto.status_code) == (404, 200, 403, 200)
    assert Licence.objects.get().version == 1
