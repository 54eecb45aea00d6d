"""What the conditions of a licence let leave, read from its rows: the library's rules as they were at the grant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from licensing.choices import CapScope, GateRule, LicenceState, MilestoneKind
from licensing.models.clocks.days import to_local_day
from licensing.models.licences.condition_record import ConditionRecord
from licensing.models.licences.licence import Licence, LicenceCondition, LicenceLine, Usage
from licensing.models.read_models.licences.shipment import load_granted_request
from licensing.models.supply.families import load_families
from licensing.policy.exact import to_decimal
from licensing.policy.licences.customs.gate import BindingCondition, GateFacts, GateLine, Move, Record, find_leaving_now
from licensing.policy.licences.customs.gate_rules import CAPS, BindingRule
from licensing.policy.supply.families import find_family, read_goods


@dataclass(frozen=True, slots=True)
class Gate:
    """The conditions that customs is held to under a licence, with the facts that they are looked at by."""

    conditions: Sequence[BindingCondition]
    facts: GateFacts
    rows: Mapping[int, LicenceCondition]


def load_gate(licence: Licence, *, at: datetime) -> Gate | None:
    """The gate of a licence at a moment; None where none of its conditions is one that customs is held to.

    Asked inside an act it is read under the lock of the licence, which whoever draws, reports, reverses or records holds.
    """
    known = [one for one in licence.conditions.order_by("number") if one.rule]
    rows = {one.number: one for one in known if one.ended_at is None}
    if not rows:
        return None
    records = _read_records(known)
    conditions = [
        BindingCondition(one.number, one.condition_id or "", rule, records[one.pk])
        for one in rows.values()
        if (rule := one.binding_rule)
    ]
    return Gate(conditions, _read_facts(licence, [one.rule for one in conditions], at), rows)


def calculate_leaving_now(
    licence: Licence, gate: Gate | None, line: LicenceLine, limits: Mapping[int, Decimal] = MappingProxyType({})
) -> Decimal:
    """What may leave of a line now, as far as the state of the licence and its conditions go, of what is left on it.

    `limits` are the most that its years let leave, by the number of the line, where they hold it.
    """
    if licence.state != LicenceState.ISSUED or licence.is_dormant:
        return Decimal(0)
    left = min(line.left, limits.get(line.number, line.left))
    if gate is None:
        return left
    return min(left, find_leaving_now(gate.conditions, gate.facts.lines[line.number], line.left, gate.facts))


def _read_records(rows: Sequence[LicenceCondition]) -> Mapping[int, list[Record]]:
    """The records that count, by the condition that binds now: what was recorded on one counts for what it was changed into."""
    # By their numbers: what a condition was changed into comes after it.
    binding: dict[int, int] = {one.pk: one.pk for one in rows}
    for one in reversed(rows):
        if one.replaces_id is not None:
            binding[one.replaces_id] = binding[one.pk]
    found: dict[int, list[Record]] = defaultdict(list)
    standing = ConditionRecord.objects.in_effect().filter(condition__in=list(binding)).select_related("line")
    for record in standing.order_by("done_on", "recorded_at"):
        found[binding[record.condition_id]].append(record.as_policy())
    return found


def _read_facts(licence: Licence, rules: Sequence[BindingRule], at: datetime) -> GateFacts:
    lines = list(licence.lines.select_related("unit").order_by("number"))
    capped = [one for one in rules if one.rule in CAPS]
    goods = _read_goods(licence, {one.scope for one in capped})
    has_milestone = any(one.rule is GateRule.MILESTONE for one in rules)
    met = licence.met_milestones.filter(kind=MilestoneKind.MILESTONE).values_list("title", flat=True)
    return GateFacts(
        {one.number: _build_line(one, goods.get(one.number, {})) for one in lines},
        read_moves(licence) if capped else (),
        set(met) if has_milestone else (),
        to_local_day(at),
    )


def _read_goods(licence: Licence, scopes: Collection[CapScope]) -> dict[int, dict[str, Any]]:
    """What caps by value or family look at in the goods of each line; nothing where no such cap binds."""
    if not {CapScope.VALUE, CapScope.FAMILY} & set(scopes):
        return {}
    families = load_families() if CapScope.FAMILY in scopes else []
    read = {}
    for number, item in load_granted_request(licence).goods.items():
        family = find_family(read_goods(item), families)
        read[number] = {**item, "family": family.code if family else ""}
    return read


def _build_line(line: LicenceLine, goods: Mapping[str, Any]) -> GateLine:
    return GateLine(
        line.number,
        line.unit_id,
        line.unit.decimals,
        line.cleared,
        goods.get("family", ""),
        to_decimal(goods.get("unit_price")),
        goods.get("currency") or "",
    )


def read_moves(licence: Licence) -> list[Move]:
    """The entries of the ledger that count. What was drawn left when it was drawn, whatever earlier day its message names."""
    rows = Usage.objects.filter(line__licence=licence, reverses__isnull=True, reversed_by__isnull=True)
    moved = rows.values_list("line__number", "reported", "cleared_on", "drawn_at", "quantity")
    return [
        Move(line, cleared_on if reported else to_local_day(drawn_at), quantity)
        for line, reported, cleared_on, drawn_at, quantity in moved
    ]
