"""Whether customs may let goods pass under a licence now, and how a clearance that is reported afterwards is kept.

`judge_clearance` alone decides it, for the question whether a shipment may leave, for the draw-down and for the report, so
that they can never differ. What stops a licence from outside (a measure, a milestone, a listed party) is found by the
providers of `acts/obstacles` and comes to it as a fact. Permission is judged by the moment at which it is asked; a day that
is named permits nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from licensing.choices import ClearanceRefusal, LicenceState
from licensing.messages import DayText, Message, Text
from licensing.policy.clocks.deadlines import Calendar
from licensing.policy.exact import MOST_QUANTITY, count_decimals, format_decimal
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.licences.units import convert_quantity

# A licence that is used in full still permits: nothing is left, and that is what customs has to read.
_PERMITTING: Final = frozenset({LicenceState.ISSUED, LicenceState.EXHAUSTED})
# Python computes with 28 digits unless told otherwise: beyond them a quantity would be rounded, and not found to be too fine.
_DIGITS: Final = 28


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line of a licence: what is authorised, and what was cleared in all, which reports may have taken beyond it."""

    number: int
    unit: str
    decimals: int
    authorised: Decimal
    cleared: Decimal

    @property
    def left(self) -> Decimal:
        """What customs may still clear."""
        return max(self.authorised - self.cleared, Decimal(0))


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """A licence as a clearance is judged by it.

    `moves` are the states that it went through, each with the moment since when, from its issue on. They are needed where it
    is not in force now, or where another day than today is named.
    """

    state: LicenceState
    valid_from: date | None
    valid_until: date
    zone: str
    reason: str = ""
    moves: tuple[tuple[datetime, LicenceState], ...] = ()
    # What stops the goods of the line that is asked for, although the licence is in force.
    stopped: Refusal | None = None
    lines: Mapping[int, LineFacts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskedClearance:
    """What customs wants to clear, or has cleared. Without a unit that of the line is meant, without a day today."""

    line: int
    quantity: Decimal
    unit: str = ""
    cleared_on: date | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a clearance is refused: a code to branch on, a sentence to show, what else a program may want to know."""

    code: ClearanceRefusal
    message: Text
    path: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    line: LineFacts | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What goes into the ledger, in the unit of the line; `stopped` is what a draw-down would be refused with, if anything."""

    line: LineFacts
    quantity: Decimal
    cleared_on: date
    stopped: Refusal | None = None

    @property
    def late(self) -> bool:
        """Whether nothing might leave any more when it was reported, however much was left."""
        return self.stopped is not None

    @property
    def balance(self) -> Decimal:
        """What is authorised less all that was cleared; below zero it says how much has left beyond what was authorised."""
        return self.line.authorised - self.line.cleared - self.quantity

    @property
    def irregular(self) -> bool:
        """Whether a draw-down would have been refused at this moment, so that an officer has to look at it."""
        return self.late or self.balance < 0


def judge_clearance(licence: LicenceFacts, asked: AskedClearance, *, at: datetime, reported: bool = False) -> Entry | Refusal:
    """The entry that a clearance makes in the ledger at a moment, or why it makes none.

    Asked before goods leave, it must be covered now. `reported` is what has left already: it is kept if the licence was in
    force on its day, however it stands now and however much is left, because leaving it out would falsify the ledger.
    """
    days = Calendar(zone=licence.zone)
    today = days.to_local_day(at)
    line = licence.lines.get(asked.line)
    no_permission = _find_lack_of_force(licence, today, days) or licence.stopped
    if no_permission and not reported:
        return replace(no_permission, line=line)
    if line is None:
        message = Message("The licence has no line %(line)d.", line=asked.line)
        return Refusal(ClearanceRefusal.NO_SUCH_LINE, message, "line", {"line": asked.line})
    quantity = _measure(asked, line)
    if isinstance(quantity, Refusal):
        return quantity
    day = asked.cleared_on or today
    if wrong_day := _find_wrong_day(licence, line, day, at=at, days=days):
        return wrong_day
    if not reported and quantity > line.left:
        return _build_overdraw(line)
    return Entry(line, quantity, day, no_permission)


def _find_lack_of_force(licence: LicenceFacts, today: date, days: Calendar) -> Refusal | None:
    """Why nothing may leave under the licence today, whatever is left on it."""
    code, data = ClearanceRefusal.NOT_IN_FORCE, {"state": licence.state, "since": None, "reason": licence.reason}
    if licence.state not in _PERMITTING:
        since = licence.moves[-1][0] if licence.moves else None
        message = Message("The licence is not in force: %(state)s.", state=licence.state.label)
        return Refusal(code, message, data=data | {"since": since})
    if licence.valid_from is None:
        return Refusal(code, Message("The licence is dormant: a condition for its start is not met yet."), data=data)
    if today > licence.valid_until:
        message = Message("The licence ended on %(day)s.", day=DayText(licence.valid_until))
        return Refusal(code, message, data=data | {"since": days.end_of(licence.valid_until)})
    if today < licence.valid_from:
        return Refusal(code, Message("The licence starts on %(day)s.", day=DayText(licence.valid_from)), data=data)
    return None


def _measure(asked: AskedClearance, line: LineFacts) -> Decimal | Refusal:
    """The quantity in the unit of the line, exactly."""
    # Before any comparison: comparing with NaN is an error in Python, and infinity is more than any balance.
    if not asked.quantity.is_finite():
        message = Message("The quantity is not a number.")
        return Refusal(ClearanceRefusal.NOT_POSITIVE, message, "quantity", line=line)
    if asked.quantity <= 0:
        message = Message("The quantity must be more than nothing.")
        return Refusal(ClearanceRefusal.NOT_POSITIVE, message, "quantity", line=line)
    if asked.quantity >= MOST_QUANTITY:
        return _build_too_large(line)
    if _has_too_many_digits(asked.quantity):
        return _build_too_fine(line)
    quantity = convert_quantity(asked.quantity, asked.unit or line.unit, line.unit)
    if quantity is None:
        message = Message(
            "The line is counted in %(unit)s, into which %(asked)s cannot be converted.", unit=line.unit, asked=asked.unit
        )
        return Refusal(ClearanceRefusal.UNIT_MISMATCH, message, "unit", {"unit": line.unit, "asked": asked.unit}, line)
    if count_decimals(quantity) > line.decimals:
        return _build_too_fine(line)
    # The sum too, because what is reported may go beyond what is authorised, and the ledger has to hold it.
    return quantity if line.cleared + quantity < MOST_QUANTITY else _build_too_large(line)


def _find_wrong_day(licence: LicenceFacts, line: LineFacts, day: date, *, at: datetime, days: Calendar) -> Refusal | None:
    """Why nothing can have been cleared on a day."""
    today = days.to_local_day(at)
    if day > today:
        message = Message("The clearance cannot be from a later day than today.")
        return Refusal(ClearanceRefusal.FUTURE_DAY, message, "cleared_on", line=line)
    if licence.valid_from is None:
        return _find_lack_of_force(licence, day, days)
    if not licence.valid_from <= day <= licence.valid_until:
        first, last = licence.valid_from.isoformat(), licence.valid_until.isoformat()
        message = Message(
            "The licence is valid from %(first)s to %(last)s, not on %(day)s.",
            first=DayText(licence.valid_from),
            last=DayText(licence.valid_until),
            day=DayText(day),
        )
        return Refusal(
            ClearanceRefusal.OUTSIDE_VALIDITY, message, "cleared_on", {"valid_from": first, "valid_until": last}, line
        )
    if day == today and licence.state in _PERMITTING:
        return None
    return None if _was_in_force_on(licence, day, at=at, days=days) else _build_suspended_then(licence, line, day, days)


def _was_in_force_on(licence: LicenceFacts, day: date, *, at: datetime, days: Calendar) -> bool:
    """Whether the licence permitted at any moment of a day within its validity."""
    begin, end = days.start_of(day), min(days.end_of(day), at)
    left_at = [*(since for since, _state in licence.moves[1:]), end]
    return any(
        state in _PERMITTING and max(since, begin) < min(until, end)
        for (since, state), until in zip(licence.moves, left_at, strict=False)
    )


def _build_suspended_then(licence: LicenceFacts, line: LineFacts, day: date, days: Calendar) -> Refusal:
    end = days.end_of(day)
    since, state = next(((at, state) for at, state in reversed(licence.moves) if at < end), (None, licence.state))
    message = Message("The licence was not in force on %(day)s: %(state)s.", day=DayText(day), state=state.label)
    data = {"state": state, "since": since, "reason": licence.reason if state == licence.state else ""}
    return Refusal(ClearanceRefusal.NOT_IN_FORCE, message, "cleared_on", data, line)


def _build_overdraw(line: LineFacts) -> Refusal:
    left = format_decimal(line.left)
    words = count_in_unit(line.left, line.unit)
    message = Message("Only %(left)s are left on this line; that quantity can be cleared.", left=words)
    return Refusal(ClearanceRefusal.OVERDRAWN, message, data={"left": left, "unit": line.unit}, line=line)


def _has_too_many_digits(quantity: Decimal) -> bool:
    _sign, digits, exponent = quantity.as_tuple()
    return len(digits) > _DIGITS or not isinstance(exponent, int) or exponent < -_DIGITS


def _build_too_fine(line: LineFacts) -> Refusal:
    message = Message("%(unit)s is counted with at most %(decimals)d decimals.", unit=line.unit, decimals=line.decimals)
    data = {"unit": line.unit, "decimals": line.decimals}
    return Refusal(ClearanceRefusal.NOT_WHOLE, message, "quantity", data, line)


def _build_too_large(line: LineFacts) -> Refusal:
    return Refusal(ClearanceRefusal.TOO_LARGE, Message("The quantity is larger than any ledger."), "quantity", line=line)
