"""Texts of lists by language, as they are read and as files spell them."""

from __future__ import annotations

import pytest

from licensing.policy.reference.texts import as_fields, collect_texts, leave_out_places, select_text

TEXTS = {"en": "kilogram", "uk": "кілограм"}


@pytest.mark.parametrize(
    ("language", "text"), [("uk", "кілограм"), ("uk-ua", "кілограм"), ("en", "kilogram"), ("pl", "kilogram"), ("", "kilogram")]
)
def test_a_text_is_read_in_the_language_or_in_english(language: str, text: str) -> None:
    assert select_text(TEXTS, language) == text


def test_texts_are_spelled_with_english_and_ukrainian_always() -> None:
    assert as_fields("name", {}) == {"name_en": "", "name_uk": ""}
    assert as_fields("name", {"pl": "kilogram"}) == {"name_en": "", "name_uk": "", "name_pl": "kilogram"}


def test_what_is_spelled_is_read_back() -> None:
    document = as_fields("name", TEXTS) | {"names": "other", "description_en": "other"}

    assert collect_texts(document, "name") == TEXTS


def test_what_a_text_will_name_is_left_out() -> None:
    assert leave_out_places("Report {what} within {days} days.") == "Report … within … days."
