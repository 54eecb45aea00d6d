"""Conditions over the API: read with how they stand, met by records, refused at the gate with what would meet them."""

from __future__ import annotations

import base64

import pytest

from licensing.acts.acting import now, to_local_day
from tests.api.calling import Caller, code_of
from tests.conditions import EACH_BATCH, TEN_IN_SIX_MONTHS, VERIFIED, issue_bound_licence, issue_overdue_licence
from tests.world import World

SEEN = {
    "content": base64.b64encode(b"The certificate.").decode(),
    "file_name": "certificate.txt",
    "person": "Otto Officer",
    "note": "Called the embassy.",
}


@pytest.mark.walk
def test_what_may_leave_now_follows_the_records(world: World) -> None:
    licence = issue_bound_licence(world, VERIFIED, TEN_IN_SIX_MONTHS, EACH_BATCH)
    paula, otto, customs = (Caller(one) for one in (world.paula, world.otto, world.cus))
    place, today = f"licences/{licence.pk}/", to_local_day(now()).isoformat()
    batch = {"done_on": today, "line": 1, "quantity": "12", "person": "Inspector Ivan", "reference": "Act 7"}

    before = paula.get(place).json()
    held = customs.get(f"{place}may-leave/?line=1&quantity=40").json()
    drawn = customs.post(f"{place}usages/", {"message_id": "m1", "line": 1, "quantity": "40", "declaration_no": "D-1"})
    by_holder = paula.post(f"{place}conditions/1/records/", SEEN | {"done_on": today})
    verified = otto.post(f"{place}conditions/1/records/", SEEN | {"done_on": today})
    accepted = otto.post(f"{place}conditions/3/records/", batch)
    let_pass = customs.get(f"{place}may-leave/?line=1&quantity=10").json()
    after = customs.get(place).json()

    assert [one["standing"] for one in before["conditions"]] == ["unmet", "open", "unmet"]
    assert [one["leaving_now"] for one in before["lines"]] == ["0", "0"]
    assert (held["may_leave"], held["code"], held["condition"], held["left_now"]) == (False, "condition_not_met", 1, "0")
    assert held["needs"] == "Needed: a record that the original certificate was verified. A case officer makes the record."
    assert (code_of(drawn), drawn.json()["condition_code"]) == ((409, "condition_not_met"), "P06")
    assert (by_holder.status_code, verified.status_code, accepted.status_code) == (403, 201, 201)
    assert (let_pass["may_leave"], let_pass["condition"]) == (True, None)
    assert [one["standing"] for one in after["conditions"]] == ["met", "open", "open"]
    assert [one["leaving_now"] for one in after["lines"]] == ["10", "0"]


def test_a_record_is_corrected_and_voided_by_name(world: World) -> None:
    licence = issue_bound_licence(world, EACH_BATCH)
    otto, place, today = Caller(world.otto), f"licences/{licence.pk}/", to_local_day(now()).isoformat()
    batch = {"done_on": today, "line": 1, "quantity": "12", "person": "Inspector Ivan", "reference": "Act 7"}
    made = otto.post(f"{place}conditions/1/records/", batch).json()["conditions"][0]["records"][0]

    corrected = otto.post(f"{place}records/{made['id']}/correct/", batch | {"quantity": "2"})
    again = otto.post(f"{place}records/{made['id']}/correct/", batch)
    right = corrected.json()["conditions"][0]["records"][1]
    voided = otto.post(f"{place}records/{right['id']}/void/", {"reason": "The act was withdrawn."})

    assert (corrected.status_code, again.status_code, voided.status_code) == (200, 400, 200)
    assert corrected.json()["lines"][0]["leaving_now"] == "2"
    assert [one["in_effect"] for one in voided.json()["conditions"][0]["records"]] == [False, False]
    assert voided.json()["conditions"][0]["records"][1]["void_because"] == "The act was withdrawn."


@pytest.mark.walk
def test_what_follows_from_an_unmet_condition_is_read_bars_and_is_lifted(world: World) -> None:
    filed, licence = world.filed(title="Another"), issue_overdue_licence(world)
    paula, otto, customs = (Caller(one) for one in (world.paula, world.otto, world.cus))
    place = f"licences/{licence.pk}/"
    [duty, *_later] = paula.get(place).json()["conditions"][0]["due"]
    lift = f"{place}duties/{duty['id']}/lift/"

    accepted = otto.post(f"cases/{filed.pk}/accept/", if_match=f'"r{filed.revision}"')
    by_holder = paula.post(lift, {"reason": "I say so."})
    lifted = otto.post(lift, {"reason": "The depot was evacuated."})
    again = otto.post(lift, {"reason": "Once more."})
    [ended] = paula.get(place).json()["conditions"][0]["due"][0]["consequences"]

    assert (duty["follows"], [one["kind"] for one in duty["consequences"]], duty["overdue"]) == ("bar", ["bar"], True)
    assert (code_of(accepted), accepted.json()["licence"]) == ((409, "barred_from_filing"), licence.number)
    assert (by_holder.status_code, lifted.status_code, again.status_code) == (403, 200, 409)
    assert (ended["ended_as"], ended["lifted_because"]) == ("lifted", "The depot was evacuated.")
    assert customs.get(place).json()["conditions"][0]["due"] == []
