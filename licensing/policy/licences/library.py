"""Conditions of the library as a row of their list: what it cannot mean, since whoever decides fills its parameters in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from licensing.choices import EvidenceKind
from licensing.messages import Message
from licensing.policy.licences.customs.gate_rules import UNIT, Terms, find_rule_gaps

PARAMETER_KINDS: Final = ("text", "integer", "decimal", UNIT, "date", "countries")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_BRACES: Final = re.compile(r"\{([^{}]*)\}")
_AMOUNT: Final = r"(?:\d{1,4}|\{[a-z][a-z0-9_]*\})"
_DUE_RULE: Final = re.compile(
    r"standing|before_start|before_shipment"
    rf"|(?:before_shipment-|after_delivery\+|after_payment\+|on_notice\+){_AMOUNT}d"
    rf"|every {_AMOUNT}m"
    r"|on (?:\d{4}-\d{2}-\d{2}|\{[a-z][a-z0-9_]*\})"
)
_PARAMETERS_WRONG: Final = Message("Each parameter has a name in small letters, and says what is filled in for it.")


def find_library_gaps(row: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """What a row of the library cannot mean, by column: a parameter that nobody could fill in, or a rule that nothing reads."""
    parameters = row.get("parameters")
    if not isinstance(parameters, list) or not all(_is_parameter(one) for one in parameters):
        yield "parameters", _PARAMETERS_WRONG
        return
    names = [one["name"] for one in parameters]
    if len(set(names)) != len(names):
        yield "parameters", Message("Two parameters have one name.")
    for text in (row.get("texts") or {}).values():
        if unknown := sorted(set(_BRACES.findall(str(text))) - set(names)):
            yield "parameters", Message("“%(name)s” stands in braces in the text and is no parameter.", name=unknown[0])
            break
    rule = str(row.get("due_rule") or "")
    if rule and not _DUE_RULE.fullmatch(rule):
        yield "due_rule", Message("Nothing reads the rule “%(rule)s”. Choose one of the list.", rule=rule)
    elif unknown := sorted(set(_BRACES.findall(rule)) - set(names)):
        yield "due_rule", Message("The rule counts by “%(name)s”, which is no parameter of the condition.", name=unknown[0])
    if row.get("evidence_kind") == EvidenceKind.REPORT and not rule.startswith("every"):
        yield "evidence_kind", Message("A report is due every so many months. Choose that rule, or other evidence.")
    terms = Terms(*(str(row.get(column) or "") for column in ("gate_rule", "cap_scope", "evidence_kind")))
    yield from find_rule_gaps(terms, {one["name"]: str(one.get("kind", "text")) for one in parameters})


def _is_parameter(one: Any) -> bool:
    return (
        isinstance(one, Mapping)
        and isinstance(one.get("name"), str)
        and bool(_NAME.fullmatch(one["name"]))
        and one.get("kind", "text") in PARAMETER_KINDS
    )
