"""What of our supply is promised already: read from licences, their ledger and reservations, and never typed by anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum

from licensing.acts.acting import lock_names
from licensing.models import (
    Case,
    Item,
    Licence,
    LicenceLine,
    NeedStatement,
    ProjectInvestment,
    SupplyPlan,
    SupplyReservation,
    Usage,
)
from licensing.models.decisions.decision import load_granted_items
from licensing.models.licences.licence import LIVE_STATES
from licensing.models.plans.plan_versions import find_approved_shares
from licensing.models.supply.families import load_families
from licensing.policy.supply.deliveries import schedule_claims
from licensing.policy.supply.families import Family, Goods, find_family
from licensing.policy.supply.raises import OutputRaise
from licensing.policy.supply.spare import Claim, FamilySupply, schedule_rest

# Cases, and within each the number of an item, to its deliveries.
Deliveries = Mapping[UUID, Mapping[int, list[Claim]]]


@dataclass(slots=True)
class _PromisedItem:
    """What a licence is for of an item, by all its lines: the schedule is of the item, to which an appeal may add one."""

    case: UUID
    number: int
    family: str | None
    is_live: bool
    lines: list[LicenceLine] = field(default_factory=list)

    @property
    def authorised(self) -> Decimal:
        return sum((one.authorised for one in self.lines), Decimal())

    @property
    def used(self) -> Decimal:
        return sum((one.used for one in self.lines), Decimal())


@dataclass(frozen=True, slots=True)
class _Promised:
    """What is promised to a case, or has left under its licence."""

    case: UUID
    claim: Claim
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class FamilyPromises:
    """A family: `supply` counts only what has left, and `still` is what may still leave, by the case it is promised to."""

    supply: FamilySupply
    still: Mapping[UUID, tuple[Claim, ...]]


def load_supplies(
    families: Iterable[Family], codes: Collection[str], *, today: date, except_case: Case | None = None
) -> dict[str, FamilySupply]:
    """Some families with their newest plans and everything that is promised of them, but by `except_case`."""
    known = list(families)
    supplies = _load_plans(known, codes)
    reckoned = {code: one for code, one in supplies.items() if one.has_figures}
    if not reckoned:
        return supplies
    promised = _load_promised(known, reckoned, today, except_case)
    raises = _load_raises(reckoned)
    return supplies | {
        code: replace(one, promised=tuple(each.claim for each in promised[code]), raises=tuple(raises[code]))
        for code, one in reckoned.items()
    }


def load_promises(codes: Collection[str], *, today: date) -> dict[str, FamilyPromises]:
    """What is promised of some families, apart from what has left; none of a family without figures."""
    families = load_families() if codes else []
    reckoned = {code: one for code, one in _load_plans(families, codes).items() if one.has_figures}
    if not reckoned:
        return {}
    promised, raises = _load_promised(families, reckoned, today, None), _load_raises(reckoned)
    return {code: _split_promised(replace(one, raises=tuple(raises[code])), promised[code]) for code, one in reckoned.items()}


def lock_supply(families: Collection[str]) -> None:
    """Lock the supply of some families until the end of the transaction: who reckons with it waits for who changes it."""
    lock_names(f"supply {code}" for code in families)


def load_deliveries(cases: Collection[UUID]) -> Deliveries:
    """When the items of cases are delivered: as their schedules say, but for items of which the need was stated otherwise.

    Only the newest statement counts, and only while it has not lapsed: what an older one said was put right by it.
    """
    rows = NeedStatement.objects.unlapsed().filter(case__in=cases)
    newest = rows.order_by("case", "-stated_at", "-pk").distinct("case").values_list("case", "deliveries")
    stated = {case: _read_deliveries(written) for case, written in newest}
    planned = dict(Case.objects.filter(pk__in=cases).exclude(deliveries=[]).values_list("pk", "deliveries"))
    return {
        case: schedule_claims({"deliveries": planned.get(case, [])}) | stated.get(case, {})
        for case in stated.keys() | planned.keys()
    }


def read_goods_of(item: Item) -> Goods:
    """What of a stored item tells its family; needs its control entries."""
    return Goods(item.maker, item.model, tuple(entry.pk for entry in item.control_entries.all()))


def _load_plans(families: Collection[Family], codes: Collection[str]) -> dict[str, FamilySupply]:
    """Some families with their newest plans, before anything that is promised."""
    rows = SupplyPlan.objects.filter(family__in=codes).newest().prefetch_related("periods") if codes else []
    plans = {row.family_id: row for row in rows}
    return {
        one.code: FamilySupply(one, plans[one.code].as_policy(), plans[one.code].number)
        if one.code in plans
        else FamilySupply(one)
        for one in families
        if one.code in codes
    }


def _load_raises(codes: Collection[str]) -> dict[str, list[OutputRaise]]:
    """What investments add to the output of families, by the code of each."""
    raises: dict[str, list[OutputRaise]] = defaultdict(list)
    rows = list(ProjectInvestment.objects.raising().filter(family__in=codes).select_related("project__plan"))
    shares = find_approved_shares([one.project for one in rows]) if rows else {}
    for one in rows:
        raises[str(one.family_id)].append(one.as_raise(shares[one.project_id]))
    return raises


def _read_deliveries(written: Iterable[Iterable[str | int]]) -> dict[int, list[Claim]]:
    """Deliveries as a statement keeps them: the number of the item, the day and the quantity."""
    found: dict[int, list[Claim]] = defaultdict(list)
    for number, day, quantity in written:
        found[int(number)].append(Claim(date.fromisoformat(str(day)), Decimal(quantity)))
    return dict(found)


def _load_promised(
    families: list[Family], supplies: Mapping[str, FamilySupply], today: date, except_case: Case | None
) -> dict[str, list[_Promised]]:
    promised: dict[str, list[_Promised]] = defaultdict(list)
    reserved = SupplyReservation.objects.running().filter(family__in=supplies)
    for row in reserved.exclude(case=except_case) if except_case else reserved:
        promised[row.family_id].append(_Promised(row.case_id, Claim(max(row.on, today), row.quantity)))
    begins = {code: one.plan.begins_on for code, one in supplies.items() if one.plan}
    items = _load_items(families, min(begins.values()), except_case)
    deliveries = load_deliveries({one.case for one in items})
    left = _load_cleared([line.pk for one in items for line in one.lines], min(begins.values()))
    for one in items:
        if one.family in begins:
            claims = deliveries.get(one.case, {}).get(one.number, [])
            cleared = [each for line in one.lines for each in left[line.pk]]
            promised[one.family] += _list_promised(one, claims, cleared, begins[one.family], today)
    return promised


def _split_promised(supply: FamilySupply, promised: Iterable[_Promised]) -> FamilyPromises:
    left, still = list[Claim](), dict[UUID, tuple[Claim, ...]]()
    for one in promised:
        if one.has_left:
            left.append(one.claim)
        else:
            still[one.case] = (*still.get(one.case, ()), one.claim)
    return FamilyPromises(replace(supply, promised=tuple(left)), still)


def _list_promised(
    of: _PromisedItem, claims: list[Claim], cleared: list[Claim], begins: date, today: date
) -> Iterator[_Promised]:
    """What has left of an item since the plan begins, and what may still leave."""
    yield from (_Promised(of.case, one, has_left=True) for one in cleared if one.on >= begins)
    if of.is_live:
        rest = schedule_rest(claims, authorised=of.authorised, used=of.used, today=today)
        yield from (_Promised(of.case, one) for one in rest)


def _load_items(families: list[Family], since: date, except_case: Case | None) -> list[_PromisedItem]:
    """The items of which something may leave or has left since a day, each with its lines and its family."""
    may_leave = Q(licence__state__in=LIVE_STATES)
    has_left = Q(pk__in=Usage.objects.filter(cleared_on__gte=since).values("line"))
    rows = LicenceLine.objects.filter(may_leave | has_left).select_related("licence")
    if except_case is not None:
        rows = rows.exclude(licence__case=except_case)
    lines = list(rows)
    cases = {line.licence.case_id for line in lines}
    granted = load_granted_items(cases)
    items = {(one.case_id, one.number): one for one in Item.objects.filter(case__in=cases).prefetch_related("control_entries")}
    found: dict[tuple[UUID, int], _PromisedItem] = {}
    for line in lines:
        key = line.licence.case_id, granted[line.licence.case_id][line.number - 1]
        found.setdefault(key, _build_promised(items[key], line.licence, families)).lines.append(line)
    return list(found.values())


def _build_promised(item: Item, licence: Licence, families: list[Family]) -> _PromisedItem:
    family = find_family(read_goods_of(item), families)
    # What is counted in another unit than its family cannot be taken off it.
    code = family.code if family and family.unit == item.unit_id else None
    return _PromisedItem(item.case_id, item.number, code, licence.is_live)


def _load_cleared(lines: Collection[int], since: date) -> dict[int, list[Claim]]:
    """What has left under lines from a day on, by day; reversals counted against it."""
    found: dict[int, list[Claim]] = defaultdict(list)
    rows = Usage.objects.filter(line__in=lines, cleared_on__gte=since).values_list("line", "cleared_on")
    for line, on, quantity in rows.annotate(total=Sum("quantity")).order_by("line", "cleared_on"):
        found[line].append(Claim(on, quantity))
    return found
