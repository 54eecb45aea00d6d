"""A clock as its reader sees it: the last day, the days left, and the words and colour for both."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from licensing.acts.acting import at_time
from licensing.acts.requests.questions import ask_question
from licensing.admin.requests.clock_badge import build_badge, find_first_due_badge, find_late_clocks
from licensing.choices import ClockKind
from licensing.models import Case, Clock
from tests.acts.clocks.test_timing import at as on
from tests.admin.conftest import At, page_of, text_of
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World


@pytest.fixture
def case(world: World) -> Case:
    with at_time(on("2026-03-02")):
        return world.accepted()


def _legal_clock(case: Case) -> Clock:
    return case.clocks.select_related("calendar").get(kind=ClockKind.LEGAL)


@pytest.mark.parametrize(
    ("days", "tone", "words"),
    [
        (-40, "calm", "40 calendar days left"),
        (-2, "soon", "2 calendar days left"),
        (1, "over", "Overdue by 1 calendar day"),
        (4, "over", "Overdue by 4 calendar days"),
    ],
)
def test_a_badge_counts_the_days_to_its_last_and_past_it(case: Case, days: int, tone: str, words: str) -> None:
    clock = _legal_clock(case)

    badge = build_badge(clock, now=clock.due_at + timedelta(days=days, hours=-1))

    assert (badge.tone, badge.words) == (tone, words)


def test_the_last_day_belongs_to_the_term(case: Case) -> None:
    clock = _legal_clock(case)

    badge = build_badge(clock, now=clock.due_at - timedelta(seconds=1))

    assert (badge.tone, badge.words, badge.due_on) == ("soon", "Due today", (clock.due_at - timedelta(seconds=1)).date())


def test_a_paused_clock_says_who_must_act_and_is_not_late(world: World, case: Case) -> None:
    with at_time(on("2026-03-03")):
        ask_question(case, world.otto, text="?", due_on=on("2026-03-20").date(), stops_clock=True)
    clock = _legal_clock(case)

    badge = build_badge(clock, now=on("2026-03-10"))

    assert badge.tone == "still"
    assert "The applicant must act." in badge.paused
    assert clock not in find_late_clocks(now=on("2026-03-10"))
    assert clock in find_late_clocks(now=on("2026-12-10"))


def test_the_clock_that_is_due_first_is_shown_first(case: Case) -> None:
    clocks = list(case.clocks.select_related("calendar"))

    first = find_first_due_badge(clocks, now=on("2026-03-03"))
    legal = find_first_due_badge(clocks, now=on("2026-03-03"), kinds=[ClockKind.LEGAL])

    assert first is not None
    assert legal is not None
    assert first.due_at == min(clock.due_at for clock in clocks) < legal.due_at


@pytest.mark.walk
def test_a_term_that_was_moved_names_the_day_that_moved_it(world: World, at: At) -> None:
    use_procedure(MINISTRIES, GOVERNMENT, term={"amount": 45, "roll": "next"})
    with at_time(on("2026-03-04")):
        case = world.accepted()

        page = text_of(at(world.otto).get(page_of(case)))

    assert build_badge(_legal_clock(case), now=on("2026-03-05")).due_on == date(2026, 4, 20)
    assert "Saturday, 18 Apr 2026 is not worked, so the end is moved" in page
