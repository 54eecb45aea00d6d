"""How near a listed name is decides by whom a hit is disposed of."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.choices import HitStrength
from licensing.policy.assessment.screening.matches import ImpossibleScore, NameMatch


@pytest.mark.parametrize(
    ("score", "strength"), [("1", HitStrength.STRONG), ("0.900", HitStrength.STRONG), ("0.899", HitStrength.POSSIBLE)]
)
def test_a_hit_is_strong_from_its_score_on(score: str, strength: HitStrength) -> None:
    assert NameMatch("own:1", "Kvitka", is_primary=True, score=Decimal(score), tokens=()).strength == strength


@pytest.mark.parametrize("score", ["NaN", "sNaN", "Infinity", "-Infinity", "1.001", "-0.001"])
def test_a_score_that_is_no_number_between_nothing_and_one_is_refused(score: str) -> None:
    with pytest.raises(ImpossibleScore, match=score):
        NameMatch("own:1", "Kvitka", is_primary=True, score=Decimal(score), tokens=())
