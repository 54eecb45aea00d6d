"""What a quota counts, in which period, and whether a case still fits; and that it says no figure outside."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from licensing.choices import EURO, QuotaPeriod
from licensing.messages import TranslatedText
from licensing.policy.plans.measures.quotas import Ceiling, Fit, QuotaCount
from licensing.policy.plans.measures.scope import Goods
from tests.languages import render

YEARLY = Ceiling(Decimal(500), "KGM", QuotaPeriod.YEAR, TranslatedText({"en": "kilogram", "uk": "кілограм"}))


@pytest.mark.parametrize(
    ("period", "first"),
    [
        (QuotaPeriod.YEAR, date(2026, 1, 1)),
        (QuotaPeriod.QUARTER, date(2026, 10, 1)),
        (QuotaPeriod.MONTH, date(2026, 12, 1)),
        (QuotaPeriod.WHOLE, date(2026, 6, 1)),
    ],
)
def test_a_day_lies_in_one_period(period: QuotaPeriod, first: date) -> None:
    ceiling, day = Ceiling(Decimal(1), EURO, period), date(2026, 12, 31)

    assert ceiling.find_first_day(day, begins_on=date(2026, 6, 1)) == first


def test_goods_are_counted_exactly_in_the_unit_of_the_quota_or_not_at_all() -> None:
    grams = Goods(1, quantity=Decimal(1500), unit="GRM", price=Decimal("0.1"))
    pieces = Goods(2, quantity=Decimal(3), unit="NAR")

    assert YEARLY.count([grams, grams]) == Decimal(3)
    assert Ceiling(Decimal(9), EURO, QuotaPeriod.YEAR).count([grams]) == Decimal(150)
    assert YEARLY.count([grams, pieces]) is None
    assert Ceiling(Decimal(9), EURO, QuotaPeriod.YEAR).count([grams, pieces]) is None


@pytest.mark.parametrize(
    ("taken", "asked", "expected"),
    [("0", "500", Fit.FITS), ("0.001", "500", Fit.IN_PART), ("500", "0.001", Fit.NOT), ("0", None, Fit.UNCOUNTED)],
)
def test_what_is_asked_for_fits_to_the_last_gram(taken: str, asked: str | None, expected: Fit) -> None:
    count = QuotaCount(YEARLY, Decimal(taken), None if asked is None else Decimal(asked))

    assert count.fit is expected


def test_the_file_reads_figures_and_the_applicant_none() -> None:
    count = QuotaCount(YEARLY, Decimal(400), Decimal(120))

    assert render(count.describe(), "en") == (
        "of 500 kilograms (per calendar year) 400 kilograms are taken, 100 kilograms are left; this asks for 120 kilograms."
    )
    assert render(count.describe_outside(), "en") == "the quota has room for a part of this."
    assert not any(sign.isdigit() for fit in Fit for sign in render(_of(fit).describe_outside(), "uk"))


def _of(fit: Fit) -> QuotaCount:
    asked = {Fit.FITS: Decimal(1), Fit.IN_PART: Decimal(900), Fit.NOT: Decimal(1), Fit.UNCOUNTED: None}[fit]
    found = QuotaCount(YEARLY, Decimal(500 if fit is Fit.NOT else 0), asked)
    assert found.fit is fit
    return found
