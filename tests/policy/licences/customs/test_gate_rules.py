"""The rule of a condition: built of a library row and its figures, kept and read back, refused where it could not count."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from licensing.choices import CapScope, EvidenceKind, GateRule
from licensing.policy.licences.customs.gate_rules import (
    BindingRule,
    Terms,
    build_rule,
    describe_rule,
    find_figure_gaps,
    find_rule_gaps,
    find_unit,
    read_rule,
)

UNITS = {"nar": "NAR", "pieces": "NAR", "штуки": "NAR"}
CAP = Terms("cap", "licence")
TEN: dict[str, Any] = {"quantity": "10", "measure": "Штуки", "months": 6}


def test_a_rule_is_kept_and_read_back_as_it_was() -> None:
    rule = build_rule(CAP, TEN, UNITS)

    assert rule == BindingRule(GateRule.CAP, limit=Decimal(10), months=6, unit="NAR")
    assert read_rule(rule.as_data()) == rule
    assert (build_rule(Terms(), TEN, UNITS), read_rule({})) == (None, None)


@pytest.mark.parametrize(
    ("terms", "parameters", "rule"),
    [
        (Terms("once", "", "verification"), {}, BindingRule(GateRule.ONCE, EvidenceKind.VERIFICATION)),
        (Terms("covered", "", "document"), {"days": 10}, BindingRule(GateRule.COVERED, EvidenceKind.DOCUMENT, days=10)),
        (
            Terms("cap", "value"),
            {"amount": "5.5", "currency": "EUR", "months": 3},
            BindingRule(GateRule.CAP, limit=Decimal("5.5"), months=3, scope=CapScope.VALUE, currency="EUR"),
        ),
        (
            Terms("calendar_cap", "family"),
            {"quantity": 5, "family": "uav", "months": 3},
            BindingRule(GateRule.CALENDAR_CAP, limit=Decimal(5), months=3, scope=CapScope.FAMILY, family="uav"),
        ),
        (
            Terms("milestone", "", "document"),
            {"milestone": "Paid", "amount": "7"},
            BindingRule(GateRule.MILESTONE, EvidenceKind.DOCUMENT, milestone="Paid"),
        ),
    ],
)
def test_each_rule_reads_its_own_parameters(terms: Terms, parameters: dict[str, Any], rule: BindingRule) -> None:
    assert build_rule(terms, parameters, UNITS) == rule


@pytest.mark.parametrize(
    ("terms", "kinds", "column"),
    [
        (CAP, {"quantity": "decimal", "measure": "text"}, "gate_rule"),
        (CAP, {"quantity": "text", "measure": "text", "months": "integer"}, "gate_rule"),
        (Terms("cap"), {}, "cap_scope"),
        (Terms("once", "line", "document"), {}, "cap_scope"),
        (Terms("", "line"), {}, "cap_scope"),
        (Terms("once"), {}, "evidence_kind"),
        (Terms("milestone", "", "document"), {}, "gate_rule"),
    ],
)
def test_a_row_that_customs_could_not_be_held_to_is_named(terms: Terms, kinds: dict[str, str], column: str) -> None:
    assert [where for where, _why in find_rule_gaps(terms, kinds)] == [column]


def test_figures_that_count_nothing_are_refused() -> None:
    unknown, endless = TEN | {"measure": "crates"}, TEN | {"months": 0}

    assert [[name for name, _why in find_figure_gaps(build_rule(CAP, one, UNITS) or BindingRule(GateRule.ONCE), one)]
            for one in (TEN, unknown, endless)] == [[], ["measure"], ["months"]]  # fmt: skip
    assert find_unit("  PIECES ", UNITS) == "NAR"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (BindingRule(GateRule.ONCE, EvidenceKind.VERIFICATION),
         "Before the first shipment: a record that the original certificate was verified."),
        (BindingRule(GateRule.COVERED, EvidenceKind.ACCEPTANCE),
         "For each shipment: a record of the inspector’s acceptance of the batch, for its quantity."),
        (BindingRule(GateRule.COVERED, EvidenceKind.DOCUMENT, days=10),
         "For each shipment, at least 10 days before it: a record with the document that shows it, for its quantity."),
        (BindingRule(GateRule.CAP, limit=Decimal(10), months=6, unit="NAR"), "In any period of 6 months: at most 10 pieces."),
        (BindingRule(GateRule.CALENDAR_CAP, limit=Decimal(10), months=6, scope=CapScope.LINE),
         "In each calendar period of 6 months: at most 10 of each line, in its unit."),
        (BindingRule(GateRule.NOTICE, days=5), "Nothing leaves once 5 days have passed since a notice of the authority."),
        (BindingRule(GateRule.NOTICE, days=1), "Nothing leaves once 1 day has passed since a notice of the authority."),
    ],
)  # fmt: skip
def test_rules_read_as_sentences(rule: BindingRule, words: str) -> None:
    assert str(describe_rule(rule)) == words
