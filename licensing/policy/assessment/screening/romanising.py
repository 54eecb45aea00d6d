"""Names of any script in Latin letters, so that one written in Kyiv and one listed in New York can be compared."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from anyascii import anyascii

# Resolution of the Cabinet of Ministers of Ukraine No. 55 of 27 January 2010; the letters that stand otherwise at the beginning
# of a word come second. An apostrophe and the soft sign are not written.
_KMU_55: Final = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        [*"abvhgde", "ie", "zh", "z", "y", *"iiiklmnoprstuf", "kh", "ts", "ch", "sh", "shch", "", "iu", "ia"],
        strict=True,
    )
)
_AT_THE_BEGINNING: Final = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
# Letters that Ukrainian does not have: of Russian and Belarusian names.
_NEIGHBOURS: Final = {"ё": "io", "ы": "y", "э": "e", "ъ": "", "ў": "u"}
_RUSSIAN: Final = re.compile("[ыэёъ]")
_UKRAINIAN: Final = re.compile("[іїєґ]")
_NOT_WRITTEN: Final = re.compile("['’ʼ`´ʹʻ‘\"«»]")
_WORD: Final = re.compile(r"[a-z0-9]+")


def romanise(text: str) -> str:
    """A name in small Latin letters: Ukrainian by the rule of the Cabinet of Ministers, other scripts as near as they come.

    Russian is told from Ukrainian by its own letters alone, and then its `г` is `g`: `Журавель Вигадка` is `zhuravel vyhadka`.
    """
    plain = _NOT_WRITTEN.sub("", unicodedata.normalize("NFKC", text).lower())
    table = {**_KMU_55, **_NEIGHBOURS}
    if _RUSSIAN.search(plain) and not _UKRAINIAN.search(plain):
        table["г"] = "g"
    letters: list[str] = []
    before = " "
    for letter in plain:
        first = _AT_THE_BEGINNING.get(letter) if not before.isalpha() else None
        # `зг` would be read as `ж` if it were written `zh`.
        letters.append("gh" if before + letter == "зг" else first or table.get(letter, letter))
        before = letter
    return anyascii("".join(letters)).lower()


def split_words(text: str) -> list[str]:
    """The words of a name in small Latin letters, with its digits; what joins them is left out."""
    return _WORD.findall(romanise(text))
