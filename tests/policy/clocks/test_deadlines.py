"""Clocks against the acceptance vectors, and against an oracle that walks the calendar one day at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import Owner, PauseReason, Roll, TermUnit
from licensing.policy.clocks.deadlines import (
    Calendar,
    ClockFacts,
    ClockStatus,
    Pause,
    Term,
    add_term,
    calculate_due_at,
    calculate_final_at,
    calculate_status,
)
from tests.policy.clocks.oracle import DAY, DAYS, ZONES, Oracle, calendars, clocks, midnight_after, moments
from tests.policy.times import at

KYIV = Calendar("Europe/Kyiv")


def question(since: str, until: str | None = None, at_most_until: str | None = None) -> Pause:
    return Pause(
        PauseReason.QUESTION,
        Owner.APPLICANT,
        at(since),
        at(until) if until else None,
        at(at_most_until) if at_most_until else None,
    )


FORTY_FIVE = ClockFacts(Term(45), started_at=at("2026-03-02 11:20"))
ASKED = replace(FORTY_FIVE, pauses=(question("2026-03-12 16:00", "2026-03-26 09:05"),))


def test_v13_forty_five_days_from_a_complete_file():
    now = at("2026-03-02 12:00")

    assert calculate_due_at(FORTY_FIVE, KYIV, now=now) == at("2026-04-17 00:00")
    assert calculate_status(FORTY_FIVE, KYIV, at=now).due_on == date(2026, 4, 16)


def test_v13_a_question_of_14_days_moves_the_end_by_14_days():
    result = calculate_status(ASKED, KYIV, at=at("2026-03-26 10:00"))

    assert result == ClockStatus(
        due_at=at("2026-05-01 00:00"),
        due_on=date(2026, 4, 30),
        paused=None,
        days_used=10,
        days_left=35,
        overdue=False,
        ended=False,
    )


def test_v13_a_hard_maximum_is_not_stretched_by_any_pause():
    capped = ClockFacts(Term(45), at("2026-03-02 11:20"), cap=Term(90))
    stretched = replace(capped, pauses=(question("2026-03-12 16:00", "2026-07-01 09:00"),))

    assert calculate_status(stretched, KYIV, at=at("2026-07-01 10:00")).due_on == date(2026, 5, 31)
    assert calculate_due_at(capped, KYIV, now=at("2026-03-03 00:00")) == at("2026-04-17 00:00")


def test_v11_a_decision_becomes_final_when_its_window_ends():
    decided = at("2026-03-26 17:45")

    assert calculate_final_at(decided, Term(5), KYIV) == at("2026-04-01 00:00")
    assert calculate_final_at(decided, Term(5, TermUnit.WORKING), KYIV) == at("2026-04-03 00:00")


def test_the_days_of_a_clock_from_its_start_to_well_past_its_end():
    clock = ClockFacts(Term(3), at("2026-06-01 23:59"))

    counted = [
        (s.days_used, s.days_left, s.overdue)
        for day in range(1, 8)
        if (s := calculate_status(clock, KYIV, at=at(f"2026-06-0{day} 23:59:30"))).due_on == date(2026, 6, 4)
    ]

    assert counted == [(0, 3, False), (1, 2, False), (2, 1, False), (3, 0, False), (4, -1, True), (5, -2, True), (6, -3, True)]


def test_it_is_overdue_from_the_first_instant_of_the_next_local_day():
    due = at("2026-04-17 00:00")

    assert not calculate_status(FORTY_FIVE, KYIV, at=due - timedelta(microseconds=1)).overdue
    assert calculate_status(FORTY_FIVE, KYIV, at=due).overdue


def test_an_open_question_pauses_the_clock_and_shows_who_must_act():
    clock = replace(FORTY_FIVE, pauses=(question("2026-03-12 16:00", at_most_until="2026-04-09 00:00"),))

    during = calculate_status(clock, KYIV, at=at("2026-03-20 10:00"))
    after = calculate_status(clock, KYIV, at=at("2026-04-12 10:00"))

    assert (during.paused, during.days_used, during.due_on) == (clock.pauses[0], 9, date(2026, 5, 14))
    assert (after.paused, after.days_used, after.due_on) == (None, 13, date(2026, 5, 14))


def test_an_open_pause_without_a_maximum_moves_the_due_day_along():
    clock = replace(FORTY_FIVE, pauses=(question("2026-03-12 16:00"),))

    days = [calculate_status(clock, KYIV, at=at(f"2026-03-{day} 10:00")).due_on for day in (12, 13, 26)]

    assert days == [date(2026, 4, 16), date(2026, 4, 17), date(2026, 4, 30)]


def test_a_late_answer_does_not_stretch_a_pause_beyond_its_maximum():
    late = replace(FORTY_FIVE, pauses=(question("2026-03-12 16:00", "2026-05-20 10:00", "2026-03-26 09:00"),))

    assert calculate_status(late, KYIV, at=at("2026-06-01 10:00")).due_on == date(2026, 4, 30)


def test_the_clock_on_an_earlier_day_knows_nothing_of_what_came_later():
    asked_later = calculate_status(ASKED, KYIV, at=at("2026-03-10 10:00"))
    still_open = calculate_status(ASKED, KYIV, at=at("2026-03-20 10:00"))

    assert asked_later == calculate_status(FORTY_FIVE, KYIV, at=at("2026-03-10 10:00"))
    assert still_open.paused == replace(ASKED.pauses[0], until=None)
    assert still_open.due_on == date(2026, 4, 24)


def test_pauses_that_overlap_are_counted_once():
    twice = replace(
        FORTY_FIVE,
        pauses=(
            question("2026-03-20 10:00", "2026-03-26 10:00"),
            question("2026-03-12 16:00", "2026-03-24 09:00"),
            question("2026-03-15 10:00", "2026-03-16 10:00"),
        ),
    )

    assert calculate_status(twice, KYIV, at=at("2026-03-26 11:00")).due_on == date(2026, 4, 30)


def test_a_question_asked_and_answered_on_one_day_moves_nothing():
    quick = replace(FORTY_FIVE, pauses=(question("2026-03-12 09:00", "2026-03-12 17:00"),))

    assert calculate_status(quick, KYIV, at=at("2026-03-13 09:00")).due_on == date(2026, 4, 16)


def test_a_pause_after_the_last_day_comes_too_late_to_move_it():
    clock = ClockFacts(Term(3), at("2026-06-01 10:00"), pauses=(question("2026-06-05 00:00", "2026-06-20 10:00"),))
    in_time = replace(clock, pauses=(question("2026-06-04 23:59", "2026-06-20 10:00"),))

    assert calculate_status(clock, KYIV, at=at("2026-06-21 10:00")).due_on == date(2026, 6, 4)
    assert calculate_status(in_time, KYIV, at=at("2026-06-21 10:00")).due_on == date(2026, 6, 20)


def test_a_pause_from_before_the_start_counts_only_from_the_start():
    clock = ClockFacts(Term(3), at("2026-06-10 10:00"), pauses=(question("2026-06-01 10:00", "2026-06-05 10:00"),))

    assert calculate_status(clock, KYIV, at=at("2026-06-11 10:00")).due_on == date(2026, 6, 13)


def test_an_ended_clock_stands_as_it_stood_at_its_end():
    ended = replace(FORTY_FIVE, ended_at=at("2026-03-20 12:00"))

    result = calculate_status(ended, KYIV, at=at("2027-01-01 12:00"))

    assert (result.ended, result.overdue, result.days_used, result.days_left) == (True, False, 18, 27)
    assert not calculate_status(ended, KYIV, at=at("2026-03-20 11:59")).ended


def test_working_days_skip_days_off_but_not_days_made_up_for():
    calendar = Calendar("Europe/Kyiv", days_off=frozenset({date(2026, 4, 13)}), days_on=frozenset({date(2026, 4, 18)}))

    assert add_term(date(2026, 4, 10), Term(1, TermUnit.WORKING), calendar) == date(2026, 4, 14)
    assert add_term(date(2026, 4, 17), Term(1, TermUnit.WORKING), calendar) == date(2026, 4, 18)
    assert add_term(date(2026, 4, 14), Term(-1, TermUnit.WORKING), calendar) == date(2026, 4, 10)
    assert add_term(date(2026, 4, 11), Term(0, TermUnit.WORKING), calendar) == date(2026, 4, 11)


@pytest.mark.parametrize(
    ("started", "term", "due"),
    [
        ("2026-03-28 12:00", 1, "2026-03-29T21:00:00+00:00"),  # the day on which summer time begins has 23 hours
        ("2026-03-27 12:00", 1, "2026-03-28T22:00:00+00:00"),
        ("2026-10-24 12:00", 1, "2026-10-25T22:00:00+00:00"),  # and the day on which it ends has 25
        ("2026-10-23 12:00", 1, "2026-10-24T21:00:00+00:00"),
        ("2028-02-28 12:00", 1, "2028-02-29T22:00:00+00:00"),
        ("2026-12-30 12:00", 2, "2027-01-01T22:00:00+00:00"),
    ],
)
def test_a_local_day_ends_right_in_summer_time_leap_year_and_new_year(started, term, due):
    assert calculate_due_at(ClockFacts(Term(term), at(started)), KYIV, now=at(started)) == datetime.fromisoformat(due)


def test_a_day_whose_midnight_is_skipped_starts_at_its_first_instant():
    cairo = Calendar("Africa/Cairo")  # summer time begins at midnight there

    first = cairo.start_of(date(2026, 4, 24))

    assert first.astimezone(ZoneInfo("Africa/Cairo")).time() == time(1, 0)
    assert cairo.to_local_day(first) == date(2026, 4, 24)
    assert cairo.to_local_day(first - timedelta(microseconds=1)) == date(2026, 4, 23)


# Against the oracle


@pytest.mark.walk
@given(clocks(), calendars(), moments(days=700))
def test_a_clock_agrees_with_walking_day_by_day(facts, calendar, now):
    result = calculate_status(facts, calendar, at=now)

    oracle = Oracle(facts, calendar, now)
    assert (result.due_on, result.days_used) == (oracle.due_on(), oracle.days_used())
    assert result.due_at == midnight_after(result.due_on, calendar.zone)


@pytest.mark.walk
@given(clocks(), calendars(), moments(days=700))
def test_the_past_never_changes(facts, calendar, now):
    """What was said of a day stays true of it when later events have come."""
    known = replace(
        facts,
        pauses=tuple(
            replace(pause, until=pause.until if pause.until and pause.until <= now else None)
            for pause in facts.pauses
            if pause.since <= now
        ),
        ended_at=facts.ended_at if facts.ended_at and facts.ended_at <= now else None,
    )

    assert calculate_status(facts, calendar, at=now) == calculate_status(known, calendar, at=now)


@given(clocks(), calendars(), moments(days=700))
def test_the_order_of_pauses_never_matters_and_a_cap_holds(facts, calendar, now):
    result = calculate_status(facts, calendar, at=now)

    assert calculate_status(replace(facts, pauses=facts.pauses[::-1]), calendar, at=now).due_at == result.due_at
    if facts.cap:
        start = calendar.to_local_day(facts.started_at)
        assert result.due_at <= calendar.end_of(add_term(start, facts.cap, calendar))


@given(DAYS, st.integers(-120, 120), calendars())
def test_working_days_there_and_back(day, amount, calendar):
    there = add_term(day, Term(amount, TermUnit.WORKING), calendar)
    step = DAY if amount >= 0 else -DAY
    walked = [day + step * n for n in range(1, abs((there - day).days) + 1)]

    assert sum(calendar.is_working(one) for one in walked) == abs(amount)
    assert amount == 0 or calendar.is_working(there)


@given(DAYS, ZONES)
def test_every_instant_belongs_to_exactly_one_local_day(day, zone):
    calendar = Calendar(zone)

    assert calendar.end_of(day) == calendar.start_of(day + DAY)
    assert calendar.to_local_day(calendar.end_of(day)) == day + DAY
    assert calendar.to_local_day(calendar.end_of(day) - timedelta(microseconds=1)) == day


@pytest.mark.parametrize(
    ("roll", "due_on", "moved_from"),
    [
        (Roll.NONE, "2026-04-18", None),
        (Roll.NEXT, "2026-04-20", "2026-04-18"),
        (Roll.PREVIOUS, "2026-04-17", "2026-04-18"),
    ],
)
def test_a_calendar_term_moves_off_a_day_that_is_not_worked_only_where_it_says_so(roll, due_on, moved_from):
    facts = ClockFacts(term=Term(47, TermUnit.CALENDAR, roll), started_at=at("2026-03-02 10:00"))

    status = calculate_status(facts, Calendar("Europe/Kyiv"), at=at("2026-03-03 10:00"))

    assert (status.due_on.isoformat(), status.moved_from and status.moved_from.isoformat()) == (due_on, moved_from)


def test_a_term_never_rolls_back_to_where_it_started():
    # 28 November 2026 is a Saturday.
    facts = ClockFacts(term=Term(1, TermUnit.CALENDAR, Roll.PREVIOUS), started_at=at("2026-11-27 10:00"))

    status = calculate_status(facts, Calendar("Europe/Kyiv"), at=at("2026-11-27 11:00"))

    assert (status.due_on.isoformat(), status.overdue) == ("2026-11-30", False)


def test_a_term_that_ends_on_a_working_day_is_not_moved():
    facts = ClockFacts(term=Term(45, TermUnit.CALENDAR, Roll.NEXT), started_at=at("2026-03-02 10:00"))

    assert calculate_status(facts, Calendar("Europe/Kyiv"), at=at("2026-03-03 10:00")).moved_from is None


def test_nothing_moves_a_term_beyond_its_hard_maximum():
    capped = ClockFacts(term=Term(90, TermUnit.CALENDAR, Roll.NEXT), started_at=at("2026-03-02 10:00"), cap=Term(90))

    # 31 May 2026 is a Sunday.
    assert calculate_due_at(capped, Calendar("Europe/Kyiv"), now=at("2026-03-03 10:00")) == at("2026-06-01 00:00")
