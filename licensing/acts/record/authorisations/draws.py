"""Whether what requests draw on authorisations and projects is what was filed, told and cleared: computed without the ledger.

Four sources say the same apart from each other: the moves that events told, the versions that were filed, the clearances of
customs under the licence, and where the case stands. The ledger is compared with all of them, entry by entry and sum by sum.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeAlias

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from licensing.acts.record.report import Fault, Report
from licensing.choices import REVIEW_STATES, Account, CaseState, ClockKind
from licensing.models import (
    Case,
    CaseVersion,
    CeilingDraw,
    Clock,
    DecisionLine,
    Event,
    LicenceLine,
    ParentAuthorisation,
    Usage,
)
from licensing.models.clocks.days import to_local_day
from licensing.models.decisions.decision import list_granted_items
from licensing.models.plans.parents import load_shares, normalise_price
from licensing.policy.exact import format_decimal
from licensing.policy.plans.parents import Balance, Share

_CHUNK: Final = 2000
_ZERO: Final = Decimal()
# Case, moment, item, line, year, from, to, quantity.
_Move: TypeAlias = tuple[str, str, int, int, int | None, str, str, str]
# What a share is counted in: number of the item, unit, price of one, currency.
_Goods: TypeAlias = tuple[int, str, Decimal | None, str]


@dataclass(frozen=True, slots=True)
class _Holder:
    """A case that has drawn, with what it may hold by where it stands: item by item, of each account what is possible."""

    case: Case
    draws: bool
    goods: frozenset[_Goods]
    # Items with the calendar years in which they leave, by any version that was filed and by the clearances of customs.
    years: frozenset[tuple[int, int]]
    reserved: Mapping[int, Decimal]
    committed: Mapping[int, frozenset[Decimal]]
    used: Mapping[int, Decimal]

    def find_fault(self, held: Mapping[int, Balance]) -> str:
        """What of it is not so, in words; an empty text where all is."""
        for item, balance in held.items():
            if balance.used != self.used.get(item, _ZERO):
                words = {"item": item, "used": format_decimal(balance.used)}
                return _("Item %(item)s has %(used)s delivered, which is not the sum of its clearances.") % words
            if balance.reserved not in (_ZERO, self.reserved.get(item, _ZERO)):
                words = {"item": item, "reserved": format_decimal(balance.reserved)}
                return _("Item %(item)s has %(reserved)s reserved, which is not what was filed and waits.") % words
            if balance.committed not in self.committed.get(item, frozenset({_ZERO})):
                words = {"item": item, "committed": format_decimal(balance.committed)}
                return _("Item %(item)s has %(committed)s granted, which is not what its decision and licence leave.") % words
        return ""


def check_draws(report: Report) -> Iterator[Fault]:
    """What every case holds of what it draws on follows from its events, its versions, its clearances and its state."""
    told = _load_recorded_moves()
    rows = ParentAuthorisation.objects.select_related("case", "project__plan").order_by("pk")
    for parent in rows.iterator(chunk_size=_CHUNK):
        where = report.look_at("authorisations", f"authorisation {parent}")
        if sentence := _find_parent_fault(parent, told[parent.reference] + told[str(parent.project_id)]):
            yield Fault(where, sentence)


def _find_parent_fault(parent: ParentAuthorisation, told: Counter[_Move]) -> str:
    shares = load_shares(parent)
    if any(min(one.reserved, one.committed, one.used) < 0 for one in shares.values()):
        return _("A request holds less than nothing of it.")
    if sentence := _find_untold(parent, told):
        return sentence
    items: dict[str, dict[int, Balance]] = defaultdict(dict)
    for share, balance in shares.items():
        before = items[share.case].get(share.item, Balance())
        items[share.case][share.item] = before.add(balance)
    for case in Case.objects.filter(pk__in=items).order_by("pk"):
        holder = _read_holder(parent, case)
        own = [share for share in shares if share.case == str(case.pk)]
        if any(not _is_of(share, holder, parent) for share in own):
            return _("A request draws in another unit or at another price than it has filed.")
        if parent.project_id is not None and any(share.year and (share.item, share.year) not in holder.years for share in own):
            return _("A request draws on a year of a project in which it delivers nothing.")
        if sentence := holder.find_fault(items[str(case.pk)]):
            return sentence
    return ""


def _find_untold(parent: ParentAuthorisation, told: Counter[_Move]) -> str:
    """Moves without their event, and events without their move. Of a clearance its own event tells, with no line of it here."""
    drawn = Counter(_list_drawn_moves(parent))
    if told - drawn:
        return _("Something was drawn or given back, by its event, that is not here.")
    untold = drawn - told
    if any(Account.USED not in (move[5], move[6]) for move in untold):
        return _("No event tells of something that was drawn or given back.")
    cases = {move[0] for move in untold}
    moments = {(str(case), at.isoformat()) for case, at in Event.objects.filter(case__in=cases).values_list("case", "at")}
    if any((move[0], move[1]) not in moments for move in untold):
        return _("Something was delivered at a moment of which no event of the request tells.")
    return ""


def _list_drawn_moves(parent: ParentAuthorisation) -> Iterator[_Move]:
    for one in CeilingDraw.objects.filter(authorisation=parent).iterator(chunk_size=_CHUNK):
        moved = (one.item, one.line, one.year, one.source, one.target, format_decimal(one.quantity))
        yield str(one.case_id), one.drawn_at.isoformat(), *moved


def _load_recorded_moves() -> defaultdict[str, Counter[_Move]]:
    """The moves that events tell, by what was drawn on: its reference, or the key of a project in the events about its plan."""
    told: defaultdict[str, Counter[_Move]] = defaultdict(Counter)
    named = Q(data__has_key="parent") | Q(data__has_key="project")
    for event in Event.objects.filter(named, data__has_key="lines").iterator(chunk_size=_CHUNK):
        case = str(event.case_id or event.data["case"])
        moves = told[str(event.data.get("parent") or event.data.get("project"))]
        for item, line, year, source, target, quantity in event.data["lines"]:
            moves[case, event.at.isoformat(), item, line, year, source, target, quantity] += 1
    return told


def _read_holder(parent: ParentAuthorisation, case: Case) -> _Holder:
    # A contract that delivers itself draws on what it was granted, as its call-offs do.
    draws = parent.case_id is not None and parent.case_id in (case.plan_id, case.pk)
    draws = draws or (parent.project_id is not None and case.project_id == parent.project_id)
    goods, asked = _read_filed(case)
    years = _read_years(case)
    if not draws:
        return _Holder(case, draws, goods, years, {}, {}, {})
    cleared, left = _read_cleared(case)
    waits = case.state in {*REVIEW_STATES, CaseState.ADJOURNED}
    waits = waits and Clock.objects.running().filter(case=case, kind=ClockKind.RESERVATION).exists()
    committed = {item: frozenset({quantity}) for item, quantity in left.items()}
    if not cleared and not left:
        committed = {item: frozenset({_ZERO, quantity}) for item, quantity in _read_decided(case).items()}
    return _Holder(case, draws, goods, years, asked if waits else {}, committed, cleared)


def _read_filed(case: Case) -> tuple[frozenset[_Goods], dict[int, Decimal]]:
    """Of all versions, in what the items are counted; of the last one, how much of each is asked for."""
    goods, asked = set[_Goods](), dict[int, Decimal]()
    for canonical in CaseVersion.objects.filter(case=case).order_by("number").values_list("canonical", flat=True):
        items: list[dict[str, Any]] = json.loads(canonical).get("items", [])
        asked = {one["number"]: Decimal(one["quantity"]) for one in items if one.get("quantity") is not None}
        for one in items:
            price = one.get("unit_price")
            worth = None if price is None else normalise_price(Decimal(price))
            goods.add((one["number"], one.get("unit") or "", worth, one.get("currency") or ""))
    return frozenset(goods), asked


def _read_years(case: Case) -> frozenset[tuple[int, int]]:
    texts = CaseVersion.objects.filter(case=case).order_by("number").values_list("canonical", flat=True)
    rows = [one for text in texts for one in json.loads(text).get("deliveries", [])]
    planned = {(one["item"], int(one["first_on"][:4])) for one in rows if one.get("item") and one.get("first_on")}
    # What was reversed since has stood on its year, too.
    entries = Usage.objects.filter(line__licence__case=case, reverses__isnull=True)
    items = list_granted_items(case.pk) if entries else []
    left = {
        (items[number - 1], (cleared_on if reported else to_local_day(drawn_at)).year)
        for number, reported, cleared_on, drawn_at in entries.values_list("line__number", "reported", "cleared_on", "drawn_at")
    }
    return frozenset(planned | left)


def _is_of(share: Share, holder: _Holder, parent: ParentAuthorisation) -> bool:
    """Whether a share is counted as its item was filed; one without a price of its own takes that of the price path."""
    if (share.item, share.unit, share.price, share.currency) in holder.goods:
        return True
    unpriced = any((number, unit, price) == (share.item, share.unit, None) for number, unit, price, _currency in holder.goods)
    rows = parent.ceilings.filter(Q(line=share.line) | Q(line=None), year=share.year, price=share.price)
    return unpriced and rows.filter(currency=share.currency or None).exists()


def _read_cleared(case: Case) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
    """By item, what has left under the licence of a case by the entries of customs, and what may still."""
    items = list_granted_items(case.pk)
    cleared, left = defaultdict[int, Decimal](Decimal), defaultdict[int, Decimal](Decimal)
    lines = LicenceLine.objects.filter(licence__case=case).select_related("licence").annotate(entered=Sum("usages__quantity"))
    for line in lines.order_by("number"):
        number, entered = items[line.number - 1], line.entered or _ZERO
        cleared[number] += entered
        left[number] += max(line.authorised - entered, _ZERO) if line.licence.is_live else _ZERO
    return cleared, left


def _read_decided(case: Case) -> dict[int, Decimal]:
    """What the present decision of a case has granted of each item; nothing where it grants nothing."""
    if case.decision_id is None or case.state != CaseState.GRANTED:
        return {}
    rows = DecisionLine.objects.filter(decision=case.decision_id).values_list("item__number", "quantity")
    return {number: quantity for number, quantity in rows if quantity}
