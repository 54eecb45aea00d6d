"""A paper that is due owes a reminder: its officers hear of its day, deciders later, and nobody once it is issued."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.clocks.deadlines import get_case_calendar
from licensing.acts.clocks.reminders import send_due_reminders
from licensing.acts.documents.papers.issuing import issue_notice, issue_paper
from licensing.acts.documents.papers.reminding import follow_due_papers
from licensing.acts.licences.licence import revoke_licence, suspend_licence
from licensing.choices import TermUnit
from licensing.models import Event, Licence, Reminder, ReminderRule
from licensing.models.clocks.days import to_local_day
from licensing.policy.clocks.deadlines import Term, add_term
from tests.by_hand import by_hand
from tests.world import World

PAPERS = {"licence_paper_t00", "licence_paper_overdue", "licence_paper_late"}
NOTICES = {"notice_t00", "notice_overdue", "notice_late"}


def _read_kept() -> set[str]:
    kept = Reminder.objects.filter(cancelled_at=None, rule__clock__in=("licence_paper", "notice"))
    return set(kept.values_list("rule_id", flat=True))


def test_the_day_of_a_paper_is_kept_until_the_paper_is_issued(world: World) -> None:
    licence = world.licence()

    moved = [follow_due_papers() for _run in range(2)]
    kept = _read_kept()
    deadline = Reminder.objects.filter(rule="licence_paper_t00").get().deadline_at
    issue_paper(licence, world.otto)

    days = get_case_calendar(licence.case).as_policy()
    due_on = add_term(to_local_day(now()), Term(3, TermUnit.WORKING), days)
    assert (moved, kept, deadline) == ([1, 0], PAPERS, days.end_of(due_on))
    assert (_read_kept(), follow_due_papers()) == (set(), 0)


def test_a_suspended_licence_owes_its_notice_in_the_place_of_its_paper_and_an_ended_one_neither(world: World) -> None:
    licence = world.licence()
    follow_due_papers()
    suspend_licence(licence, world.otto, reason="Urgent need.")
    follow_due_papers()
    suspended = _read_kept()
    issue_notice(Licence.objects.get(), world.otto)
    noticed = _read_kept()
    revoke_licence(licence, world.dora, reason="Passed on.")

    assert (suspended, noticed) == (NOTICES, set())
    assert (follow_due_papers(), _read_kept()) == (0, set())


@pytest.mark.walk
def test_a_late_paper_is_told_to_officers_and_then_to_deciders(world: World) -> None:
    world.licence()
    follow_due_papers()

    told: list[list[tuple[str, str]]] = []
    for day in (4, 8, 13):
        with at_time(now() + timedelta(days=day)):
            while send_due_reminders():
                pass
        found = Event.objects.filter(kind="reminder.due", data__rule__startswith="licence_paper").order_by("number")
        told.append([(one.data["rule"], one.data["audience"]) for one in found])

    assert told[-1][0] == ("licence_paper_t00", "officers")
    assert ("licence_paper_overdue", "officers") in told[1]
    assert ("licence_paper_late", "deciders") in told[-1]


def test_without_rules_no_day_is_kept_and_nothing_is_looked_for(world: World) -> None:
    with by_hand():
        ReminderRule.objects.filter(clock__in=("licence_paper", "notice")).update(active=False)
    world.licence()

    assert (follow_due_papers(), _read_kept()) == (0, set())
