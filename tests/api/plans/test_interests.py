"""Expressions of interest over the API."""

from __future__ import annotations

from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.carrying import carry_case_over
from tests.api.calling import Caller, at, code_of
from tests.old_plans import file_old_plan
from tests.world import World

YEAR = to_local_day(now()).year + 1
LINES = [{"goods": "Pressure vessels", "unit": "NAR", "volumes": [{"year": YEAR, "quantity": "40"}]}]
INTEREST = {"title": "Vessels", "lines": LINES, "cooperation": "long_term", "urgency": "soon"}


def test_an_interest_is_filed_offered_countered_and_agreed(world: World) -> None:
    paula, otto = Caller(world.paula), Caller(world.otto)

    filed = paula.post("/api/v1/interests/", INTEREST)
    one = f"/api/v1/interests/{filed.json()['id']}"
    offer = {"text": "Thirty.", "lines": LINES, "cooperation": "direct_sale", "valid_until": f"{YEAR}-01-31", "step": 1}
    counter = {"text": "Forty.", "lines": LINES, "cooperation": "long_term", "step": 2}
    said = [
        otto.post(f"{one}/offer/", offer),
        paula.post(f"{one}/counter-offer/", counter),
        otto.post(f"{one}/accept-counter-offer/", {"step": 3}),
    ]

    assert filed.status_code == 201
    assert [answer.status_code for answer in said] == [200, 200, 200]
    read: dict[str, Any] = paula.get(f"{one}/").json()
    assert (read["state"], read["step"], read["offer_ends_on"]) == ("agreed", 4, None)
    assert [step["kind"] for step in read["steps"]] == ["filed", "offered", "countered", "agreed"]
    assert read["steps"][0]["lines"] == [LINES[0] | {"family": None}]
    assert [row["id"] for row in otto.get("/api/v1/interests/?state=agreed").json()["results"]] == [read["id"]]


def test_what_is_wrong_is_named_and_an_older_step_refused(world: World) -> None:
    paula, otto = Caller(world.paula), Caller(world.otto)
    one = f"/api/v1/interests/{paula.post('/api/v1/interests/', INTEREST).json()['id']}"

    wrong = paula.post("/api/v1/interests/", INTEREST | {"lines": [LINES[0] | {"unit": "XXX"}]})
    assert (wrong.status_code, [gap["path"] for gap in wrong.json()["errors"]]) == (400, ["lines.0.unit"])
    assert otto.post(f"{one}/answer/", {"text": "Read.", "step": 7}).status_code == 412
    assert paula.post(f"{one}/answer/", {"text": "Read.", "step": 1}).status_code == 403
    assert Caller(world.rita).get(f"{one}/").status_code == 404
    assert Caller(world.rita).get("/api/v1/interests/").json()["results"] == []


def test_an_interest_goes_on_from_a_country_plan_that_was_carried_over(world: World) -> None:
    case, paula = carry_case_over(file_old_plan(world)), Caller(world.paula)

    read = paula.get(at(case)).json()
    filed = paula.post("/api/v1/interests/", INTEREST | {"carried_from": str(case.pk)})
    again = paula.post("/api/v1/interests/", INTEREST | {"carried_from": str(case.pk)})

    assert (read["state"], read["actions"], read["request"]["projects"][0]["title"]) == (
        "carried_over",
        ["withdraw"],
        "Test benches",
    )
    assert (filed.status_code, filed.json()["carried_from"]) == (201, str(case.pk))
    assert (code_of(again), again.json()["errors"][0]["path"]) == ((400, "invalid"), "carried_from")
