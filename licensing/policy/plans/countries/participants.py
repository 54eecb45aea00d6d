"""Makers and investors of country plans: what their rows must say, and what makers make against what projects plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from licensing.choices import MakerOwnership
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.exact import MOST_QUANTITY, count_decimals

# How far from today a capacity may begin: plans cover ten years, and their preparation comes before.
MOST_YEARS: Final = 15


@dataclass(frozen=True, slots=True)
class ParticipantDraft:
    """A maker or investor as a body of the state enters it."""

    name: str
    country: str
    ownership: MakerOwnership
    makes: bool
    invests: bool
    capabilities: str = ""


@dataclass(frozen=True, slots=True)
class CapacityDraft:
    """How many of a family are made a month from a day on, in the unit of the family."""

    family: str
    per_month: Decimal
    from_on: date


def find_participant_gaps(draft: ParticipantDraft, *, countries: Iterable[str]) -> Iterator[Gap]:
    """What is wrong with a row by itself; whether it is on the list already is asked of the list."""
    if not draft.name.strip():
        yield Gap("required", "name", Message("Say what it is called."))
    if draft.country not in countries:
        yield Gap("unknown", "country", Message("“%(code)s” is not on the list.", code=draft.country))
    if not (draft.makes or draft.invests):
        yield Gap("required", "makes", Message("Say whether it makes goods, invests, or both."))
    if draft.capabilities.strip() and not draft.makes:
        yield Gap("invalid", "capabilities", Message("Only a maker is able to make something."))


def find_capacity_gaps(draft: CapacityDraft, *, decimals: Mapping[str, int], today: date) -> Iterator[Gap]:
    """What is wrong with a capacity. `decimals` are those of the unit of each item family in force."""
    if draft.family not in decimals:
        yield Gap("unknown", "family", Message("“%(code)s” is not on the list.", code=draft.family))
    elif not 0 <= draft.per_month < MOST_QUANTITY or count_decimals(draft.per_month) > decimals[draft.family]:
        sentence = Message("A capacity is 0 or more and has at most %(decimals)d decimals.", decimals=decimals[draft.family])
        yield Gap("invalid", "per_month", sentence)
    if abs(draft.from_on.year - today.year) > MOST_YEARS:
        yield Gap("invalid", "from_on", Message("Choose a day within %(years)d years.", years=MOST_YEARS))


@dataclass(frozen=True, slots=True)
class CapacityStep:
    """What a maker makes a month from a day on, until the next step of its family; steps come in the order of their entry."""

    from_on: date
    per_month: Decimal


@dataclass(frozen=True, slots=True)
class PlannedShare:
    """A volume of a project that a maker is to make within a period, both days included."""

    quantity: Decimal
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class MakerYear:
    """A calendar year of a maker and a family: what it makes in the months that projects cover, and what they plan of it."""

    year: int
    made: Decimal
    planned: Decimal

    @property
    def is_short(self) -> bool:
        """Whether projects plan more than is made."""
        return self.planned > self.made


def compare_capacity(
    steps: Sequence[CapacityStep], raises: Sequence[CapacityStep], shares: Sequence[PlannedShare], *, decimals: int = 3
) -> list[MakerYear]:
    """What a maker makes of a family against what projects plan of it, by calendar year.

    A volume is spread evenly over the months of its period, by running totals in as many `decimals` as the unit of the
    family has, so that the years add up to it.
    A month makes what holds on its first day, and counts once however many projects cover it. `raises` add to the steps.
    """
    least = Decimal(1).scaleb(-decimals)
    planned: dict[int, Decimal] = defaultdict(Decimal)
    months: set[tuple[int, int]] = set()
    for share in shares:
        covered = _list_months(share.first_on, share.last_on)
        months.update(covered)
        before = Decimal()
        for place, (year, _month) in enumerate(covered, start=1):
            now = (share.quantity * place / len(covered)).quantize(least, ROUND_HALF_UP)
            planned[year] += now - before
            before = now
    made: dict[int, Decimal] = defaultdict(Decimal)
    for year, month in months:
        made[year] += _find_made(steps, date(year, month, 1)) + _add_up_raises(raises, date(year, month, 1))
    return [MakerYear(year, made[year], planned[year]) for year in sorted(planned)]


def find_step(steps: Sequence[CapacityStep], on: date) -> CapacityStep | None:
    """The step that holds on a day: the latest that has begun, of several of one day the last that was entered."""
    begun = [(step.from_on, place) for place, step in enumerate(steps) if step.from_on <= on]
    return steps[max(begun)[1]] if begun else None


def _find_made(steps: Sequence[CapacityStep], on: date) -> Decimal:
    step = find_step(steps, on)
    return step.per_month if step else Decimal()


def _add_up_raises(raises: Sequence[CapacityStep], on: date) -> Decimal:
    return sum((one.per_month for one in raises if one.from_on <= on), Decimal())


def _list_months(first: date, last: date) -> list[tuple[int, int]]:
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [(place // 12, place % 12 + 1) for place in range(begin, end + 1)]
