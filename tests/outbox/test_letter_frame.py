"""Numbers in letters agree with their nouns, in the language that is active."""

from __future__ import annotations

import pytest
from django.utils import translation

from licensing.outbox.letter_frame import format_daily_subject, format_dead_letters


@pytest.mark.parametrize(
    ("language", "subjects"),
    [
        ("en", ["Dozvil: 1 message for you", "Dozvil: 3 messages for you", "Dozvil: 5 messages for you"]),
        ("uk", ["Dozvil: для вас 1 повідомлення", "Dozvil: для вас 3 повідомлення", "Dozvil: для вас 5 повідомлень"]),
    ],
)
def test_the_subject_of_a_daily_letter_counts_its_messages(language: str, subjects: list[str]) -> None:
    with translation.override(language):
        written = [format_daily_subject(count) for count in (1, 3, 5)]

    assert written == subjects


def test_the_alarm_counts_the_messages_given_up() -> None:
    with translation.override("en"):
        one, many = format_dead_letters(1), format_dead_letters(2)

    assert one.startswith("1 message could not be delivered.")
    assert many.startswith("2 messages could not be delivered.")
