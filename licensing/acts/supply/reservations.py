"""What can be spared is kept for a case while it waits for the government, and is promised to nobody else meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.acting import Act
from licensing.acts.supply.promises import lock_supply, read_goods_of
from licensing.acts.supply.sparing import assess_case
from licensing.choices import NeedVerdict
from licensing.errors import Gap
from licensing.models import Case, Decision, NeedStatement, SupplyPlan, SupplyReservation
from licensing.models.supply.families import load_families
from licensing.policy.exact import format_decimal, write_amount
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.supply.families import find_family
from licensing.policy.supply.spare import CaseNeed, Claim, LineNeed, fill_in_verdict, list_beyond, schedule_rest


def reserve_supply(act: Act[Case]) -> None:
    """Keep what can be spared of what a case asks for, but no more than that, as a step of putting it before the government.

    Two cases that come at once wait for each other, so that the same surplus is never promised twice.
    """
    if act.case.kind.permit == "none" or not lock_supply_of(act.case):
        return
    # A case that comes before the government a second time would keep twice what it asks for.
    give_back_supply(act)
    need = assess_case(act.case, at=act.now, ignores_age=True)
    rows = [
        SupplyReservation(
            case=act.case,
            number=line.number,
            family_id=str(line.family),
            on=claim.on,
            quantity=claim.quantity,
            reserved_at=act.now,
        )
        for line in need.lines
        for claim in _list_new_claims(act, line)
    ]
    if rows:
        SupplyReservation.objects.bulk_create(rows)
        act.record(EventKind.SUPPLY_RESERVED, lines=_list_quantities(rows))


def give_back_supply(act: Act[Case]) -> None:
    """End what is kept for a case: it is decided, withdrawn, sent back or no longer before the government."""
    rows = list(SupplyReservation.objects.running().filter(case=act.case).order_by("pk"))
    if rows:
        # By their keys and not by the case: the event names these rows, and no other may end with them unnamed.
        SupplyReservation.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=act.now)
        act.record(EventKind.SUPPLY_GIVEN_BACK, lines=_list_quantities(rows))


def explain_excess(excess: Sequence[LineNeed]) -> list[Gap]:
    """Why quantities cannot be granted without the decider's own word: they cannot be spared."""
    return [_describe_excess(line) for line in excess]


def find_excess(
    case: Case, granted: Mapping[int, Decimal], *, at: datetime, assess: Callable[[], CaseNeed] | None = None
) -> list[LineNeed]:
    """The lines of which more would be granted than can be spared, by the plans, or by the document where there is none.

    `granted` has the items of which less is granted than is asked for, by their numbers. `assess` gives what can be spared
    then, whatever the age of the plans, where the caller computes it once for several.
    """
    if case.kind.permit == "none":
        return []
    need = assess() if assess else assess_case(case, at=at, ignores_age=True)
    stated = NeedStatement.objects.unlapsed().filter(case=case).find_newest()
    if stated is not None and (need.lines or stated.verdict != NeedVerdict.SUFFICIENT):
        asked = {number: (asked, unit) for number, asked, unit in case.items.values_list("number", "quantity", "unit_id")}
        need = fill_in_verdict(need, asked, NeedVerdict(stated.verdict))
    return list_beyond(need, granted)


def record_excess(act: Act[Case], decision: Decision, excess: Sequence[LineNeed]) -> None:
    """Record that a decider went beyond what can be spared, by name and with a reason."""
    if excess:
        granted = {line.item.number: line.quantity for line in decision.lines.select_related("item")}
        lines = [[one.number, write_amount(one.spared), format_decimal(granted[one.number])] for one in excess]
        act.record(EventKind.NEED_OVERRIDDEN, decision=str(decision.pk), lines=lines, reason=decision.need_override)


def _list_new_claims(act: Act[Case], line: LineNeed) -> list[Claim]:
    """What is kept of a line: all that can be spared, but for what a licence of the case holds already."""
    decision = act.case.decision
    standing = dict(decision.lines.values_list("item__number", "quantity")) if decision else {}
    spared, held = line.spared or Decimal(), standing.get(line.number, Decimal())
    return schedule_rest(line.claims, authorised=max(spared, held), used=held, today=act.today)


def lock_supply_of(case: Case) -> bool:
    """Lock the supply that a case draws on, until the act is committed; False where no plan reckons with any of it.

    Whoever decides on what can be spared does so first: nobody else is promised any of it meanwhile.
    """
    if not SupplyPlan.objects.exists():
        return False
    families = load_families()
    found = {find_family(read_goods_of(item), families) for item in case.items.prefetch_related("control_entries")}
    codes = [family.code for family in found if family]
    lock_supply(codes)
    return bool(codes)


def _list_quantities(rows: Sequence[SupplyReservation]) -> list[list[Any]]:
    return [[row.number, row.on.isoformat(), format_decimal(row.quantity)] for row in rows]


def _describe_excess(line: LineNeed) -> Gap:
    words = {"number": line.number, "asked": count_in_unit(line.asked, line.unit)}
    if line.spared is None:
        sentence = _("Item %(number)d: the statement of need does not let all of it go. To grant it, say why, by name.") % words
    else:
        sentence = _("Item %(number)d: %(spared)s can be spared of the %(asked)s asked for. To grant more, say why, by name.")
        sentence %= words | {"spared": count_in_unit(line.spared, line.unit)}
    return Gap("beyond_need", "need_override", sentence)
