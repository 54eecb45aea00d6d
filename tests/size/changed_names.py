"""Invented lists of names, and names changed as people and registers change them: what a search of names is measured with.

`SCREENING_NAMES` names a file to measure with instead of the invented list, as CSV: entity_id, kind, type, name.
"""

from __future__ import annotations

import csv
import os
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from licensing.policy.assessment.screening.matches import ListedName

_BEGINNINGS: Final = ("b br d dr f g h k kh kr l m n p pr r s sh st t tr ts v vl y z zh ch", "a a e i o o u ia iu")
_MIDDLES: Final = ("b d h k kh l ll m n nd r rk rs s shch st t v z zh", "a e i o u y")
_ENDINGS: Final = "enko chuk skyi ov yuk yn iak evych ets ko ian idze oglu ich a i an in el ar or is"
_FIRST: Final = (
    "Oleh Andrii Yaroslav Mykola Halyna Solomiia Taras Vasyl Hassan Mohamed Ibrahim Yusuf Khalid Karim Reza Jose Carlos Maria "
    "Juan Alejandro Viktor Sergei Dmitry Aleksandr Igor Kim Chol Yong Wei Ming Ahmed Ali Omar Fatima Layla Petr Ivan Natalia"
)
_MIDDLE: Final = "Ivanovych Petrovich Abdul Hussein Sergeevich Luis Mahmoud Viktorovna Bin Antonio Rahman Hasan Olehivna Jun"
_PLACES: Final = "Northern Golden Caspian Eastern Pacific Crescent Silver Royal Alpine Delta Coral Falcon Orient Summit"
_TRADES: Final = "Trading Shipping Systems Metals Bank Research Aviation Logistics Energy Institute Optics Foundation Works"
_FORMS: Final = "LLC;LTD;JSC;OOO;CO., LTD.;GMBH;S.A. DE C.V.;OPEN JOINT STOCK COMPANY;ТОВ;INC;PLC".split(";")  # noqa: SIM905
_SAID_OF_FORMS: Final = (
    "llc ltd ltda jsc ojsc pjsc cjsc ooo oao zao pao ao co gmbh inc plc corp тов s a c v sa cv de and the of open "
    "closed public joint stock company limited liability corporation obshchestvo ogranichennoi ogranichennoy "
    "otvetstvennostyu aktsionernoe otkrytoe zakrytoe publichnoe federal state unitary enterprise international "
    "general group "
)
_WORDS_OF_FORMS: Final = frozenset(_SAID_OF_FORMS.split())
# From Latin to Cyrillic as somebody writes who hears the name: Ukrainian and Russian.
_UKRAINIAN: Final = "shch:щ zh:ж kh:х ts:ц ch:ч sh:ш iu:ю ia:я ie:є yu:ю ya:я ye:є yi:ї h:г g:ґ y:и i:і e:е"
_RUSSIAN: Final = "shch:щ zh:ж kh:х ts:ц ch:ч sh:ш yu:ю ya:я ye:е iu:ю ia:я h:х g:г y:ы i:и e:е"
_BOTH: Final = "a:а b:б v:в d:д z:з k:к l:л m:м n:н o:о p:п r:р s:с t:т u:у f:ф c:к q:к w:в x:кс j:дж"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_LONG: Final = 3


@dataclass(frozen=True, slots=True)
class Query:
    """A name that was changed, in which ways, and the listed one that it was made of; empty for a name that is on no list."""

    text: str
    changes: tuple[str, ...]
    listed: str


def read_names(parties: int = 14_600) -> list[ListedName]:
    """The list to measure with: that of SCREENING_NAMES, or one of invented names of so many parties."""
    if given := os.environ.get("SCREENING_NAMES"):
        with Path(given).open(encoding="utf-8", newline="") as file:
            return [ListedName(row["entity_id"], row["name"], row["kind"] == "primary") for row in csv.DictReader(file)]
    return list(_invent_names(parties))


