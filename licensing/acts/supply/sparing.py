"""What of a case can be spared: computed from its items, their families and plans, whenever somebody asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.supply.promises import load_deliveries, load_supplies, read_goods_of
from licensing.choices import NeedVerdict
from licensing.errors import Gap
from licensing.models import Case, Item, NeedStatement, SupplyPlan, Unit
from licensing.models.read_models.licences.years import count_cleared_before
from licensing.models.supply.families import load_families
from licensing.policy.exact import format_decimal, write_amount
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.supply.families import find_family
from licensing.policy.supply.spare import CaseNeed, Claim, FamilySupply, LineAsk, assess_lines, schedule_rest, sum_claims


def assess_case(
    case: Case, *, at: datetime, deliveries: Mapping[int, Sequence[Claim]] | None = None, ignores_age: bool = False
) -> CaseNeed:
    """What of a case can be spared at a moment, apart from what is promised to itself already.

    `deliveries` are those of its newest statement and of its schedule unless given; an item without any is taken as delivered
    at once, which is the strictest. `ignores_age` reckons with a plan whose data are too old for a statement.
    """
    if not SupplyPlan.objects.exists():
        return CaseNeed(())
    today = to_local_day(at)
    asks, supplies = _read_case(case, deliveries, today)
    decimals = dict(Unit.objects.values_list("pk", "decimals"))
    # Plans are too old some days after their data: on the earliest day of all, none is.
    return assess_lines(asks, supplies, today=date.min if ignores_age else today, decimals=decimals)


def load_case_paths(case: Case, *, at: datetime) -> list[tuple[FamilySupply, list[Claim]]]:
    """The supply of each family that a case draws on, with what the case asks of it; figures, for those who may see them."""
    if not SupplyPlan.objects.exists():
        return []
    asks, supplies = _read_case(case, None, to_local_day(at))
    return [
        (one, [claim for ask in asks if ask.family == code and ask.unit == one.family.unit for claim in ask.claims])
        for code, one in sorted(supplies.items())
        if one.has_figures
    ]


def _read_case(
    case: Case, deliveries: Mapping[int, Sequence[Claim]] | None, today: date
) -> tuple[list[LineAsk], dict[str, FamilySupply]]:
    """What a case asks of which families, and their supply apart from what is promised to the case itself."""
    if deliveries is None:
        deliveries = load_deliveries([case.pk]).get(case.pk, {})
    families, codes = load_families(), dict[int, str]()
    items = list(case.items.prefetch_related("control_entries").order_by("number"))
    for item in items:
        if family := find_family(read_goods_of(item), families):
            codes[item.number] = family.code
    supplies = load_supplies(families, set(codes.values()), today=today, except_case=case)
    gone = _load_gone(case, {number: supplies[code] for number, code in codes.items()})
    return [_build_ask(item, codes.get(item.number), deliveries, gone.get(item.number), today) for item in items], supplies


def _load_gone(case: Case, supplies: Mapping[int, FamilySupply]) -> dict[int, Claim]:
    """What has left of items before the plans of their families begin, as of the day before; `supplies` are by item."""
    days = {number: one.plan.begins_on for number, one in supplies.items() if one.plan and one.has_figures}
    cleared = count_cleared_before(case, days)
    return {number: Claim(days[number] - timedelta(days=1), quantity) for number, quantity in cleared.items() if quantity > 0}


def find_delivery_gaps(case: Case, deliveries: Mapping[int, Sequence[Claim]], *, today: date) -> list[Gap]:
    """What deliveries cannot be: of no item, of the past, or not of its whole quantity."""
    items = {item.number: item for item in case.items.all()}
    found = []
    for number, claims in deliveries.items():
        path = f"deliveries.{number}"
        if number not in items:
            found.append(Gap("unknown", path, _("The request has no item %(number)d.") % {"number": number}))
            continue
        total = sum_claims(claims)
        if total != items[number].quantity or any(one.quantity <= 0 for one in claims):
            counted = {"asked": items[number].quantity, "total": total}
            words = {name: count_in_unit(amount, items[number].unit_id) for name, amount in counted.items()}
            sentence = _("The deliveries of item %(number)d come to %(total)s, and %(asked)s are asked for.")
            found.append(Gap("invalid", path, sentence % {"number": number, **words}))
        if any(one.on < today for one in claims):
            found.append(Gap("past", path, _("A delivery is today or later.")))
    return found


def serialize_need(need: CaseNeed) -> dict[str, object]:
    """What was computed, as a statement keeps it: how much of each line, and by which plans. No figure of a plan."""
    return {
        "lines": [
            {
                "number": line.number,
                "family": line.family,
                "asked": format_decimal(line.asked),
                "basis": line.basis.value,
                "verdict": line.verdict,
                "spared": write_amount(line.spared),
                "raised": line.is_raised,
            }
            for line in need.lines
        ],
        "plans": [list(one) for one in need.plans],
    }


def read_stated(statement: NeedStatement) -> dict[int, tuple[NeedVerdict, Decimal | None]]:
    """What a computed statement says of each line; nothing of one that was not computed."""
    return {
        line["number"]: (NeedVerdict(line["verdict"]), None if line["spared"] is None else Decimal(line["spared"]))
        for line in statement.computed.get("lines", ())
        if line["verdict"]
    }


def _build_ask(
    item: Item, family: str | None, deliveries: Mapping[int, Sequence[Claim]], gone: Claim | None, today: date
) -> LineAsk:
    """What an item asks for, and when. Deliveries of another quantity than is asked for now say nothing of it."""
    planned = deliveries.get(item.number, ())
    said = planned if sum_claims(planned) == item.quantity else [Claim(today, item.quantity)]
    rest = schedule_rest(said, authorised=item.quantity, used=gone.quantity if gone else Decimal(), today=today)
    return LineAsk(item.number, item.unit_id, family, tuple(rest), gone)
