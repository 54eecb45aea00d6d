"""The listed names, found by one that may be misspelt, in another order, shortened, or in another script."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from licensing.policy.assessment.screening.comparing import Asked, Comparison, Listed, compare_names
from licensing.policy.assessment.screening.folding import fold_word
from licensing.policy.assessment.screening.legal_forms import find_forms
from licensing.policy.assessment.screening.matches import POSSIBLE_SCORE, ImpossibleScore, ListedName, NameMatch
from licensing.policy.assessment.screening.romanising import split_words
from licensing.policy.assessment.screening.vocabulary import Vocabulary

# How many names a search looks through by its rare words before the common ones only add to those found.
_ENOUGH: Final = 8_000
_COMPARED: Final = 40
# What a shared weight is divided by: mostly the words asked for, of which people leave some out, in part the listed ones.
_SHARE_OF_ASKED: Final = 0.7
_SHARE_OF_LISTED: Final = 0.3
# Up to how many letters, and from which likeness on, two neighbouring words are taken for a listed one, written as one.
_LONGEST_JOINED: Final = 20
_LIKENESS_OF_JOINED: Final = 0.85
# From how many letters on a word is taken apart, unless it is so like a listed one; no part is shorter than that.
_SHORTEST_SPLIT: Final = 6
_LIKENESS_OF_WHOLE: Final = 0.8
_SHORTEST_PART: Final = 3
# The sum of shares may come out above 1 by what floating point leaves of it, and by no more.
_MOST: Final = 1 + 1e-9


class NameIndex:
    """All names of the lists in force, for one process; made again when a list changes."""

    def __init__(self, names: Iterable[ListedName]) -> None:
        self._names = list(names)
        words = [split_words(name.text) for name in self._names]
        self._vocabulary = Vocabulary(words, [name.party for name in self._names])
        self._listed = [self._prepare(own) for own in words]
        self._having: list[list[int]] = [[] for _ in self._vocabulary.words]
        for number, listed in enumerate(self._listed):
            for word in set(listed.numbers):
                self._having[word].append(number)

    def search(self, text: str, *, limit: int = 10, at_least: Decimal = POSSIBLE_SCORE) -> list[NameMatch]:
        """The nearest name of each listed party, best first; none for a text without letters and digits.

        Raises ImpossibleScore.
        """
        asked = self._ask(text)
        if asked is None:
            return []
        best: dict[str, tuple[float, int, Comparison]] = {}
        for number in self._find_candidates(asked):
            comparison = compare_names(asked, self._listed[number])
            # What is no number is neither above nor below another: it would leave the listed name out without a word.
            if not math.isfinite(comparison.score) or comparison.score > _MOST:
                raise ImpossibleScore(str(comparison.score))
            party = self._names[number].party
            if party not in best or comparison.score > best[party][0]:
                best[party] = (comparison.score, number, comparison)
        nearest = heapq.nlargest(limit, best.values(), key=lambda found: found[0])
        return [match for _score, number, found in nearest if (match := self._tell(asked, number, found)).score >= at_least]

    def _prepare(self, words: list[str]) -> Listed:
        kept, forms = find_forms([fold_word(word) for word in words])
        own = [words[at] for at in kept]
        numbers = [self._vocabulary.numbers[word] for word in own]
        return Listed(own, numbers, [self._vocabulary.weights[number] for number in numbers], " ".join(words), forms)

    def _ask(self, text: str) -> Asked | None:
        words = split_words(text)
        kept, forms = find_forms([fold_word(word) for word in words])
        own = [part for at in kept for part in self._split(words[at])]
        if not own:
            return None
        alike = [self._vocabulary.find_alike(word) for word in own]
        weights = [self._vocabulary.weigh(word, found) for word, found in zip(own, alike, strict=True)]
        return Asked(own, alike, weights, " ".join(words), forms)

    def _split(self, word: str) -> tuple[str, ...]:
        """A long word that is like no listed one, as the two listed words that it was joined of."""
        if len(word) < _SHORTEST_SPLIT or any(one > _LIKENESS_OF_WHOLE for one in self._vocabulary.find_alike(word).values()):
            return (word,)
        cuts = [(word[:at], word[at:]) for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)]
        known = [cut for cut in cuts if all(map(self._vocabulary.is_known, cut))]
        return max(known, key=lambda cut: min(map(len, cut)), default=(word,))

    def _find_candidates(self, asked: Asked) -> list[int]:
        """The names that share most with the one asked for, by the weight of the words that they share."""
        groups = sorted(
            ((sum(len(self._having[word]) for word in alike), at, alike) for at, alike in enumerate(self._list_groups(asked))),
            key=lambda group: group[:2],
        )
        shared: dict[int, float] = {}
        looked = 0
        for size, _at, alike in groups:
            is_common = bool(shared) and looked + size > _ENOUGH
            looked += size
            for number, weight in self._share(alike).items():
                if not is_common or number in shared:
                    shared[number] = shared.get(number, 0.0) + weight
        total = sum(asked.weights)
        scored = ((weight / self._measure(total, number), number) for number, weight in shared.items())
        return [number for _weight, number in heapq.nlargest(_COMPARED, scored)]

    def _measure(self, asked: float, number: int) -> float:
        """What the weight of shared words is a share of: all words asked for, weighed with all of the listed name."""
        return _SHARE_OF_ASKED * asked + _SHARE_OF_LISTED * self._listed[number].total

    def _list_groups(self, asked: Asked) -> list[Mapping[int, float]]:
        """The listed words that each word may stand for, and those that two neighbours may be, written as one."""
        joined = (one + other for one, other in zip(asked.words, asked.words[1:], strict=False))
        alike = (self._vocabulary.find_alike(word) for word in joined if len(word) <= _LONGEST_JOINED)
        near = ({word: likeness for word, likeness in found.items() if likeness > _LIKENESS_OF_JOINED} for found in alike)
        return [*asked.alike, *filter(None, near)]

    def _share(self, alike: Mapping[int, float]) -> dict[int, float]:
        """By how much each name shares one of these words: by the one that is most like."""
        best: dict[int, float] = {}
        for word, likeness in alike.items():
            weight = likeness * self._vocabulary.weights[word]
            for number in self._having[word]:
                if weight > best.get(number, 0.0):
                    best[number] = weight
        return best

    def _tell(self, asked: Asked, number: int, found: Comparison) -> NameMatch:
        name = self._names[number]
        # Names that have nothing in common lose more than there is.
        score = max(Decimal(0), min(Decimal(1), Decimal(found.score).quantize(Decimal("0.001"), ROUND_HALF_UP)))
        return NameMatch(name.party, name.text, name.is_primary, score, found.tell(asked, self._listed[number]))
