"""One name beside another, word by word: each word of the one is taken for at most one of the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from rapidfuzz.distance import Indel

from licensing.policy.assessment.screening.folding import fold_word
from licensing.policy.assessment.screening.matches import TokenMatch, TokenWay

# The numbers of this module were found by trying: they are those by which the search of names (`./run bench`, on lists of our
# own making) finds most of the changed names and takes fewest names of nobody for listed ones. No law names them. Whoever
# changes one measures again.
_INITIAL_LIKENESS: Final = 0.8
# First letters of one sound, as `fold_word` has them for whole words.
_SOUNDS: Final = {"g": "h", "q": "k", "c": "k", "x": "k", "w": "v", "y": "i"}
# What is taken from 1, each for its share of the weight of the words: for words that are misspelt; for words that stand in both
# names instead of each other, which is another party rather than a misspelling; and for words that one name alone has, the
# listed one or the one asked for. A name in full is asked for by fewer words oftener than by more.
_PER_MISSPELT: Final = 0.8
_PER_REPLACED: Final = 1.6
_PER_LISTED_ALONE: Final = 0.35
_PER_ASKED_ALONE: Final = 0.8
# And where any word is left over: up to so much, if only common words were found, and nothing from this weight of them on.
_FOR_COMMON_WORDS: Final = 0.3
_TELLING_WEIGHT: Final = 10.0
# Between names that are equally near: for another spelling, and for another legal form.
_FOR_SPELLING: Final = 0.01
_FOR_LEGAL_FORM: Final = 0.003
# Of names without their blanks: what each share of other letters costs, and from which likeness on they are compared so.
_PER_OTHER_LETTERS: Final = 2.0
_LEAST_LIKE_WITHOUT_BLANKS: Final = 0.8


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
    score = _score_by_words(asked, listed, pairs)
    # Words that were joined or taken apart have no pairs, and all their letters.
    likeness = Indel.normalized_similarity("".join(asked.words), "".join(listed.words))
    score_by_letters = 1 - _PER_OTHER_LETTERS * (1 - likeness)
    if likeness > _LEAST_LIKE_WITHOUT_BLANKS and score_by_letters > score:
        score, pairs = score_by_letters, pairs if len(asked.words) == len(listed.words) else []
    score += _FOR_SPELLING * (Indel.normalized_similarity(asked.text, listed.text) - 1)
    has_other_form = asked.forms and listed.forms and not asked.forms & listed.forms
    return Comparison(score - (_FOR_LEGAL_FORM if has_other_form else 0), pairs)


def _pair_words(asked: Asked, listed: Listed) -> list[tuple[int, int, float]]:
    """The words that stand for each other, the most alike first and, of equal ones, those that stand at the same place."""
    found = [
        (likeness, -abs(at_asked - at_listed), at_asked, at_listed)
        for at_asked, alike in enumerate(asked.alike)
        for at_listed, number in enumerate(listed.numbers)
        if (likeness := alike.get(number) or _compare_initials(asked.words[at_asked], listed.words[at_listed]))
    ]
    pairs: list[tuple[int, int, float]] = []
    taken_asked, taken_listed = set(), set()
    for likeness, _distance, at_asked, at_listed in sorted(found, reverse=True):
        if at_asked not in taken_asked and at_listed not in taken_listed:
            taken_asked.add(at_asked)
            taken_listed.add(at_listed)
            pairs.append((at_asked, at_listed, likeness))
    return pairs


def _compare_initials(one: str, other: str) -> float:
    """How alike two words are of which one is an initial; 0 where neither is, or the other begins with another sound."""
    if min(len(one), len(other)) > 1 or _SOUNDS.get(one[0], one[0]) != _SOUNDS.get(other[0], other[0]):
        return 0.0
    return _INITIAL_LIKENESS


def _score_by_words(asked: Asked, listed: Listed, pairs: Sequence[tuple[int, int, float]]) -> float:
    """What the words say that were found in both names, against those that stand in one alone; 0 without any pair."""
    if not pairs:
        return 0
    paired = [_weigh_pair(asked, listed, at_asked, at_listed) for at_asked, at_listed, _likeness in pairs]
    alike = sum((likeness * weight for (_, _, likeness), weight in zip(pairs, paired, strict=True)), 0.0)
    both = sum(paired, 0.0)
    asked_alone = _weigh_others(asked.weights, {at for at, _, _ in pairs})
    listed_alone = _weigh_others(listed.weights, {at for _, at, _ in pairs})
    mean = both + (asked_alone + listed_alone) / 2
    lost = _PER_MISSPELT * (both - alike) / mean + _PER_REPLACED * min(asked_alone, listed_alone) / mean
    lost += _PER_LISTED_ALONE * max(0.0, listed_alone - asked_alone) / (both + listed_alone)
    lost += _PER_ASKED_ALONE * max(0.0, asked_alone - listed_alone) / (both + asked_alone)
    if asked_alone or listed_alone:
        lost += _FOR_COMMON_WORDS * (1 - min(1.0, alike / _TELLING_WEIGHT))
    return 1 - lost


def _weigh_pair(asked: Asked, listed: Listed, at_asked: int, at_listed: int) -> float:
    """How much a pair of words tells: as much as the listed one, or as an initial where either of them is one."""
    is_initial = min(len(asked.words[at_asked]), len(listed.words[at_listed])) == 1
    return min(asked.weights[at_asked], listed.weights[at_listed]) if is_initial else listed.weights[at_listed]


def _weigh_others(weights: Sequence[float], paired: set[int]) -> float:
    """The weight of the words of a name that stand for none of the other."""
    return sum(weight for at, weight in enumerate(weights) if at not in paired)


def _tell_pair(asked: str, listed: str, likeness: float) -> TokenMatch:
    shown = Decimal(likeness).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if asked == listed:
        way = TokenWay.EQUAL
    elif min(len(asked), len(listed)) == 1:
        way = TokenWay.INITIAL
    else:
        way = TokenWay.SPELLING if fold_word(asked) == fold_word(listed) else TokenWay.TYPO
    return TokenMatch(asked, listed, shown, way)
