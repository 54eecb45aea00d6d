"""Licences over the API: read, drawn down, reversed, suspended and ended."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.models import Licence
from tests.api.calling import Caller, code_of
from tests.world import World


@pytest.fixture
def licence(world: World) -> Licence:
    return world.licence()


def place(licence: Licence, rest: str = "") -> str:
    return f"licences/{licence.pk}/{rest}"


def message(number: int, quantity: str, **changes: Any) -> dict[str, Any]:
    return {"message_id": f"M-{number}", "line": 1, "quantity": quantity, "declaration_no": f"D-{number}"} | changes


def test_customs_finds_a_licence_by_its_number(world: World, licence: Licence) -> None:
    cus = Caller(world.cus)

    found = cus.get(f"licences/?number={licence.number}").json()["results"]
    read = cus.get(place(licence))

    assert [row["id"] for row in found] == [str(licence.pk)]
    assert (read["ETag"], read.json()["lines"][0]) == (
        f'"r{licence.revision}"',
        {
            "number": 1,
            "name": "Reconnaissance UAV",
            "name_uk": "",
            "model": "Z-40",
            "control_entries": ["ML10"],
            "customs_code": "8806",
            "origin": "UA",
            "unit": "NAR",
            "authorised": "40",
            "used": "0",
            "left": "40",
            "leaving_now": "40",
            "excess": "0",
            "unit_price": "80000.00",
            "value": "3200000",
            "currency": "EUR",
        },
    )
    assert cus.get("licences/?number=UA-0").json() == {"results": [], "next": None}


@pytest.mark.walk
def test_a_suspended_licence_refuses_draw_downs_until_reinstated(world: World, licence: Licence) -> None:
    otto, cus = Caller(world.otto), Caller(world.cus)

    suspended = otto.post(place(licence, "suspend/"), {"reason": "Urgent need."}, if_match=f'"r{licence.revision}"')
    refused = cus.post(place(licence, "usages/"), message(1, "1"))
    Caller(world.dora).post(place(licence, "confirm-suspension/"))
    otto.post(place(licence, "propose-reinstatement/"), {"reason": "The need is met."})
    reinstated = Caller(world.dora).post(place(licence, "reinstate/"))

    assert (suspended.json()["state"], suspended.json()["state_reason"]) == ("suspended", "Urgent need.")
    assert code_of(refused)[0] == 409
    assert reinstated.json()["state"] == "issued"
    assert cus.post(place(licence, "usages/"), message(1, "1")).status_code == 201


def test_a_licence_ends_by_its_holder_or_for_cause(world: World, licence: Licence) -> None:
    stale = Caller(world.dora).post(place(licence, "revoke/"), {"reason": "Passed on."}, if_match='"r99"')
    given_back = Caller(world.paula).post(place(licence, "surrender/"), {"reason": "The contract has ended."})
    revoked = Caller(world.dora).post(place(licence, "revoke/"), {"reason": "Passed on."})

    assert (code_of(stale), given_back.json()["state"], code_of(revoked)) == (
        (412, "stale"),
        "surrendered",
        (409, "wrong_state"),
    )


def test_a_licence_in_force_cannot_be_activated(world: World, licence: Licence) -> None:
    assert code_of(Caller(world.otto).post(place(licence, "activate/"), {"reason": "x"})) == (400, "invalid")


@pytest.mark.walk
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_of_licences_takes_four_queries_however_long(world: World, rows: int, django_assert_num_queries: Any) -> None:
    paula = Caller(world.paula)
    for number in range(rows):
        world.licence(title=f"No. {number}")

    # The token, what its person allowed the program, who asks, and the page itself.
    with django_assert_num_queries(4):
        assert len(paula.get("licences/").json()["results"]) == rows
