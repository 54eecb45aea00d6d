"""Texts of governed lists, by language: a further language is a further entry of the data, and no code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Texts = Mapping[str, str]

# The language in which every text of a list exists, read where there is none in the reader's own.
BASE = "en"


def select_text(texts: Texts, language: str) -> str:
    """A list's text in a language, such as `uk` or `uk-ua`; in English where the list has none in it."""
    return texts.get(language) or texts.get(language.partition("-")[0]) or texts.get(BASE, "")


def collect_texts(document: Mapping[str, Any], stem: str) -> dict[str, str]:
    """The texts of a document that is written by hand: `name_en` and `name_uk` for the stem `name`; empty ones are none."""
    start = f"{stem}_"
    return {key.removeprefix(start): text for key, text in document.items() if key.startswith(start) and text}


def leave_out_places(text: str) -> str:
    """A text of a list, such as that of a condition or reminder, with dots for what it will name: `{days}` becomes `…`."""
    return re.sub(r"\{\w+\}", "…", text)


def as_fields(stem: str, texts: Texts) -> dict[str, str]:
    """Texts as such a document has them: English and Ukrainian always, be they empty, further languages where there are any."""
    return {f"{stem}_{language}": text for language, text in {**_WRITTEN, **texts}.items()}


def allow_further_languages(**schemas: dict[str, Any]) -> dict[str, Any]:
    """What a shape that names `name_en` and `name_uk` allows beside them: `name_pl`, of the same shape, and so on."""
    return {"patternProperties": {f"^{stem}_(?!(en|uk)$)[a-z]{{2,3}}$": schema for stem, schema in schemas.items()}}


_WRITTEN = {BASE: "", "uk": ""}
