"""Licences over the API: read, drawn down, reversed, suspended and ended."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.models import Licence, Usage
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
            "model": "Z-40",
            "unit": "NAR",
            "authorised": "40",
            "used": "0",
            "left": "40",
        },
    )
    assert cus.get("licences/?number=UA-0").json() == {"results": [], "next": None}


def test_customs_asks_draws_repeats_and_tries_to_overdraw(world: World, licence: Licence) -> None:
    cus = Caller(world.cus)

    may = cus.get(place(licence, "may-leave/?line=1&quantity=30")).json()
    drawn = cus.post(place(licence, "usages/"), message(1, "30"))
    repeated = cus.post(place(licence, "usages/"), message(1, "30"))
    too_much = cus.post(place(licence, "usages/"), message(2, "11"))
    may_not = cus.get(place(licence, "may-leave/?line=1&quantity=11")).json()

    assert may == {"may_leave": True, "because": "", "left": "40", "unit": "NAR"}
    assert (drawn.status_code, drawn.json()["left_after"]) == (201, "10")
    assert repeated.json() == drawn.json()
    assert (*code_of(too_much), too_much.json()["left"], too_much.json()["unit"]) == (409, "overdrawn", "10", "NAR")
    assert (may_not["may_leave"], may_not["left"]) == (False, "10")
    assert "Only 10 NAR are left" in may_not["because"]
    assert Usage.objects.count() == 1


def test_a_message_id_that_was_used_for_something_else_is_refused(world: World, licence: Licence) -> None:
    cus = Caller(world.cus)
    cus.post(place(licence, "usages/"), message(1, "30"))

    assert code_of(cus.post(place(licence, "usages/"), message(1, "5"))) == (400, "invalid")


def test_an_entry_is_reversed_by_an_entry(world: World, licence: Licence) -> None:
    cus, paula = Caller(world.cus), Caller(world.paula)
    drawn = cus.post(place(licence, "usages/"), message(1, "40")).json()["id"]

    reversal = cus.post(place(licence, f"usages/{drawn}/reverse/"), {"message_id": "M-1-R"})
    ledger = paula.get(place(licence, "usages/")).json()["results"]

    assert (reversal.status_code, reversal.json()["quantity"], reversal.json()["reverses"]) == (201, "-40", drawn)
    assert [entry["quantity"] for entry in ledger] == ["-40", "40"]
    assert code_of(cus.post(place(licence, f"usages/{drawn}/reverse/"), {"message_id": "M-2-R"})) == (400, "invalid")


@pytest.mark.parametrize("quantity", ["0", "-1", "1e2", "NaN", "1.5", "99999999999999999", "", 5, None, "0.0001"])
def test_a_quantity_that_cannot_be_drawn_is_refused(world: World, licence: Licence, quantity: Any) -> None:
    refused = Caller(world.cus).post(place(licence, "usages/"), message(1, quantity))

    assert (code_of(refused), Usage.objects.count()) == ((400, "invalid"), 0)


def test_a_suspended_licence_refuses_draw_downs_until_reinstated(world: World, licence: Licence) -> None:
    otto, cus = Caller(world.otto), Caller(world.cus)

    suspended = otto.post(place(licence, "suspend/"), {"reason": "Urgent need."}, if_match=f'"r{licence.revision}"')
    refused = cus.post(place(licence, "usages/"), message(1, "1"))
    reinstated = otto.post(place(licence, "reinstate/"))

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


@pytest.mark.parametrize("query", ["line=x&quantity=1", "line=0&quantity=1", "line=1&quantity=-1", "line=1&quantity=1&as=x"])
def test_a_check_with_absurd_parameters_is_refused(world: World, licence: Licence, query: str) -> None:
    assert code_of(Caller(world.cus).get(place(licence, f"may-leave/?{query}"))) == (400, "invalid")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_of_licences_takes_two_queries_however_long(world: World, rows: int, django_assert_num_queries: Any) -> None:
    paula = Caller(world.paula)
    for number in range(rows):
        world.licence(title=f"No. {number}")

    with django_assert_num_queries(2):
        assert len(paula.get("licences/").json()["results"]) == rows
