"""Texts that are kept with a record are kept in every language, and read back in that of the reader."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from licensing.messages import Message
from licensing.models.reference.stored_texts import choose_language_lines, join_every_language, render_in_every_language

NOT_PASSED = "Рішення: не погоджено."


def test_a_kept_text_has_the_words_of_every_language() -> None:
    assert render_in_every_language(Message("Not passed.")) == {"en": "Not passed.", "uk": NOT_PASSED}


def test_each_reader_gets_their_lines_of_what_the_clock_wrote() -> None:
    kept = join_every_language([Message("Not passed."), Message("Certificate %(number)s", number="A\n1")])

    read = {}
    for language in ("en", "uk"):
        with override(language):
            read[language] = choose_language_lines(kept)

    assert kept.count("\n") == 3
    assert read == {"en": "Not passed.\nCertificate A 1", "uk": f"{NOT_PASSED}\nСертифікат A 1"}


@pytest.mark.parametrize("text", ["", "Urgent need.", "Urgent need.\nOf our own.", f"{NOT_PASSED}\nNot passed.", "a\nб\nc"])
def test_what_is_not_in_every_language_is_shown_whole(text: str) -> None:
    assert choose_language_lines(text) == text
