"""How far one text is from another: written otherwise, a slip of the pen, or another meaning."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from enum import IntEnum

# In shorter words, one letter makes another word: arms and army, now and not.
_SHORTEST_MISSPELT = 5
# Beyond so many words somebody has not corrected the text but written another one.
_MOST_MISSPELT = 2
# Signs that Unicode counts as punctuation, and that mean something all the same: 1/2 is not 1:2.
_SIGNS = frozenset("%/&@#*")
_INSIDE_A_WORD = re.compile(r"(?<=[^\W\d_])[.'\u2019](?=[^\W\d_])")
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
    if old == new:
        return Edit.FORM
    if "".join(old) == "".join(new):
        return _grade_joint(old, new)
    if len(old) != len(new):
        return Edit.MEANING
    changed = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    return Edit.TYPO if len(changed) <= _MOST_MISSPELT and all(_is_misspelling(*pair) for pair in changed) else Edit.MEANING


def _grade_joint(old: list[str], new: list[str]) -> Edit:
    """How far an edit goes that only joins words or parts them: "not able" is not "notable"."""
    moved = (Counter(old) - Counter(new)) + (Counter(new) - Counter(old))
    return Edit.TYPO if min(map(len, moved)) >= _SHORTEST_MISSPELT else Edit.MEANING


def _split_words(text: str) -> list[str]:
    """The words and signs of a text as they are read: without capitals and punctuation.

    Marks belong to their letters: without them, words of Hindi and Thai lose their vowels. Signs say something: $ is not €.
    """
    words: list[str] = []
    joined = False
    # P.O. is PO, and it's is its.
    for char in _INSIDE_A_WORD.sub("", unicodedata.normalize("NFKC", text.casefold())):
        kind = unicodedata.category(char)[0]
        if kind in "LMN":
            words[-1:] = [words[-1] + char] if joined else [*words[-1:], char]
        elif kind == "S" or char in _SIGNS:
            words.append(char)
        joined = kind in "LMN"
    return words


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
