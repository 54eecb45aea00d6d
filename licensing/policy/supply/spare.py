"""What of a request can be spared: its lines against the plans of their families and all that is promised elsewhere.

A verdict is computed from data and not typed: whoever finds it wrong corrects the plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from licensing.choices import NeedVerdict
from licensing.policy.exact import round_down
from licensing.policy.licences.lines import limit_granted
from licensing.policy.supply.families import Family
from licensing.policy.supply.need_verdict import (
    NeedFigures,
    Period,
    calculate_cumulative_stock,
    calculate_quota_left,
    judge_need,
)
from licensing.policy.supply.plans import PlanInput
from licensing.policy.supply.raises import OutputRaise, sum_own_part, sum_raised


class Basis(StrEnum):
    """What a line's verdict rests on; the last ones say why there is none."""

    FIGURES = "figures"
    DOCUMENT = "document"
    STALE = "stale"
    NO_FAMILY = "no_family"
    NO_PLAN = "no_plan"
    OTHER_UNIT = "other_unit"


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity that leaves the country on a day: delivered, promised or asked for."""

    on: date
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class FamilySupply:
    """A family with its newest plan and all that is promised of it elsewhere, or has left since the plan begins."""

    family: Family
    plan: PlanInput | None = None
    number: int = 0
    promised: tuple[Claim, ...] = ()
    raises: tuple[OutputRaise, ...] = ()

    @property
    def has_figures(self) -> bool:
        """Whether there is a plan to reckon with, and not a document alone."""
        return self.plan is not None and not self.plan.is_reference

    def is_recent(self, *, today: date) -> bool:
        """Whether there is a plan whose data are not too old for a statement made today."""
        return self.plan is not None and today <= self.good_until

    @property
    def good_until(self) -> date:
        """The last day on which a statement may rest on the plan."""
        return (self.plan.data_on if self.plan else date.min) + timedelta(days=self.family.plan_days)


@dataclass(frozen=True, slots=True)
class LineAsk:
    """A line of a request: how much of which family leaves when. `family` is None where no family takes the goods.

    `gone` has left before the plan of its family begins: it is among what is asked for, and in no stock of that plan.
    """

    number: int
    unit: str
    family: str | None
    claims: tuple[Claim, ...]
    gone: Claim | None = None

    @property
    def asked(self) -> Decimal:
        """The quantity in all."""
        return sum_claims(self.claims) + (self.gone.quantity if self.gone else 0)


@dataclass(frozen=True, slots=True)
class LineNeed:
    """What can be spared of a line. Where figures say so, `spared` is how much, and `claims` when it leaves."""

    number: int
    family: str | None
    asked: Decimal
    basis: Basis
    verdict: NeedVerdict | None = None
    spared: Decimal | None = None
    claims: tuple[Claim, ...] = ()
    unit: str = ""
    # Whether output counts in it that an investment raises.
    is_raised: bool = False


@dataclass(frozen=True, slots=True)
class CaseNeed:
    """What can be spared of a request, line by line. `data_on` and `good_until` are those of its oldest plan."""

    lines: tuple[LineNeed, ...]
    data_on: date | None = None
    good_until: date | None = None
    plans: tuple[tuple[str, int], ...] = ()

    @property
    def verdict(self) -> NeedVerdict | None:
        """The verdict on all lines that have one: the same word for all, or limited. None where no line has one."""
        found = {line.verdict for line in self.lines if line.verdict is not None}
        return None if not found else found.pop() if len(found) == 1 else NeedVerdict.LIMITED

    @property
    def is_complete(self) -> bool:
        """Whether every line has a verdict, so that nobody has to give one."""
        return all(line.verdict is not None for line in self.lines)

    def list_lines(self, *bases: Basis) -> list[LineNeed]:
        """The lines that rest on one of these."""
        return [line for line in self.lines if line.basis in bases]


def sum_claims(claims: Iterable[Claim]) -> Decimal:
    return sum((one.quantity for one in claims), Decimal())


def build_figures(supply: FamilySupply) -> NeedFigures:
    """A plan as the path of its stock is computed: by its periods, with all that is promised elsewhere.

    Only output that is confirmed counts, with what confirmed investments add to it; our own forces' share of that is allocated.
    What leaves before the first period counts in it, what leaves after the last in that.
    """
    plan = supply.plan
    assert plan is not None
    assert plan.opening_stock is not None
    assert plan.reserve_floor is not None
    promised: dict[int, Decimal] = defaultdict(Decimal)
    for claim in supply.promised:
        promised[find_period(plan, claim.on)] += claim.quantity
    return NeedFigures(
        opening_stock=plan.opening_stock,
        reserve_floor=plan.reserve_floor,
        periods=tuple(
            Period(
                one.first_on.isoformat(),
                one.confirmed + sum_raised(supply.raises, one.first_on, one.last_on, confirmed=True),
                one.allocation + sum_own_part(supply.raises, one.first_on, one.last_on, confirmed=True),
                promised[place],
            )
            for place, one in enumerate(plan.periods)
        ),
        domestic_orders=plan.domestic_orders,
        quota_percent=supply.family.quota_percent,
    )


def find_period(plan: PlanInput, on: date) -> int:
    """The place of the period of a day; of a day before or after the plan, that of its first or its last."""
    return next((place for place, one in enumerate(plan.periods) if on <= one.last_on), len(plan.periods) - 1)


def allocate_spare(supply: FamilySupply, asks: Sequence[Claim], *, decimals: int) -> list[Decimal]:
    """How much of each claim can go, the earliest first: never so much that its period or a later one is starved."""
    plan, figures = supply.plan, build_figures(supply)
    assert plan is not None
    stock, left = list(calculate_cumulative_stock(figures)), calculate_quota_left(figures)
    taken = [Decimal()] * len(asks)
    for place in sorted(range(len(asks)), key=lambda one: asks[one].on):
        period = find_period(plan, asks[place].on)
        most = min([asks[place].quantity, *stock[period:], *([] if left is None else [left])])
        taken[place] = max(Decimal(), round_down(most, decimals))
        for later in range(period, len(stock)):
            stock[later] -= taken[place]
        left = None if left is None else left - taken[place]
    return taken


def assess_lines(
    lines: Sequence[LineAsk], supplies: Mapping[str, FamilySupply], *, today: date, decimals: Mapping[str, int]
) -> CaseNeed:
    """What of each line of a request can be spared; `decimals` are those of the units."""
    bases = {line.number: _find_basis(line, supplies, today=today) for line in lines}
    spared: dict[int, tuple[Claim, ...]] = {}
    for code, supply in supplies.items():
        counted = [line for line in lines if line.family == code and bases[line.number] is Basis.FIGURES]
        spared |= _allocate_lines(supply, counted, decimals)
    used = [supplies[code] for code in dict.fromkeys(line.family for line in lines if _has_verdict(bases[line.number])) if code]
    return CaseNeed(
        lines=tuple(_build_line_need(line, bases[line.number], supplies, spared.get(line.number)) for line in lines),
        data_on=min((one.plan.data_on for one in used if one.plan), default=None),
        good_until=min((one.good_until for one in used), default=None),
        plans=tuple((one.family.code, one.number) for one in used),
    )


def list_worse(now: CaseNeed, stated: Mapping[int, tuple[NeedVerdict, Decimal | None]]) -> list[int]:
    """The lines of which less can be spared than was stated of them. One of which nothing is known now is no worse."""
    return [line.number for line in now.lines if line.number in stated and _is_worse(line, *stated[line.number])]


def is_better(verdict: NeedVerdict, than: NeedVerdict) -> bool:
    """Whether a verdict promises more than another."""
    return _RANKS[verdict] < _RANKS[than]


def fill_in_verdict(need: CaseNeed, asked: Mapping[int, tuple[Decimal, str]], verdict: NeedVerdict) -> CaseNeed:
    """What can be spared where a document speaks for every line that no plan does.

    `asked` has all lines of the request, with their units.
    """
    known = {line.number: line for line in need.lines if line.verdict is not None}
    lines = (
        known.get(number, LineNeed(number, None, of, Basis.DOCUMENT, verdict, unit=unit))
        for number, (of, unit) in asked.items()
    )
    return replace(need, lines=tuple(lines))


def list_beyond(need: CaseNeed, granted: Mapping[int, Decimal]) -> list[LineNeed]:
    """The lines of which more would be granted than can be spared; `granted` has those of which less than all is granted."""
    return [line for line in need.lines if _does_exceed(line, limit_granted(granted, line.number, line.asked))]


def schedule_rest(claims: Sequence[Claim], *, authorised: Decimal, used: Decimal, today: date) -> list[Claim]:
    """When what is left of an authorised quantity leaves: the schedule up to that quantity, without what has left already.

    What the schedule does not name, and what is overdue, may leave today.
    """
    left, gone = authorised, used
    rest: list[Claim] = []
    for claim in sorted(claims, key=lambda one: one.on):
        quantity = min(claim.quantity, left)
        left -= quantity
        passed = min(quantity, gone)
        gone -= passed
        if quantity > passed:
            rest.append(Claim(max(claim.on, today), quantity - passed))
    return [*rest, *([Claim(today, left - gone)] if left > gone else [])]


_RANKS = {NeedVerdict.SUFFICIENT: 0, NeedVerdict.LIMITED: 1, NeedVerdict.INSUFFICIENT: 2}


def _is_worse(line: LineNeed, verdict: NeedVerdict, spared: Decimal | None) -> bool:
    if line.spared is not None and spared is not None:
        return line.spared < spared
    return line.verdict is not None and _RANKS[line.verdict] > _RANKS[verdict]


def _has_verdict(basis: Basis) -> bool:
    return basis in (Basis.FIGURES, Basis.DOCUMENT)


def _find_basis(line: LineAsk, supplies: Mapping[str, FamilySupply], *, today: date) -> Basis:
    supply = supplies.get(line.family or "")
    if supply is None:
        return Basis.NO_FAMILY
    if supply.plan is None:
        return Basis.NO_PLAN
    if not supply.is_recent(today=today):
        return Basis.STALE
    if supply.plan.is_reference:
        return Basis.DOCUMENT
    return Basis.FIGURES if line.unit == supply.family.unit else Basis.OTHER_UNIT


def _allocate_lines(
    supply: FamilySupply, lines: Sequence[LineAsk], decimals: Mapping[str, int]
) -> dict[int, tuple[Claim, ...]]:
    """What can go of several lines of one family together: they draw on the same stock, the earliest delivery first."""
    if not lines:
        return {}
    claims = [(line.number, claim) for line in lines for claim in line.claims]
    taken = allocate_spare(supply, [claim for _number, claim in claims], decimals=decimals.get(supply.family.unit, 0))
    found: dict[int, tuple[Claim, ...]] = {line.number: (line.gone,) if line.gone else () for line in lines}
    for (number, claim), quantity in zip(claims, taken, strict=True):
        if quantity:
            found[number] += (Claim(claim.on, quantity),)
    return found


def _build_line_need(
    line: LineAsk, basis: Basis, supplies: Mapping[str, FamilySupply], spared: Iterable[Claim] | None
) -> LineNeed:
    if basis is Basis.DOCUMENT:
        plan = supplies[line.family or ""].plan
        return LineNeed(line.number, line.family, line.asked, basis, plan.verdict if plan else None, unit=line.unit)
    if spared is None:
        return LineNeed(line.number, line.family, line.asked, basis, unit=line.unit)
    claims = tuple(spared)
    total = sum_claims(claims)
    raised = any(one.is_confirmed for one in supplies[line.family or ""].raises)
    return LineNeed(
        line.number, line.family, line.asked, basis, judge_need(line.asked, total), total, claims, line.unit, raised
    )


def _does_exceed(line: LineNeed, granted: Decimal) -> bool:
    if not granted or line.verdict in (None, NeedVerdict.SUFFICIENT):
        return False
    if line.spared is not None:
        return granted > line.spared
    # A document that says "limited" does not say to how much: less than was asked for may go.
    return line.verdict is NeedVerdict.INSUFFICIENT or granted >= line.asked
