"""What a record on a condition must say before it counts: its evidence by kind, its day, and of a batch its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from licensing.choices import EvidenceKind, GateRule
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.exact import count_decimals
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.licences.customs.gate_rules import CAPS, BindingRule


@dataclass(frozen=True, slots=True)
class RecordSaid:
    """What somebody says in a record; `decimals`, `unit` and `authorised` are of its line."""

    done_on: date
    has_line: bool = False
    quantity: Decimal | None = None
    decimals: int = 0
    unit: str = ""
    authorised: Decimal = Decimal()
    has_document: bool = False
    reference: str = ""
    person: str = ""
    note: str = ""


def find_record_gaps(rule: BindingRule, said: RecordSaid, *, today: date) -> Iterator[Gap]:
    """What a record lacks to show what its condition asks for."""
    if rule.rule in CAPS:
        yield Gap("invalid", "", Message("A cap is met by the ledger itself. There is nothing to record."))
        return
    if said.done_on > today:
        yield Gap("invalid", "done_on", Message("It cannot be done on a later day than today."))
    yield from _find_evidence_gaps(rule.evidence or EvidenceKind.DOCUMENT, said)
    if rule.rule is GateRule.COVERED:
        yield from _find_quantity_gaps(said)
    elif said.has_line or said.quantity is not None:
        yield Gap(
            "unknown_field", "line", Message("This condition is met for the whole licence; leave line and quantity empty.")
        )


def _find_evidence_gaps(evidence: EvidenceKind, said: RecordSaid) -> Iterator[Gap]:
    if evidence in (EvidenceKind.DOCUMENT, EvidenceKind.VERIFICATION) and not said.has_document:
        yield Gap("required", "document", Message("Name the document of the case that shows it, or enclose it."))
    if evidence is not EvidenceKind.DOCUMENT and not said.person:
        yield Gap("required", "person", Message("Name the person who inspected, verified or gave notice."))
    if evidence in (EvidenceKind.ACCEPTANCE, EvidenceKind.DELIVERY) and not said.reference:
        yield Gap("required", "reference", Message("Give the number of the act or certificate."))
    if evidence in (EvidenceKind.VERIFICATION, EvidenceKind.NOTICE) and not said.note:
        yield Gap("required", "note", Message("Say how it was done, and with whom."))


def _find_quantity_gaps(said: RecordSaid) -> Iterator[Gap]:
    if not said.has_line:
        yield Gap("required", "line", Message("Name the line of the licence that the batch or shipment is of."))
    if said.quantity is None or not said.quantity.is_finite() or said.quantity <= 0:
        yield Gap("required", "quantity", Message("Give the quantity that it covers, more than nothing."))
    elif said.has_line and (said.quantity > said.authorised or count_decimals(said.quantity) > said.decimals):
        most = count_in_unit(said.authorised, said.unit)
        yield Gap("invalid", "quantity", Message("Give a quantity up to %(most)s.", most=most))
