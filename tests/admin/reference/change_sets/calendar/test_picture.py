"""The picture of a year: weeks from Monday, what each day is and what a draft makes of it, in words as well as in colour."""

from __future__ import annotations

from datetime import date

from licensing.admin.reference.change_sets.calendar.picture import DayCell, Entry, Year, build_year

MAY_DAY, SATURDAY, BRIDGE = date(2026, 5, 1), date(2026, 5, 16), date(2026, 5, 4)
ENTRIES = {MAY_DAY: Entry("off", "Labour Day"), SATURDAY: Entry("working", "Made up")}


def days_of(year: Year) -> dict[date, DayCell]:
    return {day.on: day for month in year.months for week in month.weeks for day in week if day is not None}


def test_a_year_has_each_of_its_days_once_in_weeks_of_seven() -> None:
    for number, count in ((2026, 365), (2028, 366)):
        year = build_year(number, {}, {})

        assert len(days_of(year)) == count
        assert {len(week) for month in year.months for week in month.weeks} == {7}
        assert all(
            day is None or day.on.weekday() == place for m in year.months for w in m.weeks for place, day in enumerate(w)
        )


def test_each_day_says_in_words_what_it_is() -> None:
    days = days_of(build_year(2026, ENTRIES, {}))

    assert days[MAY_DAY].words == "1 May 2026: day off (Labour Day)"
    assert days[SATURDAY].now == "worked although a weekend (Made up)"
    assert (days[BRIDGE].now, days[date(2026, 5, 2)].now) == ("worked", "weekend")


def test_what_a_draft_makes_of_a_day_stands_beside_what_it_is() -> None:
    drafted = {BRIDGE: Entry("off", "Bridge"), MAY_DAY: Entry(""), date(2027, 1, 1): Entry("off", "New Year")}

    year = build_year(2026, ENTRIES, drafted)

    assert [(day.on, day.now, day.then) for day in year.drafted] == [
        (MAY_DAY, "day off (Labour Day)", "worked"),
        (BRIDGE, "worked", "day off (Bridge)"),
    ]
    assert "dz-proposed" in days_of(year)[BRIDGE].tone
    assert [day.on for day in year.entries] == [MAY_DAY, SATURDAY]
