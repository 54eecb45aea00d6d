"""Corrections of a decision over the API."""

from __future__ import annotations

from licensing.models import DecisionCorrection
from tests.api.calling import Caller, at, code_of
from tests.world import World


def test_a_decision_is_corrected_and_its_applicant_reads_both(world: World) -> None:
    case, dmytro, paula = world.granted(), Caller(world.decider()), Caller(world.paula)
    correction = {"resolution_no": "471-r", "reason": "Two digits were exchanged."}
    tag = dmytro.get(at(case))["ETag"]

    unread = dmytro.post(at(case, "correct-decision/"), correction)
    corrected = dmytro.post(at(case, "correct-decision/"), correction, if_match=tag)
    stale = dmytro.post(at(case, "correct-decision/"), correction | {"resolution_no": "1-r"}, if_match=tag)
    read = paula.get(at(case)).json()["decision"]

    assert (unread.status_code, corrected.status_code, stale.status_code) == (428, 200, 412)
    assert read["resolution_no"] == "471-r"
    [applied] = read["corrections"]
    assert (applied["before"]["resolution_no"], applied["after"]["resolution_no"]) == ("417-r", "471-r")
    assert (applied["reason"], applied["corrected_by"]) == ("Two digits were exchanged.", None)
    assert corrected.json()["decision"]["corrections"][0]["corrected_by"]["name"] == "Dmytro"


def test_the_same_call_twice_corrects_once(world: World) -> None:
    case, dmytro = world.granted(), Caller(world.decider())
    headers = {"Idempotency-Key": "once", "if_match": dmytro.get(at(case))["ETag"]}
    correction = {"resolution_no": "471-r", "reason": "Two digits were exchanged."}

    answers = [dmytro.post(at(case, "correct-decision/"), correction, **headers) for _ in range(2)]

    assert [one.status_code for one in answers] == [200, 200]
    assert DecisionCorrection.objects.count() == 1


def test_substance_is_no_field_of_a_correction(world: World) -> None:
    case, dmytro = world.granted(), Caller(world.decider())
    sent = {"reason": "More.", "quantities": {"1": "1"}, "outcome": "refuse"}

    refused = dmytro.post(at(case, "correct-decision/"), sent, if_match=dmytro.get(at(case))["ETag"])

    assert refused.status_code == 400
    assert {one["path"] for one in refused.json()["errors"]} == {"quantities", "outcome"}


def test_whoever_recorded_a_decision_is_not_offered_its_correction(world: World) -> None:
    case, dora, dmytro = world.granted(), Caller(world.dora), Caller(world.decider())
    read = dora.get(at(case))

    refused = dora.post(at(case, "correct-decision/"), {"resolution_no": "1-r", "reason": "A slip."}, if_match=read["ETag"])

    assert "correct_decision" not in read.json()["actions"]
    assert "correct_decision" in dmytro.get(at(case)).json()["actions"]
    assert code_of(refused) == (403, "conflict_of_duties")
