"""Hits over the API: for the authority alone, disposed of by two officers, and named by the refusal of a grant."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from licensing.models import Authorisation, Disposition, Event
from licensing.policy.record.event_kinds import EventKind
from tests.acts.assessment.state import LISTED, one_hit, publish_list_of, second_case_officer
from tests.api.calling import Caller, code_of
from tests.by_hand import before_the_record
from tests.world import World


@pytest.mark.walk
def test_two_officers_clear_a_hit_that_the_applicant_never_sees(world: World) -> None:
    publish_list_of(world, LISTED)
    case = world.accepted()
    paula, otto, olena = (Caller(one) for one in (world.paula, world.otto, second_case_officer()))
    place = f"cases/{case.pk}/hits/"
    dispose = f"{place}{one_hit().pk}/dispose/"
    said = {"verdict": "false", "reason": "Another address."}

    by_applicant = (paula.get(place).status_code, paula.post(dispose, said).status_code)
    seen = paula.get(f"cases/{case.pk}/obstacles/").json()["obstacles"]
    [hit] = otto.get(place).json()["hits"]
    first = otto.post(dispose, said).json()["hits"][0]
    again = otto.post(dispose, said)
    second = olena.post(dispose, said).json()["hits"][0]

    assert (by_applicant, [one["code"] for one in seen if "screening" in one["code"]]) == ((403, 403), [])
    assert (hit["party"], hit["list"], hit["version"], hit["score"]) == ("Invented Carrier", "TRY", 1, "1")
    assert (hit["standing"], first["standing"], second["standing"]) == ("waiting", "second", "cleared")
    assert code_of(again) == (403, "conflict_of_duties")
    attempt = Event.objects.get(kind=EventKind.TWO_PERSONS_REFUSED)
    assert (attempt.actor, attempt.data["page"]) == (world.otto, f"/api/v1/{dispose}")
    assert [one["reason"] for one in second["said"]] == ["Another address."] * 2


@pytest.mark.walk
def test_clearing_a_strong_hit_over_the_api_asks_for_a_fresh_proof(world: World, settings: Settings) -> None:
    settings.STEP_UP = True
    publish_list_of(world, LISTED)
    case = world.accepted()
    otto = Caller(world.otto)
    place = f"cases/{case.pk}/hits/{one_hit().pk}/dispose/"
    with before_the_record():
        Authorisation.objects.update(confirmed_at=None)

    refused = otto.post(place, {"verdict": "false", "reason": "Another address."})

    assert (code_of(refused), refused.json()["max_age"]) == ((401, "step_up_required"), 300)
    assert not Disposition.objects.exists()
