"""Papers of country plans over the API: handed out on record to who may read plans, and missing for anybody else."""

from __future__ import annotations

from uuid import uuid4

import pytest

from licensing.models import Event
from licensing.policy.record.event_kinds import EventKind
from tests.acts.plans.countries.state import opened
from tests.api.calling import Caller
from tests.world import World

PLANS = "/api/v1/country-plans/"


def test_papers_are_handed_out_in_the_callers_language_and_recorded(world: World) -> None:
    plan = opened(world, country="EE")

    first, second = (Caller(world.greta).get(path) for path in (f"{PLANS}{plan.pk}/paper/", "/api/v1/countries/EE/briefing/"))

    assert [answer["Content-Type"] for answer in (first, second)] == ["application/pdf"] * 2
    assert Event.objects.filter(kind=EventKind.PLAN_PRINTED, actor=world.greta).count() == 2


@pytest.mark.walk
def test_an_unseen_paper_answers_like_a_missing_one(world: World) -> None:
    plan = opened(world, country="EE")

    for user in (world.paula, world.stella, world.mira, world.cus):
        caller = Caller(user)
        answers = [caller.get(f"{PLANS}{one}/paper/") for one in (plan.pk, uuid4())]
        assert answers[0].status_code == answers[1].status_code != 200, user
    briefings = [Caller(world.paula).get(f"/api/v1/countries/{code}/briefing/") for code in ("EE", "ZQ")]
    assert [one.status_code for one in briefings] == [404, 404]
    assert not Event.objects.filter(kind=EventKind.PLAN_PRINTED).exists()
