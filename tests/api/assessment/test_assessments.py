"""Assessments over the API: recorded by who owns them, read by the authority, and never by the applicant."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.models import Assessment
from tests.acts.assessment.assessed import waiting_case
from tests.api.calling import Caller, code_of
from tests.world import World

GOOD: dict[str, Any] = {
    "kind": "route",
    "result": "clear",
    "findings": "Nothing found.",
    "version": 1,
    "sources": [{"register": "Map"}],
}


@pytest.mark.walk
def test_who_owns_it_records_it_and_the_applicant_reads_none(world: World) -> None:
    case = waiting_case(world)
    paula, otto, mira = (Caller(one) for one in (world.paula, world.otto, world.mira))
    place = f"cases/{case.pk}/assessments/"

    missing = otto.get(place).json()["assessments"]
    recorded = otto.post(place, GOOD)
    [classification, route] = recorded.json()["assessments"]
    refused = [code_of(one) for one in (paula.get(place), paula.post(place, GOOD), mira.post(place, GOOD))]

    assert [(one["kind"], one["state"], one["owner"]) for one in missing] == [
        ("classification", "missing", "MFA"),
        ("route", "missing", "case_officer"),
    ]
    assert (recorded.status_code, classification["state"], route["state"]) == (201, "missing", "done")
    assert (route["result"], route["by"], route["version"]) == ("clear", str(world.otto.pk), 1)
    assert refused == [(403, "not_allowed")] * 3
    assert Assessment.objects.count() == 1


def test_what_does_not_fit_is_named_by_its_place(world: World) -> None:
    case = waiting_case(world)
    wrong = GOOD | {"result": "fine", "version": 1, "sources": [{"list": "NONE"}]}

    answer = Caller(world.otto).post(f"cases/{case.pk}/assessments/", wrong)

    assert (answer.status_code, [one["path"] for one in answer.json()["errors"]]) == (400, ["result", "sources.0"])


def test_a_code_that_stands_twice_is_refused_and_takes_no_other_place(world: World) -> None:
    case = waiting_case(world)
    finding = {"criterion": "EU7", "result": "none", "answers": [{"question": "EU7.a", "answer": one} for one in ("yes", "no")]}
    twice = {
        "entries": [{"number": 1, "entries": ["ML10"]}, {"number": 1, "entries": []}],
        "sets": [{"set": "EU", "version": one} for one in ("1", "2")],
        "criteria": [finding, finding],
    }

    answer = Caller(world.otto).post(f"cases/{case.pk}/assessments/", GOOD | {"kind": "criteria"} | twice)

    assert (answer.status_code, sorted({one["path"] for one in answer.json()["errors"]})) == (
        400,
        ["criteria.EU7", "criteria.EU7.EU7.a", "entries.1", "sets.EU"],
    )
