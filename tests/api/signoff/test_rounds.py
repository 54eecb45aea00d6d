"""Sign-off over the API: the deliberation read, positions taken, need stated, conflicts declared, cases referred up."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from licensing.acts.signoff import positions
from licensing.acts.signoff.limit import apply_limit
from tests.api.calling import Caller, at, code_of
from tests.trial import GOVERNMENT, MINISTRIES, make_overdue_case
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


def test_the_authority_reads_the_deliberation_with_its_tally(world: World) -> None:
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


@pytest.mark.walk
def test_a_deemed_outcome_is_marked_for_the_authority_and_told_to_the_applicant(world: World) -> None:
    case = make_overdue_case(world, MINISTRIES | {"deemed": "refuse"}, GOVERNMENT, on_limit="deemed")
    apply_limit(case)

    rounds = Caller(world.otto).get(at(case, "rounds/")).json()["rounds"]
    theirs = Caller(world.paula).get(at(case)).json()
    events = Caller(world.paula).get(at(case, "history/")).json()["results"]

    assert [(one["outcome"], one["ended_by"], one["deemed"]) for one in rounds] == [
        ("not_passed", "limit", True),
        ("pending", None, False),
    ]
    assert [clock["consequence"] for clock in theirs["clocks"] if clock["kind"] == "legal"] == ["deemed_refuse"]
    assert [one["data"] for one in events if one["kind"] == "limit.passed"] == [{"consequence": "deemed_refuse"}]


def test_whoever_declares_a_conflict_no_longer_finds_the_case(world: World) -> None:
    case, rhea = world.accepted(), Caller(world.rhea)

    declared = rhea.post(at(case, "recusals/"), {"reason": "shareholding", "note": "Shares of the maker"})

    assert (declared.status_code, declared.json()["imposed"]) == (201, False)
    assert code_of(rhea.get(at(case))) == code_of(rhea.get(at(case, "rounds/"))) == (404, "not_found")


def test_a_case_is_not_referred_up_outside_its_window(world: World) -> None:
    assert code_of(Caller(world.rhea).post(at(world.accepted(), "escalate/"), {"reason": "x"})) == (409, "wrong_state")


def test_an_officer_records_the_conflict_of_a_known_person_only(world: World) -> None:
    case, otto = world.accepted(), Caller(world.otto)

    unknown = otto.post(at(case, "recusals/"), {"reason": "shareholding", "person": str(UUID(int=7))})
    imposed = otto.post(at(case, "recusals/"), {"reason": "shareholding", "person": str(world.rhea.pk)})

    assert code_of(unknown) == (404, "not_found")
    assert (imposed.status_code, imposed.json()["person"], imposed.json()["imposed"]) == (201, str(world.rhea.pk), True)


def test_a_position_speaks_of_single_items_over_the_api(world: World) -> None:
    case, greta = world.with_need(), Caller(world.greta)
    advised = {"choice": "approve", "version": 1, "items": [{"item": 1, "advice": "not_required"}]}

    refused = greta.post(at(case, "positions/"), advised | {"items": [{"item": 7, "advice": "refuse"}]})
    signed = greta.post(at(case, "positions/"), advised)

    assert [(one["path"], one["code"]) for one in refused.json()["errors"]] == [("items.0.item", "unknown")]
    assert (signed.status_code, signed.json()["items"]) == (201, advised["items"])
