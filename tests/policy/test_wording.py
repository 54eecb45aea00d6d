"""Sentences in two languages."""

import pytest

from licensing.policy.wording import Text, pluralize_en, pluralize_uk


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "0 місць"),
        (1, "1 місце"),
        (2, "2 місця"),
        (4, "4 місця"),
        (5, "5 місць"),
        (11, "11 місць"),
        (12, "12 місць"),
        (14, "14 місць"),
        (21, "21 місце"),
        (22, "22 місця"),
        (111, "111 місць"),
        (121, "121 місце"),
    ],
)
def test_ukrainian_plurals(count, expected):
    assert pluralize_uk(count, "місце", "місця", "місць") == expected


def test_english_plurals():
    assert [pluralize_en(count, "seat", "seats") for count in (0, 1, 2)] == ["0 seats", "1 seat", "2 seats"]


@pytest.mark.parametrize(("language", "expected"), [("uk", "Так."), ("uk-UA", "Так."), ("en", "Yes."), ("fr", "Yes.")])
def test_the_readers_language_or_english(language, expected):
    assert Text("Yes.", "Так.").in_language(language) == expected
