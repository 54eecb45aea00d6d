"""The history of a case and its filed versions over the API."""

from __future__ import annotations

import pytest

from tests.api.calling import Caller, at, code_of
from tests.world import World


@pytest.fixture
def paula(world: World) -> Caller:
    return Caller(world.paula)


def test_history_is_paged(world: World, paula: Caller) -> None:
    case = world.filed()

    whole = paula.get(at(case, "history/?limit=100")).json()["results"]
    first = paula.get(at(case, "history/?limit=3")).json()
    second = paula.get(first["next"]).json()

    assert [one["id"] for one in first["results"] + second["results"]] == [one["id"] for one in whole[:6]]
    assert code_of(paula.get(at(case, "history/?cursor=nonsense"))) == (400, "invalid")


def test_a_withdrawn_request_stays_in_its_applicants_history(world: World, paula: Caller) -> None:
    case = world.filed()

    gone = paula.post(at(case, "withdraw/"), {"reason": "The buyer has cancelled."})
    history = paula.get(at(case, "history/")).json()["results"]

    assert (gone.status_code, gone.json()["state"], gone.json()["waits_for"]) == (200, "withdrawn", None)
    assert (history[-1]["kind"], history[-1]["by"]) == ("case.withdrawn", "Paula")
    assert history[-1]["data"] == {"reason": "The buyer has cancelled."}


def test_a_filed_request_reads_as_it_was_filed(world: World, paula: Caller) -> None:
    case = world.filed()

    assert paula.get(at(case)).json()["request"] == paula.get(at(case, "versions/1/")).json()["request"]


def test_filed_versions_are_listed_oldest_first(world: World, paula: Caller) -> None:
    case = world.filed()
    paula.post(at(case, "amend/"), {"sections": {"title": "Forty-two UAVs"}, "version": 1, "reason": "Two more"})

    rows = paula.get(at(case, "versions/")).json()

    assert [row["number"] for row in rows] == [1, 2]
    assert [paula.get(at(case, f"versions/{row['number']}/")).json()["digest"] for row in rows] == [
        row["digest"] for row in rows
    ]
