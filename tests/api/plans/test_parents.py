"""What requests draw on, over the API: figures for the authority, a word for the applicant, and a decider's changes."""

from __future__ import annotations

import pytest

from tests.api.calling import Caller
from tests.parents import find_authorisation, grant_framework, yearly
from tests.world import World


@pytest.mark.walk
def test_the_authority_reads_figures_and_the_applicant_a_word(world: World) -> None:
    framework = grant_framework(world)
    case = world.accepted(title="First", **yearly(framework, quantity="400"))
    other = world.filed(title="Second", **yearly(framework, quantity="101"))

    read = Caller(world.otto).get(f"cases/{framework.pk}/authorisation/").json()
    [year] = [one for one in read["ceilings"] if one["year"] == 2]
    assert (year["drawn"], year["left"], year["price"]) == (
        {"reserved": "400", "granted": "0", "delivered": "0"},
        "100",
        "1030",
    )
    assert [(one["reference"], one["year"]) for one in read["draws"]] == [(case.reference, 2)]

    assert Caller(world.paula).get(f"cases/{framework.pk}/authorisation/").status_code == 403
    told = Caller(world.paula).get(f"cases/{other.pk}/parent/").json()
    word = f"Of {framework.reference} less is left than the request asks for: it fits in part."
    assert (told["fit"], told["reference"], told["sentence"]) == ("in_part", framework.reference, word)
    assert Caller(world.paula).get(f"cases/{framework.pk}/parent/").status_code == 404


def test_a_decider_reduces_a_ceiling_and_what_cannot_be_is_named(world: World) -> None:
    framework = grant_framework(world)
    place, caller = f"cases/{framework.pk}/", Caller(world.decider())
    body = {"change": "reduce", "reason": "Less is made.", "ceilings": [{"line": 1, "year": 2, "quantity": "400"}]}

    refused = caller.post(
        f"{place}amend-authorisation/",
        body | {"ceilings": [{"line": 1, "year": 2, "quantity": "501"}]},
        if_match=caller.get(place)["ETag"],
    )
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (400, "ceilings.0.quantity")
    assert caller.post(f"{place}amend-authorisation/", body, if_match=caller.get(place)["ETag"]).status_code == 200
    assert find_authorisation(framework).ceilings.get(year=2).quantity == 400
