"""Visits over the API: planned, recorded and called off by an officer; the holder reads no finding."""

from __future__ import annotations

from datetime import timedelta

from licensing.acts.acting import now, to_local_day
from tests.api.calling import Caller, code_of
from tests.api.licences.test_licences import place
from tests.visits import PERSONS, issue_visited_licence
from tests.world import World


def test_it_is_planned_recorded_and_called_off(world: World) -> None:
    subject, otto, paula = issue_visited_licence(world), Caller(world.otto), Caller(world.paula)
    today = to_local_day(now())
    due = str(today + timedelta(days=9))
    plan = {"kind": "delivery", "place": "Ministry", "persons": PERSONS, "due_on": due}
    found = {"done_on": str(today), "persons": "SECRET-VISITOR", "finding": "diverted", "report": "SECRET-REPORT"}

    twice = otto.post(place(subject, "plan-visit/"), plan)
    future = otto.post(place(subject, "record-visit/"), found | {"done_on": due})
    recorded = otto.post(place(subject, "record-visit/"), found)
    again = otto.post(place(subject, "plan-visit/"), plan)
    off = otto.post(place(subject, "call-off-visit/"), {"reason": "They come home."})

    assert (code_of(twice), future.status_code) == ((409, "wrong_state"), 400)
    assert recorded.json()["visits"][0]["finding"] == "diverted"
    assert [one["number"] for one in again.json()["visits"]] == [2, 1]
    assert off.json()["visits"][0]["called_off_at"]
    read = paula.get(place(subject)).content + paula.get(f"cases/{subject.case_id}/history/").content
    assert b"SECRET-REPORT" not in read
    assert b"diverted" not in read
    assert b"SECRET-VISITOR" not in read
    assert b"SECRET-VISITOR" in otto.get(place(subject)).content
    assert [one["persons"] for one in paula.get(place(subject)).json()["visits"]] == ["", ""]
