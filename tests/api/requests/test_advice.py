"""A program reads what is odd about a request, explains it on submitting, and reads it back."""

from __future__ import annotations

import pytest

from licensing.acts.requests import drafting
from tests.acts.requests.test_advice import ROUTE
from tests.api.calling import Caller, code_of
from tests.world import World

FOUND = {"code": "route_ends_elsewhere", "path": "route.1.to_country"}


@pytest.mark.walk
def test_what_is_odd_is_read_explained_and_read_back(world: World) -> None:
    paula, rita, otto = Caller(world.paula), Caller(world.rita), Caller(world.otto)
    case = world.ready()
    drafting.edit_case(case, world.paula, {"route": ROUTE})
    place = f"cases/{case.pk}/"
    tag = paula.get(place)["ETag"]

    told = paula.get(f"{place}findings/").json()["findings"]
    refused = paula.post(f"{place}submit/", {"declared": True}, if_match=tag)
    explained = {"declared": True, "explanations": [FOUND | {"explanation": "Our depot"}]}
    filed = paula.post(f"{place}submit/", explained, if_match=tag)
    read = otto.get(f"{place}findings/").json()["findings"]

    assert [(one["code"], one["grade"], one["path"], one["explanation"]) for one in told] == [
        ("route_ends_elsewhere", "explain", "route.1.to_country", "")
    ]
    assert (code_of(refused), filed.status_code) == ((422, "incomplete"), 200)
    assert [(one["sentence"], one["explanation"]) for one in read] == [(told[0]["sentence"], "Our depot")]
    assert rita.get(f"{place}findings/").status_code == 404
