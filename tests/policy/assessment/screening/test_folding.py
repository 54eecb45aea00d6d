"""Spellings of one sound are one."""

from __future__ import annotations

import pytest

from licensing.policy.assessment.screening.folding import fold_word


@pytest.mark.parametrize(
    "spellings",
    [
        ("yuriy", "yurii", "iurii", "yuri", "youri"),
        ("nikolayev", "nikolaev"),
        ("hryhorenko", "grygorenko", "hrihorenko"),
        ("tsarenko", "tzarenko", "czarenko"),
        ("shcherbak", "scherbak"),
        ("philipp", "filip"),
        ("qadir", "kadir", "kaddir"),
        ("zhuravel", "juravel", "djuravel"),
        ("alexandr", "aleksandr"),
    ],
)
def test_spellings_of_one_sound_are_one(spellings: tuple[str, ...]) -> None:
    assert len({fold_word(spelling) for spelling in spellings}) == 1


def test_initials_and_numbers_stay_as_they_are() -> None:
    assert [fold_word(word) for word in ("y", "g", "103", "9k720")] == ["y", "g", "103", "9k720"]


def test_other_names_are_other_sounds() -> None:
    words = ("ivanenko", "ivanchenko", "petrenko", "kravets", "kravchuk")

    assert len({fold_word(word) for word in words}) == len(words)
