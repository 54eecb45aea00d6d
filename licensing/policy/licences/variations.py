"""What a variation may be: another last day within what the kind allows, less of a line, never less than has left, or more.

More is a tenth of what was granted at most, in all variations together, as a contract may grow without a new procedure by
article 72(2) of Directive 2014/24/EU. What goes beyond that is weighed by the bodies, as a new request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from licensing.errors import Gap
from licensing.messages import DayText, Message
from licensing.policy.exact import count_decimals, round_down
from licensing.policy.licences.counted import count_in_unit

# In so many working days whoever decides settles what was asked; they are reminded of that day.
DECIDE_WITHIN_WORKING_DAYS: Final = 10
# So much of what was granted of a line may variations add to it in all.
_MOST_ADDED: Final = Decimal("0.1")
_NOTHING_LEFT: Final = Message("This would leave nothing of the licence. Give it back instead.")
_NOTHING: Final = Message("Say what is to change: the last day, the quantity of a line, a party or the route.")


@dataclass(frozen=True, slots=True)
class VariedLine:
    """A line of a licence as a variation meets it: `cleared` is all that has left, also beyond what is authorised.

    `granted` is what it was for before any variation.
    """

    number: int
    unit: str
    unit_name: Any
    decimals: int
    authorised: Decimal
    cleared: Decimal
    granted: Decimal

    @property
    def most(self) -> Decimal:
        """The most that a variation can make of it, counted as its unit is."""
        return max(self.authorised, round_down(self.granted * (1 + _MOST_ADDED), self.decimals))


@dataclass(frozen=True, slots=True)
class VariedTerm:
    """The term of a licence: its first and last day, and the latest that its kind allows; no first day of a dormant one."""

    valid_from: date | None
    valid_until: date
    latest: date


def find_variation_gaps(
    term: VariedTerm,
    lines: Sequence[VariedLine],
    *,
    today: date,
    valid_until: date | None,
    quantities: Mapping[int, Decimal],
    changes_request: bool = False,
) -> list[Gap]:
    """What is wrong with a variation of a licence as it stands now; empty where nothing is.

    `changes_request` is whether it names other parties or another route, which `request_changes` judges.
    """
    changes_day = valid_until is not None and valid_until != term.valid_until
    known = {line.number: line for line in lines}
    changed = {number: quantity for number, quantity in quantities.items() if _changes_line(known.get(number), quantity)}
    if not changes_day and not changed and not changes_request:
        return [Gap("required", "valid_until", _NOTHING)]
    found = list(_find_last_day_gaps(term, valid_until, today)) if valid_until is not None and changes_day else []
    for number, quantity in sorted(changed.items()):
        found += _find_varied_line_gaps(known.get(number), number, quantity)
    left = {line.number: quantities.get(line.number, line.authorised) for line in lines}
    if not found and not any(left.values()):
        found.append(Gap("nothing_left", "quantities", _NOTHING_LEFT))
    return found


def _changes_line(line: VariedLine | None, quantity: Decimal) -> bool:
    return line is None or not quantity.is_finite() or quantity != line.authorised


def _find_last_day_gaps(term: VariedTerm, valid_until: date, today: date) -> Iterator[Gap]:
    if term.valid_from is None:
        message = Message("The term of this licence has not begun; it counts from the day on which it starts.")
        yield Gap("invalid", "valid_until", message)
    elif valid_until < today:
        yield Gap("invalid", "valid_until", Message("The last day cannot lie in the past."))
    elif valid_until > term.latest:
        words = {"latest": DayText(term.latest)}
        yield Gap("invalid", "valid_until", Message("A permit of this kind ends by %(latest)s at the latest.", **words))


def _find_varied_line_gaps(line: VariedLine | None, number: int, quantity: Decimal) -> Iterator[Gap]:
    path = f"quantities.{number}"
    if line is None:
        sentence = Message("This licence has no line %(number)d. Other goods take a new request.", number=number)
        yield Gap("unknown", path, sentence)
    elif not quantity.is_finite() or quantity < 0:
        yield Gap("invalid", path, Message("Write a number; 0 if nothing more is to leave."))
    elif count_decimals(quantity) > line.decimals:
        yield Gap("invalid", path, Message("Line %(number)d has more decimals than its unit.", number=number))
    elif quantity > line.most:
        yield Gap("beyond_authorised", path, _describe_beyond(line))
    elif quantity < line.cleared:
        gone = count_in_unit(line.cleared, line.unit, line.unit_name)
        message = Message("%(gone)s of line %(number)d have already left. It cannot be for less.", number=number, gone=gone)
        yield Gap("below_drawn", path, message)


def _describe_beyond(line: VariedLine) -> Message:
    words = {"number": line.number, "most": count_in_unit(line.most, line.unit, line.unit_name)}
    if line.most == line.authorised:
        return Message("Line %(number)d is for %(most)s. What is to be added takes a new request.", **words)
    return Message(
        "Line %(number)d can become %(most)s at most: a tenth more than was granted. More takes a new request.", **words
    )
