"""A rule of several tests in words, and how each test came out, in both languages."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from licensing.choices import VoteBase, VoteBound, VoteCounted, VoteMeasure
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.several.vote_tests import MeasuredTest, SeatGroup, VoteTest
from licensing.policy.signoff.several.wording import (
    describe_test,
    describe_tests,
    explain_quorum,
    explain_test,
    explain_tests,
)
from tests.languages import render

BODIES = Path(__file__).resolve().parents[4] / "seeds/example/bodies"


def load_rule(body: str) -> Rule:
    return Rule.parse(tomllib.loads((BODIES / f"{body}.toml").read_text(encoding="utf-8"))["rule"])


def test_the_double_majority_of_the_council_in_words():
    rule = load_rule("eu-council")
    words = describe_tests(rule.tests, rule.groups)

    assert render(words, "en") == (
        "Members (seats for): at least 55 % of all who may vote and seats for: at least 15 and "
        "Population (weight for): at least 65 % of all who may vote; or Blocking minority (seats that are not for): at most 3"
    )
    assert render(words, "uk") == (
        "Держави-члени (місця «за»): щонайменше 55 % усіх із правом голосу і місця «за»: щонайменше 15 і "
        "Населення (вага «за»): щонайменше 65 % усіх із правом голосу; "
        "або Блокувальна меншість (місця, що не «за»): не більше ніж 3"
    )


def test_a_group_is_called_by_its_name():
    rule = load_rule("iso")

    assert render(describe_test(rule.tests[0], rule.groups), "en") == (
        "P-members (seats for, P-members of the committee): at least 2/3 of the votes cast"
    )
    assert render(describe_tests((), ()), "en") == "no test yet"


def count(value: str, whole: str, **test: object) -> MeasuredTest:
    asked: dict[str, Any] = {"counted": VoteCounted.FOR, "bound": VoteBound.AT_LEAST, **test}
    return MeasuredTest(VoteTest(**asked), Decimal(value), Decimal(whole))


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        (count("14", "27", share=Fraction(55, 100)), "seats for – 14 of 27 (51.9 %), at least 55 % (15) needed: not met"),
        (count("14", "27", number=Decimal(15)), "seats for – 14 of 27, at least 15 needed: not met"),
        (
            count("66.1", "100", share=Fraction(65, 100), measure=VoteMeasure.WEIGHT),
            "weight for – 66.1 of 100 (66.1 %), at least 65 % needed: met",
        ),
        (
            count("3", "27", number=Decimal(3), counted=VoteCounted.NOT_FOR, bound=VoteBound.AT_MOST),
            "seats that are not for – 3 of 27, at most 3 allowed, so 4 stop it: met",
        ),
        (
            count("2", "9", share=Fraction(1, 4), counted=VoteCounted.AGAINST, bound=VoteBound.AT_MOST, base=VoteBase.CAST),
            "seats against – 2 of 9 cast (22.2 %), at most 25 % allowed, so 3 stop it: met",
        ),
        (
            count("0", "0", share=Fraction(2, 3), base=VoteBase.PRESENT),
            "seats for – 0 of 0 present, at least 2/3 (1) needed: not met",
        ),
        (
            count("4", "9", share=Fraction(1, 2), bound=VoteBound.MORE_THAN, base=VoteBase.ALL),
            "seats for – 4 of 9 in all (44.4 %), more than 50 % (5) needed: not met",
        ),
    ],
)
def test_a_test_is_explained_with_its_figures(measured, words):
    assert render(explain_test(measured, ()), "en") == words


@pytest.mark.parametrize(
    ("value", "percent"), [("64.96", "64.96"), ("64.9999", "64.9999"), ("65", "65"), ("65.04", "65.04"), ("64.4", "64.4")]
)
def test_a_percentage_never_looks_like_what_is_asked_for_unless_it_is(value, percent):
    measured = count(value, "100", share=Fraction(65, 100), measure=VoteMeasure.WEIGHT)

    assert f"({percent} %)" in render(explain_test(measured, ()), "en")


def test_ways_and_quorum_are_told_apart():
    one, two = count("1", "3", number=Decimal(2)), count("1", "3", number=Decimal(1), way=2)
    there = count("3", "3", counted=VoteCounted.SPOKE, number=Decimal(2), group="p")
    groups = (SeatGroup("p", ("A",), (("en", "officers"), ("uk", "посадовці"))),)

    assert [render(words, "en") for words in explain_tests([one], ())] == [
        "Tests, all of which must be met: seats for – 1 of 3, at least 2 needed: not met."
    ]
    assert [render(words, "en") for words in explain_tests([two, one], ())] == [
        "Way 1 to pass: seats for – 1 of 3, at least 2 needed: not met.",
        "Way 2 to pass: seats for – 1 of 3, at least 1 needed: met.",
    ]
    assert [render(words, "uk") for words in explain_quorum([there], groups)] == [
        "Кворум: місця, що висловилися, посадовці — 3 із 3, потрібно щонайменше 2: виконано."
    ]
