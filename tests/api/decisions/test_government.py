"""The government's decision over the API: granted, refused, adjourned, countersigned."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from licensing.models import Case
from tests.api.calling import Caller, at, code_of
from tests.world import World


@pytest.mark.walk
def test_a_decider_grants_in_part_and_the_applicant_reads_it(world: World) -> None:
    case, dora, paula = world.before_government(), Caller(world.dora), Caller(world.paula)
    tag = dora.get(at(case))["ETag"]
    resolution = {
        "resolution_no": "417-r",
        "resolution_on": str(timezone.localdate()),
        "quantities": {"1": "30"},
        "reasons": "Own need.",
    }

    outlook = dora.get(at(case, "outlook/")).json()
    granted = dora.post(at(case, "grant/"), resolution, if_match=tag)
    read = paula.get(at(case)).json()

    assert outlook == {"hindrances": [], "conditions": []}
    assert (granted.status_code, granted.json()["state"]) == (200, "granted")
    assert (read["decision"]["outcome"], read["decision"]["resolution_no"]) == ("grant_in_part", "417-r")
    assert [line["quantity"] for line in read["decision"]["lines"]] == ["30", "4"]
    assert read["licence"]["state"] == "issued"


def test_a_refusal_needs_grounds_that_exist(world: World) -> None:
    case, dora = world.before_government(), Caller(world.dora)
    tag = dora.get(at(case))["ETag"]
    refusal = {"resolution_no": "418-r", "resolution_on": str(timezone.localdate()), "grounds": ["X99"]}

    unknown = dora.post(at(case, "refuse/"), refusal, if_match=tag)
    none = dora.post(at(case, "refuse/"), refusal | {"grounds": []}, if_match=tag)

    assert [(one["path"], one["code"]) for one in unknown.json()["errors"]] == [("grounds.0", "unknown_code")]
    assert [(one["path"], one["code"]) for one in none.json()["errors"]] == [("grounds", "required")]
    assert Case.objects.get(pk=case.pk).state == "government_decision"


def test_an_adjourned_decision_is_resumed(world: World) -> None:
    case, dora = world.before_government(), Caller(world.dora)
    until = str(timezone.localdate() + timedelta(days=30))

    adjourned = dora.post(at(case, "adjourn/"), {"until": until, "reason": "An audit."}, if_match=dora.get(at(case))["ETag"])
    resumed = dora.post(at(case, "resume/"))

    assert (adjourned.json()["state"], adjourned.json()["adjourned_until"]) == ("adjourned", until)
    assert resumed.json()["state"] == "government_decision"


def test_a_second_decider_countersigns_once(world: World) -> None:
    case, dora, dmytro = world.granted(), Caller(world.dora), Caller(world.decider())

    offered = dmytro.get(at(case)).json()["actions"]
    own = dora.post(at(case, "countersign/"))
    countersigned = dmytro.post(at(case, "countersign/"))
    again = dmytro.post(at(case, "countersign/"))

    assert code_of(own) == (403, "conflict_of_duties")
    assert (offered, countersigned.status_code, countersigned.json()["actions"]) == (
        ["countersign", "correct_decision"],
        200,
        [],
    )
    assert code_of(again) == (409, "wrong_state")


def test_a_decision_on_a_former_revision_is_refused(world: World) -> None:
    case, dora = world.before_government(), Caller(world.dora)
    resolution = {"resolution_no": "1", "resolution_on": str(timezone.localdate())}

    assert code_of(dora.post(at(case, "grant/"), resolution)) == (428, "precondition_required")
    assert code_of(dora.post(at(case, "grant/"), resolution, if_match='"r2"')) == (412, "stale")
