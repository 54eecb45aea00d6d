"""Expressions of interest: what a partner wants before any request, and the offers that answer it. Neither is a promise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from licensing.choices import CooperationForm, InterestState, InterestStepKind, Urgency
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.exact import MOST_QUANTITY, count_decimals

MOST_LINES: Final = 40
# From this year on: longer than the ten years of a contract, with room for its preparation.
MOST_YEARS: Final = 15
LONGEST_GOODS: Final = 200
LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 4000
# What waits for the authority so long is reminded of, and again after as long; an offer is reminded of before it ends.
REMIND_AFTER: Final = timedelta(days=14)
REMIND_BEFORE_END: Final = timedelta(days=7)
LONGEST_OFFER: Final = timedelta(days=366)

S, K = InterestState, InterestStepKind
OPEN_STATES: Final = (S.FILED, S.ANSWERED, S.OFFERED, S.COUNTERED)
# In which a partner still wants what it says: what was declined or withdrawn is wanted no more.
WANTING_STATES: Final = (*OPEN_STATES, S.AGREED)
# What waits for the authority to say something.
WITH_AUTHORITY: Final = (S.FILED, S.COUNTERED)
# From which states each step is possible, and where it leads. An offer that lapsed leaves the interest as answered.
STEPS: Final[Mapping[InterestStepKind, tuple[tuple[InterestState, ...], InterestState]]] = {
    K.ANSWERED: ((S.FILED, S.ANSWERED, S.COUNTERED), S.ANSWERED),
    K.OFFERED: ((S.FILED, S.ANSWERED, S.OFFERED, S.COUNTERED), S.OFFERED),
    K.COUNTERED: ((S.OFFERED,), S.COUNTERED),
    K.AGREED: ((S.OFFERED, S.COUNTERED), S.AGREED),
    K.DECLINED: (OPEN_STATES, S.DECLINED),
    K.WITHDRAWN: (OPEN_STATES, S.WITHDRAWN),
    K.LAPSED: ((S.OFFERED,), S.ANSWERED),
}


@dataclass(frozen=True, slots=True)
class YearVolume:
    """How much is wanted in a calendar year."""

    year: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class WantedLine:
    """Goods of one kind: an item family by its code, or, where there is none, words and a unit; with volumes by year."""

    volumes: tuple[YearVolume, ...]
    family: str = ""
    goods: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class InterestInput:
    """What a partner says. It is no request, and nothing follows from it but an answer."""

    title: str
    lines: tuple[WantedLine, ...]
    cooperation: CooperationForm
    urgency: Urgency
    financing: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class OfferInput:
    """An offer of the state until its last day, or a counter-offer of the partner, which has none."""

    text: str
    lines: tuple[WantedLine, ...]
    cooperation: CooperationForm
    valid_until: date | None = None


def find_wanted_step(kinds: Sequence[InterestStepKind]) -> int:
    """The place of the step that says what the partner wants now, in the log of one interest, oldest first.

    What it last said itself; once something is agreed, what was last offered by either side.
    """
    said = (K.FILED, K.OFFERED, K.COUNTERED) if K.AGREED in kinds else (K.FILED, K.COUNTERED)
    return max((place for place, kind in enumerate(kinds) if kind in said), default=0)


@dataclass(frozen=True, slots=True)
class Measured:
    """The lists that lines are checked against: each family with its unit, each unit with its decimals."""

    families: Mapping[str, str]
    units: Mapping[str, int]


def find_interest_gaps(given: InterestInput, measured: Measured, *, today: date) -> list[Gap]:
    """Everything that is missing or wrong in an expression of interest, by its place."""
    found = list(
        _find_text_gaps(given.title, "title", LONGEST_TITLE, Message("Say in a few words what you are interested in."))
    )
    found += _find_text_gaps(given.financing, "financing", LONGEST_TEXT)
    found += _find_text_gaps(given.text, "text", LONGEST_TEXT)
    return [*found, *_find_line_gaps(given.lines, measured, today=today)]


def find_offer_gaps(given: OfferInput, measured: Measured, *, today: date, of_state: bool) -> list[Gap]:
    """Everything that is missing or wrong in an offer or a counter-offer, by its place."""
    found = list(_find_text_gaps(given.text, "text", LONGEST_TEXT, Message("Say what is offered, and on what terms.")))
    if of_state and given.valid_until is None:
        found.append(Gap("required", "valid_until", Message("Say until which day the offer stands.")))
    if given.valid_until is not None and not today < given.valid_until <= today + LONGEST_OFFER:
        sentence = Message("Choose a day after today, within a year.")
        found.append(Gap("out_of_range", "valid_until", sentence))
    return [*found, *_find_line_gaps(given.lines, measured, today=today)]


def _find_line_gaps(lines: tuple[WantedLine, ...], measured: Measured, *, today: date) -> list[Gap]:
    """Everything that is missing or wrong in the lines, by `lines.0.volumes.1.quantity` and the like."""
    if not lines:
        return [Gap("required", "lines", Message("Name at least one kind of goods with a volume."))]
    if len(lines) > MOST_LINES:
        return [Gap("too_many", "lines", Message("At most %(number)d lines.", number=MOST_LINES))]
    found = [gap for place, line in enumerate(lines) for gap in _find_gaps_of_line(line, f"lines.{place}", measured, today)]
    seen: set[str] = set()
    for place, line in enumerate(lines):
        if line.family and line.family in seen:
            sentence = Message("This family stands in an earlier line. Put its volumes together.")
            found.append(Gap("twice", f"lines.{place}.family", sentence))
        seen.add(line.family)
    return found


def _find_text_gaps(text: str, path: str, longest: int, required: Message | None = None) -> Iterator[Gap]:
    if required is not None and not text:
        yield Gap("required", path, required)
    if len(text) > longest:
        yield Gap("too_long", path, Message("At most %(longest)d characters.", longest=longest))


def _find_gaps_of_line(line: WantedLine, path: str, measured: Measured, today: date) -> Iterator[Gap]:
    if line.family:
        if line.family not in measured.families:
            yield Gap("unknown_code", f"{path}.family", Message("Choose the item family from the list."))
        if line.unit and line.unit != measured.families.get(line.family, line.unit):
            yield Gap("wrong_unit", f"{path}.unit", Message("This family is counted in another unit. Leave the unit empty."))
    else:
        yield from _find_text_gaps(
            line.goods, f"{path}.goods", LONGEST_GOODS, Message("Choose an item family, or write what goods you mean.")
        )
        if line.unit not in measured.units:
            yield Gap("unknown_code", f"{path}.unit", Message("Choose the unit from the list."))
    yield from _find_gaps_of_volumes(line, path, measured, today)


def _find_gaps_of_volumes(line: WantedLine, path: str, measured: Measured, today: date) -> Iterator[Gap]:
    if not line.volumes:
        yield Gap("required", f"{path}.volumes", Message("Write how much you want in at least one year."))
    decimals = measured.units.get(measured.families.get(line.family, "") or line.unit)
    years: set[int] = set()
    for place, one in enumerate(line.volumes):
        at = f"{path}.volumes.{place}"
        if not today.year <= one.year <= today.year + MOST_YEARS:
            bounds = Message(
                "Choose a year from %(first)s to %(last)s.", first=str(today.year), last=str(today.year + MOST_YEARS)
            )
            yield Gap("out_of_range", f"{at}.year", bounds)
        if one.year in years:
            yield Gap("twice", f"{at}.year", Message("This year stands there twice."))
        years.add(one.year)
        if not 0 < one.quantity < MOST_QUANTITY:
            yield Gap("out_of_range", f"{at}.quantity", Message("Write a quantity above nothing."))
        elif decimals is not None and count_decimals(one.quantity) > decimals:
            sentence = Message("At most %(decimals)d decimals in this unit.", decimals=decimals)
            yield Gap("too_fine", f"{at}.quantity", sentence)
