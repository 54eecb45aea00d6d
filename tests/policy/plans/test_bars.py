"""Amounts as stacked bars."""

from __future__ import annotations

from decimal import Decimal

from licensing.policy.plans.bars import HEIGHT, WIDTH, build_stacked_bars


def test_the_tallest_bar_is_as_high_as_the_picture_and_its_parts_touch() -> None:
    first, second, third = build_stacked_bars([(Decimal(30), Decimal(10)), (Decimal(0), Decimal(20))])

    assert (first.y + first.height, first.y, second.y, second.height) == (HEIGHT, HEIGHT // 4, 0, HEIGHT // 4)
    assert (third.series, third.x, third.height) == (1, WIDTH // 2, HEIGHT // 2)


def test_nothing_has_no_picture() -> None:
    assert build_stacked_bars([]) == ()
    assert build_stacked_bars([(Decimal(0),)]) == ()
