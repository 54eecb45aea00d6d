"""Draws of a case on the authorisations that it names, as steps of its acts: reserved, granted, given back, delivered.

Each writes the moves that lead from what the case holds to what it shall hold, under the lock of the authorisation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, CaseStep, acting
from licensing.acts.clocks.deadlines import get_default_calendar
from licensing.acts.clocks.timing import start_clock, stop_clocks
from licensing.acts.plans.parents.reading import CaseDraw, assess_draw, assess_own_draw, read_parent, read_planned
from licensing.choices import Account, ClockKind, TermUnit, Verb
from licensing.errors import WrongState
from licensing.models import Case, CeilingDraw, DecisionLine, Licence, ParentAuthorisation
from licensing.models.decisions.decision import list_granted_items
from licensing.models.plans.parents import (
    build_draws,
    find_parents,
    load_shares,
    lock_drawn,
    lock_parent_of,
    lock_parents,
    select_shares,
)
from licensing.models.record.event import PendingEvent
from licensing.policy.exact import format_decimal
from licensing.policy.plans.parents import Balance, Share, divide_balance, divide_standing, plan_moves
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.supply.deliveries import split_by_year

_ZERO = Decimal()
# Item by item: how much of it has left, and how much may still leave.
_Standing = Mapping[int, tuple[Decimal, Decimal]]
# Item by item: the shares on which it stands, and how much of it was granted on each; of one alone that is not asked.
_Planned = Mapping[int, Mapping[Share, Decimal]]


@dataclass(frozen=True, slots=True)
class _Moving:
    """A case whose draws are moved within a locked authorisation; nothing of the case itself changes."""

    case: Case
    now: datetime


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
    moved = _write_moves(act, draw.reading.parent, own, wanted)
    if moved and not act.case.clocks.running().filter(kind=ClockKind.RESERVATION).exists():
        calendar = act.case.procedure.calendar if act.case.procedure else get_default_calendar()
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
    return _write_moves(act, draw.reading.parent, own, wanted)


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
        if not any(one.reserved for other in find_parents(act.case) for one in _load_own(act, other).values()):
            stop_clocks(act, ClockKind.RESERVATION)


def _leave(act: Act[Case], parent: ParentAuthorisation) -> None:
    if moved := _write_moves(act, parent, _load_own(act, parent), {}):
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
            own = _load_own(act, parent)
            kept = {share: Balance(committed=one.committed, used=one.used) for share, one in own.items()}
            act.record(EventKind.PARENT_LAPSED, parent=parent.reference, lines=_write_moves(act, parent, own, kept))
        if not parents:
            act.record(EventKind.PARENT_LAPSED, parent="", lines=[])
    return act.case


def follow_licence(act: Act[Licence], *, is_varied: bool = False) -> None:
    """Take from the authorisation what has left under a licence, and give back what may leave no more.

    A step of every act that changes either: a clearance, a report of one, a reversal, a variation, and the end of the licence.
    """
    for parent in lock_drawn(act.case):
        own = _load_own(act, parent)
        moved = _write_moves(act, parent, own, _read_wanted(_plan_shares(_pick_shares(own), act), act.licence))
        given_back = [line for line in moved if line[4] == Account.LEFT]
        # A clearance and its reversal tell of what they move themselves.
        if given_back and (is_varied or not act.licence.is_live):
            act.record(EventKind.PARENT_GIVEN_BACK, parent=parent.reference, lines=given_back)


def take_up_granted(act: CaseStep, draw: CaseDraw, licence: Licence | None) -> list[list[Any]]:
    """Take at once what was granted, of an authorisation that the case draws on only now; of a licence what has left of it."""
    own = select_shares(draw.reading.shares, act.case, own=True)
    if licence is not None:
        return _write_moves(act, draw.reading.parent, own, _read_wanted(_group_shares(draw.asked), licence))
    wanted = {share: Balance(committed=quantity) for share, quantity in draw.asked.items()}
    return _write_moves(act, draw.reading.parent, own, wanted)


def count_licensed(licence: Licence) -> dict[int, Decimal]:
    """By the number of the item: what has left under a licence, and what may still."""
    return {number: cleared + left for number, (cleared, left) in _read_standing(licence).items()}


def move_onto_years(parent: ParentAuthorisation, *, at: datetime) -> list[PendingEvent]:
    """Put what was drawn on a locked project before it was given by year into the years in which each request delivers.

    A step of the decision that gives the years; gives what is told of each request. What has no schedule stays without a year.
    """
    reading, events = read_parent(parent), []
    for case in Case.objects.filter(pk__in={share.case for share in reading.shares}).order_by("pk"):
        own, schedule = select_shares(reading.shares, case, own=True), read_planned(case)
        wanted = dict(own)
        for share, balance in own.items():
            years = split_by_year(schedule.get(share.item, []), balance.taken)
            if share.year is None and years and reading.find_project_years(share.line) is not None:
                wanted[share] = Balance()
                parts = {replace(share, year=year): part for year, part in years.items()}
                for part, standing in divide_balance(parts, balance).items():
                    wanted[part] = wanted.get(part, Balance()).add(standing)
        if moved := _write_moves(_Moving(case, at), parent, own, wanted):
            events.append(PendingEvent(EventKind.PARENT_RESERVED, case, data={"parent": parent.reference, "lines": moved}))
    return events


def give_up_parent(act: CaseStep, parent: ParentAuthorisation) -> list[list[Any]]:
    """Give back all that a case holds, what has left too: it draws on this authorisation no more, and never did rightly."""
    own = _load_own(act, parent)
    moved = _write_moves(act, parent, own, dict.fromkeys(own, Balance()))
    if not any(one.reserved for other in find_parents(act.case) for one in _load_own(act, other).values()):
        stop_clocks(act, ClockKind.RESERVATION)
    return moved


def _read_wanted(planned: _Planned, licence: Licence) -> dict[Share, Balance]:
    standing, wanted = _read_standing(licence), dict[Share, Balance]()
    for item, shares in planned.items():
        wanted |= divide_standing(shares, *standing.get(item, (_ZERO, _ZERO)))
    return wanted


def _group_shares(asked: Mapping[Share, Decimal]) -> _Planned:
    grouped: dict[int, dict[Share, Decimal]] = {}
    for share, quantity in asked.items():
        grouped.setdefault(share.item, {})[share] = quantity
    return grouped


def _plan_shares(picked: Sequence[Share], act: Act[Licence]) -> _Planned:
    """The shares on which items stand, with what was granted on each: of a project by year, by when the case delivers."""
    if not any(share.year for share in picked):
        return {share.item: {share: _ZERO} for share in picked}
    schedule, granted = read_planned(act.case), _count_authorised(act.licence)
    planned: dict[int, dict[Share, Decimal]] = {}
    for share in picked:
        years = split_by_year(schedule.get(share.item, []), granted.get(share.item, _ZERO))
        is_split = share.year in years
        planned[share.item] = {replace(share, year=year): part for year, part in years.items()} if is_split else {share: _ZERO}
    return planned


def _count_authorised(licence: Licence) -> dict[int, Decimal]:
    items, found = list_granted_items(licence.case_id), dict[int, Decimal]()
    for line in licence.lines.order_by("number"):
        found[items[line.number - 1]] = found.get(items[line.number - 1], _ZERO) + line.authorised
    return found


def _pick_shares(own: Mapping[Share, Balance]) -> list[Share]:
    """The share on which each item stands now: the one that was granted, of several that amendments have left behind."""
    picked: dict[int, Share] = {}
    # The last one with something on it; where all was given back, the last one that there was.
    for share, _balance in sorted(own.items(), key=lambda one: one[1].committed + one[1].used > 0):
        picked[share.item] = share
    return list(picked.values())


def _read_standing(licence: Licence) -> _Standing:
    """By the number of the item: what has left under the lines of a licence, and what may still leave."""
    items = list_granted_items(licence.case_id)
    found: dict[int, tuple[Decimal, Decimal]] = {}
    for line in licence.lines.order_by("number"):
        number = items[line.number - 1]
        cleared, left = found.get(number, (_ZERO, _ZERO))
        found[number] = (cleared + line.cleared, left + (line.left if licence.is_live else _ZERO))
    return found


def _load_own(act: CaseStep, parent: ParentAuthorisation) -> dict[Share, Balance]:
    """What the case of an act holds of an authorisation."""
    return select_shares(load_shares(parent), act.case, own=True)


def _write_moves(
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
