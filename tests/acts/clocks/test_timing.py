"""Clocks and reminders as the acts keep them: DL-10, a question, an adjournment, a return, and pauses that last too long."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time
from licensing.acts.clocks import reminders
from licensing.acts.clocks.timing import compute_clock_standing, end_expired_pauses
from licensing.acts.decisions import government
from licensing.acts.requests import questions, submission
from licensing.acts.signoff import positions
from licensing.choices import PauseReason
from licensing.errors import WrongState
from licensing.models import Case, Event, Reminder, ReminderRule
from tests.world import World, approve

KYIV = ZoneInfo("Europe/Kyiv")


def at(text: str, hour: int = 12) -> datetime:
    return datetime.fromisoformat(text).replace(hour=hour, tzinfo=KYIV)


def due_on(case: Case, kind: str = "legal") -> date:
    """The last day of a clock, as a person in Kyiv would say it."""
    due: datetime = case.clocks.get(kind=kind, ended_at=None).due_at
    return (due.astimezone(KYIV) - timedelta(seconds=1)).date()


def accepted_on(world: World, day: str) -> Case:
    with at_time(at(day)):
        return world.accepted()


def test_the_legal_clock_starts_when_the_file_is_complete(world: World) -> None:
    case = accepted_on(world, "2026-03-02")

    assert due_on(case) == date(2026, 4, 16)


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


def test_a_request_that_came_back_goes_on_where_its_clock_stood(world: World) -> None:
    case = accepted_on(world, "2026-03-02")
    with at_time(at("2026-03-10")):
        submission.send_back_case(case, world.otto, grounds=["N01"], reason="The route is missing")
    with at_time(at("2026-03-20")):
        submission.submit_case(case, world.paula, declared=True)
        submission.accept_case(case, world.otto)

    assert due_on(case) == date(2026, 4, 26)


def test_an_adjourned_decision_keeps_its_days(world: World) -> None:
    with at_time(at("2026-03-02")):
        case = world.before_government()
    with at_time(at("2026-03-10")):
        government.adjourn_case(case, world.dora, until=date(2026, 3, 30), reason="A treaty is being signed")
    with at_time(at("2026-03-30")):
        government.resume_case(case, world.dora)

    assert due_on(case) == date(2026, 5, 6)
    assert [pause.reason for pause in case.clocks.get(kind="legal").pauses.all()] == [PauseReason.ADJOURNED]


def test_the_end_of_a_case_ends_its_clocks_and_what_they_would_have_reminded_of(world: World) -> None:
    case = world.accepted()

    submission.withdraw_case(case, world.paula, reason="Bought elsewhere")

    assert not case.clocks.running().exists()
    assert not Reminder.objects.owed().filter(case=case).exists()


def test_reminders_go_out_once_each_although_the_scan_ran_twice_and_then_not_for_a_weekend(world: World) -> None:
    case = accepted_on(world, "2026-03-02")
    legal = case.clocks.get(kind="legal")
    day = at("2026-03-02", 10)
    while day < at("2026-04-25"):
        if day.weekday() < 5:
            with at_time(day):
                reminders.send_due_reminders()
                reminders.send_due_reminders()
        day += timedelta(days=1)

    told = Event.objects.filter(kind="reminder.due", data__about=f"clock:{legal.pk}").order_by("number")
    sent = [(event.data["rule"], event.data["due_at"]) for event in told]
    assert len(sent) == len(set(sent))
    before = [rule for rule, due in sent if due < "2026-04-16T21"]
    assert len(before) >= 2
    assert Reminder.objects.filter(sent_at__isnull=False).count() == Event.objects.filter(kind="reminder.due").count()


def reminded(case: Case, kind: str = "legal") -> list[str]:
    """The rules by which a clock was reminded of, in the order in which they came due."""
    about = f"clock:{case.clocks.get(kind=kind).pk}"
    told = Event.objects.filter(kind="reminder.due", data__about=about)
    return [event.data["rule"] for event in sorted(told, key=lambda event: (event.data["due_at"], event.data["rule"]))]


@pytest.mark.parametrize("first_day", [11, 15])
def test_a_pause_that_lapses_while_nobody_looks_keeps_no_reminder_from_being_sent(world: World, first_day: int) -> None:
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
    assert reminded(case) == [
        "legal_t10",
        "legal_t10",
        "legal_deciders_t03",
        "legal_t03",
        "legal_t00",
        "legal_overdue",
    ]


@pytest.mark.parametrize("sent_before", [True, False])
def test_a_pause_that_moves_nothing_loses_no_reminder_and_doubles_none(world: World, sent_before: bool) -> None:
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
    assert reminded(case).count("legal_t00") == 1


def test_what_an_outage_kept_unsent_before_a_short_pause_is_sent_after_it(world: World) -> None:
    case = accepted_on(world, "2026-03-02")
    with at_time(at("2026-04-16", 10)):
        question = questions.ask_question(case, world.otto, text="Which unit?", due_on=date(2026, 4, 20))
    with at_time(at("2026-04-16", 11)):
        questions.withdraw_question(case, world.otto, question.pk)

    with at_time(at("2026-04-16", 12)):
        reminders.send_due_reminders()

    assert reminded(case) == ["legal_t10", "legal_deciders_t03", "legal_t03", "legal_t00"]


def test_a_reminder_months_after_its_deadline_is_sent_and_sent_again(world: World) -> None:
    common = {"clock": "legal", "unit": "calendar", "audience": "officers", "sentences": {"en": "Late."}}
    ReminderRule.objects.all().delete()
    ReminderRule.objects.create(code="after45", offset_days=45, **common)
    ReminderRule.objects.create(code="every40", offset_days=1, repeat_every=40, **common)
    case = accepted_on(world, "2026-03-02")

    for days in (46, 86, 91, 126):
        with at_time(at("2026-03-02") + timedelta(days=days)):
            reminders.send_due_reminders()

    assert reminded(case) == ["every40", "every40", "after45", "every40"]


def test_a_reminder_of_a_stage_names_the_round_that_it_speaks_of(world: World) -> None:
    case = accepted_on(world, "2026-03-02")
    with at_time(at("2026-04-16")):
        reminders.send_due_reminders()

    told = Event.objects.filter(kind="reminder.due", case=case)
    rounds = {(event.data["about"].split(":")[1], event.data.get("round")) for event in told}
    stage, legal = case.clocks.get(kind="stage"), case.clocks.get(kind="legal")
    assert rounds == {(str(stage.pk), str(case.rounds.get().pk)), (str(legal.pk), None)}


def test_a_deadline_that_passes_closes_the_round_by_its_rule(world: World) -> None:
    with at_time(at("2026-03-02")):
        case = world.with_need()
        for member in (world.rhea, world.greta):
            positions.sign_case(case, member, approve(), version=1)

    with at_time(at("2026-03-20")):
        early = reminders.close_due_rounds()
    with at_time(at("2026-03-24")):
        reminders.close_due_rounds()

    case = Case.objects.get(pk=case.pk)
    assert early == 0
    # The rule of these tests lets silence block, and two of three have decided whatever the third would say.
    assert case.rounds.order_by("number")[0].outcome in ("passed", "pending")


def test_a_licence_ends_with_its_last_local_day(world: World) -> None:
    licence = world.licence()
    last = datetime.combine(licence.valid_until, datetime.min.time(), KYIV)

    with at_time(last + timedelta(hours=23, minutes=59)):
        assert reminders.expire_due_licences() == 0
    with at_time(last + timedelta(days=1)):
        assert [reminders.expire_due_licences(), reminders.expire_due_licences()] == [1, 0]

    licence.refresh_from_db()
    assert licence.state == "expired"


def test_answers_are_kept_for_a_week(world: World) -> None:
    with at_time(timezone.now() + timedelta(days=8)):
        assert reminders.delete_old_responses() == 0


def test_a_stage_that_opens_while_a_question_waits_stands_still_too(world: World) -> None:
    case = world.with_need()
    question = questions.ask_question(case, world.otto, text="Which unit?", due_on=timezone.localdate() + timedelta(days=9))

    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=1)

    stage = case.clocks.get(kind="stage", ended_at=None)
    assert [(pause.reason, pause.question) for pause in stage.pauses.all()] == [("question", question)]


def test_a_case_that_goes_back_with_an_open_question_does_not_wait_for_it_for_ever(world: World) -> None:
    case = world.accepted()
    questions.ask_question(case, world.otto, text="Which unit?", due_on=timezone.localdate() + timedelta(days=200))
    submission.send_back_case(case, world.otto, grounds=["N01"], reason="The route is missing")
    submission.submit_case(case, world.paula, declared=True)
    submission.accept_case(case, world.otto)

    assert not case.clocks.get(kind="legal").pauses.filter(until=None).exists()
    assert not Reminder.objects.owed().filter(case=case, question__isnull=False).exists()