def change_names(names: list[ListedName], count: int, *, seed: int) -> list[Query]:
    """So many changed names, every second one changed in two ways; none that fits two listed parties alike."""
    chance, queries, fitting = random.Random(seed), [], _Fitting(names)
    while len(queries) < count:
        listed = chance.choice(names)
        ways = tuple(sorted(chance.sample(sorted(_CHANGES), 1 + len(queries) % 2), key=_ORDER.index))
        text: str | None = listed.text
        for way in ways:
            text = _CHANGES[way](text, chance) if text and fitting.is_unique(text, listed.party) else None
        if text and text != listed.text and (ways[-1] in _SPELLING or fitting.is_unique(text, listed.party)):
            queries.append(Query(text, ways, listed.text))
    return queries


def make_others(names: list[ListedName], count: int, *, seed: int) -> list[Query]:
    """Names that are on no list, of words that are: the surname of one and the first names of another, words of three firms."""
    chance, queries = random.Random(seed), []
    known = {_sort_words(name.text) for name in names}
    people = [name.text for name in names if _is_person(name.text)]
    firms = [name.text for name in names if not _is_person(name.text)]
    while len(queries) < count:
        if chance.random() < 0.5 and people:
            text = f"{chance.choice(people).split(',')[0]}, {chance.choice(people).split(',', 1)[1].strip()}"
        else:
            words = [word for firm in chance.sample(firms, 3) for word in _choose(_list_telling(firm), chance)]
            text = f"{' '.join(words)} {chance.choice(_FORMS)}"
        if _sort_words(text) not in known and len(text.split()) > 1:
            queries.append(Query(text, (), ""))
    return queries


class _Fitting:
    """Which parties a shortened name may be: `Zhuravel, O.` is Oleh and Olena, and nobody could say who is meant."""

    def __init__(self, names: list[ListedName]) -> None:
        self._having: dict[str, set[str]] = defaultdict(set)
        for name in names:
            for word in _split_small(name.text):
                self._having[word].add(name.party)
                self._having[word[0]].add(name.party)

    def is_unique(self, text: str, party: str) -> bool:
        """Whether all words of a name, its legal form aside, stand in the names of this party alone."""
        words = [word for word in _split_small(text) if word not in _WORDS_OF_FORMS]
        return bool(words) and set.intersection(*(self._having[word] for word in words)) <= {party}


def _invent_names(parties: int) -> Iterator[ListedName]:
    chance = random.Random(20_261_129)
    for number in range(parties):
        name = _invent_person(chance) if chance.random() < 0.55 else _invent_firm(chance)
        yield ListedName(f"own:{number}", name, is_primary=True)
        for _alias in range(chance.choice((0, 0, 1, 1, 2, 3))):
            yield ListedName(f"own:{number}", _respell(name, chance), is_primary=False)


def _invent_word(chance: random.Random) -> str:
    parts = [*_BEGINNINGS, *(_MIDDLES if chance.random() < 0.7 else ()), _MIDDLES[0], _ENDINGS]
    return "".join(chance.choice(part.split()) for part in parts)


def _invent_person(chance: random.Random) -> str:
    middle = f" {chance.choice(_MIDDLE.split())}" if chance.random() < 0.6 else ""
    second = f" {_invent_word(chance).upper()}" if chance.random() < 0.25 else ""
    return f"{_invent_word(chance).upper()}{second}, {chance.choice(_FIRST.split())}{middle}"


def _invent_firm(chance: random.Random) -> str:
    own = [_invent_word(chance) for _ in range(chance.choice((1, 1, 2)))]
    words = [
        *own,
        *chance.sample(_PLACES.split(), chance.choice((0, 1))),
        chance.choice(_TRADES.split()),
        chance.choice(_FORMS),
    ]
    return " ".join(words).upper()


