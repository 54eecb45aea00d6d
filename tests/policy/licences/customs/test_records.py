"""A record counts only with the evidence of its kind, and of a batch with its numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from licensing.choices import EvidenceKind, GateRule
from licensing.policy.licences.customs.gate_rules import BindingRule
from licensing.policy.licences.customs.records import RecordSaid, find_record_gaps

TODAY = date(2026, 11, 29)
SAID = RecordSaid(TODAY, has_document=True, reference="Act 7", person="Ivan", note="By telephone.")
BATCH = replace(SAID, has_line=True, quantity=Decimal(5), authorised=Decimal(40))
ONCE, COVERED = GateRule.ONCE, GateRule.COVERED


def gaps(rule: GateRule, evidence: EvidenceKind, said: RecordSaid) -> list[str]:
    return [one.path for one in find_record_gaps(BindingRule(rule, evidence), said, today=TODAY)]


@pytest.mark.parametrize("evidence", EvidenceKind)
def test_a_record_that_shows_everything_counts(evidence: EvidenceKind) -> None:
    assert (gaps(ONCE, evidence, SAID), gaps(COVERED, evidence, BATCH)) == ([], [])


@pytest.mark.parametrize(
    ("evidence", "missing"),
    [
        (EvidenceKind.DOCUMENT, ["document"]),
        (EvidenceKind.ACCEPTANCE, ["person", "reference"]),
        (EvidenceKind.VERIFICATION, ["document", "person", "note"]),
        (EvidenceKind.DELIVERY, ["person", "reference"]),
        (EvidenceKind.NOTICE, ["person", "note"]),
    ],
)
def test_each_kind_of_evidence_needs_its_own(evidence: EvidenceKind, missing: list[str]) -> None:
    assert gaps(ONCE, evidence, RecordSaid(TODAY)) == missing


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"done_on": TODAY + timedelta(days=1)}, "done_on"),
        ({"quantity": Decimal(41)}, "quantity"),
        ({"quantity": Decimal("0.5")}, "quantity"),
        ({"quantity": Decimal("NaN")}, "quantity"),
        ({"quantity": None}, "quantity"),
        ({"has_line": False}, "line"),
    ],
)
def test_a_batch_without_possible_numbers_is_refused(changes: dict[str, Any], path: str) -> None:
    assert gaps(COVERED, EvidenceKind.ACCEPTANCE, replace(BATCH, **changes)) == [path]


def test_what_is_met_once_has_no_quantity_and_a_cap_has_no_record() -> None:
    assert gaps(ONCE, EvidenceKind.DOCUMENT, BATCH) == ["line"]
    assert gaps(GateRule.CAP, EvidenceKind.DOCUMENT, SAID) == [""]
