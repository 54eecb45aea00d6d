"""Names of any script are written in Latin letters by the rules of their state."""

from __future__ import annotations

import pytest

from licensing.policy.assessment.screening.romanising import romanise, split_words


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # Examples of the resolution: first letters of words, `зг`, the soft sign and the apostrophe.
        ("Алушта", "alushta"),
        ("Єнакієве", "yenakiieve"),
        ("Згурський", "zghurskyi"),
        ("Їжакевич", "yizhakevych"),
        ("Кадиївка", "kadyivka"),
        ("Йосипівка", "yosypivka"),
        ("Русь", "rus"),
        ("Щербухи", "shcherbukhy"),
        ("Юрій", "yurii"),
        ("Яготин", "yahotyn"),
        ("Знам'янка", "znamianka"),
        ("Знам’янка", "znamianka"),
        ("Ґалаґан", "galagan"),
    ],
)
def test_ukrainian_is_romanised_by_the_resolution_of_2010(written: str, expected: str) -> None:
    assert romanise(written) == expected


def test_russian_is_told_by_its_own_letters() -> None:
    assert romanise("Рыбаков Гагарин") == "rybakov gagaryn"


@pytest.mark.parametrize(
    ("written", "expected"),
    [("Łódź", "lodz"), ("ＡＢＣ－１２", "abc-12"), ("Ελλάς", "ellas"), ("«Журавель» Вигадка", "zhuravel vyhadka"), ("", "")],
)
def test_other_scripts_come_as_near_as_they_can(written: str, expected: str) -> None:
    assert romanise(written) == expected


def test_words_are_split_at_what_is_no_letter_or_digit() -> None:
    assert split_words("JSC 'Zavod-103', O.O.O.") == ["jsc", "zavod", "103", "o", "o", "o"]
    assert split_words("… —") == []
