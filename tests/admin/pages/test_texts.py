"""Texts of governed lists at the desk: one input, one column and one line per language of the settings."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from licensing.admin.pages.texts import TextsInput, TextsInputs, expand_languages, expand_search_fields
from licensing.models import Country
from licensing.models.reference.texts import get_texts_fields

NAMES = get_texts_fields(Country)["names"]


def test_texts_are_one_column_per_language() -> None:
    english, ukrainian, code = expand_languages(Country, ["names", "code"])
    row = Country(names={"en": "Estonia", "uk": "Естонія"})

    assert (english(row), ukrainian(row), code) == ("Estonia", "Естонія", "code")


def test_the_readers_own_language_comes_first() -> None:
    with translation.override("uk"):
        first, second = expand_languages(Country, ["names"])
    row = Country(names={"en": "Estonia", "uk": "Естонія"})

    assert (first(row), second(row)) == ("Естонія", "Estonia")


def test_a_name_without_language_is_in_the_language_of_the_reader() -> None:
    (column,) = expand_languages(Country, ["name"])

    assert column(Country(names={"en": "Estonia", "uk": "Естонія"})) == "Estonia"


def test_a_search_looks_at_texts_and_not_at_language_codes() -> None:
    assert expand_search_fields(Country, ["code", "names"]) == ["code", "names__en", "names__uk"]


def test_a_form_keeps_its_texts_by_language() -> None:
    assert TextsInputs(NAMES).clean(["Estonia", "Естонія"]) == {"en": "Estonia", "uk": "Естонія"}


def test_a_form_without_english_is_refused() -> None:
    with pytest.raises(ValidationError, match="this text is needed"):
        TextsInputs(NAMES).clean(["", "Естонія"])


def test_an_input_filled_in_advance_with_nonsense_is_empty() -> None:
    widget = TextsInputs(NAMES).widget

    assert isinstance(widget, TextsInput)
    assert widget.decompress("nonsense") == ["", ""]
