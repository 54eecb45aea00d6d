"""The words of all listed names: how much each of them tells, and which of them a word that was asked for may stand for."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from licensing.policy.assessment.screening.folding import fold_word
from licensing.policy.assessment.screening.legal_forms import WORDS_OF_FORMS

# Words that join others, of the languages in which lists are kept: articles, prepositions, parts of Arabic and Iberian names.
_JOINING: Final = frozenset(
    [
        *("of", "the", "and", "for", "a", "an", "to", "in", "on", "al", "el", "fi", "van", "von", "der", "den", "und"),
        *("de", "del", "la", "le", "les", "los", "las", "y", "e", "i", "s", "da", "do", "dos", "das", "du", "des", "et"),
    ]
)
# The numbers below were found by trying, as those of `comparing.py` were.
# The share of the weight that words have which tell less than their rarity says.
_OF_INITIAL: Final = 0.35
_OF_TWO_LETTERS: Final = 0.6
_OF_JOINING: Final = 0.4
_OF_LEGAL_FORM: Final = 0.1
# A word that is itself on the lists was probably meant: how much less it stands for another one.
_OF_KNOWN: Final = 0.6
# From which likeness on a word is taken for another; and how like two spellings are that stand for each other on the lists.
_LEAST_LIKENESS: Final = 0.3
_LIKENESS_OF_VARIANTS: Final = 0.95
# How much less letters say than sounds; and what a word of the same sound loses where all its letters are others.
_FOR_LETTERS_ALONE: Final = 0.02
_FOR_OTHER_LETTERS: Final = 0.3
# A word on no list that is so like a common one is as common as that, and a little more.
_LIKENESS_OF_MISSPELT: Final = 0.75
_RARER_THAN_CORRECT: Final = 0.3
# What one, two and three slips of the pen take from 1, divided by the letters of the word; and what is left of the shortest
# words after one slip, of which the division would leave nearly all.
_FOR_SLIPS: Final = (0.4, 1.4, 3.2)
_SHORTEST_WITH_SLIP: Final = 0.62
# How often two spellings must stand for each other among the names of one party to be taken for the same.
_OFTEN: Final = 3
_REMEMBERED: Final = 20_000
_VOWELS: Final = re.compile("[aeiou]")


class Vocabulary:
    """All words of the listed names, by number."""

    def __init__(self, names: Sequence[Sequence[str]], parties: Sequence[str]) -> None:
        """`names` are the words of each name, legal forms among them; `parties` whose name each of them is."""
        counted = Counter(chain.from_iterable(map(set, names)))
        self.words: list[str] = list(counted)
        self.sounds = [fold_word(word) for word in self.words]
        self.numbers = {word: number for number, word in enumerate(self.words)}
        self._names = len(names)
        self._counted = Counter(chain.from_iterable({fold_word(word) for word in name} for name in names))
        self.weights = [self._weigh(sound, self._counted[sound]) for sound in self.sounds]
        self._by_gram: dict[str, list[int]] = defaultdict(list)
        self._by_sound: dict[str, list[int]] = defaultdict(list)
        self._by_consonants: dict[str, list[int]] = defaultdict(list)
        for number, (word, sound) in enumerate(zip(self.words, self.sounds, strict=True)):
            self._by_sound[sound].append(number)
            self._by_consonants[_VOWELS.sub("", sound)].append(number)
            for gram in _cut(word) | _cut(sound):
                self._by_gram[gram].append(number)
        self._variants = _learn_variants(names, parties)
        self._found: dict[str, Mapping[int, float]] = {}

    def weigh(self, word: str, alike: Mapping[int, float]) -> float:
        """How much a word that was asked for tells: the rarer among listed names, the more.

        A word that is on no list is rare; not so where it is a common one, misspelt.
        """
        sound = fold_word(word)
        own = self._weigh(sound, max(self._counted[sound], 1))
        if self._counted[sound]:
            return own
        near = [number for number, likeness in alike.items() if likeness >= _LIKENESS_OF_MISSPELT]
        return min([own, *(self.weights[number] + _RARER_THAN_CORRECT for number in near)])

    def find_alike(self, word: str) -> Mapping[int, float]:
        """The listed words, by number, that this one may stand for, each with its likeness (1 for itself)."""
        found = self._found.get(word)
        if found is None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            found = self._found[word] = self._compare(word)
        return found

    def is_known(self, word: str) -> bool:
        """Whether the word, or another spelling of its sound, is on a list."""
        return fold_word(word) in self._by_sound

    def _weigh(self, sound: str, count: int) -> float:
        rarity = math.log(1 + self._names / (count + 2))
        if sound in _JOINING:
            return rarity * _OF_JOINING
        if sound in WORDS_OF_FORMS:
            return rarity * _OF_LEGAL_FORM
        if len(sound) == 1:
            return rarity * _OF_INITIAL
        return rarity * (_OF_TWO_LETTERS if len(sound) == 2 and sound.isalpha() else 1)

    def _compare(self, word: str) -> Mapping[int, float]:
        sound = fold_word(word)
        known = self._counted[sound] > 1
        likeness: dict[int, float] = {}
        if len(word) > 2 and not word.isdigit():
            for number, found in self._find_misspelt(word, sound).items():
                if frozenset((sound, self.sounds[number])) in self._variants:
                    likeness[number] = max(found, _LIKENESS_OF_VARIANTS)
                elif not known or found * _OF_KNOWN > _LEAST_LIKENESS:
                    likeness[number] = found * _OF_KNOWN if known else found
        for number in self._by_sound.get(sound, ()):
            likeness[number] = 1 - _FOR_OTHER_LETTERS * (1 - OSA.normalized_similarity(word, self.words[number]))
        return likeness

    def _find_misspelt(self, word: str, sound: str) -> dict[int, float]:
        """The listed words from which one differs by few slips of the pen, in letters or in sounds."""
        numbers = self._find_candidates(word, sound)
        found = _find_close(sound, [self.sounds[number] for number in numbers])
        for at, likeness in _find_close(word, [self.words[number] for number in numbers]).items():
            found[at] = max(found.get(at, 0), likeness - _FOR_LETTERS_ALONE)
        return {numbers[at]: likeness for at, likeness in found.items() if likeness > _LEAST_LIKENESS}

    def _find_candidates(self, word: str, sound: str) -> list[int]:
        """The words that share enough trigrams with one, or with its sound."""
        counted = Counter(chain.from_iterable(self._by_gram.get(gram, ()) for gram in _cut(word) | _cut(sound)))
        enough = 1 + len(sound) // 6
        near = {number for number, shared in counted.items() if shared >= enough}
        # A few other vowels leave two spellings of a name without a trigram in common: `mohamed`, `muhamad`.
        near.update(self._by_consonants.get(_VOWELS.sub("", sound), ()))
        return [number for number in near if self.sounds[number] != sound]


def _cut(word: str) -> set[str]:
    """The trigrams of a word, its beginning and end marked."""
    marked = f"^{word}$"
    return {marked[at : at + 3] for at in range(len(marked) - 2)}


def _find_close(word: str, others: Sequence[str]) -> dict[int, float]:
    """The likeness of those that differ by few slips (a letter more, less, another, or two exchanged), by their place."""
    most = 3 if len(word) >= 9 else 2 if len(word) >= 5 else 1
    close = process.extract_iter(word, others, scorer=OSA.distance, score_cutoff=most)
    return {at: _value_slips(int(slips), max(len(word), len(other))) for other, slips, at in close}


def _value_slips(slips: int, length: int) -> float:
    """How much of a word is left after so many slips: of a short one less."""
    if slips == 0:
        return 1
    if slips == 1 and length <= 3:
        return _SHORTEST_WITH_SLIP
    return 1 - _FOR_SLIPS[slips - 1] / length


def _learn_variants(names: Sequence[Sequence[str]], parties: Sequence[str]) -> set[frozenset[str]]:
    """Pairs of sounds that stand for each other among the names of one party, in several parties: `mohamed`, `muhammad`."""
    by_party: dict[str, list[set[str]]] = defaultdict(list)
    for words, party in zip(names, parties, strict=True):
        by_party[party].append({fold_word(word) for word in words if len(word) > 2})
    counted: Counter[frozenset[str]] = Counter()
    for sets in by_party.values():
        counted.update(_pair_variants(sets) if len(sets) > 1 else ())
    return {pair for pair, count in counted.items() if count >= _OFTEN}


def _pair_variants(sets: Sequence[set[str]]) -> set[frozenset[str]]:
    found = set()
    sounds = sorted(set().union(*sets))
    for at, one in enumerate(sounds):
        for other in sounds[at + 1 :]:
            if one[0] != other[0] and one[1:2] != other[1:2]:
                continue
            slips = OSA.distance(one, other, score_cutoff=2)
            if slips * 3 <= max(len(one), len(other)) and slips <= 2 and not any({one, other} <= own for own in sets):
                found.add(frozenset((one, other)))
    return found
