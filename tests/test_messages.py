"""Sentences that are not yet in any language: parameters, plurals, contexts, and names that people wrote."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy

from licensing.errors import Gap
from licensing.messages import Amount, DayText, JoinedText, Message, MessageInContext, PluralMessage, Text, TranslatedText
from tests.languages import render, render_gaps

EUROPE = TranslatedText({"en": "Europe", "uk": "Європа"})


def silent(count: int) -> PluralMessage:
    return PluralMessage(
        "%(count)s silent seat is taken as no objection: %(names)s.",
        "%(count)s silent seats are taken as no objection: %(names)s.",
        count=count,
        names="–",
    )


def test_a_message_reads_in_the_language_that_is_active_then() -> None:
    message = Message("The votes are equal.")

    assert [render(message, language) for language in ("en", "uk", "fr")] == [
        "The votes are equal.",
        "Голоси розділилися порівну.",
        "The votes are equal.",
    ]


def test_parameters_are_rendered_in_the_same_language() -> None:
    message = Message("Still to speak: %(names)s.", names=JoinedText(EUROPE, gettext_lazy("Goods"), "MOD", separator=", "))

    assert render(message, "en") == "Still to speak: Europe, Goods, MOD."
    assert render(message, "uk") == "Ще мають висловитися: Європа, Товари, MOD."


@pytest.mark.parametrize(
    ("count", "seats"),
    [(0, "місць"), (1, "місця"), (2, "місць"), (5, "місць"), (11, "місць"), (21, "місця"), (22, "місць"), (121, "місця")],
)
def test_ukrainian_plurals(count: int, seats: str) -> None:
    assert render(silent(count), "uk") == f"Мовчання {count} {seats} зараховано як відсутність заперечень: –."


def test_english_plurals() -> None:
    assert [render(silent(count), "en").partition(" taken")[0] for count in (0, 1, 2)] == [
        "0 silent seats are",
        "1 silent seat is",
        "2 silent seats are",
    ]


def test_one_english_word_has_another_translation_in_its_context() -> None:
    assert render(MessageInContext("change", "name"), "uk") == "назва"
    assert render(Message("name"), "uk") == "назва або ім’я"


def test_a_message_without_parameters_may_hold_a_percent_sign() -> None:
    assert render(Message("100 % of it"), "uk") == "100 % of it"


@pytest.mark.parametrize(
    ("language", "expected"), [("uk", "Так."), ("uk-ua", "Так."), ("en", "Yes."), ("en-gb", "Yes."), ("fr", "Yes.")]
)
def test_stored_texts_read_in_the_readers_language_or_in_english(language: str, expected: str) -> None:
    assert render(TranslatedText({"en": "Yes.", "uk": "Так."}), language) == expected


def test_english_stands_in_for_words_that_nobody_translated() -> None:
    assert render(TranslatedText({"en": "Yes.", "uk": ""}), "uk") == "Yes."
    assert render(TranslatedText({}), "uk") == ""


def test_texts_join_into_a_paragraph_without_the_empty_ones() -> None:
    assert render(JoinedText("A.", "", TranslatedText({}), "C."), "en") == "A. C."


@pytest.mark.parametrize(("language", "expected"), [("en", "1,234,567.90"), ("uk", "1\u00a0234\u00a0567,90")])
def test_amounts_are_written_as_the_reader_writes_numbers(language: str, expected: str) -> None:
    with_amount: Text = JoinedText("EUR", Message("%(amount)s", amount=Amount(Decimal("1234567.9"))))

    assert render(with_amount, language) == f"EUR {expected}"


def test_messages_are_values() -> None:
    assert Message("A", one=1) == Message("A", one=1)
    assert Message("A", one=1) != Message("A", one=2)
    assert Message("A") != MessageInContext("of", "A")
    assert len({silent(1), silent(1), silent(2)}) == 2


def test_a_gap_says_what_is_wrong_in_the_readers_language() -> None:
    gap = Gap("required", "kind", Message("Say which rule it is."))

    assert render_gaps([gap], "uk") == [("required", "kind", "Зазначте вид правила.")]


def test_a_day_in_a_sentence_is_written_as_its_reader_writes_days() -> None:
    message = Message("The licence ended on %(day)s.", day=DayText(date(2026, 6, 1)))

    assert render(message, "uk") == "Строк дії дозволу закінчився 01.06.2026."
    assert "2026-06-01" not in render(message, "en")
