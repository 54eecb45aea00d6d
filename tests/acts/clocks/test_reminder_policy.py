"""A changed reminder policy reaches what is owed already, in every case, and sends nothing a second time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest

from licensing.acts.acting import at_time
from licensing.acts.clocks import reminder_policy, reminders
from licensing.acts.clocks.reminder_policy import RETRY_AFTER, SETTLE_TIME, follow_reminder_policy
from licensing.acts.requests import questions
from licensing.choices import Audience, DeadlineKind, TermUnit
from licensing.models import Case, Event, Holiday, Reminder, ReminderPolicy, ReminderRule
from tests.acts.clocks.local_time import KYIV, at
from tests.scenes import scene
from tests.world import World

# A case accepted on this day must be decided by 16 April, a Thursday, at the latest.
BEGUN = "2026-03-02"


@contextmanager
def later(moment: datetime) -> Iterator[None]:
    """A while after this moment, when whoever was at work then has finished."""
    with at_time(moment):
        noticed = follow_reminder_policy()
    assert noticed == 0
    with at_time(moment + SETTLE_TIME):
        yield


def settle(moment: datetime) -> None:
    """The policy as the seeds have it was followed long ago."""
    with later(moment):
        follow_reminder_policy()


def owed(case: Case, rule: str) -> list[str]:
    """The local days and hours at which a rule still reminds of a case."""
    rows = Reminder.objects.owed().filter(case=case, rule=rule).order_by("due_at")
    return [f"{one.due_at.astimezone(KYIV):%m-%d %H:%M}" for one in rows]


def count_sent(case: Case, rule: str) -> int:
    return Event.objects.filter(case=case, kind="reminder.due", data__rule=rule).count()


@pytest.fixture
@scene
def accepted(world: World) -> Case:
    with at_time(at(BEGUN)):
        case = world.accepted()
    settle(at(BEGUN))
    return case


def test_a_rule_that_has_ended_reminds_of_nothing_that_is_still_ahead(accepted: Case) -> None:
    assert owed(accepted, "legal_t03") != []
    ReminderRule.objects.filter(pk="legal_t03").update(active=False)

    with later(at("2026-03-03")):
        assert follow_reminder_policy() == 1

    assert owed(accepted, "legal_t03") == []
    assert owed(accepted, "legal_t10") != []


def test_what_is_owed_follows_a_rule_that_reminds_on_another_day(accepted: Case) -> None:
    before = owed(accepted, "legal_t10")
    untouched = set(Reminder.objects.owed().exclude(rule="legal_t10").values_list("pk", flat=True))
    ReminderRule.objects.filter(pk="legal_t10").update(offset_days=-12)

    with later(at("2026-03-03")):
        moved = [follow_reminder_policy(), follow_reminder_policy()]

    assert (before, owed(accepted, "legal_t10")) == (["04-06 09:00"], ["04-04 09:00"])
    assert moved == [1, 0]
    assert set(Reminder.objects.owed().exclude(rule="legal_t10").values_list("pk", flat=True)) == untouched
    assert not Event.objects.filter(kind="clock.retimed").exists()


def test_a_rule_changed_and_changed_back_keeps_its_reminder(accepted: Case) -> None:
    before = Reminder.objects.owed().get(case=accepted, rule="legal_t10")
    for day, offset in (("2026-03-03", -12), ("2026-03-04", -10)):
        ReminderRule.objects.filter(pk="legal_t10").update(offset_days=offset)
        with later(at(day)):
            follow_reminder_policy()

    assert Reminder.objects.owed().get(case=accepted, rule="legal_t10") == before


def test_a_rule_changed_back_half_way_moves_its_reminders_back(accepted: Case) -> None:
    before = Reminder.objects.owed().get(case=accepted, rule="legal_t10")
    ReminderRule.objects.filter(pk="legal_t10").update(offset_days=-12)
    with later(at("2026-03-03")):
        follow_reminder_policy()
    # The walk had not come to its end: a case behind this one had refused.
    ReminderPolicy.objects.filter(pk="legal").update(followed=_followed(-10), newer=_followed(-12))

    ReminderRule.objects.filter(pk="legal_t10").update(offset_days=-10)
    with later(at("2026-03-04")):
        follow_reminder_policy()

    assert Reminder.objects.owed().get(case=accepted, rule="legal_t10") == before


def _followed(offset: int) -> str:
    """The version of the policy while the rule of ten days reminds so many days off."""
    ReminderRule.objects.filter(pk="legal_t10").update(offset_days=offset)
    return reminder_policy.compute_policy_versions()["legal"]


def test_a_sent_reminder_is_not_repeated_when_its_rule_moves(accepted: Case) -> None:
    with at_time(at("2026-04-06", hour=12)):
        reminders.send_due_reminders()
    ReminderRule.objects.filter(pk="legal_t10").update(offset_days=-8)

    with later(at("2026-04-06", hour=13)):
        follow_reminder_policy()
    with at_time(at("2026-04-09")):
        reminders.send_due_reminders()

    assert owed(accepted, "legal_t10") == []
    assert count_sent(accepted, "legal_t10") == 1


def test_a_reminder_moved_into_the_past_is_sent_at_once_and_once(accepted: Case) -> None:
    ReminderRule.objects.filter(pk="legal_t03").update(offset_days=-20)

    with later(at("2026-04-01")):
        moved = [follow_reminder_policy(), follow_reminder_policy()]
        reminders.send_due_reminders()
        moved.append(follow_reminder_policy())
        reminders.send_due_reminders()

    assert moved == [1, 0, 0]
    assert count_sent(accepted, "legal_t03") == 1


def test_nobody_is_reminded_to_act_by_a_day_that_has_passed(accepted: Case) -> None:
    ReminderRule.objects.filter(pk="legal_escalation").update(offset_days=-5, repeat_every=None)

    with later(at("2026-04-18")):
        follow_reminder_policy()

    assert owed(accepted, "legal_escalation") == []


def test_what_has_come_due_and_was_not_sent_yet_goes_out_all_the_same(accepted: Case) -> None:
    ReminderRule.objects.filter(pk="legal_t10").update(offset_days=-3)

    with later(at("2026-04-06", hour=12)):
        follow_reminder_policy()
        reminders.send_due_reminders()

    assert (count_sent(accepted, "legal_t10"), owed(accepted, "legal_t10")) == (1, [])


def test_a_rule_that_repeats_goes_on_in_its_new_steps(accepted: Case) -> None:
    with at_time(at("2026-04-22", hour=12)):
        while reminders.send_due_reminders():
            pass
        first = owed(accepted, "legal_overdue")
    sent = count_sent(accepted, "legal_overdue")
    ReminderRule.objects.filter(pk="legal_overdue").update(repeat_every=5)

    with later(at("2026-04-22", hour=13)):
        follow_reminder_policy()

    assert (first, owed(accepted, "legal_overdue")) == (["04-24 09:00"], ["04-27 09:00"])
    assert count_sent(accepted, "legal_overdue") == sent > 0


def test_steps_that_meet_what_was_called_off_before_do_not_end_there(accepted: Case) -> None:
    first = Reminder.objects.owed().get(case=accepted, rule="legal_overdue")
    called_off = Reminder.objects.create(
        case=accepted,
        rule=first.rule,
        about=first.about,
        clock=first.clock,
        deadline_at=first.deadline_at,
        due_at=at("2026-04-22", hour=9),
        cancelled_at=at(BEGUN),
    )

    with at_time(at("2026-04-20")):
        reminders.send_due_reminders()

    assert Reminder.objects.owed().get(case=accepted, rule="legal_overdue") == called_off


def test_a_new_rule_reaches_the_time_limits_that_run(accepted: Case) -> None:
    ReminderRule.objects.create(
        code="legal_t20",
        clock=DeadlineKind.LEGAL,
        offset_days=-20,
        unit=TermUnit.CALENDAR,
        audience=Audience.OFFICERS,
        sentences={"en": "See {reference}."},
    )

    with later(at("2026-03-03")):
        follow_reminder_policy()

    assert owed(accepted, "legal_t20") == ["03-27 09:00"]


def test_a_paused_clock_has_no_reminders_until_it_is_resumed(world: World, accepted: Case) -> None:
    with at_time(at("2026-03-03")):
        questions.ask_question(accepted, world.otto, text="Which?", due_on=date(2026, 3, 20))
    ReminderRule.objects.filter(pk="legal_t10").update(offset_days=-12)

    with later(at("2026-03-04")):
        follow_reminder_policy()

    assert owed(accepted, "legal_t10") == []


@pytest.mark.walk
def test_questions_and_licences_follow_the_policy_too(world: World) -> None:
    with at_time(at(BEGUN)):
        licence, asked = world.licence(), world.accepted()
        questions.ask_question(asked, world.otto, text="Which?", due_on=date(2026, 3, 20))
    settle(at(BEGUN))
    expiry = Reminder.objects.owed().get(case=licence.case, rule="licence_expiry_t30").due_at
    ReminderRule.objects.filter(pk__in=["question_t10", "licence_expiry_t30"]).update(offset_days=-5)

    with later(at("2026-03-03")):
        follow_reminder_policy()

    assert owed(asked, "question_t10") == ["03-15 09:00"]
    [row] = Reminder.objects.owed().filter(case=licence.case, rule="licence_expiry_t30")
    assert (row.due_at.date() - expiry.date()).days == 25
    assert row.licence_id == licence.pk


@pytest.mark.walk
def test_a_new_day_off_moves_reminders_that_hang_on_no_clock(world: World) -> None:
    with at_time(at(BEGUN)):
        case = world.accepted()
        questions.ask_question(case, world.otto, text="Which?", due_on=date(2026, 3, 20))
    settle(at(BEGUN))
    before = owed(case, "question_overdue")
    Holiday.objects.create(calendar=case.procedure.calendar, on=date(2026, 3, 24), kind="off", names={"en": "A day off"})

    with later(at("2026-03-03")):
        follow_reminder_policy()

    assert (before, owed(case, "question_overdue")) == (["03-24 09:00"], ["03-25 09:00"])


def test_whoever_was_at_work_when_a_rule_was_changed_is_waited_for(accepted: Case) -> None:
    ReminderRule.objects.filter(pk="legal_t10").update(offset_days=-12)
    with at_time(at("2026-03-03")):
        follow_reminder_policy()
    with at_time(at("2026-03-03") + SETTLE_TIME - timedelta(seconds=1)):
        moved = follow_reminder_policy()

    assert (moved, owed(accepted, "legal_t10")) == (0, ["04-06 09:00"])


@pytest.mark.walk
def test_another_run_goes_on_where_one_was_cut_short(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminder_policy, "BATCH_SIZE", 1)
    with at_time(at(BEGUN)):
        cases = sorted((world.accepted() for _ in range(3)), key=lambda one: one.pk)
    settle(at(BEGUN))
    ReminderRule.objects.filter(pk="legal_t10").update(offset_days=-12)
    with at_time(at("2026-03-03")):
        follow_reminder_policy()
    ReminderPolicy.objects.filter(pk="legal").update(behind=cases[0].pk)

    with at_time(at("2026-03-04")):
        moved = follow_reminder_policy()

    assert moved == 2
    assert [owed(case, "legal_t10") for case in cases] == [["04-06 09:00"], ["04-04 09:00"], ["04-04 09:00"]]


def test_a_case_that_refuses_is_met_again_and_holds_up_no_other(world: World) -> None:
    with at_time(at(BEGUN)):
        broken, sound = world.accepted(), world.accepted()
    settle(at(BEGUN))
    limit = broken.clocks.get(kind="legal")
    broken.clocks.filter(pk=limit.pk).update(due_at=datetime(1, 1, 1, tzinfo=KYIV))
    ReminderRule.objects.filter(pk="legal_t10").update(offset_days=-12)
    with later(at("2026-03-03")):
        first = follow_reminder_policy()
    broken.clocks.filter(pk=limit.pk).update(due_at=limit.due_at)

    with at_time(at("2026-03-03") + 2 * SETTLE_TIME + RETRY_AFTER):
        second = follow_reminder_policy()

    assert (first, second) == (1, 1)
    assert owed(broken, "legal_t10") == owed(sound, "legal_t10") == ["04-04 09:00"]
    assert follow_reminder_policy() == 0
