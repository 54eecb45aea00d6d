"""“UAV”, “дрон” and “безпілотник” are one thing to whoever searches, in whatever form the word stands."""

from __future__ import annotations

import pytest

from licensing.policy.assessment.vocabulary import find_alternatives, list_search_words


@pytest.mark.parametrize("asked", ["UAV", "дрон", "безпілотник", "Безпілотні", "drones", "БпЛА"])
def test_one_word_finds_the_others(asked: str) -> None:
    found = find_alternatives(asked)

    assert found[0] == asked.lower()
    assert {"uav", "дрон", "безпілотн", "drone"} - {asked.lower()} <= set(found)


@pytest.mark.parametrize(("asked", "found"), [("", []), ("u", ["u"]), ("Z-40", ["z-40"]), ("reb", ["reb"])])
def test_what_is_in_no_group_is_itself_alone(asked: str, found: list[str]) -> None:
    assert find_alternatives(asked) == found


def test_goods_are_found_by_every_word_of_what_they_are() -> None:
    assert {"дрон", "uav", "безпілотн"} <= set(list_search_words(["Reconnaissance UAV"]))
    assert "radar" not in list_search_words(["Reconnaissance UAV"])
