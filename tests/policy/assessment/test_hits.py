"""Where a hit stands by what was said of it."""

from __future__ import annotations

from uuid import UUID

import pytest

from licensing.choices import HitStanding, HitStrength, HitVerdict
from licensing.policy.assessment.hits import Said, find_second_refusal, find_standing, list_clearing

PEOPLE = {"a": UUID(int=1), "b": UUID(int=2)}
WORDS = {"-": HitVerdict.FALSE, "+": HitVerdict.TRUE, "?": HitVerdict.UNCLEAR}


def said(text: str) -> list[Said]:
    """`a- b-` is: a says that it is somebody else, then b does."""
    return [Said(PEOPLE[one[0]], WORDS[one[1]]) for one in text.split()]


@pytest.mark.parametrize(
    ("text", "strong", "possible"),
    [
        ("", "waiting", "waiting"),
        ("a-", "second", "cleared"),
        ("a- a-", "second", "cleared"),
        ("a- b-", "cleared", "cleared"),
        ("a?", "unclear", "unclear"),
        ("a- b?", "unclear", "unclear"),
        ("a- b? a-", "second", "cleared"),
        ("a+", "true", "true"),
        ("a+ b-", "true", "true"),
        ("a+ b- a-", "cleared", "cleared"),
        ("a+ b? a-", "second", "second"),
        ("a- b- a+", "true", "true"),
    ],
)
def test_two_clear_a_strong_hit_and_one_that_was_ever_true(text: str, strong: str, possible: str) -> None:
    found = [find_standing(strength, said(text)) for strength in (HitStrength.STRONG, HitStrength.POSSIBLE)]

    assert found == [HitStanding(strong), HitStanding(possible)]


def test_nobody_is_the_second_to_themselves() -> None:
    spoken = said("a-")

    assert list_clearing(spoken) == {PEOPLE["a"]}
    assert find_second_refusal(spoken, by=PEOPLE["a"], verdict=HitVerdict.FALSE) is not None
    assert find_second_refusal(spoken, by=PEOPLE["a"], verdict=HitVerdict.TRUE) is None
    assert find_second_refusal(spoken, by=PEOPLE["b"], verdict=HitVerdict.FALSE) is None
