"""What the conditions of a licence let leave now, by its records and its own ledger. An unmet one lets nothing pass.

The tests hold this against a model of its own (`tests/policy/licences/customs/gate_model.py`), for random rules, records and
days.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from licensing.choices import CapScope, GateRule
from licensing.messages import DayText, Message
from licensing.policy.exact import MOST_QUANTITY, round_down
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.licences.customs.gate_rules import BindingRule, describe_evidence, describe_limit
from licensing.policy.licences.units import convert_quantity
from licensing.policy.licences.validity import add_months

_NOTHING: Final = Decimal()
# Months beyond which a period is the whole life of a licence; a hundred years before now is a day that exists.
_FOR_EVER: Final = 1200


@dataclass(frozen=True, slots=True)
class GateLine:
    """A line of the licence as a cap counts it; `price` is of one unit, None where the request names none."""

    number: int
    unit: str
    decimals: int
    cleared: Decimal
    family: str = ""
    price: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A quantity that has left on a line: an entry of the ledger that nothing has reversed."""

    line: int
    day: date
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Record:
    """A record on a condition that counts; `line` and `quantity` are of a batch or a shipment."""

    done_on: date
    line: int | None = None
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BindingCondition:
    """A condition of a licence with its rule and the records that count on it."""

    number: int
    code: str
    rule: BindingRule
    records: Sequence[Record] = ()


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What the gate looks at: the lines by number, what has left, and the milestones that are met, on a day."""

    lines: Mapping[int, GateLine]
    moves: Sequence[Move]
    met: Collection[str]
    day: date


def find_allowed(condition: BindingCondition, line: GateLine, facts: GateFacts) -> Decimal | None:
    """How much more of a line a condition lets leave now, in its unit; None where it sets no bound."""
    rule = condition.rule
    match rule.rule:
        case GateRule.ONCE:
            return None if _is_recorded(condition, facts) else _NOTHING
        case GateRule.MILESTONE:
            return None if rule.milestone in facts.met or _is_recorded(condition, facts) else _NOTHING
        case GateRule.NOTICE:
            return _NOTHING if find_stop_day(condition, facts) else None
        case GateRule.COVERED:
            return max(_sum_covered(condition, line, facts) - line.cleared, _NOTHING)
    return _find_below_cap(rule, line, facts)


def find_stop_day(condition: BindingCondition, facts: GateFacts) -> date | None:
    """The day since which a notice of the authority stops deliveries; None while none does."""
    noticed = [one.done_on for one in condition.records if _has_waited(condition, one, facts)]
    return min(noticed) + timedelta(days=condition.rule.days) if noticed else None


def find_period_start(rule: BindingRule, today: date) -> date:
    """The first day that a cap counts, with today as the last."""
    if not 0 < rule.months < _FOR_EVER:
        return date.min
    if rule.rule is GateRule.CALENDAR_CAP:
        # Counted from January of year 0, so that halves and quarters are those of the calendar.
        months = (today.year * 12 + today.month - 1) // rule.months * rule.months
        return date(months // 12, months % 12 + 1, 1)
    return add_months(today, -rule.months) + timedelta(days=1)


def find_leaving_now(conditions: Sequence[BindingCondition], line: GateLine, left: Decimal, facts: GateFacts) -> Decimal:
    """What may leave of a line now, of what is left on it."""
    bounds = [bound for one in conditions if (bound := find_allowed(one, line, facts)) is not None]
    return round_down(min([left, *bounds]), line.decimals)


def find_stopping(
    conditions: Sequence[BindingCondition], line: GateLine, quantity: Decimal, facts: GateFacts
) -> Iterator[tuple[BindingCondition, Decimal]]:
    """The conditions that a quantity does not pass, each with what it would let leave."""
    for one in conditions:
        allowed = find_allowed(one, line, facts)
        if allowed is not None and quantity > allowed:
            yield one, round_down(allowed, line.decimals)


def describe_unmet(condition: BindingCondition, words: object, facts: GateFacts, *, allowed: Decimal, unit: str) -> Message:
    """Why goods do not leave, with the condition and how much of it could."""
    named = {"number": condition.number, "words": words, "left": count_in_unit(allowed, unit)}
    since = find_stop_day(condition, facts) if condition.rule.rule is GateRule.NOTICE else None
    if since:
        return Message(
            "By condition %(number)d deliveries have stopped since %(day)s, after a notice of the authority: %(words)s",
            day=DayText(since),
            **named,
        )
    if allowed:
        return Message("Condition %(number)d lets only %(left)s leave now: %(words)s", **named)
    return Message("Condition %(number)d is not met: %(words)s", **named)


def describe_need(rule: BindingRule) -> Message:
    """What would meet a condition that keeps goods from leaving."""
    match rule.rule:
        case GateRule.NOTICE:
            return Message("A case officer voids the notice when deliveries may go on.")
        case GateRule.CAP | GateRule.CALENDAR_CAP:
            return Message("More may leave in a later period; in one at most %(limit)s.", limit=describe_limit(rule))
        case GateRule.COVERED if rule.days:
            return Message(
                "Needed: %(what)s for this quantity, at least %(days)d days before it leaves. A case officer makes the record.",
                what=describe_evidence(rule),
                days=rule.days,
            )
        case GateRule.COVERED:
            return Message("Needed: %(what)s for this quantity. A case officer makes the record.", what=describe_evidence(rule))
    return Message("Needed: %(what)s. A case officer makes the record.", what=describe_evidence(rule))


def _is_recorded(condition: BindingCondition, facts: GateFacts) -> bool:
    return any(_has_waited(condition, one, facts) for one in condition.records)


def _sum_covered(condition: BindingCondition, line: GateLine, facts: GateFacts) -> Decimal:
    """What of a line is covered by records whose days have passed."""
    covering = [one for one in condition.records if one.line == line.number and _has_waited(condition, one, facts)]
    return sum((one.quantity or _NOTHING for one in covering), _NOTHING)


def _has_waited(condition: BindingCondition, record: Record, facts: GateFacts) -> bool:
    """Whether the days of the rule have passed since a record."""
    # A decision may write any number of days: added to a day, a large one would come to a day that there is not.
    return (facts.day - record.done_on).days >= condition.rule.days


def _find_below_cap(rule: BindingRule, line: GateLine, facts: GateFacts) -> Decimal | None:
    worth = _measure_unit(rule, line, line)
    if worth is None:
        # A value that nobody can tell is under no cap; a line that the cap does not count is not its concern.
        return _NOTHING if rule.scope is CapScope.VALUE else None
    start = find_period_start(rule, facts.day)
    used = _NOTHING
    for move in facts.moves:
        if move.day >= start:
            used += move.quantity * (_measure_unit(rule, facts.lines[move.line], line) or _NOTHING)
    left = max(rule.limit - used, _NOTHING)
    # What no quantity reaches is no bound, and has more digits than can be rounded.
    if left >= worth * MOST_QUANTITY:
        return None
    return (left / worth).quantize(Decimal(1).scaleb(-line.decimals), rounding=ROUND_FLOOR)


def _measure_unit(rule: BindingRule, line: GateLine, asked: GateLine) -> Decimal | None:
    """How much of a cap one unit of a line takes; None where the cap does not count the line."""
    match rule.scope:
        case CapScope.LICENCE:
            return convert_quantity(Decimal(1), line.unit, rule.unit)
        case CapScope.LINE:
            return Decimal(1) if line.number == asked.number else None
        case CapScope.FAMILY:
            return Decimal(1) if line.family == rule.family else None
    return line.price if line.currency == rule.currency else None
