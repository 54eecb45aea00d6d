"""A listed party is found by a name that was changed in the ways in which names are changed."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from licensing.choices import HitStrength
from licensing.policy.assessment.screening import index
from licensing.policy.assessment.screening.comparing import Comparison
from licensing.policy.assessment.screening.index import NameIndex
from licensing.policy.assessment.screening.matches import ImpossibleScore, ListedName, TokenWay

_FIRST = ("Oleh", "Andrii", "Yaroslav", "Mykola", "Halyna", "Solomiia", "Taras", "Vasyl")
_LAST = ("Vyhadanyi", "Kazkar", "Nebuvalchenko", "Mriiko", "Zhuravel-Vyhadka", "Shchyhlyk", "Kovalchuk", "Bilozir")
# All invented; a list of this size has common first names and rare surnames, as real ones do.
CROWD = [
    ListedName(f"own:{number}", f"{last.upper()}, {first} {middle}", is_primary=True)
    for number, (first, last, middle) in enumerate(product(_FIRST, _LAST, ("Ivanovych", "Petrovych")))
]
LISTED = [
    *CROWD,
    ListedName("own:aero", "Zhuravel Vyhadka Aero LLC", is_primary=True),
    ListedName("own:aero", "ТОВ «Журавель Вигадка Аеро»", is_primary=False),
    ListedName("own:works", "JSC Nebuvalyi Zavod 103", is_primary=True),
    ListedName("own:bank", "Imaginary Export Bank", is_primary=True),
    ListedName("own:vessel", "KAZKOVA HVYLIA", is_primary=True),
    ListedName("own:arctic", "Vydumane Arkhiobiednannia", is_primary=True),
]
INDEX = NameIndex(LISTED)


@pytest.mark.parametrize(
    ("asked", "party"),
    [
        ("Zhuravel Vyhadka Aero LLC", "own:aero"),
        ("Aero Zhuravel Vyhadka", "own:aero"),
        ("ООО Журавель Вигадка Аэро", "own:aero"),
        ("Juravel Vigadka Aero Ltd", "own:aero"),
        ("Zhuravl Vyhadka Aero", "own:aero"),
        ("Zhuravelvyhadka Aero", "own:aero"),
        ("Небувалий завод 103", "own:works"),
        ("Zavod Nebuvaly 103, OJSC", "own:works"),
        ("Imaginary Exprot Bank", "own:bank"),
        ("Банк Imaginary Export", "own:bank"),
        ("Kazkova Hvylya", "own:vessel"),
        ("KAZKOVAHVYLIA", "own:vessel"),
        ("Выдумане Архиобъеднання", "own:arctic"),
        ("Vydumane Arkhi Obiednannia", "own:arctic"),
    ],
)
def test_the_right_party_comes_first(asked: str, party: str) -> None:
    found = INDEX.search(asked)

    assert [match.party for match in found][:1] == [party]


@pytest.mark.parametrize("asked", ["Ordinary Trading House", "Bank", "Sova Petrenko", "Zavod 104 Vyhadka", "LLC", "…", ""])
def test_another_name_is_no_hit(asked: str) -> None:
    assert INDEX.search(asked) == []


def test_the_same_name_scores_one_and_is_strong() -> None:
    [match, *_] = INDEX.search("Kazkar, Andrii Petrovych")

    assert (match.listed, match.score, match.strength) == ("KAZKAR, Andrii Petrovych", Decimal(1), HitStrength.STRONG)


def test_a_namesake_comes_after_the_one_asked_for() -> None:
    found = INDEX.search("Andrii Petrovych Kazkar")

    assert found[0].listed == "KAZKAR, Andrii Petrovych"
    assert all(match.score < found[0].score for match in found[1:])


def test_a_party_is_named_once_by_its_nearest_name() -> None:
    found = INDEX.search("ТОВ Журавель Вигадка Аеро")

    assert [match.party for match in found].count("own:aero") == 1
    assert (found[0].listed, found[0].is_primary) == ("ТОВ «Журавель Вигадка Аеро»", False)


def test_a_match_says_which_word_was_taken_for_which() -> None:
    [match] = INDEX.search("Zhurawel Vyhdaka Aero")

    assert [(token.asked, token.listed, token.way) for token in match.tokens] == [
        ("zhurawel", "zhuravel", TokenWay.SPELLING),
        ("vyhdaka", "vyhadka", TokenWay.TYPO),
        ("aero", "aero", TokenWay.EQUAL),
    ]
    assert all(0 < token.likeness <= 1 for token in match.tokens)


def test_a_search_gives_no_more_than_it_is_asked_for() -> None:
    assert len(INDEX.search("Kazkar Petrovych", limit=3, at_least=Decimal(0))) == 3


def test_no_list_finds_nobody() -> None:
    assert NameIndex([]).search("Zhuravel Vyhadka") == []


@pytest.mark.parametrize("score", [float("nan"), float("inf"), float("-inf"), 1.001])
def test_an_impossible_score_of_one_name_is_refused_beside_better_ones(score: float, monkeypatch: pytest.MonkeyPatch) -> None:
    scores = iter([0.95, score])
    monkeypatch.setattr(index, "compare_names", lambda asked, listed: Comparison(next(scores, 0.85), []))

    with pytest.raises(ImpossibleScore):
        INDEX.search("Zhuravel Vyhadka Aero")


@pytest.mark.parametrize(("score", "told"), [(1 + 1e-15, "1"), (-0.4, "0")])
def test_what_rounding_leaves_and_what_is_unlike_is_a_score(score: float, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "compare_names", lambda asked, listed: Comparison(score, []))

    assert {one.score for one in INDEX.search("Zhuravel Vyhadka Aero", at_least=Decimal(0))} == {Decimal(told)}
