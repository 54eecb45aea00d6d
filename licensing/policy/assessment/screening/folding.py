"""What a word of a name sounds like, whoever romanised it: `Yuriy`, `Yurii` and `Iouri` are one sound."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# In this order: the longest spelling of a sound first, and vowels after the consonants that are written with them. Capitals
# stand for sounds that would otherwise be taken for two letters by a later line.
_RULES: Final = tuple(
    (re.compile(spelling), sound)
    for spelling, sound in (
        (r"shch|sch|shh|sh", "S"),
        (r"dzh|dj|zh", "j"),
        (r"tch|ch", "C"),
        (r"kh|gh", "h"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"ck|q", "k"),
        (r"ts|tz|cz", "T"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"y", "i"),
        (r"ou|oo", "u"),
        (r"i+(?=[aoue])", ""),
        (r"ee|ei|ii|ai", "i"),
        (r"g", "h"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """The sound of a romanised word; digits and a word of one letter stay as they are."""
    if len(word) < 2 or not word.isalpha():
        return word
    for spelling, sound in _RULES:
        word = spelling.sub(sound, word)
    return word
