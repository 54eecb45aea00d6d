"""The log of an expression of interest as people read it: who said what for which side, with goods and units in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from licensing.choices import InterestStepKind
from licensing.models.plans.interests import Interest, InterestStep, InterestVolume
from licensing.policy.exact import format_decimal


@dataclass(frozen=True, slots=True)
class LoggedVolume:
    """How much in a calendar year, as it is read: without noughts at the end."""

    year: int
    quantity: str


@dataclass(frozen=True, slots=True)
class LoggedLine:
    """One kind of goods in the words of the reader's language, with its volumes by year."""

    goods: str
    unit_code: str
    unit: str
    volumes: tuple[LoggedVolume, ...]


@dataclass(frozen=True, slots=True)
class LoggedStep:
    """A step of the log as people read it."""

    step: InterestStep
    is_of_partner: bool
    lines: tuple[LoggedLine, ...]


_OFFERED, _COUNTERED = InterestStepKind.OFFERED, InterestStepKind.COUNTERED
_BY_PARTNER = (InterestStepKind.FILED, _COUNTERED, InterestStepKind.WITHDRAWN)


def build_interest_log(interest: Interest) -> list[LoggedStep]:
    """The log of one interest, oldest first; in as many statements whatever its length."""
    steps = interest.steps.select_related("by").prefetch_related("volumes__family", "volumes__unit")
    return [LoggedStep(step, _is_of_partner(step, steps), tuple(_list_logged_lines(step))) for step in steps]


def list_logged_volumes(volumes: Iterable[InterestVolume]) -> tuple[LoggedVolume, ...]:
    """The volumes of a line as they are read, in their order."""
    return tuple(LoggedVolume(one.year, format_decimal(one.quantity)) for one in volumes)


def _is_of_partner(step: InterestStep, steps: Iterable[InterestStep]) -> bool:
    if step.kind != InterestStepKind.AGREED:
        return step.kind in _BY_PARTNER
    # Whoever did not make the last offer agreed to it.
    last = [one.kind for one in steps if one.number < step.number and one.kind in (_OFFERED, _COUNTERED)]
    return bool(last) and last[-1] == _OFFERED


def _list_logged_lines(step: InterestStep) -> Iterator[LoggedLine]:
    for volumes in step.group_volumes():
        first = volumes[0]
        goods = first.family.name if first.family else first.goods
        yield LoggedLine(goods, first.unit_id, first.unit.name, list_logged_volumes(volumes))
