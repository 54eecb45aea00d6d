"""A vessel is found by its number, whatever it is called."""

from __future__ import annotations

from decimal import Decimal

from licensing.choices import HitStrength
from licensing.policy.assessment.screening.matches import NameMatch, TokenMatch, TokenWay
from licensing.policy.assessment.screening.numbers import match_by_number

NUMBER = TokenMatch("1234567", "1234567", Decimal(1), TokenWay.NUMBER)


def test_the_same_number_under_another_name_is_strong_and_says_by_what() -> None:
    found = match_by_number("TRY:V-1", "Kazkova Zirka", "1234567", None)

    assert found == NameMatch("TRY:V-1", "Kazkova Zirka", is_primary=True, score=Decimal(1), tokens=(NUMBER,))
    assert found.strength is HitStrength.STRONG


def test_the_number_stands_beside_what_of_the_name_is_alike() -> None:
    word = TokenMatch("zirka", "zirka", Decimal(1), TokenWay.EQUAL)
    by_name = NameMatch("TRY:V-1", "Zirka", is_primary=False, score=Decimal("0.810"), tokens=(word,))

    found = match_by_number("TRY:V-1", "Kazkova Zirka", "1234567", by_name)

    assert found == NameMatch("TRY:V-1", "Zirka", is_primary=False, score=Decimal(1), tokens=(word, NUMBER))
