"""Criteria over the API: what is asked of a case is read with its version, and findings come back as they were kept."""

from __future__ import annotations

from licensing.models import Assessment
from tests.acts.assessment.assessed import CRITERIA, MITIGATED, waiting_case
from tests.api.calling import Caller
from tests.world import World


def test_what_is_asked_can_be_answered_as_it_was_read(world: World) -> None:
    case = waiting_case(world, CRITERIA)
    caller = Caller(world.otto)
    asked = caller.get(f"cases/{case.pk}/criteria/").json()["sets"]
    body = {
        "kind": "criteria",
        "result": "mitigated",
        "findings": "Looked at by every criterion.",
        "version": 1,
        "sources": [{"register": "Embassy"}],
        "sets": [{"set": one["set"], "version": one["version"]} for one in asked],
        "criteria": [
            {
                "criterion": row["criterion"],
                "result": "none",
                "answers": [{"question": two["question"], "answer": "no"} for two in row["questions"]],
            }
            for one in asked
            for row in one["criteria"]
        ],
    }
    for one in body["criteria"]:
        if one["criterion"] == "EU7":
            one |= {name: value for name, value in MITIGATED.items() if name != "answers"}
            one["answers"] = [{**two, "answer": "yes" if two["question"] == "EU7.a" else "no"} for two in one["answers"]]

    done = caller.post(f"cases/{case.pk}/assessments/", body)

    [shown] = done.json()["assessments"]
    [risk] = [one for one in shown["criteria"] if one["criterion"] == "EU7"]
    assert (done.status_code, shown["result"]) == (201, "mitigated")
    assert (risk["result"], risk["mitigation"]) == ("mitigated", MITIGATED["mitigation"])
    assert {one["set"] for one in shown["sets"]} == {"EU", "ATT", "UA"}


def test_a_partner_reads_no_criteria_and_a_contradiction_is_a_gap(world: World) -> None:
    case = waiting_case(world, CRITERIA)
    body = {
        "kind": "criteria",
        "result": "none",
        "findings": "Nothing.",
        "version": 1,
        "sources": [{"register": "Embassy"}],
        "criteria": [{"criterion": "EU99", "result": "none", "answers": []}],
    }

    refused = Caller(world.otto).post(f"cases/{case.pk}/assessments/", body)

    assert Caller(world.paula).get(f"cases/{case.pk}/criteria/").status_code == 403
    assert refused.status_code == 400
    assert "criteria.EU99" in {one["path"] for one in refused.json()["errors"]}
    assert not Assessment.objects.exists()
