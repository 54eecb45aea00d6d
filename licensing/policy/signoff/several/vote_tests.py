"""One test of a rule of several: what it counts, in what, of whom, and how much of it is asked for."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from licensing.choices import VoteBase, VoteBound, VoteCounted, VoteMeasure
from licensing.messages import TranslatedText
from licensing.policy.exact import format_decimal


@dataclass(frozen=True, slots=True)
class SeatGroup:
    """Seats that a test names together, such as the participating members of a committee."""

    code: str
    seats: tuple[str, ...]
    names: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> TranslatedText:
        return TranslatedText({"en": self.code} | dict(self.names))

    def as_data(self) -> dict[str, Any]:
        """The group as it is written in a procedure."""
        return {"code": self.code, **_write_names(self.names), "seats": list(self.seats)}


@dataclass(frozen=True, slots=True)
class VoteTest:
    """A test of the votes, or of a quorum. Exactly one of `share` and `number` is given.

    A rule passes by any of its ways, and a way by all of its tests: `way` says to which one the test belongs.
    """

    counted: VoteCounted
    bound: VoteBound
    share: Fraction | None = None
    number: Decimal | None = None
    measure: VoteMeasure = VoteMeasure.SEATS
    base: VoteBase = VoteBase.ELIGIBLE
    group: str = ""
    way: int = 1
    names: tuple[tuple[str, str], ...] = ()

    def as_data(self) -> dict[str, Any]:
        """The test as it is written in a procedure; what is as usual is left out."""
        data: dict[str, Any] = {"way": self.way} if self.way != 1 else {}
        data |= {"counted": self.counted.value, "bound": self.bound.value}
        if self.share is not None:
            data["share"] = f"{self.share.numerator}/{self.share.denominator}"
        if self.number is not None:
            data["number"] = _write_asked(self.number, self.measure)
        if self.measure != VoteMeasure.SEATS:
            data["measure"] = self.measure.value
        if self.base != VoteBase.ELIGIBLE:
            data["base"] = self.base.value
        return data | ({"group": self.group} if self.group else {}) | _write_names(self.names)


@dataclass(frozen=True, slots=True)
class MeasuredTest:
    """A test with what was counted for it: `value` of `base`, both in seats or both in weight."""

    test: VoteTest
    value: Decimal
    base: Decimal

    @property
    def limit(self) -> Fraction:
        """What the value is compared with, exactly: the number, or the share of the base."""
        test = self.test
        return Fraction(test.number) if test.number is not None else (test.share or Fraction()) * Fraction(self.base)

    @property
    def is_met(self) -> bool:
        """Whether it holds. Nothing at all is never “at least” a share of nothing, and always “less than” it.

        So each floor is the exact contrary of a ceiling, and a rule that passes unless a majority is against is written as one.
        """
        value, limit = Fraction(self.value), self.limit
        match self.test.bound:
            case VoteBound.AT_LEAST:
                return value > 0 and value >= limit
            case VoteBound.MORE_THAN:
                return value > limit
            case VoteBound.AT_MOST:
                return value <= limit
        return value == 0 or value < limit

    @property
    def seats_asked(self) -> int | None:
        """The fewest seats that meet it, or the most that it allows; None for a weight."""
        if self.test.measure != VoteMeasure.SEATS:
            return None
        match self.test.bound:
            case VoteBound.AT_LEAST:
                return max(1, math.ceil(self.limit))
            case VoteBound.MORE_THAN:
                return math.floor(self.limit) + 1
            case VoteBound.AT_MOST:
                return math.floor(self.limit)
        return max(0, math.ceil(self.limit) - 1)

    def as_data(self) -> dict[str, Any]:
        """The test and its arithmetic as they are kept and published; figures are exact text."""
        figures = {"value": format(self.value, "f"), "base": format(self.base, "f")}
        return {"test": self.test.as_data(), **figures, "met": self.is_met}


def are_met(measured: Collection[MeasuredTest]) -> bool:
    """Whether one way of these tests is met whole; no test at all asks for nothing."""
    return not measured or any(all(one.is_met for one in way) for way in split_ways(measured).values())


def split_ways(measured: Collection[MeasuredTest]) -> Mapping[int, Sequence[MeasuredTest]]:
    """The tests of each way, in the order of the ways."""
    numbers = sorted({one.test.way for one in measured})
    return {number: [one for one in measured if one.test.way == number] for number in numbers}


def _write_asked(number: Decimal, measure: VoteMeasure) -> int | str:
    return int(number) if measure == VoteMeasure.SEATS else format_decimal(number)


def _write_names(names: Sequence[tuple[str, str]]) -> dict[str, str]:
    return {f"name_{language}": text for language, text in names}
