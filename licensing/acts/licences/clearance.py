"""A clearance that customs asks about, draws or reports: its licence as policy judges it, and its message as it came before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from licensing.acts.obstacles.listing import list_stopping
from licensing.acts.obstacles.situation import Situation
from licensing.choices import ClearanceRefusal, LicenceState, Step
from licensing.errors import (
    AlreadyReversed,
    BeforeItsYear,
    ConditionNotMet,
    Gap,
    Invalid,
    MessageReused,
    MilestoneNotMet,
    NoSuchLine,
    NotInForce,
    NotWhole,
    OutsideValidity,
    Overdrawn,
    Problem,
    StoppedByCertificate,
    StoppedByMeasure,
    StoppedByScreening,
    UnitMismatch,
)
from licensing.messages import Message
from licensing.models import Event, Licence, LicenceLine, Usage, User
from licensing.policy.clocks.deadlines import Calendar
from licensing.policy.licences.clearance import AskedClearance, Entry, LicenceFacts, Refusal, judge_clearance
from licensing.policy.licences.units import convert_quantity
from licensing.policy.obstacles import Obstacle, select_for_applicant

# What has no problem of its own is a mistake in the message itself.
_PROBLEMS: Final[Mapping[ClearanceRefusal, type[Problem]]] = {
    ClearanceRefusal.NOT_IN_FORCE: NotInForce,
    ClearanceRefusal.STOPPED: StoppedByMeasure,
    ClearanceRefusal.NOT_MET: MilestoneNotMet,
    ClearanceRefusal.CONDITION: ConditionNotMet,
    ClearanceRefusal.SCREENING: StoppedByScreening,
    ClearanceRefusal.CERTIFICATE: StoppedByCertificate,
    ClearanceRefusal.YEAR: BeforeItsYear,
    ClearanceRefusal.OVERDRAWN: Overdrawn,
    ClearanceRefusal.NO_SUCH_LINE: NoSuchLine,
    ClearanceRefusal.UNIT_MISMATCH: UnitMismatch,
    ClearanceRefusal.NOT_WHOLE: NotWhole,
    ClearanceRefusal.OUTSIDE_VALIDITY: OutsideValidity,
}
# The obstacles that stop goods at the gate, by the refusal that they are; measures are all the others.
_STOPS: Final[Mapping[type[Problem], ClearanceRefusal]] = {
    MilestoneNotMet: ClearanceRefusal.NOT_MET,
    ConditionNotMet: ClearanceRefusal.CONDITION,
    StoppedByScreening: ClearanceRefusal.SCREENING,
    StoppedByCertificate: ClearanceRefusal.CERTIFICATE,
    BeforeItsYear: ClearanceRefusal.YEAR,
}
# What the page of the licence tells its holder, too.
HELD_BACK: Final = Message("Nothing may leave now. The authority looks into it and tells you when deliveries may go on.")


@dataclass(frozen=True, slots=True)
class Clearance:
    """What a customs system says of one line: how much was cleared, on which declaration, under which message id.

    Without a unit that of the line is meant, without a day the day on which the message comes.
    """

    message_id: str
    line: int
    quantity: Decimal
    declaration_no: str
    customs_office: str = ""
    cleared_on: date | None = None
    unit: str = ""

    def as_asked(self) -> AskedClearance:
        """What policy looks at."""
        return AskedClearance(self.line, self.quantity, self.unit, self.cleared_on)


def judge_licence(
    licence: Licence,
    line: LicenceLine | None,
    asked: AskedClearance,
    *,
    at: datetime,
    reported: bool = False,
    is_act: bool = False,
    for_holder: bool = False,
) -> Entry | Refusal:
    """Whether goods may leave under a licence at a moment, or how a report is kept; `line` is the one that is asked for.

    `for_holder` is whether a member of its organisation asks, who reads what stops the goods in words meant for them.
    """
    leaving = _convert_asked(line, asked)
    left_on = asked.cleared_on if reported else None
    situation = Situation(licence.case, at, Step.DRAW_DOWN, line=line, leaving=leaving, left_on=left_on, is_act=is_act)
    facts = LicenceFacts(
        state=LicenceState(licence.state),
        valid_from=licence.valid_from,
        valid_until=licence.valid_until,
        zone=licence.zone,
        reason=licence.state_reason,
        moves=_load_moves(licence, asked, at),
        lines={} if line is None else {line.number: line.as_policy()},
        stopped=_find_stop(situation, for_holder=for_holder),
    )
    return judge_clearance(facts, asked, at=at, reported=reported)


def _convert_asked(line: LicenceLine | None, asked: AskedClearance) -> Decimal:
    """What is to leave, in the unit of its line; nothing where that cannot be told, which is refused as such."""
    if line is None or not asked.quantity.is_finite():
        return Decimal()
    return convert_quantity(asked.quantity, asked.unit or line.unit_id, line.unit_id) or Decimal()


def _find_stop(situation: Situation, *, for_holder: bool) -> Refusal | None:
    """What of the one list of obstacles stops goods at the gate."""
    stopping = list_stopping(situation)
    if not stopping:
        return None
    if for_holder:
        return _tell_holder(select_for_applicant(stopping))
    first = stopping[0]
    return Refusal(_find_code(first), first.message, data=first.data)


def _tell_holder(told: Sequence[Obstacle]) -> Refusal:
    """The first of what a holder may read; without any, not even the code says what is looked into."""
    if not told or told[0].for_applicant is None:
        return Refusal(ClearanceRefusal.HELD_BACK, HELD_BACK)
    return Refusal(_find_code(told[0]), told[0].for_applicant, data=told[0].data)


def _find_code(obstacle: Obstacle) -> ClearanceRefusal:
    return _STOPS.get(obstacle.refusal, ClearanceRefusal.STOPPED)


def build_problem(refusal: Refusal) -> Problem:
    """A refusal of policy as the problem that an act raises, with its code and its data."""
    kind, sentence = _PROBLEMS.get(refusal.code, Invalid), str(refusal.message)
    gaps = [Gap(refusal.code, refusal.path, refusal.message)] if refusal.path else []
    return kind(None if kind is Invalid else sentence, gaps=gaps, **refusal.data)


def ask_clearance(licence: Licence, asked: AskedClearance, *, at: datetime, for_holder: bool = False) -> Entry | Refusal:
    """Whether a shipment may leave now: what a draw-down at this moment would be answered. Changes nothing."""
    line = licence.lines.select_related("unit").filter(number=asked.line).first()
    return judge_licence(licence, line, asked, at=at, for_holder=for_holder)


def find_usage(system: User, message_id: str) -> Usage | None:
    """The entry that this message of a customs system has made already."""
    rows = Usage.objects.select_related("line", "reversed_by")
    return rows.filter(system=system, message_id=message_id).first()


def match_message(licence: Licence, seen: Usage, clearance: Clearance, *, reported: bool) -> Usage:
    """The entry that this very message made before.

    Raises MessageReused when its id came with another clearance, AlreadyReversed when its entry does not count any more.
    """
    if differs := _list_differences(licence, seen, clearance, reported=reported):
        raise build_reused(seen, differs)
    if reversal := find_reversal(seen):
        raise build_reversed(seen, reversal)
    return seen


def build_reused(seen: Usage, differs: list[str]) -> MessageReused:
    """The refusal of a message id that came with something else before; what differs is named as in the message."""
    sentence = _("Message %(id)s was used for another entry before; these differ: %(differs)s.")
    return MessageReused(sentence % {"id": seen.message_id, "differs": ", ".join(differs)}, usage=str(seen.pk), differs=differs)


def build_reversed(usage: Usage, reversal: Usage) -> AlreadyReversed:
    """The refusal of what speaks of an entry that was reversed: it must not read as if the goods had been drawn."""
    sentence = _("The entry of message %(id)s was reversed by message %(reversal)s.")
    return AlreadyReversed(
        sentence % {"id": usage.message_id, "reversal": reversal.message_id},
        usage=str(usage.pk),
        reversal=str(reversal.pk),
        reversed_at=reversal.drawn_at,
    )


def find_reversal(usage: Usage) -> Usage | None:
    """The entry that reverses this one."""
    try:
        return usage.reversed_by
    except Usage.DoesNotExist:
        return None


class DuplicateMessage(Exception):
    """The message was carried out by another transaction while this one waited."""

    def __init__(self, usage: Usage) -> None:
        self.usage = usage
        super().__init__(usage.message_id)


def _load_moves(licence: Licence, asked: AskedClearance, at: datetime) -> tuple[tuple[datetime, LicenceState], ...]:
    """The states of a licence since its issue, from its events; nothing where today's permission does not depend on them."""
    if licence.state == LicenceState.ISSUED and asked.cleared_on in (None, Calendar(licence.zone).to_local_day(at)):
        return ()
    states = LicenceState.values
    moved = Event.objects.filter(licence=licence, from_state__in=states, to_state__in=states).order_by("number")
    moves = [(moment, LicenceState(state)) for moment, state in moved.values_list("at", "to_state")]
    return ((licence.issued_at, LicenceState.ISSUED), *moves)


def _list_differences(licence: Licence, seen: Usage, clearance: Clearance, *, reported: bool) -> list[str]:
    """In what a message differs from the entry that its id made before."""
    if seen.reverses_id:
        return ["operation"]
    unit = seen.line.unit_id
    quantity = clearance.quantity
    if quantity.is_finite():
        quantity = convert_quantity(quantity, clearance.unit or unit, unit) or Decimal("NaN")
    # Whoever sends the same message on a later day, without a day in it, still means the day on which it first came.
    cleared_on = clearance.cleared_on or Calendar(licence.zone).to_local_day(seen.drawn_at)
    same = {
        "operation": seen.reported == reported,
        "licence": seen.line.licence_id == licence.pk,
        "line": seen.line.number == clearance.line,
        "quantity": seen.quantity == quantity,
        "declaration_no": seen.declaration_no == clearance.declaration_no,
        "customs_office": seen.customs_office == clearance.customs_office,
        "cleared_on": seen.cleared_on == cleared_on,
    }
    return [name for name, matches in same.items() if not matches]
