"""Sign-off, questions and decisions over the API, as the authority works with them."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from licensing.acts.signoff import positions
from licensing.models import Case, Position
from tests.api.calling import Caller, at, code_of
from tests.world import World, approve


def test_a_member_states_the_need_and_signs(world: World) -> None:
    case, rhea, greta = world.accepted(), Caller(world.rhea), Caller(world.greta)
    today = timezone.localdate()
    need = {"verdict": "limited", "data_on": str(today), "expires_on": str(today + timedelta(days=9)), "figures": {"stock": 9}}

    early = greta.post(at(case, "positions/"), {"choice": "approve", "version": 1})
    stated = rhea.post(at(case, "need-statements/"), need)
    signed = greta.post(at(case, "positions/"), {"choice": "approve", "version": 1, "comment": "Agreed."})

    assert code_of(early) == (409, "need_not_stated")
    assert (stated.status_code, stated.json()["figures"], stated.json()["body"]) == (201, {"stock": 9}, "MOD")
    assert (signed.status_code, signed.json()["seat"], signed.json()["choice"]) == (201, "GS", "approve")


def test_conditions_come_from_the_library_with_their_parameters(world: World) -> None:
    case, rhea = world.accepted(), Caller(world.rhea)
    conditions = [{"code": "", "text": "Only by rail."}, {"code": "P99"}]

    refused = rhea.post(at(case, "positions/"), {"choice": "conditions", "version": 1, "conditions": conditions})
    signed = rhea.post(at(case, "positions/"), {"choice": "conditions", "version": 1, "conditions": conditions[:1]})

    assert [(one["path"], one["code"]) for one in refused.json()["errors"]] == [("conditions.1.code", "unknown_condition")]
    assert signed.json()["conditions"] == [{"code": "", "parameters": {}, "text": "Only by rail."}]


def test_a_position_on_an_older_version_is_refused(world: World) -> None:
    assert code_of(Caller(world.rhea).post(at(world.accepted(), "positions/"), {"choice": "approve", "version": 7})) == (
        409,
        "stale_version",
    )


def test_the_deliberation_is_read_by_the_authority_with_its_arithmetic(world: World) -> None:
    case = world.accepted()
    positions.sign_case(case, world.rhea, approve("Fine."), version=1)

    body = Caller(world.otto).get(at(case, "rounds/")).json()

    (round,) = body["rounds"]
    assert [(seat["body"], seat["position"] and seat["position"]["choice"]) for seat in round["seats"]] == [
        ("MOD", "approve"),
        ("GS", None),
        ("MFA", None),
    ]
    assert body["now"]["tally"]["numbers"]["cast"] == 1
    assert "en" in body["now"]["tally"]["explanation"]


def test_whoever_declares_a_conflict_no_longer_finds_the_case(world: World) -> None:
    case, rhea = world.accepted(), Caller(world.rhea)

    declared = rhea.post(at(case, "recusals/"), {"reason": "shareholding", "note": "Shares of the maker"})

    assert (declared.status_code, declared.json()["imposed"]) == (201, False)
    assert code_of(rhea.get(at(case))) == code_of(rhea.get(at(case, "rounds/"))) == (404, "not_found")


def test_a_question_stops_the_clock_until_it_is_answered(world: World) -> None:
    case, otto, paula = world.accepted(), Caller(world.otto), Caller(world.paula)
    due = str(timezone.localdate() + timedelta(days=10))

    asked = otto.post(at(case, "questions/"), {"text": "Which unit?", "due_on": due, "section": "end_use"})
    place = at(case, f"questions/{asked.json()['id']}/")
    waiting = paula.get(at(case)).json()
    partly = paula.post(f"{place}answer/", {"text": "We shall ask.", "complete": False})
    fully = paula.post(f"{place}answer/", {"text": "The 2nd company.", "document": None, "more_time_until": None})
    accepted = otto.post(f"{place}accept/")

    assert (asked.status_code, asked.json()["state"]) == (201, "open")
    assert waiting["waits_for"] == "applicant"
    assert {clock["paused"]["reason"] for clock in waiting["clocks"]} == {"question"}
    assert [partly.json()["state"], fully.json()["state"], accepted.json()["state"]] == ["open", "answered", "accepted"]
    assert len(paula.get(at(case, "questions/")).json()[0]["answers"]) == 2
    assert code_of(otto.post(f"{place}withdraw/")) == (409, "wrong_state")
    assert code_of(paula.post(f"{place}answer/", {"text": "x", "content": "%%%", "file_name": "x.txt"})) == (400, "invalid")


def test_a_question_of_another_case_is_missing_here(world: World) -> None:
    case, other, otto = world.accepted(), world.filed(), Caller(world.otto)
    due = str(timezone.localdate() + timedelta(days=10))
    asked = otto.post(at(case, "questions/"), {"text": "Which unit?", "due_on": due}).json()["id"]

    assert code_of(Caller(world.paula).post(at(other, f"questions/{asked}/answer/"), {"text": "x"})) == (404, "not_found")


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


def test_an_adjourned_decision_is_taken_up_again(world: World) -> None:
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
    assert (offered, countersigned.status_code, countersigned.json()["actions"]) == (["countersign"], 200, [])
    assert code_of(again) == (409, "wrong_state")


def test_a_decision_on_what_has_moved_on_is_refused(world: World) -> None:
    case, dora = world.before_government(), Caller(world.dora)
    resolution = {"resolution_no": "1", "resolution_on": str(timezone.localdate())}

    assert code_of(dora.post(at(case, "grant/"), resolution)) == (428, "precondition_required")
    assert code_of(dora.post(at(case, "grant/"), resolution, if_match='"r2"')) == (412, "stale")


def test_a_rule_is_tried_without_being_kept(world: World) -> None:
    trial = {
        "rule": {"kind": "majority_cast"},
        "seats": [{"code": "MOD"}, {"code": "GS"}, {"code": "MFA"}],
        "positions": [{"seat": "MOD", "choice": "approve"}, {"seat": "GS", "choice": "approve"}],
    }

    answer = Caller(world.pol).post("procedures/simulate/", trial, idempotency_key="")
    refused = Caller(world.pol).post("procedures/simulate/", trial | {"rule": {"kind": "k_of_n", "k": 4}})

    assert (answer.status_code, answer.json()["settled"]) == (200, True)
    assert code_of(refused) == (422, "procedure_invalid")
    assert Position.objects.count() == 0


@pytest.mark.parametrize(
    ("rule", "seat", "path"),
    [
        ({"kind": "majority_cast", "quorum": "1e-10000000"}, {}, "rule.quorum"),
        ({"kind": "majority_cast", "quorum": "1/00000000007"}, {}, "rule.quorum"),
        ({"kind": "majority_cast", "quorum": 10**9}, {}, "rule.quorum"),
        ({"kind": "weighted", "threshold": "1e999999"}, {}, "rule.threshold"),
        ({"kind": "majority_cast"}, {"weight": "1e5000000"}, "seats.0.weight"),
        ({"kind": "majority_cast"}, {"weight": 10**9}, "seats.0.weight"),
        ({"kind": "roulette"}, {}, "rule.kind"),
    ],
)
def test_no_number_of_a_rule_keeps_the_machine_busy(
    world: World, rule: dict[str, Any], seat: dict[str, Any], path: str
) -> None:
    started = time.process_time()
    refused = Caller(world.pol).post("procedures/simulate/", {"rule": rule, "seats": [{"code": "MOD"} | seat]})

    assert code_of(refused) == (400, "invalid")
    assert [error["path"] for error in refused.json()["errors"]] == [path]
    assert (time.process_time() - started < 2, len(refused.content) < 4000) == (True, True)


def test_nobody_refers_up_what_waits_for_nobody(world: World) -> None:
    assert code_of(Caller(world.rhea).post(at(world.accepted(), "escalate/"), {"reason": "x"})) == (409, "wrong_state")
