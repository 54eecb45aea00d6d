"""Sittings over the API."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from tests.api.calling import Caller, code_of
from tests.world import World


def call_for(world: World) -> dict[str, object]:
    return {"body": "CMU", "title": "Weekly sitting", "held_on": str(timezone.localdate()), "quorum": 1}


@pytest.mark.walk
def test_a_sitting_is_called_filled_and_concluded(world: World) -> None:
    case, dora = world.before_government(), Caller(world.dora)

    sitting = dora.post("sittings/", call_for(world)).json()["id"]
    dora.post(f"sittings/{sitting}/agenda/", {"case": str(case.pk), "outcome": "grant"})
    members = [{"person": world.dora.email, "body": "CMU", "present": True}]
    dora.post(f"sittings/{sitting}/attendance/", {"members": members})
    early = dora.post(f"sittings/{sitting}/conclude/", {"resolution_no": "512-r"})
    waiting = dora.get("sittings/attending/").json()
    confirmed = dora.post(f"sittings/{sitting}/attendance/confirm/")
    concluded = dora.post(f"sittings/{sitting}/conclude/", {"resolution_no": "512-r"})

    read = dora.get(f"sittings/{sitting}/").json()
    assert (early.status_code, early.json()["code"], early.json()["missing"]) == (409, "no_quorum", 1)
    assert [(one["sitting"], one["confirmed_at"]) for one in waiting] == [(sitting, None)]
    assert confirmed.json()["confirmed_at"] == read["attendance"][0]["confirmed_at"]
    assert (read["quorum"], read["confirmed"], read["missing"]) == (1, 1, 0)
    assert concluded.status_code == 200
    assert (read["state"], [one["result"] for one in read["agenda"]]) == ("closed", ["decided"])
    assert len(read["minutes_digest"]) == 64


def test_a_fault_of_a_sitting_is_named_by_its_field(world: World) -> None:
    dora = Caller(world.dora)
    sitting = dora.post("sittings/", call_for(world)).json()["id"]

    nobody = dora.post(f"sittings/{sitting}/attendance/", {"members": [{"person": "x@y.z", "body": "CMU", "present": True}]})
    nowhere = dora.post("sittings/", call_for(world) | {"body": "NONE"})
    empty = dora.post(f"sittings/{sitting}/conclude/", {"resolution_no": "1"})
    unseen = dora.post(f"sittings/{sitting}/agenda/", {"case": str(uuid4()), "outcome": "grant"})

    assert [one["path"] for one in nobody.json()["errors"]] == ["members.0.person"]
    assert [one["path"] for one in nowhere.json()["errors"]] == ["body"]
    assert code_of(empty) == (400, "invalid")
    assert code_of(unseen) == (404, "not_found")


def test_details_of_another_type_are_named_and_nothing_is_put_on_the_agenda(world: World) -> None:
    dora, case = Caller(world.dora), str(uuid4())
    sitting = dora.post("sittings/", call_for(world)).json()["id"]
    names = [
        "conditions",
        "criteria",
        "grounds",
        "indicative",
        "need_override",
        "quantities",
        "reasons",
        "rulings",
        "valid_until",
    ]

    for odd in (7, {"7": {}}, [[]]):
        put = {"case": case, "outcome": "grant", "details": dict.fromkeys(names, odd)}
        wrong = dora.post(f"sittings/{sitting}/agenda/", put)

        assert wrong.status_code == 400
        assert sorted({one["path"].split(".")[1] for one in wrong.json()["errors"]}) == names


def test_nobody_but_the_authority_knows_of_a_sitting(world: World) -> None:
    sitting = Caller(world.dora).post("sittings/", call_for(world)).json()["id"]

    for name in ("paula", "stella", "cus"):
        assert Caller(getattr(world, name)).get(f"sittings/{sitting}/").status_code in (403, 404)
    assert code_of(Caller(world.otto).post("sittings/", call_for(world)))[0] == 403


def test_a_member_confirms_without_seeing_the_sitting(world: World) -> None:
    dora, rhea, mira = Caller(world.dora), Caller(world.rhea), Caller(world.mira)
    sitting = dora.post("sittings/", call_for(world)).json()["id"]
    members = [{"person": world.rhea.email, "body": "MOD", "present": True}]
    dora.post(f"sittings/{sitting}/attendance/", {"members": members})

    seen = rhea.get(f"sittings/{sitting}/")
    confirmed = rhea.post(f"sittings/{sitting}/attendance/confirm/")
    again = rhea.post(f"sittings/{sitting}/attendance/confirm/")
    unlisted = mira.post(f"sittings/{sitting}/attendance/confirm/")

    assert (seen.status_code, confirmed.status_code, confirmed.json()["body"]) == (404, 200, "MOD")
    assert again.json() == confirmed.json()
    assert code_of(unlisted) == (404, "not_found")
