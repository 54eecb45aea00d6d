"""Outcomes compared: what is otherwise, in which words, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from licensing.choices import TrialLook
from licensing.policy.reference.trials import (
    MOST_KEPT,
    WAY,
    ChangedCase,
    DecidingRow,
    Extent,
    Outcome,
    Shift,
    Trial,
    compare_outcomes,
    describe_subject,
    list_codes,
)
from tests.languages import render

WAY_NOW = {"procedure": "national", "version": 1, "seats": [], "flags": []}
EXTENT = Extent(1, 1, 1, 2)


def _outcome(way: dict[str, Any] = WAY_NOW, **asked: Any) -> Outcome:
    return Outcome({TrialLook.ROUTED: {WAY: way}, TrialLook.ASKED: asked})


def _case(reference: str = "SP/1", *shifts: Shift, is_open: bool = True) -> ChangedCase:
    rows = (DecidingRow("all", {"en": "Everything"}),)
    return ChangedCase("c", reference, is_open, shifts or (Shift(TrialLook.TIMED, "legal", "a", "b"),), (rows, rows))


def test_only_what_differs_is_told() -> None:
    before = _outcome(**{"quorum:national/first": 2, "ground:R01": False})
    after = _outcome(**{"quorum:national/first": 3, "ground:R01": False})

    assert compare_outcomes(before, before) == ()
    assert compare_outcomes(before, after) == (Shift(TrialLook.ASKED, "quorum:national/first", 2, 3),)


def test_stages_of_another_procedure_are_not_told_one_by_one() -> None:
    before = _outcome(**{"quorum:national/first": 2, "ground:R01": False})
    after = _outcome(WAY_NOW | {"procedure": "fast"}, **{"quorum:fast/only": 3, "ground:R01": True})

    assert [shift.what for shift in compare_outcomes(before, after)] == [WAY, "ground:R01"]


def test_a_case_that_only_now_has_a_procedure_loses_it() -> None:
    none = WAY_NOW | {"procedure": "", "version": None}
    lost = _case("SP/2", Shift(TrialLook.ROUTED, WAY, WAY_NOW, none))
    never = _case("SP/3", Shift(TrialLook.ROUTED, WAY, none, none | {"flags": ["technology"]}))

    trial = Trial.build(date(2026, 1, 2), EXTENT, [lost, never, replace(lost, is_open=False)], {})

    assert [(gap.code, gap.sentence) for gap in trial.find_gaps()] == [
        ("uncovered", "The open case SP/2 would have no procedure."),
    ]


def test_what_is_kept_reads_back_and_counts_what_it_leaves_out() -> None:
    cases = [_case(f"SP/{number:03}", is_open=number % 2 == 0) for number in range(MOST_KEPT + 2)]
    trial = Trial.build(date(2026, 1, 2), EXTENT, cases, {"body:GS": {"en": "General Staff"}})

    kept = Trial.from_data(trial.as_data())

    half = (MOST_KEPT + 2) // 2
    assert (kept.cases, kept.changed, kept.count(TrialLook.TIMED)) == (trial.cases[:MOST_KEPT], (half, half), MOST_KEPT + 2)
    assert Trial.from_data(kept.as_data()) == kept


NAMES = {
    "stage:national/first": {"en": "Ministries", "uk": "Міністерства"},
    "requirement:title": {"en": "Give the request a title.", "uk": "Дайте заяві назву."},
}


@pytest.mark.parametrize(
    ("look", "what", "english", "ukrainian"),
    [
        ("timed", "legal", "Legal time limit", "Законний строк розгляду"),
        (
            "timed",
            "acceptance",
            "Legal time limit, were it accepted today",
            "Законний строк розгляду, якби справу прийняли сьогодні",
        ),
        ("required", "requirement:title", "Give the request a title.", "Дайте заяві назву."),
        ("reminded", "clock:7f:stage/stage_t03", "Reminder of “Stage” (stage_t03)", "Нагадування про «Етап» (stage_t03)"),
        ("asked", "quorum:national/first", "Quorum of “Ministries”", "Кворум етапу «Міністерства»"),
        ("asked", "condition:P05", "Condition P05, which a seat has asked for", "Умова P05, якої вимагає учасник"),
    ],
)
def test_what_is_otherwise_is_said_in_the_language_of_the_reader(look: str, what: str, english: str, ukrainian: str) -> None:
    subject = describe_subject(Shift(TrialLook(look), what, None, None), NAMES)

    assert (render(subject, "en"), render(subject, "uk")) == (english, ukrainian)


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
