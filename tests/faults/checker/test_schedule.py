"""The checker's own reckoning of reminders, on a few that can be counted on fingers."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.faults.checker.schedule import Days, Deadline

_DAYS = Days(ZoneInfo("Europe/Kyiv"), off=frozenset({date(2026, 8, 24)}), on=frozenset({date(2026, 8, 22)}))
_NOON = datetime(2026, 8, 20, 12, tzinfo=UTC)


def _after(minutes: float) -> datetime:
    return _NOON + timedelta(minutes=minutes)


def _deadline(*spans: tuple[float, float | None]) -> Deadline:
    running = tuple((_after(since), None if until is None else _after(until)) for since, until in spans)
    return Deadline("case", "clock:1", "legal", _NOON, running)


def test_working_days_step_over_free_days_and_onto_saturdays_that_are_worked() -> None:
    friday = date(2026, 8, 21)

    counted = {amount: _DAYS.counted(friday, amount, "working") for amount in (-1, 0, 1, 2)}

    assert counted == {-1: date(2026, 8, 20), 0: friday, 1: date(2026, 8, 22), 2: date(2026, 8, 25)}
    assert _DAYS.counted(friday, 3, "calendar") == date(2026, 8, 24)


def test_a_deadline_belongs_to_the_day_that_it_ends() -> None:
    midnight = _DAYS.end_of(date(2026, 8, 20))

    assert midnight == datetime(2026, 8, 20, 21, tzinfo=UTC)
    assert _DAYS.last_day(midnight) == date(2026, 8, 20)


def test_a_reminder_must_be_told_once_its_clock_has_run_for_long_enough_behind_it() -> None:
    moment = _after(10)

    told = {
        "still running": _deadline((0, None)).must_be_told(moment, from_then_on=_after(0)),
        "ended at once": _deadline((0, 10.1)).must_be_told(moment, from_then_on=_after(0)),
        "stood still meanwhile": _deadline((0, 9), (12, None)).must_be_told(moment, from_then_on=_after(0)),
        "stands still": _deadline((0, 9)).must_be_told(moment, from_then_on=_after(0)),
        "began later": _deadline((12, None)).must_be_told(moment, from_then_on=_after(0)),
    }

    assert told == {
        "still running": True,
        "ended at once": False,
        "stood still meanwhile": True,
        "stands still": False,
        "began later": False,
    }


def test_what_was_due_before_a_run_must_be_told_once_the_run_has_had_long_enough() -> None:
    due, began = _after(-60), _after(0)

    told = {
        "ended just after the run began": _deadline((-120, 0.5)).must_be_told(due, from_then_on=began),
        "ran on for two minutes": _deadline((-120, 2)).must_be_told(due, from_then_on=began),
    }

    assert told == {"ended just after the run began": False, "ran on for two minutes": True}
