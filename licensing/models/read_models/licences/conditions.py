"""The conditions of a licence as its holder, the authority and customs read them: how they stand, and what would meet them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from licensing.choices import ConditionStanding, EvidenceKind
from licensing.models.licences.condition_record import ConditionRecord
from licensing.models.licences.licence import Licence, LicenceCondition
from licensing.models.read_models.licences.gate import Gate
from licensing.models.read_models.views import ConditionRecordView, DutyView, LicenceConditionView
from licensing.policy.exact import format_decimal
from licensing.policy.licences.customs.gate import BindingCondition, describe_need, find_allowed
from licensing.policy.licences.customs.gate_rules import describe_rule


def read_conditions(licence: Licence, gate: Gate | None, due: Mapping[int, list[DutyView]]) -> list[LicenceConditionView]:
    """Every condition of a licence with how it stands; `gate` is that of `load_gate`, `due` the days of each by number."""
    records = read_records(licence) if gate else {}
    known = {one.number: one for one in gate.conditions} if gate else {}
    rows = list(licence.conditions.order_by("number"))
    numbers = {one.pk: one.number for one in rows}
    return [
        _build_view(
            one,
            gate,
            known.get(one.number),
            records.get(one.number, []),
            due.get(one.number, []),
            replaces=numbers[one.replaces_id] if one.replaces_id else None,
        )
        for one in rows
    ]


def read_records(licence: Licence) -> Mapping[int, list[ConditionRecordView]]:
    """The records on the conditions of a licence, those that count no more included, by the number of the condition."""
    found: dict[int, list[ConditionRecordView]] = defaultdict(list)
    for record in ConditionRecord.objects.filter(condition__licence=licence).for_lists().order_by("recorded_at", "pk"):
        found[record.condition.number].append(_build_record_view(record))
    return found


def judge_standing(gate: Gate, condition: BindingCondition) -> ConditionStanding:
    """Whether a condition lets anything leave: without a bound, some, or nothing of any line."""
    allowed = [find_allowed(condition, line, gate.facts) for line in gate.facts.lines.values()]
    if all(one is None for one in allowed):
        return ConditionStanding.MET
    return ConditionStanding.OPEN if any(one is None or one > 0 for one in allowed) else ConditionStanding.UNMET


def _build_view(
    row: LicenceCondition,
    gate: Gate | None,
    known: BindingCondition | None,
    records: list[ConditionRecordView],
    due: list[DutyView],
    *,
    replaces: int | None,
) -> LicenceConditionView:
    standing = judge_standing(gate, known) if gate and known else ConditionStanding.PAPER
    return LicenceConditionView(
        code=row.condition_id or "",
        text=row.text,
        number=row.number,
        rule=str(describe_rule(known.rule)) if known else "",
        standing=standing,
        needs=str(describe_need(known.rule)) if known and standing is not ConditionStanding.MET else "",
        records=records,
        blocks_start=row.blocks_start,
        met_at=row.met_at,
        ended_at=row.ended_at,
        replaces=replaces,
        due=due,
    )


def _build_record_view(record: ConditionRecord) -> ConditionRecordView:
    return ConditionRecordView(
        id=record.pk,
        kind=EvidenceKind(record.kind),
        done_on=record.done_on,
        line=record.line.number if record.line else None,
        quantity=format_decimal(record.quantity) if record.quantity is not None else None,
        unit=record.line.unit_id if record.line else None,
        reference=record.reference,
        in_effect=record.is_in_effect,
        void_because=record.voided.reason if hasattr(record, "voided") else "",
    )
