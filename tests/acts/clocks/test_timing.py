"""Clocks and reminders as the acts keep them: DL-10, a question, an adjournment, a return, and pauses that last too long."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time
from licensing.acts.clocks import reminders, timing
from licensing.acts.clocks.timing import compute_clock_standing, end_expired_pauses
from licensing.acts.decisions import government
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import questions, submission
from licensing.acts.signoff import positions
from licensing.choices import PauseReason
from licensing.errors import WrongState
from licensing.models import Calendar, Clock, Event, Holiday, Reminder
from tests.acts.clocks.local_time import accepted_on, at, due_on, sent_rules
from tests.world import World, approve


def test_a_question_stops_the_clock_until_it_is_answered(world: World) -> None:
    case = accepted_on(world, "2026-03-02")
    with at_time(at("2026-03-12")):
        question = questions.ask_question(case, world.otto, text="Which unit?", due_on=date(2026, 4, 1))
        paused = compute_clock_standing(case.clocks.get(kind="legal"), at=at("2026-03-13"))
    with at_time(at("2026-03-26")):
        questions.answer_question(case, world.paula, question.pk, text="The second.")

    assert paused.paused is not None
    assert (paused.paused.reason, paused.paused.owner) == ("question", "applicant")
    assert due_on(case) == date(2026, 4, 30)


def test_a_part_of_an_answer_leaves_the_clock_standing(world: World) -> None:
    case = accepted_on(world, "2026-03-02")
    with at_time(at("2026-03-12")):
        question = questions.ask_question(case, world.otto, text="Which unit?", due_on=date(2026, 4, 1))
    with at_time(at("2026-03-14")):
        questions.answer_question(case, world.paula, question.pk, text="The first half.", complete=False)
        assert case.clocks.get(kind="legal").pauses.get().until is None
        questions.answer_question(case, world.paula, question.pk, text="More time?", more_time_until=date(2026, 4, 20))
        assert case.clocks.get(kind="legal").pauses.get().until is None


def test_a_pause_ends_at_its_maximum_by_itself_and_says_so(world: World) -> None:
    case = accepted_on(world, "2026-03-02")
    with at_time(at("2026-03-12")):
        questions.ask_question(case, world.otto, text="Which unit?", due_on=date(2026, 3, 20))
    with at_time(at("2026-03-20")), pytest.raises(WrongState):
        end_expired_pauses(case)

    with at_time(at("2026-03-23")):
        ended = [reminders.end_due_pauses(), reminders.end_due_pauses()]

    assert ended == [1, 0]
    assert Event.objects.get(kind="pause.lapsed").data == {"reasons": ["question"]}
    assert case.clocks.get(kind="legal").pauses.get().until == at("2026-03-21", 0).astimezone(UTC)


def test_an_adjourned_decision_keeps_its_days(world: World) -> None:
    with at_time(at("2026-03-02")):
        case = world.before_government()
    with at_time(at("2026-03-10")):
        government.adjourn_case(case, world.dora, until=date(2026, 3, 30), reason="A treaty is being signed")
    with at_time(at("2026-03-30")):
        government.resume_case(case, world.dora)

    assert due_on(case) == date(2026, 5, 6)
    assert [pause.reason for pause in case.clocks.get(kind="legal").pauses.all()] == [PauseReason.ADJOURNED]


def test_the_end_of_a_case_ends_its_clocks_and_their_reminders(world: World) -> None:
    case = world.accepted()

    submission.withdraw_case(case, world.paula, reason="Bought elsewhere")

    assert not case.clocks.running().exists()
    assert not Reminder.objects.owed().filter(case=case).exists()


@pytest.mark.parametrize("first_day", [11, 15])
def test_a_pause_that_ends_unnoticed_loses_no_reminder(world: World, first_day: int) -> None:
    case = accepted_on(world, "2026-03-02")
    with at_time(at("2026-04-06")):
        reminders.send_due_reminders()
        questions.ask_question(case, world.otto, text="Which unit?", due_on=date(2026, 4, 10))

    for day in range(first_day, 24):
        with at_time(at(f"2026-04-{day}")):
            reminders.end_due_pauses()
            reminders.send_due_reminders()

    assert due_on(case) == date(2026, 4, 21)
    # Ten days before, by the date that the pause moved, is the day on which it ended: 11 April.
    assert sent_rules(case) == [
        "legal_t10",
        "legal_t10",
        "legal_deciders_t03",
        "legal_t03",
        "legal_t00",
        "legal_overdue",
    ]


@pytest.mark.parametrize("sent_before", [True, False])
def test_a_pause_within_a_day_loses_and_doubles_no_reminder(world: World, sent_before: bool) -> None:
    case = accepted_on(world, "2026-03-02")
    with at_time(at("2026-04-14")):
        reminders.send_due_reminders()
    # What falls due at nine on the last day does so before this pause, unsent as yet, or within it.
    with at_time(at("2026-04-16", 9 if sent_before else 8)):
        reminders.send_due_reminders() if sent_before else None
        question = questions.ask_question(case, world.otto, text="Which unit?", due_on=date(2026, 4, 20))
    with at_time(at("2026-04-16", 10)):
        reminders.send_due_reminders()
        questions.withdraw_question(case, world.otto, question.pk)

    with at_time(at("2026-04-16", 11)):
        reminders.send_due_reminders()

    assert due_on(case) == date(2026, 4, 16)
    assert sent_rules(case).count("legal_t00") == 1


def test_a_reminder_unsent_before_a_short_pause_is_sent_after_it(world: World) -> None:
    case = accepted_on(world, "2026-03-02")
    with at_time(at("2026-04-16", 10)):
        question = questions.ask_question(case, world.otto, text="Which unit?", due_on=date(2026, 4, 20))
    with at_time(at("2026-04-16", 11)):
        questions.withdraw_question(case, world.otto, question.pk)

    with at_time(at("2026-04-16", 12)):
        reminders.send_due_reminders()

    assert sent_rules(case) == ["legal_t10", "legal_deciders_t03", "legal_t03", "legal_t00"]


def test_a_stage_that_opens_while_a_question_waits_is_paused_too(world: World) -> None:
    case = world.with_need()
    question = questions.ask_question(case, world.otto, text="Which unit?", due_on=timezone.localdate() + timedelta(days=9))

    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=1)

    stage = case.clocks.get(kind="stage", ended_at=None)
    assert [(pause.reason, pause.question) for pause in stage.pauses.all()] == [("question", question)]


def test_a_day_off_moves_the_clocks_that_run_over_it_and_says_so(world: World) -> None:
    with at_time(at("2026-03-02")):
        counted_in_working_days, counted_in_days = world.filed(), world.accepted()
    before = {one.pk: one.due_at for one in Clock.objects.running()}
    check = counted_in_working_days.clocks.get(kind="completeness")
    Holiday.objects.create(calendar_id="UA", on=date(2026, 3, 9), kind="off", names={"en": "A day off"})

    with at_time(at("2026-03-03")):
        moved = [reminders.retime_cases(), reminders.retime_cases()]

    after = {one.pk: one.due_at for one in Clock.objects.running()}
    assert moved == [1, 0]
    assert after == before | {check.pk: before[check.pk] + timedelta(days=1)}
    event = Event.objects.get(kind="clock.retimed")
    assert (event.case_id, [one["clock"] for one in event.data["moved"]]) == (counted_in_working_days.pk, ["completeness"])
    versions = set(Clock.objects.running().values_list("calendar_version", flat=True))
    assert versions == {Calendar.objects.get(pk="UA").as_policy().version}
    report = verify_record()
    assert (report.fault, report.looked_at["clocks of older calendars"]) == (None, 1)
    assert counted_in_days.clocks.running().count() == 2


def test_the_reminders_of_a_moved_clock_move_with_it(world: World) -> None:
    with at_time(at("2026-03-02")):
        case = world.filed()
    about = f"clock:{case.clocks.get(kind='completeness').pk}"
    Holiday.objects.create(calendar_id="UA", on=date(2026, 3, 9), kind="off", names={"en": "A day off"})

    with at_time(at("2026-03-03")):
        reminders.retime_cases()

    days = set(Reminder.objects.owed().filter(about=about).values_list("deadline_at", flat=True))
    assert days == {case.clocks.get(kind="completeness").due_at}


def test_a_reminder_moves_off_a_new_holiday_while_its_deadline_stays(world: World) -> None:
    with at_time(at("2026-03-02")):
        case = world.accepted()
    about = f"clock:{case.clocks.get(kind='legal').pk}"
    owed = Reminder.objects.owed().filter(about=about, rule="legal_overdue")
    before = owed.get().due_at
    Holiday.objects.create(calendar_id="UA", on=before.date(), kind="off", names={"en": "A day off"})

    with at_time(at("2026-03-03")):
        moved = reminders.retime_cases()

    assert moved == 0
    assert [one.due_at for one in owed] == [before + timedelta(days=1)]
    assert not Event.objects.filter(kind="clock.retimed").exists()


def test_a_case_that_cannot_be_retimed_blocks_no_other_case(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "BATCH_SIZE", 1)
    with at_time(at("2026-03-02")):
        broken, *sound = sorted((world.filed() for _ in range(3)), key=lambda one: one.clocks.get().pk)
    broken.clocks.update(started_at=datetime(9999, 12, 31, tzinfo=UTC))
    Holiday.objects.create(calendar_id="UA", on=date(2026, 3, 9), kind="off", names={"en": "A day off"})

    with at_time(at("2026-03-03")):
        moved = reminders.retime_cases()

    assert moved == 2
    assert {one.case_id for one in Event.objects.filter(kind="clock.retimed")} == {one.pk for one in sound}


def test_whoever_changes_a_day_changes_the_version(world: World) -> None:
    def version() -> str:
        return Calendar.objects.get(pk="UA-PEACE").as_policy().version

    seen = [version()]
    Holiday.objects.filter(calendar_id="UA-PEACE", kind="off").order_by("on")[0].delete()
    seen.append(version())
    Holiday.objects.filter(calendar_id="UA-PEACE").update(kind="working")
    seen.append(version())
    Calendar.objects.filter(pk="UA-PEACE").update(zone="Europe/Warsaw")
    seen.append(version())

    assert len(set(seen)) == 4
    assert all(one.startswith("2026.1+") for one in seen)
