"""Receipt and decision over the API, to whoever may see the case."""

from __future__ import annotations

import pytest

from tests.admin.conftest import conclude_sitting
from tests.api.calling import Caller
from tests.world import World


@pytest.mark.walk
def test_receipt_and_decision_are_downloaded_by_who_sees_the_case(world: World) -> None:
    case, filed, paula = world.granted(), world.filed(title="Only filed"), Caller(world.paula)

    answers = [paula.get(f"cases/{case.pk}/receipt/"), paula.get(f"cases/{case.pk}/decision-paper/")]
    missing = [paula.get(f"cases/{filed.pk}/decision-paper/"), Caller(world.rita).get(f"cases/{case.pk}/receipt/")]

    assert [(one.status_code, one["Content-Type"]) for one in answers] == [(200, "application/pdf")] * 2
    assert [one.status_code for one in missing] == [404, 404]


@pytest.mark.walk
def test_an_extract_from_the_minutes_is_for_reviewers_and_no_applicant(world: World) -> None:
    case = world.before_government()
    conclude_sitting(world, case)
    way = f"/api/v1/cases/{case.pk}/minutes/"

    answers = [Caller(person).get(way) for person in (world.dora, world.paula, world.rita)]

    assert [one.status_code for one in answers] == [200, 404, 404]
    assert answers[0].content.startswith(b"%PDF-")
