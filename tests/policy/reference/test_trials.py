"""Outcomes compared: what is otherwise, in which words, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from licensing.choices import TrialLook
from licensing.policy.reference.trials import (
    ACCEPTANCE,
    MOST_KEPT,
    WAY,
    ChangedCase,
    DecidingRow,
    Extent,
    Outcome,
    Shift,
    Trial,
    TrialDifference,
    compare_outcomes,
    compare_trials,
    find_overtaken,
    join_days,
    list_codes,
)

WAY_NOW = {"procedure": "national", "version": 1, "seats": [], "flags": []}
EXTENT = Extent(1, 1, 1, 2)
DAY, LATER, LAST = date(2026, 1, 2), date(2026, 2, 1), date(2026, 3, 1)


def _outcome(way: dict[str, Any] = WAY_NOW, **asked: Any) -> Outcome:
    return Outcome({TrialLook.ROUTED: {WAY: way}, TrialLook.ASKED: asked})


def _case(reference: str = "SP/1", *shifts: Shift, is_open: bool = True) -> ChangedCase:
    rows = (DecidingRow("all", {"en": "Everything"}),)
    return ChangedCase(reference, reference, is_open, shifts or (Shift(TrialLook.TIMED, "legal", "a", "b"),), ((rows, rows),))


def test_only_what_differs_is_told() -> None:
    before = _outcome(**{"quorum:national/first": 2, "ground:R01": False})
    after = _outcome(**{"quorum:national/first": 3, "ground:R01": False})

    assert compare_outcomes(before, before) == ()
    assert compare_outcomes(before, after) == (Shift(TrialLook.ASKED, "quorum:national/first", 2, 3),)


def test_provisions_of_another_procedure_are_not_told_one_by_one() -> None:
    before = _outcome(**{"quorum:national/first": 2, "procedure:national": {"calendar": "UA"}, "ground:R01": False})
    other = {"quorum:fast/only": 3, "procedure:fast": {"calendar": "US"}, "ground:R01": True}
    after = _outcome(WAY_NOW | {"procedure": "fast"}, **other)

    assert [shift.what for shift in compare_outcomes(before, after)] == [WAY, "ground:R01"]


def test_a_case_that_only_now_has_a_procedure_loses_it() -> None:
    none = WAY_NOW | {"procedure": "", "version": None}
    lost = _case("SP/2", Shift(TrialLook.ROUTED, WAY, WAY_NOW, none))
    never = _case("SP/3", Shift(TrialLook.ROUTED, WAY, none, none | {"flags": ["technology"]}))

    trial = Trial.build([DAY], EXTENT, [lost, never, replace(lost, is_open=False)])

    assert [(gap.code, gap.sentence) for gap in trial.find_gaps()] == [
        ("uncovered", "The open case SP/2 would have no procedure."),
    ]


def test_what_is_kept_reads_back_and_counts_what_it_leaves_out() -> None:
    cases = [_case(f"SP/{number:03}", is_open=number % 2 == 0) for number in range(MOST_KEPT + 2)]
    trial = Trial.build(
        [DAY], EXTENT, cases, names={"body:GS": {"en": "General Staff"}}, release=3, at="2026-01-02T09:00:00+00:00"
    )

    kept = Trial.from_data(trial.as_data())

    half = (MOST_KEPT + 2) // 2
    assert (kept.cases, kept.changed, kept.count(TrialLook.TIMED)) == (trial.cases[:MOST_KEPT], (half, half), MOST_KEPT + 2)
    assert Trial.from_data(kept.as_data()) == kept


def test_the_codes_that_need_names_are_listed() -> None:
    seats = Shift(TrialLook.ASKED, "seats:national/first", ["GS"], ["GS", "MOD"])
    way = Shift(TrialLook.ROUTED, WAY, WAY_NOW, WAY_NOW | {"seats": ["NSDC"]})

    assert list_codes([_case("SP/1", seats, way)]) == {
        "stage:national/first",
        "body:GS",
        "body:MOD",
        "body:NSDC",
        "procedure:national",
    }


def test_each_later_day_tells_only_what_it_makes_otherwise_once_more() -> None:
    first, second = Shift(TrialLook.ROUTED, WAY, "a", "b"), Shift(TrialLook.ROUTED, WAY, "a", "c")

    joined = join_days([(DAY, [first]), (LATER, [first]), (LAST, [second])])

    assert joined == (first, replace(second, since=LAST))


def _trial(*cases: ChangedCase) -> Trial:
    return Trial.build([DAY], EXTENT, cases)


def test_trials_that_find_the_same_have_one_digest_whatever_day_it_is() -> None:
    moved = [_case("SP/1", Shift(TrialLook.TIMED, ACCEPTANCE, day, day + "T")) for day in ("2026-01-02", "2026-01-03")]
    other = _case("SP/1", Shift(TrialLook.TIMED, "legal", "2026-01-02", "2026-01-03"))

    assert _trial(moved[0]).digest == replace(_trial(moved[1]), at="later").digest != _trial(other).digest


def test_a_later_trial_is_set_against_an_earlier_one_case_by_case() -> None:
    way = Shift(TrialLook.ROUTED, WAY, WAY_NOW, WAY_NOW | {"seats": ["NSDC"]})
    due = Shift(TrialLook.TIMED, "legal", "a", "b")
    earlier = _trial(_case("gone", way), _case("same", way), _case("timed", due), _case("other", due))
    later = _trial(_case("same", way), _case("timed", due), _case("other", replace(due, after="c")), _case("new", way))

    found = compare_trials(earlier, Trial.from_data(later.as_data()))

    assert found == TrialDifference(added=("new",), gone=("gone",), otherwise=("other",))
    assert find_overtaken(earlier, later) == {"new", "gone"}
    assert not compare_trials(earlier, earlier)


def test_a_trial_that_was_kept_before_there_were_days_is_still_read() -> None:
    data = _trial(_case("SP/1", Shift(TrialLook.ROUTED, WAY, WAY_NOW, WAY_NOW | {"flags": ["a"]}))).as_data()
    old = {name: data[name] for name in ("extent", "changed", "counts", "names")} | {"on": "2026-01-02"}
    [case] = data["cases"]
    [pair] = case["ways"]

    read = Trial.from_data(old | {"cases": [{**case, "rows": pair, "ways": []}]})

    assert (read.on, read.digest, read.cases) == (DAY, "", Trial.from_data(data).cases)
