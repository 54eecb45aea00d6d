"""Texts that are kept with a record are kept in every language."""

from __future__ import annotations

from licensing.messages import Message
from licensing.models.reference.stored_texts import render_in_every_language


def test_a_kept_text_has_the_words_of_every_language() -> None:
    assert render_in_every_language(Message("Not passed.")) == {"en": "Not passed.", "uk": "Рішення: не погоджено."}
