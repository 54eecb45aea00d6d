"""Draws of a case on the authorisations that it names, as steps of its acts: reserved, granted, given back, delivered.

Each writes the moves that lead from what the case holds to what it shall hold, under the lock of the authorisation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, CaseStep, acting
from licensing.acts.clocks.deadlines import get_case_calendar
from licensing.acts.clocks.timing import start_clock, stop_clocks
from licensing.acts.plans.parents.reading import CaseDraw, assess_draw, assess_own_draw
from licensing.choices import ClockKind, TermUnit, Verb
from licensing.errors import WrongState
from licensing.models import Case, CeilingDraw, DecisionLine, ParentAuthorisation
from licensing.models.plans.parents import build_draws, find_parents, load_shares, lock_parent_of, lock_parents, select_shares
from licensing.policy.exact import format_decimal
from licensing.policy.plans.parents import Balance, Share, plan_moves
from licensing.policy.record.event_kinds import EventKind

_ZERO = Decimal()


def reserve_parent(act: Act[Case]) -> None:
    """Keep what a case asks for, as a step of finding it complete or of its amendment; after a time it is free again.

    Whether it fits, the act has asked the list of obstacles before, under the same lock.
    """
    for parent in lock_parents(act.case):
        if moved := reserve_asked(act, assess_draw(parent, act.case, today=act.today)):
            act.record(EventKind.PARENT_RESERVED, parent=parent.reference, lines=moved)


def reserve_asked(act: CaseStep, draw: CaseDraw) -> list[list[Any]]:
    """Keep what was read that a case asks for, of a locked authorisation; gives the moves as an event tells them."""
    own = select_shares(draw.reading.shares, act.case, own=True)
    wanted = {share: Balance(reserved=quantity) for share, quantity in draw.asked.items()}
    moved = write_moves(act, draw.reading.parent, own, wanted)
    if moved and not act.case.clocks.running().filter(kind=ClockKind.RESERVATION).exists():
        calendar = get_case_calendar(act.case)
        days = draw.reading.parent.reserve_days
        start_clock(act, ClockKind.RESERVATION, amount=days, unit=TermUnit.CALENDAR, calendar=calendar)
    return moved


def grant_parent(act: Act[Case], lines: Sequence[DecisionLine]) -> None:
    """Turn what is reserved for a case into what is granted, as a step of the grant; the rest is given back.

    What was reserved and has lapsed, or was never reserved, is taken now; what does not fit was refused as an obstacle before.
    """
    granted = {line.item.number: line.quantity for line in lines}
    for parent in lock_parents(act.case):
        if moved := _commit_granted(act, assess_draw(parent, act.case, granted, today=act.today)):
            act.record(EventKind.PARENT_COMMITTED, parent=parent.reference, lines=moved)


def grant_own(act: Act[Case], parent: ParentAuthorisation, lines: Sequence[DecisionLine]) -> None:
    """Take what the permit of a contract covers of the contract itself, as a step of its grant: it is its first call-off."""
    granted = {line.item.number: line.quantity for line in lines}
    if moved := _commit_granted(act, assess_own_draw(parent, act.case, granted, today=act.today)):
        act.record(EventKind.PARENT_COMMITTED, parent=parent.reference, lines=moved)


def _commit_granted(act: Act[Case], draw: CaseDraw) -> list[list[Any]]:
    own = select_shares(draw.reading.shares, act.case, own=True)
    used = {share: own[share].used if share in own else _ZERO for share in draw.asked}
    wanted = {
        share: Balance(committed=max(quantity - used[share], _ZERO), used=used[share]) for share, quantity in draw.asked.items()
    }
    return write_moves(act, draw.reading.parent, own, wanted)


def give_back_parent(act: Act[Case]) -> None:
    """Give back all that a case holds and has not delivered: it was refused, withdrawn or sent back."""
    parents = lock_parents(act.case)
    if parents:
        stop_clocks(act, ClockKind.RESERVATION)
    for parent in parents:
        _leave(act, parent)


def leave_parent(act: Act[Case], plan: UUID) -> None:
    """The same of the authorisation of one plan, which the case may name no longer; the clock runs for what it holds else."""
    if parent := lock_parent_of(plan):
        _leave(act, parent)
        if not any(one.reserved for other in find_parents(act.case) for one in load_own(act, other).values()):
            stop_clocks(act, ClockKind.RESERVATION)


def _leave(act: Act[Case], parent: ParentAuthorisation) -> None:
    if moved := write_moves(act, parent, load_own(act, parent), {}):
        act.record(EventKind.PARENT_GIVEN_BACK, parent=parent.reference, lines=moved)


def lapse_reservation(case: Case) -> Case:
    """Free what is kept for a case whose time is over; called by the clock. What is left then is taken by its grant."""
    with acting(case, None, Verb.LAPSE_RESERVATION) as act:
        act.perform()
        clock = act.case.clocks.running().filter(kind=ClockKind.RESERVATION).first()
        if clock is None or clock.due_at > act.now:
            raise WrongState(_("The time for which a volume is kept is not over."))
        stop_clocks(act, ClockKind.RESERVATION)
        parents = lock_parents(act.case)
        for parent in parents:
            own = load_own(act, parent)
            kept = {share: Balance(committed=one.committed, used=one.used) for share, one in own.items()}
            act.record(EventKind.PARENT_LAPSED, parent=parent.reference, lines=write_moves(act, parent, own, kept))
        if not parents:
            act.record(EventKind.PARENT_LAPSED, parent="", lines=[])
    return act.case


def give_up_parent(act: CaseStep, parent: ParentAuthorisation) -> list[list[Any]]:
    """Give back all that a case holds, what has left too: it draws on this authorisation no more, and never did rightly."""
    own = load_own(act, parent)
    moved = write_moves(act, parent, own, dict.fromkeys(own, Balance()))
    if not any(one.reserved for other in find_parents(act.case) for one in load_own(act, other).values()):
        stop_clocks(act, ClockKind.RESERVATION)
    return moved


def load_own(act: CaseStep, parent: ParentAuthorisation) -> dict[Share, Balance]:
    """What the case of an act holds of an authorisation."""
    return select_shares(load_shares(parent), act.case, own=True)


def write_moves(
    act: CaseStep, parent: ParentAuthorisation, own: Mapping[Share, Balance], wanted: Mapping[Share, Balance]
) -> list[list[Any]]:
    """Write the moves that lead from what a case holds to what it shall hold, as an event tells them.

    On a share of which nothing is said it keeps only what has left.
    """
    rows: list[CeilingDraw] = []
    for share in sorted({*own, *wanted}, key=lambda one: (one.item, one.line, one.year or 0, one.price or _ZERO)):
        held = own.get(share, Balance())
        moves = plan_moves(held, wanted.get(share, Balance(used=held.used)))
        rows += build_draws(parent, act.case, share, moves, at=act.now)
    CeilingDraw.objects.bulk_create(rows)
    return [[one.item, one.line, one.year, one.source, one.target, format_decimal(one.quantity)] for one in rows]
