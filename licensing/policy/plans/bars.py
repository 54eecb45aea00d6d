"""Amounts of many years as a picture: stacked bars, in the numbers that an SVG takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

# The picture's own units; a page gives it the width that there is.
WIDTH, HEIGHT = 640, 160
# The colours of the parts of a bar, from the bottom up; of more parts they begin again.
FILLS: Final = ("#16425b", "#c98a00", "#7d8b96", "#2e7d32", "#8e3b8a", "#b3261e")


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar: `series` counts from 0, from the bottom up; places and sizes in the picture's own units."""

    series: int
    x: int
    y: int
    width: int
    height: int

    @property
    def fill(self) -> str:
        """Its colour."""
        return choose_fill(self.series)


def choose_fill(series: int) -> str:
    """The colour of a part of a bar, for the picture and its legend."""
    return FILLS[series % len(FILLS)]


def build_stacked_bars(rows: Sequence[Sequence[Decimal]]) -> tuple[Segment, ...]:
    """A bar for each row, its parts one upon the other, the tallest as high as the picture; parts of nothing are left out."""
    tallest = max((sum(row, Decimal()) for row in rows), default=Decimal())
    if tallest <= 0:
        return ()
    step = WIDTH / len(rows)
    segments = []
    for place, row in enumerate(rows):
        # By running totals, so that the parts of a bar touch and its height is right whatever is rounded.
        below, total = 0, Decimal()
        for series, amount in enumerate(row):
            total += amount
            top = round(HEIGHT * total / tallest)
            if top > below:
                x, width = round(place * step), max(round(step * 0.8), 1)
                segments.append(Segment(series, x, HEIGHT - top, width, top - below))
            below = top
    return tuple(segments)
