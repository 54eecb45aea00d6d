"""Milestones over the API: read by the holder and the authority, recorded by an officer; customs is answered by their code."""

from __future__ import annotations

from licensing.acts.acting import now, to_local_day
from tests.api.calling import Caller, code_of
from tests.milestones import PAID, issue_waiting_licence
from tests.world import World


def test_a_milestone_is_read_recorded_and_opens_the_gate(world: World) -> None:
    licence = issue_waiting_licence(world)
    paula, otto, customs = (Caller(one) for one in (world.paula, world.otto, world.cus))
    place = f"licences/{licence.pk}/"
    usage = {"message_id": "m1", "line": 1, "quantity": "5", "declaration_no": "UA100/7"}
    met = {"kind": "milestone", "title": PAID, "met_on": to_local_day(now()).isoformat(), "evidence": "The bank said so."}

    waiting = paula.get(f"{place}milestones/").json()["milestones"]
    held = customs.post(f"{place}usages/", usage)
    by_holder = paula.post(f"{place}milestones/", met)
    recorded = otto.post(f"{place}milestones/", met)
    let_pass = customs.post(f"{place}usages/", usage)

    assert waiting == [{"kind": "milestone", "title": PAID, "gate": "", "met_on": None}]
    assert (code_of(held), held.json()["milestone"]) == ((409, "milestone_not_met"), PAID)
    assert (by_holder.status_code, recorded.status_code, let_pass.status_code) == (403, 200, 201)
    assert recorded.json()["milestones"][0]["met_on"] == met["met_on"]
