"""How a condition of a licence is looked at when goods are to leave: a rule with typed figures, as it was at the grant.

A row of the library names the rule, its parameters fill it in, and the licence keeps what came of both: a later change of
the library changes no licence that was granted before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from licensing.choices import CapScope, EvidenceKind, GateRule
from licensing.messages import Message, PluralMessage, Text
from licensing.policy.exact import format_decimal, to_decimal
from licensing.policy.licences.counted import count_in_unit

# The kind of parameter that is a unit of the governed list, by its code. A library of before has a text, by the unit’s name.
UNIT: Final = "unit"
CAPS: Final = frozenset({GateRule.CAP, GateRule.CALENDAR_CAP})
# What a rule reads of the parameters of its condition, by the kinds that they may have. Days are optional where it waits.
_READS: Final[Mapping[GateRule, Mapping[str, frozenset[str]]]] = {
    GateRule.MILESTONE: {"milestone": frozenset({"text"})},
    GateRule.NOTICE: {"days": frozenset({"integer"})},
}
_READS_OF_CAPS: Final[Mapping[CapScope, Mapping[str, frozenset[str]]]] = {
    CapScope.LICENCE: {"quantity": frozenset({"decimal", "integer"}), "measure": frozenset({UNIT, "text"})},
    CapScope.LINE: {"quantity": frozenset({"decimal", "integer"})},
    CapScope.FAMILY: {"quantity": frozenset({"decimal", "integer"}), "family": frozenset({"text"})},
    CapScope.VALUE: {"amount": frozenset({"decimal", "integer"}), "currency": frozenset({"text"})},
}
_MONTHS: Final = {"months": frozenset({"integer"})}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a row of the library says of the gate: the rule, what a cap counts together, and what shows that it is met."""

    rule: str = ""
    scope: str = ""
    evidence: str = ""
    breach: str = ""
    due_rule: str = ""


@dataclass(frozen=True, slots=True)
class BindingRule:
    """A rule with its figures. `months` of nought are the whole life of the licence; `limit` is a quantity or an amount."""

    rule: GateRule
    evidence: EvidenceKind | None = None
    days: int = 0
    limit: Decimal = Decimal()
    months: int = 0
    scope: CapScope = CapScope.LICENCE
    unit: str = ""
    family: str = ""
    currency: str = ""
    milestone: str = ""

    def as_data(self) -> dict[str, Any]:
        """The rule as a licence keeps it."""
        return {
            "rule": self.rule.value,
            "evidence": self.evidence.value if self.evidence else "",
            "days": self.days,
            "limit": format_decimal(self.limit),
            "months": self.months,
            "scope": self.scope.value,
            "unit": self.unit,
            "family": self.family,
            "currency": self.currency,
            "milestone": self.milestone,
        }


def read_rule(data: Mapping[str, Any]) -> BindingRule | None:
    """The rule that a licence keeps of a condition; None of one that binds on paper."""
    if not data.get("rule"):
        return None
    return BindingRule(
        GateRule(data["rule"]),
        EvidenceKind(data["evidence"]) if data["evidence"] else None,
        data["days"],
        Decimal(data["limit"]),
        data["months"],
        CapScope(data["scope"]),
        data["unit"],
        data["family"],
        data["currency"],
        data["milestone"],
    )


def build_rule(terms: Terms, parameters: Mapping[str, Any], units: Mapping[str, str]) -> BindingRule | None:
    """The rule of a condition as a decision fills it in. `units` are codes by every name that a unit has, in small letters."""
    if not terms.rule:
        return None
    rule, scope = GateRule(terms.rule), CapScope(terms.scope or CapScope.LICENCE)
    is_cap = rule in CAPS
    figure = parameters.get("amount" if scope is CapScope.VALUE else "quantity") if is_cap else None
    return BindingRule(
        rule,
        EvidenceKind(terms.evidence) if terms.evidence else None,
        days=int(parameters.get("days") or 0),
        limit=to_decimal(figure) or Decimal(),
        months=int(parameters.get("months") or 0) if is_cap else 0,
        scope=scope,
        unit=find_unit(parameters.get("measure"), units) or "" if is_cap and scope is CapScope.LICENCE else "",
        family=str(parameters.get("family") or "") if scope is CapScope.FAMILY else "",
        currency=str(parameters.get("currency") or "") if scope is CapScope.VALUE else "",
        milestone=str(parameters.get("milestone") or "") if rule is GateRule.MILESTONE else "",
    )


def find_unit(named: Any, units: Mapping[str, str]) -> str | None:
    """The code of a unit that somebody wrote by its code or by one of its names."""
    return units.get(str(named or "").strip().casefold())


