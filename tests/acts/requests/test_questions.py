"""An answer that is not sufficient is returned: the question is open again, and the clock is paused from then on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from licensing.acts.acting import at_time
from licensing.acts.clocks import reminders
from licensing.acts.decisions import government
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import questions, submission
from licensing.choices import CaseRole, Owner, PauseReason, QuestionState
from licensing.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from licensing.models import Case, CaseDuty, Event, Question, Reminder
from licensing.policy.record.event_kinds import EventKind
from tests.scenes import scene
from tests.world import World

KYIV = ZoneInfo("Europe/Kyiv")
ACCEPTED = date(2026, 3, 2)
TERM = 45  # calendar days
ASKED, DUE, ANSWERED = date(2026, 3, 12), date(2026, 4, 1), date(2026, 3, 16)


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=KYIV)


@scene
def ask(world: World, *, asked: date = ASKED, due_on: date = DUE, stops_clock: bool = True, cap: int | None = None) -> Question:
    """A question on a case that was accepted on 2 March, whose legal clock may have a cap."""
    with at_time(at(ACCEPTED)):
        case = world.accepted()
    case.clocks.filter(kind="legal").update(cap_amount=cap)
    with at_time(at(asked)):
        return questions.ask_question(case, world.otto, text="Which unit?", due_on=due_on, stops_clock=stops_clock)


def answer(world: World, question: Question, day: date = ANSWERED, text: str = "Received, thank you.") -> None:
    with at_time(at(day)):
        questions.answer_question(question.case, world.paula, question.pk, text=text)


def return_on(world: World, question: Question, day: date, due_on: date | None = None) -> Question:
    with at_time(at(day)):
        return questions.return_answer(question.case, world.otto, question.pk, reason=" Name the unit. ", due_on=due_on)


def last_day(case: Case) -> date:
    """The last day of the legal clock, as a person in Kyiv would say it."""
    due: datetime = case.clocks.get(kind="legal").due_at
    return (due.astimezone(KYIV) - timedelta(seconds=1)).date()


def owed(question: Question) -> list[tuple[str, date]]:
    rows = Reminder.objects.owed().filter(question=question).order_by("due_at", "rule")
    return [(row.rule_id, row.due_at.astimezone(KYIV).date()) for row in rows]


def test_a_returned_answer_opens_the_question_again_and_stays_on_record(world: World) -> None:
    question = ask(world)
    answer(world, question)

    return_on(world, question, date(2026, 3, 18))

    question.refresh_from_db()
    assert (question.state, question.due_on, question.settled_at) == (QuestionState.OPEN, DUE, None)
    assert [(one.text, one.complete) for one in question.answers.all()] == [("Received, thank you.", True)]
    told = Event.objects.get(case=question.case, kind=EventKind.QUESTION_RETURNED)
    assert (told.actor, told.data) == (
        world.otto,
        {
            "question": str(question.pk),
            "number": 1,
            "due_on": "2026-04-01",
            "reason": "Name the unit.",
            "under": world.otto.appointments.get().pk,
        },
    )
    assert CaseDuty.objects.filter(case=question.case, person=world.otto, duty=CaseRole.HANDLED).exists()


def test_the_clock_is_paused_again_from_the_return(world: World) -> None:
    question = ask(world)
    answer(world, question)

    return_on(world, question, date(2026, 3, 18))

    pauses = question.case.clocks.get(kind="legal").pauses.order_by("since")
    assert [(one.reason, one.owner, one.note, one.since, one.until, one.at_most_until) for one in pauses] == [
        (PauseReason.QUESTION, Owner.APPLICANT, "Which unit?", at(ASKED), at(ANSWERED), at(date(2026, 4, 2), 0)),
        (PauseReason.QUESTION, Owner.APPLICANT, "Name the unit.", at(date(2026, 3, 18)), None, at(date(2026, 4, 2), 0)),
    ]


@pytest.mark.walk
@pytest.mark.parametrize("cap", [None, 50])
@pytest.mark.parametrize(
    ("returned", "again", "new_day"),
    [(4, 0, None), (4, 1, None), (5, 25, None), (18, 6, None), (20, 0, None), (20, 3, 15), (28, 4, 5), (28, 25, 15)],
)
def test_a_pause_lasts_until_the_next_answer_and_neither_beyond_its_maximum_nor_a_cap(
    world: World, cap: int | None, returned: int, again: int, new_day: int | None
) -> None:
    question = ask(world, cap=cap)
    answer(world, question)
    day = ASKED + timedelta(days=returned)
    due_on = day + timedelta(days=new_day) if new_day else DUE
    return_on(world, question, day, due_on if new_day else None)
    for look in (due_on, due_on + timedelta(days=1)):
        if look <= day + timedelta(days=again):
            with at_time(at(look)):
                reminders.end_due_pauses()

    answer(world, question, day + timedelta(days=again), "The second company.")

    held = {ASKED + timedelta(days=one) for one in range((ANSWERED - ASKED).days)}
    held |= {day + timedelta(days=one) for one in range(min(again, (due_on - day).days + 1))}
    expected = ACCEPTED
    for _counted in range(TERM):
        expected += timedelta(days=1)
        while expected - timedelta(days=1) in held:
            expected += timedelta(days=1)
    furthest = ACCEPTED + timedelta(days=cap) if cap else expected
    assert last_day(question.case) == min(expected, furthest)
    assert verify_record().fault is None


def test_a_pause_after_a_return_ends_by_itself_at_its_maximum(world: World) -> None:
    question = ask(world)
    answer(world, question)
    return_on(world, question, date(2026, 3, 30))

    with at_time(at(date(2026, 4, 3))):
        ended = reminders.end_due_pauses()

    assert ended == 1
    assert last_day(question.case) == ACCEPTED + timedelta(days=TERM + 4 + 3)
    assert not question.case.clocks.get(kind="legal").pauses.filter(until=None).exists()
    assert verify_record().fault is None


def test_answers_may_be_returned_more_than_once(world: World) -> None:
    question = ask(world)

    for answered, returned in ((16, 18), (20, 22)):
        answer(world, question, date(2026, 3, answered))
        return_on(world, question, date(2026, 3, returned))
    answer(world, question, date(2026, 3, 24))

    question.refresh_from_db()
    assert (question.state, question.answers.count()) == (QuestionState.ANSWERED, 3)
    assert last_day(question.case) == ACCEPTED + timedelta(days=TERM + 4 + 2 + 2)


def test_a_question_that_does_not_stop_the_clock_is_merely_open_again(world: World) -> None:
    question = ask(world, stops_clock=False)
    answer(world, question)

    return_on(world, question, date(2026, 3, 18))

    question.refresh_from_db()
    assert question.is_open
    assert not question.case.clocks.get(kind="legal").pauses.exists()
    assert last_day(question.case) == ACCEPTED + timedelta(days=TERM)
    assert owed(question) != []


def test_another_question_holds_the_clock_as_before(world: World) -> None:
    question = ask(world)
    with at_time(at(ASKED)):
        other = questions.ask_question(question.case, world.otto, text="Which depot?", due_on=DUE)
    answer(world, question)
    return_on(world, question, date(2026, 3, 18))
    answer(world, question, date(2026, 3, 20))

    answer(world, other, date(2026, 3, 22))

    assert last_day(question.case) == ACCEPTED + timedelta(days=TERM + 10)
    assert verify_record().fault is None


def test_reminders_of_the_question_are_owed_again_and_those_of_the_clock_are_not(world: World) -> None:
    question = ask(world)
    before = owed(question)
    answer(world, question)
    meanwhile = owed(question)

    return_on(world, question, date(2026, 3, 18))

    assert (before != [], meanwhile) == (True, [])
    assert owed(question) == before
    clock = question.case.clocks.get(kind="legal")
    assert not Reminder.objects.owed().filter(clock=clock).exists()


def test_reminders_that_were_sent_before_an_answer_are_not_sent_again(world: World) -> None:
    question = ask(world)
    with at_time(at(date(2026, 3, 30))):
        reminders.send_due_reminders()
    answer(world, question, date(2026, 3, 30))
    return_on(world, question, date(2026, 3, 31))

    with at_time(at(date(2026, 3, 31), 18)):
        reminders.send_due_reminders()

    told = Event.objects.filter(kind=EventKind.REMINDER_DUE, data__about=f"question:{question.pk}").order_by("number")
    assert [one.data["rule"] for one in told] == ["question_t10", "question_t03"]


def test_a_new_day_moves_the_reminders_with_it(world: World) -> None:
    question = ask(world)
    before = owed(question)
    answer(world, question)

    return_on(world, question, date(2026, 3, 18), DUE + timedelta(days=7))

    question.refresh_from_db()
    assert question.due_on == DUE + timedelta(days=7)
    assert owed(question) == [(rule, day + timedelta(days=7)) for rule, day in before]


def test_on_the_last_day_the_day_still_holds_and_after_it_a_new_one_is_needed(world: World) -> None:
    question = ask(world)
    answer(world, question, date(2026, 4, 1))

    with pytest.raises(Invalid) as refused:
        return_on(world, question, date(2026, 4, 2))
    return_on(world, question, date(2026, 4, 1))

    assert [(gap.code, gap.path, gap.sentence) for gap in refused.value.gaps] == [
        ("required", "due_on", "The day to answer by (1 Apr 2026) has passed. Give the applicant a new one.")
    ]


@pytest.mark.parametrize(
    ("due_on", "sentence"),
    [
        (date(2026, 4, 10), "Give the applicant at least until tomorrow."),
        (date(2027, 4, 11), "A question may wait for an answer for a year at most."),
    ],
)
def test_a_new_day_is_held_to_the_rules_of_asking(world: World, due_on: date, sentence: str) -> None:
    question = ask(world)
    answer(world, question)

    with pytest.raises(Invalid) as refused:
        return_on(world, question, date(2026, 4, 10), due_on)
    return_on(world, question, date(2026, 4, 10), date(2027, 4, 10))

    assert [(gap.path, gap.sentence) for gap in refused.value.gaps] == [("due_on", sentence)]


def test_a_return_without_a_reason_changes_nothing(world: World) -> None:
    question = ask(world)
    answer(world, question)
    before = last_day(question.case), Event.objects.count()

    with at_time(at(date(2026, 3, 18))), pytest.raises(Invalid) as refused:
        questions.return_answer(question.case, world.otto, question.pk, reason="  ")

    question.refresh_from_db()
    assert [(gap.path, gap.sentence) for gap in refused.value.gaps] == [
        ("reason", "Say what is missing; the applicant reads it.")
    ]
    assert (question.state, last_day(question.case), Event.objects.count()) == (QuestionState.ANSWERED, *before)


@pytest.mark.parametrize("state", [QuestionState.OPEN, QuestionState.ACCEPTED, QuestionState.WITHDRAWN])
def test_only_an_answered_question_can_be_returned(world: World, state: QuestionState) -> None:
    question = ask(world)
    if state == QuestionState.ACCEPTED:
        answer(world, question)
        questions.accept_answer(question.case, world.otto, question.pk)
    if state == QuestionState.WITHDRAWN:
        questions.withdraw_question(question.case, world.otto, question.pk)

    with pytest.raises(WrongState, match="This question is in the state") as refused:
        return_on(world, question, date(2026, 3, 18))

    assert refused.value.extra == {"state": state}


def test_only_an_officer_who_sees_the_question_returns_its_answer(world: World) -> None:
    question = ask(world)
    answer(world, question)
    other = world.accepted(title="Another")

    with pytest.raises(NotFound):
        questions.return_answer(other, world.otto, question.pk, reason="Not here")
    with pytest.raises(NotFound):
        questions.return_answer(question.case, world.otto, uuid4(), reason="Nowhere")
    with pytest.raises(NotAllowed, match="Only a case officer may return an answer"):
        questions.return_answer(question.case, world.dora, question.pk, reason="Not mine")
    with pytest.raises(NotAllowed):
        questions.return_answer(question.case, world.paula, question.pk, reason="My own")


def test_no_answer_is_returned_once_the_case_is_back_or_closed(world: World) -> None:
    question = ask(world)
    answer(world, question)

    with at_time(at(date(2026, 3, 18))):
        submission.send_back_case(question.case, world.otto, grounds=["N01"], reason="The route is missing")
    with pytest.raises(WrongState):
        return_on(world, question, date(2026, 3, 18))
    with at_time(at(date(2026, 3, 19))):
        submission.withdraw_case(question.case, world.paula, reason="Bought elsewhere")
    with pytest.raises(WrongState):
        return_on(world, question, date(2026, 3, 20))


def test_an_answer_is_returned_while_the_decision_is_adjourned(world: World) -> None:
    with at_time(at(ACCEPTED)):
        case = world.before_government()
    with at_time(at(ASKED)):
        question = questions.ask_question(case, world.otto, text="Which unit?", due_on=DUE)
    with at_time(at(date(2026, 3, 14))):
        government.adjourn_case(case, world.dora, until=date(2026, 3, 20), reason="We wait for the answer")
    answer(world, question)

    return_on(world, question, date(2026, 3, 18))
    with at_time(at(date(2026, 3, 20))):
        government.resume_case(case, world.dora)
    answer(world, question, date(2026, 3, 24))

    assert last_day(case) == ACCEPTED + timedelta(days=TERM + 12)
    assert verify_record().fault is None


def test_what_was_read_before_an_answer_changed_is_not_returned(world: World) -> None:
    question = ask(world)
    seen = Case.objects.get(pk=question.case_id).revision
    answer(world, question)

    with at_time(at(date(2026, 3, 18))), pytest.raises(Stale):
        questions.return_answer(question.case, world.otto, question.pk, reason="Name the unit.", expected=seen)
