"""One name beside another, word by word: each word of the one is taken for at most one of the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from rapidfuzz.distance import Indel

from licensing.policy.assessment.screening.folding import fold_word
from licensing.policy.assessment.screening.matches import TokenMatch, TokenWay

_INITIAL: Final = 0.8
# First letters of one sound, as `fold_word` has them for whole words.
_SOUNDS: Final = {"g": "h", "q": "k", "c": "k", "x": "k", "w": "v", "y": "i"}
# What is taken from 1, each for its share of the weight of the words. Words that were misspelt; words that stand in both names
# instead of each other, which another party has rather than a misspelling; words that one name has more. A name in full asked
# for by fewer words is found oftener than one asked for by more.
_MISSPELT, _INSTEAD, _LEFT_OUT, _ADDED = 0.8, 1.6, 0.35, 0.8
# And where any word is left over, for names of which only common words were found: up to so much, and none from this weight on.
_COMMON, _ENOUGH = 0.3, 10.0
_SPELLING, _FORM = 0.01, 0.003
# What is taken for the letters that differ, where the names are compared without their blanks.
_LETTERS, _NEAR_AS_A_WHOLE = 2.0, 0.8


@dataclass(frozen=True, slots=True)
class Asked:
    """A name that is looked for: its words without legal forms, and for each the listed words that it may stand for."""

    words: Sequence[str]
    alike: Sequence[Mapping[int, float]]
    weights: Sequence[float]
    text: str
    forms: set[str]


@dataclass(slots=True)
class Listed:
    """A listed name: its words without legal forms, their numbers and weights."""

    words: Sequence[str]
    numbers: Sequence[int]
    weights: Sequence[float]
    text: str
    forms: set[str]
    total: float = field(init=False)

    def __post_init__(self) -> None:
        self.total = sum(self.weights)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How near two names are, and the pairs of words by which they are: number in the one, in the other, likeness."""

    score: float
    pairs: Sequence[tuple[int, int, float]]

    def tell(self, asked: Asked, listed: Listed) -> tuple[TokenMatch, ...]:
        """The pairs in words, in the order of the name that was asked for."""
        if not self.pairs:
            whole = Decimal(self.score).quantize(Decimal("0.01"), ROUND_HALF_UP)
            return (TokenMatch("".join(asked.words), "".join(listed.words), min(whole, Decimal(1)), TokenWay.JOINED),)
        return tuple(_tell_pair(asked.words[one], listed.words[other], found) for one, other, found in sorted(self.pairs))


def compare_names(asked: Asked, listed: Listed) -> Comparison:
    """The score and its pairs of words: 1 for the same text, and a little less in another order, script or spelling."""
    pairs = _pair_words(asked, listed)
    score = _score_pairs(asked, listed, pairs)
    letters = Indel.normalized_similarity("".join(asked.words), "".join(listed.words))
    whole = 1 - _LETTERS * (1 - letters)
    if letters > _NEAR_AS_A_WHOLE and whole > score:
        score, pairs = whole, pairs if len(asked.words) == len(listed.words) else []
    # Between names that are equally near, the spelling decides, and then the legal form.
    score += _SPELLING * (Indel.normalized_similarity(asked.text, listed.text) - 1)
    return Comparison(score - (_FORM if asked.forms and listed.forms and not asked.forms & listed.forms else 0), pairs)


def _pair_words(asked: Asked, listed: Listed) -> list[tuple[int, int, float]]:
    """The words that stand for each other, the most alike first and, of equal ones, those that stand at the same place."""
    found = [
        (likeness, -abs(one - other), one, other)
        for one, alike in enumerate(asked.alike)
        for other, number in enumerate(listed.numbers)
        if (likeness := alike.get(number) or _compare_initials(asked.words[one], listed.words[other]))
    ]
    pairs: list[tuple[int, int, float]] = []
    ones, others = set(), set()
    for likeness, _place, one, other in sorted(found, reverse=True):
        if one not in ones and other not in others:
            ones.add(one)
            others.add(other)
            pairs.append((one, other, likeness))
    return pairs


def _compare_initials(one: str, other: str) -> float:
    if min(len(one), len(other)) > 1 or _SOUNDS.get(one[0], one[0]) != _SOUNDS.get(other[0], other[0]):
        return 0.0
    return _INITIAL


def _score_pairs(asked: Asked, listed: Listed, pairs: Sequence[tuple[int, int, float]]) -> float:
    """What the words say that were found, against those of both names that were not."""
    if not pairs:
        return 0
    shared = both = 0.0
    for one, other, likeness in pairs:
        # An initial tells no more than an initial, whichever of the names has it.
        is_initial = min(len(asked.words[one]), len(listed.words[other])) == 1
        weight = min(asked.weights[one], listed.weights[other]) if is_initial else listed.weights[other]
        shared += likeness * weight
        both += weight
    ones, others = {one for one, _other, _likeness in pairs}, {other for _one, other, _likeness in pairs}
    more_asked = sum(weight for at, weight in enumerate(asked.weights) if at not in ones)
    more_listed = sum(weight for at, weight in enumerate(listed.weights) if at not in others)
    middle = both + (more_asked + more_listed) / 2
    lost = _MISSPELT * (both - shared) / middle + _INSTEAD * min(more_asked, more_listed) / middle
    lost += _LEFT_OUT * max(0.0, more_listed - more_asked) / (both + more_listed)
    lost += _ADDED * max(0.0, more_asked - more_listed) / (both + more_asked)
    if more_asked or more_listed:
        lost += _COMMON * (1 - min(1.0, shared / _ENOUGH))
    return 1 - lost


def _tell_pair(asked: str, listed: str, likeness: float) -> TokenMatch:
    shown = Decimal(likeness).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if asked == listed:
        way = TokenWay.EQUAL
    elif min(len(asked), len(listed)) == 1:
        way = TokenWay.INITIAL
    else:
        way = TokenWay.SPELLING if fold_word(asked) == fold_word(listed) else TokenWay.TYPO
    return TokenMatch(asked, listed, shown, way)