def find_rule_gaps(terms: Terms, kinds: Mapping[str, str]) -> Iterator[tuple[str, Message]]:
    """What a row of the library cannot mean at the gate, by column; `kinds` are the kinds of its parameters by name."""
    if not terms.rule:
        if terms.scope:
            yield "cap_scope", Message("Only a cap counts lines together. Choose a cap, or leave this empty.")
        return
    rule = GateRule(terms.rule)
    if (rule in CAPS) != bool(terms.scope):
        yield "cap_scope", Message("A cap says what it counts together, and nothing else does.")
        return
    if terms.evidence == EvidenceKind.REPORT:
        yield "evidence_kind", Message("A report is due on days of its own. No goods wait for it.")
    elif rule not in CAPS and not terms.evidence:
        yield "evidence_kind", Message("Say what shows that the condition is met; goods wait for it.")
    for name, wanted in _list_read(rule, terms.scope):
        if kinds.get(name) not in wanted:
            yield "gate_rule", Message("This rule reads a parameter “%(name)s”, which the condition does not have.", name=name)
            return


def _list_read(rule: GateRule, scope: str) -> Iterable[tuple[str, frozenset[str]]]:
    if rule in CAPS:
        return {**_READS_OF_CAPS[CapScope(scope)], **_MONTHS}.items()
    return _READS.get(rule, {}).items()


def find_figure_gaps(rule: BindingRule, parameters: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """What of the figures of a decision the rule could not count by, by parameter."""
    if rule.rule not in CAPS:
        return
    if rule.scope is CapScope.LICENCE and not rule.unit:
        yield (
            "measure",
            Message(
                "There is no unit “%(name)s”. Write it as the list of units has it, such as “pieces”.",
                name=str(parameters.get("measure") or ""),
            ),
        )
    if rule.months == 0:
        yield "months", Message("A cap counts by periods of at least one month.")


def describe_rule(rule: BindingRule) -> Message:
    """What is looked at when goods are to leave, in words."""
    match rule.rule:
        case GateRule.ONCE:
            return Message("Before the first shipment: %(what)s.", what=describe_evidence(rule))
        case GateRule.COVERED if rule.days:
            return Message(
                "For each shipment, at least %(days)d days before it: %(what)s, for its quantity.",
                days=rule.days,
                what=describe_evidence(rule),
            )
        case GateRule.COVERED:
            return Message("For each shipment: %(what)s, for its quantity.", what=describe_evidence(rule))
        case GateRule.MILESTONE:
            return Message(
                "Before the first shipment: the milestone “%(name)s”, or %(what)s.",
                name=rule.milestone,
                what=describe_evidence(rule),
            )
        case GateRule.NOTICE:
            return PluralMessage(
                "Nothing leaves once %(count)d day has passed since a notice of the authority.",
                "Nothing leaves once %(count)d days have passed since a notice of the authority.",
                count=rule.days,
            )
        case GateRule.CAP:
            return Message(
                "In any period of %(months)d months: at most %(limit)s.", months=rule.months, limit=describe_limit(rule)
            )
    return Message(
        "In each calendar period of %(months)d months: at most %(limit)s.", months=rule.months, limit=describe_limit(rule)
    )


def describe_limit(rule: BindingRule) -> Text:
    """What a cap allows, in words."""
    limit = format_decimal(rule.limit)
    match rule.scope:
        case CapScope.LICENCE:
            return count_in_unit(rule.limit, rule.unit)
        case CapScope.LINE:
            return Message("%(limit)s of each line, in its unit", limit=limit)
        case CapScope.FAMILY:
            return Message("%(limit)s of the item family %(family)s, in its unit", limit=limit, family=rule.family)
    return Message("%(limit)s %(currency)s in value", limit=limit, currency=rule.currency)


def describe_evidence(rule: BindingRule) -> Message:
    """What record would meet a rule, in words."""
    return _EVIDENCE_IN_WORDS[rule.evidence or EvidenceKind.DOCUMENT]


_EVIDENCE_IN_WORDS: Final[Mapping[EvidenceKind, Message]] = {
    EvidenceKind.DOCUMENT: Message("a record with the document that shows it"),
    EvidenceKind.ACCEPTANCE: Message("a record of the inspector’s acceptance of the batch"),
    EvidenceKind.VERIFICATION: Message("a record that the original certificate was verified"),
    EvidenceKind.DELIVERY: Message("a record that the delivery was verified"),
    EvidenceKind.NOTICE: Message("a record of the notice, with its day"),
    EvidenceKind.REPORT: Message("a record with the report"),
}
