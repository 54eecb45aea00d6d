"""What of our supply is promised already: read from licences, their ledger and reservations, and never typed by anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum

from licensing.acts.acting import lock_names
from licensing.models import (
    Case,
    Item,
    ItemFamily,
    LicenceLine,
    NeedStatement,
    ProjectInvestment,
    SupplyPlan,
    SupplyReservation,
    Usage,
)
from licensing.models.licences.licence import LIVE_STATES
from licensing.models.supply.families import load_families
from licensing.policy.supply.deliveries import schedule_claims
from licensing.policy.supply.families import Family, Goods, find_family
from licensing.policy.supply.need_verdict import calculate_cumulative_stock
from licensing.policy.supply.raises import OutputRaise
from licensing.policy.supply.spare import Claim, FamilySupply, build_figures, schedule_rest

# Cases, and within each the number of an item, to its deliveries.
Deliveries = Mapping[UUID, Mapping[int, list[Claim]]]


@dataclass(frozen=True, slots=True)
class _PromisedLine:
    """A line of a licence, with the item that it was granted for."""

    line: LicenceLine
    case: UUID
    item: int | None
    family: str | None


def load_supplies(
    families: Iterable[Family], codes: Collection[str], *, today: date, except_case: Case | None = None
) -> dict[str, FamilySupply]:
    """Some families with their newest plans and everything that is promised of them, but by `except_case`."""
    known = list(families)
    rows = SupplyPlan.objects.filter(family__in=codes).newest().prefetch_related("periods") if codes else []
    plans = {row.family_id: row for row in rows}
    supplies = {
        one.code: FamilySupply(one, plans[one.code].as_policy(), plans[one.code].number)
        if one.code in plans
        else FamilySupply(one)
        for one in known
        if one.code in codes
    }
    reckoned = {code: one for code, one in supplies.items() if one.has_figures}
    if not reckoned:
        return supplies
    promised = _load_promised(known, reckoned, today, except_case)
    raises = _load_raises(reckoned)
    return supplies | {
        code: replace(one, promised=tuple(promised[code]), raises=tuple(raises[code])) for code, one in reckoned.items()
    }


def lock_supply(families: Collection[str]) -> None:
    """Lock the supply of some families until the end of the transaction: who reckons with it waits for who changes it."""
    lock_names(f"supply {code}" for code in families)


def list_cases_beyond(family: ItemFamily, *, today: date) -> list[str]:
    """The references of all cases to which something of a family is promised, where more is promised than can be spared."""
    families = load_families()
    supply = load_supplies(families, [family.pk], today=today).get(family.pk)
    # Of a plan without figures nothing is read as promised.
    if supply is None or supply.plan is None or not supply.promised:
        return []
    # By any day and not at the end of the plan: what comes in later does not cover what leaves now.
    if min(calculate_cumulative_stock(build_figures(supply))) >= 0:
        return []
    lines = _load_lines(families, supply.plan.periods[0].first_on, None)
    concerned = {one.case for one in lines if one.family == family.pk}
    reserved = SupplyReservation.objects.running().filter(family=family).values("case")
    rows = Case.objects.filter(Q(pk__in=concerned) | Q(pk__in=reserved))
    return sorted(reference for reference in rows.values_list("reference", flat=True) if reference)


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


def _load_raises(codes: Collection[str]) -> dict[str, list[OutputRaise]]:
    """What investments add to the output of families, by the code of each."""
    raises: dict[str, list[OutputRaise]] = defaultdict(list)
    for one in ProjectInvestment.objects.raising().filter(family__in=codes).select_related("project__plan"):
        raises[str(one.family_id)].append(one.as_raise())
    return raises


def _read_deliveries(written: Iterable[Iterable[str | int]]) -> dict[int, list[Claim]]:
    """Deliveries as a statement keeps them: the number of the item, the day and the quantity."""
    found: dict[int, list[Claim]] = defaultdict(list)
    for number, day, quantity in written:
        found[int(number)].append(Claim(date.fromisoformat(str(day)), Decimal(quantity)))
    return dict(found)


def _load_promised(
    families: list[Family], supplies: Mapping[str, FamilySupply], today: date, except_case: Case | None
) -> dict[str, list[Claim]]:
    promised: dict[str, list[Claim]] = defaultdict(list)
    reserved = SupplyReservation.objects.running().filter(family__in=supplies)
    for row in reserved.exclude(case=except_case) if except_case else reserved:
        promised[row.family_id].append(Claim(max(row.on, today), row.quantity))
    begins = {code: one.plan.periods[0].first_on for code, one in supplies.items() if one.plan}
    lines = _load_lines(families, min(begins.values()), except_case)
    deliveries = load_deliveries({one.case for one in lines})
    left = _load_cleared([one.line.pk for one in lines], min(begins.values()))
    for one in lines:
        if one.family in begins:
            claims = deliveries.get(one.case, {}).get(one.item or 0, [])
            promised[one.family] += _list_claims(one.line, claims, left[one.line.pk], begins[one.family], today)
    return promised


def _list_claims(line: LicenceLine, claims: list[Claim], cleared: list[Claim], begins: date, today: date) -> Iterator[Claim]:
    """What has left under a line since the plan begins, and what may still leave."""
    yield from (one for one in cleared if one.on >= begins)
    if line.licence.is_live:
        yield from schedule_rest(claims, authorised=line.authorised, used=line.used, today=today)


def _load_lines(families: list[Family], since: date, except_case: Case | None) -> list[_PromisedLine]:
    """The lines under which something may leave or has left since a day, each with its item and family."""
    may_leave = Q(licence__state__in=LIVE_STATES)
    has_left = Q(pk__in=Usage.objects.filter(cleared_on__gte=since).values("line"))
    rows = LicenceLine.objects.filter(may_leave | has_left).select_related("licence")
    if except_case is not None:
        rows = rows.exclude(licence__case=except_case)
    lines = list(rows)
    items = Item.objects.filter(case__in={line.licence.case_id for line in lines}).prefetch_related("control_entries")
    # A line of a licence names its goods as the item does; two items of the same name and model are of one family.
    known = {(item.case_id, item.name, item.model): item for item in items.order_by("-number")}
    return [_match_item(line, known.get((line.licence.case_id, line.name, line.model)), families) for line in lines]


def _match_item(line: LicenceLine, item: Item | None, families: list[Family]) -> _PromisedLine:
    goods = read_goods_of(item) if item else Goods(model=line.model)
    family = find_family(goods, families)
    # What is counted in another unit than its family cannot be taken off it.
    code = family.code if family and family.unit == line.unit_id else None
    return _PromisedLine(line, line.licence.case_id, item.number if item else None, code)


def _load_cleared(lines: Collection[int], since: date) -> dict[int, list[Claim]]:
    """What has left under lines from a day on, by day; reversals counted against it."""
    found: dict[int, list[Claim]] = defaultdict(list)
    rows = Usage.objects.filter(line__in=lines, cleared_on__gte=since).values_list("line", "cleared_on")
    for line, on, quantity in rows.annotate(total=Sum("quantity")).order_by("line", "cleared_on"):
        found[line].append(Claim(on, quantity))
    return found
