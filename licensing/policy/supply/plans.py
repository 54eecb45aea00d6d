"""A supply plan of an item family: what is there, what must stay, what is made and what the forces get, by period.

The figures are classified. A family whose figures are kept elsewhere has a reference in their place: the number of a document
and the verdict that it gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from licensing.choices import NeedVerdict
from licensing.errors import Gap
from licensing.messages import DayText, Message
from licensing.policy.exact import MOST_QUANTITY, count_decimals, format_decimal, write_amount
from licensing.policy.record.digests import compute_digest

COLUMNS: Final = ("first_on", "last_on", "planned", "confirmed", "allocation")
# Twenty years by quarters.
MOST_PERIODS: Final = 80


@dataclass(frozen=True, slots=True)
class PlannedPeriod:
    """A period, both days included: output that is planned, the part of it that is confirmed, and what the forces get."""

    first_on: date
    last_on: date
    planned: Decimal
    confirmed: Decimal
    allocation: Decimal


@dataclass(frozen=True, slots=True)
class PlanInput:
    """A plan as a body enters it: figures, or a document with its verdict. `domestic_orders` count where a quota is set."""

    data_on: date
    opening_stock: Decimal | None = None
    reserve_floor: Decimal | None = None
    domestic_orders: Decimal | None = None
    periods: tuple[PlannedPeriod, ...] = ()
    verdict: NeedVerdict | None = None
    document_no: str = ""
    note: str = ""

    @property
    def is_reference(self) -> bool:
        """Whether the figures are kept elsewhere, and only a document speaks for them here."""
        return bool(self.document_no or self.verdict)

    @property
    def begins_on(self) -> date:
        """From when on what leaves is not in its stock any more: of a plan that begins ahead, the day of its data."""
        return min(self.periods[0].first_on, self.data_on)

    def as_data(self) -> dict[str, Any]:
        """The plan in plain values: what its digest is computed over."""
        return {
            "data_on": self.data_on.isoformat(),
            "opening_stock": write_amount(self.opening_stock),
            "reserve_floor": write_amount(self.reserve_floor),
            "domestic_orders": write_amount(self.domestic_orders),
            "periods": [
                [one.first_on.isoformat(), one.last_on.isoformat()]
                + [format_decimal(amount) for amount in (one.planned, one.confirmed, one.allocation)]
                for one in self.periods
            ],
            "verdict": self.verdict or "",
            "document_no": self.document_no,
        }


def compute_plan_digest(plan: PlanInput, *, family: str, number: int, nonce: str) -> str:
    """What the record says of a plan in the place of its figures. The nonce keeps anybody from finding them by trying."""
    return compute_digest(plan.as_data() | {"family": family, "number": number, "nonce": nonce})


def find_plan_gaps(plan: PlanInput, *, decimals: int, today: date, newest_on: date | None, has_quota: bool) -> list[Gap]:
    """What a plan cannot say. `newest_on` is the day of the data of the plan that it supersedes."""
    found = []
    if plan.data_on > today:
        found.append(Gap("invalid", "data_on", Message("The data cannot be from a later day than today.")))
    elif newest_on is not None and plan.data_on < newest_on:
        sentence = Message(
            "There is a plan with data of %(day)s already; older data do not supersede it.", day=DayText(newest_on)
        )
        found.append(Gap("superseded", "data_on", sentence))
    kinds = _find_reference_gaps(plan) if plan.is_reference else _find_figure_gaps(plan, decimals, has_quota=has_quota)
    return [*found, *kinds]


def _find_reference_gaps(plan: PlanInput) -> Iterator[Gap]:
    if plan.periods or plan.opening_stock is not None or plan.reserve_floor is not None or plan.domestic_orders is not None:
        yield Gap("invalid", "verdict", Message("Give either figures, or a document with its verdict."))
    if not plan.document_no:
        yield Gap("required", "document_no", Message("Give the number of the document that holds the figures."))
    if plan.verdict is None:
        yield Gap("required", "verdict", Message("Say what the document comes to."))


def _find_figure_gaps(plan: PlanInput, decimals: int, *, has_quota: bool) -> Iterator[Gap]:
    for name, amount in (("opening_stock", plan.opening_stock), ("reserve_floor", plan.reserve_floor)):
        if amount is None:
            yield Gap("required", name, Message("Give this figure."))
        else:
            yield from _find_amount_gaps(name, amount, decimals)
    if plan.domestic_orders is not None:
        yield from _find_amount_gaps("domestic_orders", plan.domestic_orders, decimals)
    elif has_quota:
        sentence = Message("A quota of domestic orders is set for this family. Say how much is ordered.")
        yield Gap("required", "domestic_orders", sentence)
    yield from _find_gaps_of_periods(plan, decimals)


def _find_gaps_of_periods(plan: PlanInput, decimals: int) -> Iterator[Gap]:
    for place, period in enumerate(plan.periods):
        yield from _find_gaps_of_period(place, period, decimals)
    yield from _find_joint_gaps(plan)


def _find_gaps_of_period(place: int, period: PlannedPeriod, decimals: int) -> Iterator[Gap]:
    if period.last_on < period.first_on:
        yield Gap("invalid", f"periods.{place}.last_on", Message("A period does not end before it begins."))
    for name, amount in (("planned", period.planned), ("confirmed", period.confirmed), ("allocation", period.allocation)):
        yield from _find_amount_gaps(f"periods.{place}.{name}", amount, decimals)


def _find_amount_gaps(path: str, amount: Decimal, decimals: int) -> Iterator[Gap]:
    if amount < 0:
        yield Gap("invalid", path, Message("A figure of a plan is not negative."))
    elif amount >= MOST_QUANTITY or count_decimals(amount) > decimals:
        sentence = Message(
            "In this unit a figure has at most %(decimals)d decimals and 15 digits before them.", decimals=decimals
        )
        yield Gap("invalid", path, sentence)


def _find_joint_gaps(plan: PlanInput) -> Iterator[Gap]:
    """Each period begins on the day after the one before: what lies between two of them would be supplied by nobody."""
    periods = plan.periods
    if not periods:
        yield Gap("required", "periods", Message("A plan has at least one period."))
    elif len(periods) > MOST_PERIODS:
        yield Gap("invalid", "periods", Message("A plan has at most %(most)d periods.", most=MOST_PERIODS))
    elif periods[-1].last_on < plan.data_on:
        yield Gap("invalid", "periods", Message("All periods were over on the day of the data."))
    for place, (before, after) in enumerate(pairwise(periods), start=1):
        follows = before.last_on + timedelta(days=1)
        words = {"day": DayText(follows)}
        if after.first_on > follows:
            sentence = Message("There is a gap before this period: it begins on %(day)s at the latest.", **words)
            yield Gap("gap", f"periods.{place}.first_on", sentence)
        elif after.first_on < follows:
            sentence = Message("This period overlaps the one before: it begins on %(day)s at the earliest.", **words)
            yield Gap("overlap", f"periods.{place}.first_on", sentence)
