"""What is owed in reminders for a deadline: the next one of each rule, until another deadline takes its place."""

from __future__ import annotations

import pytest

from licensing.acts.acting import at_time
from licensing.acts.clocks.deadlines import Deadline, cancel_reminders, reschedule_reminders, schedule_reminders
from licensing.models import Calendar, Case, Reminder
from tests.acts.clocks.local_time import at
from tests.world import World

UNTIL_MAY = Deadline("need_statement", "need", at("2026-05-01"))
UNTIL_JUNE = Deadline("need_statement", "need", at("2026-06-01"))


@pytest.fixture
def case(world: World) -> Case:
    with at_time(at("2026-03-02")):
        return world.accepted()


def owed_until(case: Case) -> set[str]:
    owed = Reminder.objects.owed().filter(case=case, about="need")
    return {one.deadline_at.date().isoformat() for one in owed}


def test_a_later_deadline_takes_the_place_of_the_one_before(case: Case) -> None:
    days = Calendar.objects.get(pk="UA").as_policy()
    schedule_reminders(case, UNTIL_MAY, calendar=days, now=at("2026-03-02"))

    schedule_reminders(case, UNTIL_JUNE, calendar=days, now=at("2026-03-03"))

    assert owed_until(case) == {"2026-06-01"}


def test_what_was_called_off_is_owed_again_under_its_own_id(case: Case) -> None:
    days = Calendar.objects.get(pk="UA").as_policy()
    schedule_reminders(case, UNTIL_MAY, calendar=days, now=at("2026-03-02"))
    before = set(Reminder.objects.owed().filter(about="need").values_list("pk", flat=True))
    cancel_reminders(case, "need", at=at("2026-03-03"))
    called_off = owed_until(case)

    schedule_reminders(case, UNTIL_MAY, calendar=days, now=at("2026-03-04"))

    assert called_off == set()
    assert set(Reminder.objects.owed().filter(about="need").values_list("pk", flat=True)) == before


def test_rescheduling_by_unchanged_rules_changes_nothing(case: Case) -> None:
    days = Calendar.objects.get(pk="UA").as_policy()
    schedule_reminders(case, UNTIL_MAY, calendar=days, now=at("2026-03-02"))

    assert not reschedule_reminders(case, UNTIL_MAY, calendar=days, now=at("2026-03-03"))