def _respell(name: str, chance: random.Random) -> str:
    """An alias: the same name as another clerk romanises it."""
    for one, other in chance.sample(
        (("y", "i"), ("h", "g"), ("kh", "h"), ("iu", "yu"), ("sk", "zk"), ("ov", "ow"), ("ch", "tch")), 3
    ):
        name = name.replace(one, other).replace(one.upper(), other.upper())
    return name


def _is_person(name: str) -> bool:
    return "," in name and not _WORDS_OF_FORMS & set(name.lower().replace(".", " ").replace(",", " ").split())


def _split_small(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower().replace("'", ""))


def _list_telling(name: str) -> list[str]:
    """The words of a name that are of no legal form and longer than a particle."""
    words = name.replace(",", " ").split()
    return [word for word in words if len(word) > _LONG and word.strip(".'").lower() not in _WORDS_OF_FORMS]


def _sort_words(name: str) -> tuple[str, ...]:
    return tuple(sorted(word.lower() for word in _list_telling(name)))


def _choose(words: list[str], chance: random.Random) -> list[str]:
    return [chance.choice(words)] if words else []


def _mistype(name: str, chance: random.Random) -> str | None:
    """One slip: another letter, one more, one less, or two exchanged."""
    words = name.split()
    places = [at for at, word in enumerate(words) if len(word) > _LONG and word.isalpha()]
    if not places:
        return None
    at = chance.choice(places)
    word = words[at]
    cut = chance.randrange(1, len(word) - 1)
    letter = chance.choice(_LETTERS)
    tails = (letter + word[cut + 1 :], letter + word[cut:], word[cut + 1 :], word[cut + 1] + word[cut] + word[cut + 2 :])
    words[at] = word[:cut] + chance.choice(tails)
    return " ".join(words)


def _reorder(name: str, chance: random.Random) -> str | None:
    words = name.replace(",", " ").split()
    turned = chance.sample(words, len(words))
    return " ".join(turned) if turned != words else None


def _leave_out(name: str, chance: random.Random) -> str | None:
    """Without one telling word. The first (a surname, a firm's own word) stays, and two are left: less is a name of nobody."""
    telling = _list_telling(name)
    if len(telling) <= 2:
        return None
    words = name.replace(",", " ").split()
    words.remove(chance.choice(telling[1:]))
    return " ".join(words)


def _write_cyrillic(name: str, chance: random.Random) -> str | None:
    pairs = [pair.split(":") for pair in f"{chance.choice((_UKRAINIAN, _RUSSIAN))} {_BOTH}".split()]
    small = name.lower()
    for latin, letter in pairs:
        small = small.replace(latin, letter)
    return small if small != name.lower() else None


def _change_form(name: str, chance: random.Random) -> str | None:
    """Another legal form in place of the one a firm has, or one where it has none."""
    if _is_person(name):
        return None
    words = [word for word in name.replace(",", " ").split() if word.strip(".").lower().replace(".", "") not in _WORDS_OF_FORMS]
    return f"{' '.join(words)} {chance.choice(_FORMS)}" if _list_telling(" ".join(words)) else None


def _shorten(name: str, chance: random.Random) -> str | None:
    """The first name as an initial."""
    surname, _comma, rest = name.partition(",")
    given = rest.split()
    if not _is_person(name) or not given or len(surname) <= _LONG:
        return None
    return f"{surname}, {' '.join([f'{given[0][0]}.', *given[1:]])}"


_CHANGES: Final[Mapping[str, Callable[[str, random.Random], str | None]]] = {
    "initials": _shorten,
    "legal form": _change_form,
    "left out": _leave_out,
    "order": _reorder,
    "typo": _mistype,
    "script": _write_cyrillic,
}
# What needs the comma of a name comes first, what leaves no Latin letter last.
_ORDER: Final = tuple(_CHANGES)
# After these no word of the listed name need be left as it was.
_SPELLING: Final = ("typo", "script")
