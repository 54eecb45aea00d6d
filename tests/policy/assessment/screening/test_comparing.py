"""Which word of a name is taken for which of the other, and what is left over costs."""

from __future__ import annotations

from licensing.policy.assessment.screening.comparing import Asked, Listed, compare_names
from licensing.policy.assessment.screening.matches import TokenWay

NUMBERS = {word: number for number, word in enumerate(["oleh", "zhuravel", "ivan", "sova", "zhuravelsova"])}
WEIGHT = 8.0


def compare(asked: str, listed: str) -> tuple[float, list[tuple[str, str, TokenWay]]]:
    """Every word of equal weight; one stands for itself and for nothing else."""
    words, others = asked.split(), listed.split()
    alike = [{NUMBERS[word]: 1.0} if word in NUMBERS else {} for word in words]
    one = Asked(words, alike, [WEIGHT] * len(words), asked, set())
    other = Listed(others, [NUMBERS[word] for word in others], [WEIGHT] * len(others), listed, set())
    found = compare_names(one, other)
    return found.score, [(pair.asked, pair.listed, pair.way) for pair in found.tell(one, other)]


def test_the_same_name_in_another_order_is_nearly_the_same() -> None:
    same, _ = compare("oleh zhuravel", "oleh zhuravel")
    turned, pairs = compare("zhuravel oleh", "oleh zhuravel")

    assert same == 1
    assert 0.98 < turned < 1
    assert pairs == [("zhuravel", "zhuravel", TokenWay.EQUAL), ("oleh", "oleh", TokenWay.EQUAL)]


def test_a_word_instead_of_another_costs_more_than_one_that_is_left_out() -> None:
    left_out, _ = compare("oleh zhuravel", "oleh ivan zhuravel")
    instead, _ = compare("oleh petro zhuravel", "oleh ivan zhuravel")
    added, _ = compare("oleh petro zhuravel", "oleh zhuravel")

    assert 1 > left_out > added > instead


def test_an_initial_stands_for_a_word_and_tells_little() -> None:
    score, pairs = compare("o zhuravel", "oleh zhuravel")

    assert pairs == [("o", "oleh", TokenWay.INITIAL), ("zhuravel", "zhuravel", TokenWay.EQUAL)]
    assert score < 1


def test_words_that_were_joined_are_compared_as_a_whole() -> None:
    score, pairs = compare("zhuravel sova", "zhuravelsova")

    assert score > 0.98
    assert pairs == [("zhuravelsova", "zhuravelsova", TokenWay.JOINED)]


def test_names_without_a_common_word_are_far_from_each_other() -> None:
    assert compare("oleh zhuravel", "ivan sova")[0] < 0.3
