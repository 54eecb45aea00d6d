"""A number of days never stands without the kind of days that it counts."""

from __future__ import annotations

import pytest
from django.utils import translation

from licensing.choices import TermUnit
from licensing.policy.clocks.wording import describe_days_late, describe_days_left, describe_days_used


@pytest.mark.parametrize("describe", [describe_days_left, describe_days_used, describe_days_late])
@pytest.mark.parametrize(("language", "working", "calendar"), [("en", "working", "calendar"), ("uk", "робоч", "календарн")])
def test_days_say_of_which_kind_they_are(describe: object, language: str, working: str, calendar: str) -> None:
    assert callable(describe)
    with translation.override(language):
        said = [(str(describe(days, TermUnit.WORKING)), str(describe(days, TermUnit.CALENDAR))) for days in (1, 2, 5, 21, 22)]

    assert all(working in counted and calendar not in counted for counted, _ in said)
    assert all(calendar in plain and working not in plain for _, plain in said)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "Залишився 1 робочий день"),
        (3, "Залишилося 3 робочі дні"),
        (11, "Залишилося 11 робочих днів"),
        (21, "Залишився 21 робочий день"),
    ],
)
def test_ukrainian_has_its_form_for_each_number(days: int, words: str) -> None:
    with translation.override("uk"):
        assert str(describe_days_left(days, TermUnit.WORKING)) == words
