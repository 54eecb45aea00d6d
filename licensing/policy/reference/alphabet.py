"""The order in which readers of Ukrainian and English look names up.

The order of the computer's own codes puts Є, І and Ї before А, and Ґ after Я; the embedded database has no other.
"""

from __future__ import annotations

from typing import Final
from unicodedata import combining, normalize

UKRAINIAN: Final = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
# Letters of a private area in the same number: they stand behind Latin ones, and none of them comes apart as й and ї do.
RANKS: Final = "".join(chr(0xE000 + rank) for rank in range(len(UKRAINIAN)))
_BY_RANK: Final = str.maketrans(UKRAINIAN, RANKS)


def build_sort_key(name: str) -> str:
    """What names are compared by: Ukrainian letters in their alphabet, others without accents, so that Åland is among the A."""
    return "".join(letter for letter in normalize("NFKD", name.lower().translate(_BY_RANK)) if not combining(letter))
