"""What has left under a licence, and what may still, on the authorisations that its case draws on: as steps of its acts.

Goods count in the year in which they leave where that is earlier than the year that they were granted for, so that no year of
a framework or a project supplies more than its ceiling.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from licensing.acts.acting import Act, CaseStep
from licensing.acts.plans.parents.drawing import load_own, write_moves
from licensing.acts.plans.parents.reading import CaseDraw, ParentReading, read_parent, read_planned
from licensing.choices import Account
from licensing.models import Case, Licence, ParentAuthorisation
from licensing.models.decisions.decision import list_granted_items
from licensing.models.licences.licence import find_licence
from licensing.models.plans.parents import lock_drawn, select_shares
from licensing.models.read_models.licences.gate import read_moves
from licensing.models.record.event import PendingEvent
from licensing.policy.licences.customs.years import divide_balance, divide_standing
from licensing.policy.plans.parents import Balance, Share
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.supply.deliveries import split_by_year

_ZERO = Decimal()
# Item by item: the shares on which it stands, and how much of it was granted on each.
_Planned = Mapping[int, Mapping[Share, Decimal]]


@dataclass(frozen=True, slots=True)
class _Moving:
    """A case whose draws are moved within a locked authorisation; nothing of the case itself changes."""

    case: Case
    now: datetime


@dataclass(slots=True)
class _Standing:
    """Of one item: how much of it was granted, how much has left in which year, and how much may still."""

    granted: Decimal = _ZERO
    cleared: Decimal = _ZERO
    left: Decimal = _ZERO
    gone: dict[int, Decimal] = field(default_factory=lambda: defaultdict[int, Decimal](Decimal))


def follow_licence(act: Act[Licence], *, is_varied: bool = False) -> None:
    """Take from the authorisation what has left under a licence, and give back what may leave no more.

    A step of every act that changes either: a clearance, a report of one, a reversal, a variation, and the end of the licence.
    """
    for parent in lock_drawn(act.case):
        own = load_own(act, parent)
        picked = _pick_shares(own, act, parent)
        standing = _read_standing(act.licence, parent, picked)
        is_own = parent.case_id == act.case.pk
        planned = _plan_own(own, picked, standing) if is_own else _plan_shares(picked, act, parent, standing)
        # Of a year on which goods stand no more, since their early leaving was reversed, nothing else would be said.
        moved = write_moves(act, parent, own, dict.fromkeys(own, Balance()) | _divide(planned, standing))
        to_another_year, given_back, taken = _split_moves(moved)
        if to_another_year:
            act.record(EventKind.PARENT_MOVED, parent=parent.reference, lines=to_another_year)
        if taken and is_varied:
            act.record(EventKind.PARENT_COMMITTED, parent=parent.reference, lines=taken)
        # A clearance and its reversal tell of what they move themselves.
        if given_back and (is_varied or not act.licence.is_live):
            act.record(EventKind.PARENT_GIVEN_BACK, parent=parent.reference, lines=given_back)


def _split_moves(moved: Sequence[list[Any]]) -> tuple[list[list[Any]], list[list[Any]], list[list[Any]]]:
    """The moves of items that stand on another year now, which are taken from one and given back to the other; and what else
    is given back, and taken.
    """
    turned = {line[0] for line in moved if line[3] == Account.LEFT} & {line[0] for line in moved if line[4] == Account.LEFT}
    others = [line for line in moved if line[0] not in turned]
    given_back = [line for line in others if line[4] == Account.LEFT]
    taken = [line for line in others if line[3] == Account.LEFT]
    return [line for line in moved if line[0] in turned], given_back, taken


def take_up_granted(act: CaseStep, draw: CaseDraw, licence: Licence | None) -> list[list[Any]]:
    """Take at once what was granted, of an authorisation that the case draws on only now; of a licence what has left of it."""
    own = select_shares(draw.reading.shares, act.case, own=True)
    if licence is not None:
        standing = _read_standing(licence, draw.reading.parent, draw.asked)
        return write_moves(act, draw.reading.parent, own, _divide(_group_shares(draw.asked), standing))
    wanted = {share: Balance(committed=quantity) for share, quantity in draw.asked.items()}
    return write_moves(act, draw.reading.parent, own, wanted)


def move_onto_years(parent: ParentAuthorisation, *, at: datetime) -> list[PendingEvent]:
    """Put what was drawn on a locked project before it was given by year into the years in which each request delivers.

    A step of the decision that gives the years; gives what is told of each request. What has no schedule stays without a year,
    and what has left stands on the year in which it did, if that is earlier.
    """
    reading, events = read_parent(parent), []
    for case in Case.objects.filter(pk__in={share.case for share in reading.shares}).order_by("pk"):
        own = select_shares(reading.shares, case, own=True)
        if moved := write_moves(_Moving(case, at), parent, own, _spread_over_years(reading, case, own)):
            events.append(PendingEvent(EventKind.PARENT_RESERVED, case, data={"parent": parent.reference, "lines": moved}))
    return events


def _spread_over_years(reading: ParentReading, case: Case, own: Mapping[Share, Balance]) -> dict[Share, Balance]:
    schedule, licence, wanted = read_planned(case), find_licence(case), dict(own)
    for share, balance in own.items():
        years = split_by_year(schedule.get(share.item, []), balance.taken)
        if share.year is not None or not years or reading.find_project_years(share.line) is None:
            continue
        wanted[share] = Balance()
        parts = {replace(share, year=year): part for year, part in years.items()}
        standing = _read_standing(licence, reading.parent, parts)[share.item] if licence else None
        spread = divide_standing(parts, standing.gone, balance.committed) if standing else divide_balance(parts, balance)
        for part, one in spread.items():
            wanted[part] = wanted.get(part, Balance()).add(one)
    return wanted


def count_licensed(licence: Licence) -> dict[int, Decimal]:
    """By the number of the item: what has left under a licence, and what may still."""
    items = list_granted_items(licence.case_id)
    return {number: one.cleared + one.left for number, one in _read_licence_lines(licence, items).items()}


def _divide(planned: _Planned, standing: Mapping[int, _Standing]) -> dict[Share, Balance]:
    wanted: dict[Share, Balance] = {}
    for item, shares in planned.items():
        one = standing.get(item, _Standing())
        wanted |= divide_standing(shares, one.gone, one.left)
    return wanted


def _group_shares(asked: Mapping[Share, Decimal]) -> _Planned:
    grouped: dict[int, dict[Share, Decimal]] = {}
    for share, quantity in asked.items():
        grouped.setdefault(share.item, {})[share] = quantity
    return grouped


def _plan_shares(
    picked: Sequence[Share], act: Act[Licence], parent: ParentAuthorisation, standing: Mapping[int, _Standing]
) -> _Planned:
    """The shares on which items stand, with what was granted on each: of a project by year, by when the case delivers."""
    by_year = parent.project_id is not None and any(share.year for share in picked)
    schedule = read_planned(act.case) if by_year else {}
    planned: dict[int, dict[Share, Decimal]] = {}
    for share in picked:
        granted = standing[share.item].granted if share.item in standing else _ZERO
        years = split_by_year(schedule.get(share.item, []), granted) if share.year else {}
        planned[share.item] = {replace(share, year=year): part for year, part in years.items()} or {share: granted}
    return planned


def _plan_own(own: Mapping[Share, Balance], picked: Sequence[Share], standing: Mapping[int, _Standing]) -> _Planned:
    """The same of the permit of a contract, which stands on as many years as it was split over.

    What a variation takes from it is of the last of them first, and what else it was given is of the last.
    """
    planned: dict[int, dict[Share, Decimal]] = {}
    for last in picked:
        granted = standing[last.item].granted if last.item in standing else _ZERO
        shares = sorted((one for one in own if one.item == last.item and own[one].taken), key=lambda one: one.year or 0)
        parts = planned[last.item] = dict[Share, Decimal]()
        for share in shares:
            parts[share] = min(own[share].taken, granted - sum(parts.values(), _ZERO))
        parts[last] = parts.get(last, _ZERO) + granted - sum(parts.values(), _ZERO)
    return planned


def _pick_shares(own: Mapping[Share, Balance], act: Act[Licence], parent: ParentAuthorisation) -> list[Share]:
    """The share on which each item stands now: the one that was granted, of several that amendments have left behind.

    Under a framework it is of the year that the case names; what left before that year stands beside it.
    """
    picked: dict[int, Share] = {}
    named = act.case.plan_year if parent.years and parent.case_id != act.case.pk else None
    # The last one with something on it; where all was given back, the last one that there was.
    for share, _balance in sorted(own.items(), key=lambda one: (one[1].committed + one[1].used > 0, one[0].year or 0)):
        picked[share.item] = share if named is None else replace(share, year=named)
    return list(picked.values())


def _read_standing(licence: Licence, parent: ParentAuthorisation, shares: Iterable[Share]) -> dict[int, _Standing]:
    """By the number of the item: what was granted, has left and may still leave under the lines of a licence.

    In which year it has left is read only where items stand on years.
    """
    items = list_granted_items(licence.case_id)
    found = _read_licence_lines(licence, items)
    if any(share.year for share in shares):
        for move in read_moves(licence):
            found[items[move.line - 1]].gone[parent.find_year(move.day)] += move.quantity
    else:
        for one in found.values():
            one.gone[0] = one.cleared
    return found


def _read_licence_lines(licence: Licence, items: Sequence[int]) -> dict[int, _Standing]:
    found: dict[int, _Standing] = {}
    for line in licence.lines.order_by("number"):
        one = found.setdefault(items[line.number - 1], _Standing())
        one.granted += line.authorised
        one.cleared += line.cleared
        one.left += line.left if licence.is_live else _ZERO
    return found
