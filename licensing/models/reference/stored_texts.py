"""Texts that are kept with a record: rendered once, in every language of the site, because the record must not change later."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.utils.translation import get_language, override

from licensing.messages import Text

# A line in another alphabet is none of this language, whatever its place.
_ALPHABETS: Final = {"en": re.compile("[A-Za-z]"), "uk": re.compile("[А-Яа-яЄєІіЇїҐґ]")}


def render_in_every_language(text: Text) -> dict[str, str]:
    """What a record keeps of a text: its words by language code. `str(Translated(words))` reads them back."""
    words = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words[language] = str(text)
    return words


def join_every_language(texts: Iterable[Text]) -> str:
    """What a column of plain text keeps of sentences that the clock writes, which has no reader: a line for each language.

    `choose_language_lines` reads them back.
    """
    rows = [render_in_every_language(one) for one in texts]
    return "\n".join(" ".join(words.split()) for row in rows for words in row.values())


def choose_language_lines(kept: str) -> str:
    """The lines of such a text in the language of its reader; what does not look like one is shown whole."""
    languages, lines = [code for code, _name in settings.LANGUAGES], kept.split("\n")
    reader = get_language() or ""
    if reader not in languages or len(lines) % len(languages):
        return kept
    if not all(_may_be_in(languages[place % len(languages)], line) for place, line in enumerate(lines)):
        return kept
    return "\n".join(lines[languages.index(reader) :: len(languages)])


def _may_be_in(language: str, line: str) -> bool:
    letters = _ALPHABETS.get(language)
    return letters is None or letters.search(line) is not None
