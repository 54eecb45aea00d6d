"""How far one text is from another: written otherwise, a slip of the pen, or another meaning."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum

# In shorter words, one letter makes another word: arms and army, now and not.
_SHORTEST_MISSPELT = 5
# Beyond so many words somebody has not corrected the text but written another one.
_MOST_MISSPELT = 2
_FIGURE = re.compile(r"[-\u2212]?\d+(?:[.,]\d+)*")


class Edit(IntEnum):
    """How far an edit goes; each includes the ones before it."""

    NONE = 0
    FORM = 1  # capitals, blanks, punctuation: it reads the same
    TYPO = 2  # one letter in one or two long words
    MEANING = 3


def grade_edit(before: str, after: str) -> Edit:
    """How far the second text goes from the first. Whatever touches a figure, or the first letter of a word, has a meaning."""
    if before == after:
        return Edit.NONE
    # "1.5 t" and "15 t" have the same letters and digits.
    if _FIGURE.findall(before) != _FIGURE.findall(after):
        return Edit.MEANING
    old, new = _split_words(before), _split_words(after)
    if "".join(old) == "".join(new):
        return Edit.FORM
    if len(old) != len(new):
        return Edit.MEANING
    changed = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    return Edit.TYPO if len(changed) <= _MOST_MISSPELT and all(_is_misspelling(*pair) for pair in changed) else Edit.MEANING


def _split_words(text: str) -> list[str]:
    """The words of a text as they are read: without capitals and punctuation."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text.casefold()))


def _is_misspelling(before: str, after: str) -> bool:
    """Whether two words differ by one letter that is wrong, missing or too much, or by two that changed places."""
    if min(len(before), len(after)) < _SHORTEST_MISSPELT or before[0] != after[0]:
        return False
    if any(char.isdigit() for char in before + after):
        return False
    short, long = sorted((before, after), key=len)
    first = next((place for place, char in enumerate(short) if char != long[place]), len(short))
    if len(long) == len(short) + 1:
        return short[first:] == long[first + 1 :]
    if len(long) > len(short):
        return False
    swapped = short[first : first + 2] == long[first : first + 2][::-1] and short[first + 2 :] == long[first + 2 :]
    return swapped or short[first + 1 :] == long[first + 1 :]
