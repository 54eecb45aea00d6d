"""A line of the desk says what its case waits for, and of whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from licensing.acts.acting import now
from licensing.acts.requests.questions import ask_question
from licensing.acts.signoff.positions import sign_case
from licensing.admin.requests.desk.waiting import Work
from licensing.admin.requests.desk.work_items import Wording, build_work_item, describe_wait, list_awaited_bodies
from licensing.choices import ClockKind
from tests.admin.conftest import At, today
from tests.world import World, approve


def _under_way(at: At, world: World) -> dict[str, str]:
    page: Any = at(world.otto).get("/admin/")
    return {one.case.title: one.what for one in page.context["under_way"]}


def test_a_case_waits_for_the_bodies_that_have_not_spoken(world: World) -> None:
    case = world.with_need()
    sign_case(case, world.mira, approve(), version=1)

    assert list_awaited_bodies([case.pk]) == {case.pk: ["MoD", "General Staff"]}
    assert list_awaited_bodies([]) == {}


@pytest.mark.walk
def test_the_officer_reads_whom_each_of_their_cases_waits_for(world: World, at: At) -> None:
    world.accepted(title="With the bodies")
    asked = world.accepted(title="Asked")
    ask_question(asked, world.otto, text="?", due_on=today() + timedelta(days=5))

    assert _under_way(at, world) == {
        "With the bodies": "Waits for positions of MoD, General Staff, MFA",
        "Asked": "Waits for the applicant's answer",
    }


def test_a_case_that_nobody_keeps_waiting_waits_for_the_government(world: World) -> None:
    case: Any = world.before_government()
    case.asks = case.answered = False

    assert describe_wait(case, []) == "Waits for the government's decision"


def test_a_line_shows_another_clock_where_none_of_its_kind_runs(world: World) -> None:
    case: Any = world.filed()
    case.running = list(case.clocks.select_related("calendar").filter(ended_at=None))

    item = build_work_item(case, Wording("Sign", "/x/"), Work.SIGN, now=now())

    assert item.badge is not None
    assert item.badge.kind != ClockKind.STAGE
