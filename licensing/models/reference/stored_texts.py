"""Texts that are kept with a record: rendered once, in every language of the site, because the record must not change later."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import override

from licensing.messages import Text


def render_in_every_language(text: Text) -> dict[str, str]:
    """What a record keeps of a text: its words by language code. `str(Translated(words))` reads them back."""
    words = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words[language] = str(text)
    return words
