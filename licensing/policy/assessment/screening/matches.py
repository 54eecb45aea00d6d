"""What a comparison of names says: which listed name, how near, and which word of the one was taken for which of the other."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from licensing.choices import HitStrength

# A name of which nothing but a word or a letter differs, and one that a person should look at. Measured by `./run bench`.
STRONG_SCORE: Final = Decimal("0.90")
POSSIBLE_SCORE: Final = Decimal("0.80")


class ImpossibleScore(Exception):
    """A comparison gave what no two names can: a score that is no number, or not between 0 and 1."""


class TokenWay(StrEnum):
    """In which way a word of one name was taken for a word of the other."""

    EQUAL = "equal"
    SPELLING = "spelling"  # the same sound, romanised in another way
    TYPO = "typo"
    INITIAL = "initial"
    NUMBER = "number"  # the number of a vessel, the same on both sides
    JOINED = "joined"  # written as one word in one name and as two in the other


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name of a listed party; `party` is unique over all lists, as `<list>:<reference>`."""

    party: str
    text: str
    is_primary: bool


@dataclass(frozen=True, slots=True)
class TokenMatch:
    """A word of the name asked for beside the word of the listed name that it was taken for, both in Latin letters."""

    asked: str
    listed: str
    likeness: Decimal
    way: TokenWay


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The nearest name of one listed party; the score is 1 for the same name, in whatever order and script."""

    party: str
    listed: str
    is_primary: bool
    score: Decimal
    tokens: tuple[TokenMatch, ...]

    def __post_init__(self) -> None:
        """Refuse a score that is no number or not between 0 and 1. Raises ImpossibleScore."""
        if not (self.score.is_finite() and 0 <= self.score <= 1):
            raise ImpossibleScore(str(self.score))

    @property
    def strength(self) -> HitStrength:
        """How near it is, in the two steps by which dispositions differ."""
        return HitStrength.STRONG if self.score >= STRONG_SCORE else HitStrength.POSSIBLE
