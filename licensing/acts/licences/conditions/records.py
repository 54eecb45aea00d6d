"""Records on the conditions of a licence: made with their evidence, corrected by another, voided with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting
from licensing.acts.documents import files
from licensing.choices import EvidenceKind, Verb
from licensing.errors import Gap, Invalid, NotFound
from licensing.models import ConditionRecord, Document, Licence, LicenceCondition, LicenceLine, User, VoidedRecord
from licensing.policy.input.guard import guard_texts
from licensing.policy.licences.customs.gate_rules import BindingRule
from licensing.policy.licences.customs.records import RecordSaid, find_record_gaps
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@dataclass(frozen=True, slots=True)
class RecordInput:
    """What somebody records on a condition. The evidence is a document of the case, or a file that comes with it."""

    done_on: date
    line: int | None = None
    quantity: Decimal | None = None
    reference: str = ""
    person: str = ""
    note: str = ""
    document: UUID | None = None
    content: bytes = b""
    file_name: str = ""


@guard_texts()
def record_condition(
    licence: Licence, user: User, number: int, given: RecordInput, *, expected: int | None = None
) -> ConditionRecord:
    """Record what meets a condition, or a notice that stops deliveries by it; customs goes by it from this moment on.

    Raises Invalid for a condition that binds on paper, and for a record that does not show what its condition asks for.
    """
    kept = files.store_file(given.file_name, given.content) if given.content else None
    with acting(licence, user, Verb.RECORD_CONDITION, expected=expected) as act:
        act.perform()
        condition = _get_condition(act.licence, number)
        record = _create_record(act, user, condition, given, kept)
        act.record(EventKind.CONDITION_RECORDED, **_record_data(act.licence, record))
    return record


@guard_texts()
def correct_record(
    licence: Licence, user: User, record_id: UUID, given: RecordInput, *, expected: int | None = None
) -> ConditionRecord:
    """Put another record in the place of one that was wrong; the first stays in the file and does not count any more.

    What has left by the wrong record stays on the ledger; nothing more leaves until the records cover it.
    """
    kept = files.store_file(given.file_name, given.content) if given.content else None
    with acting(licence, user, Verb.CORRECT_CONDITION, expected=expected) as act:
        act.perform()
        wrong = _get_standing(act.licence, record_id)
        record = _create_record(act, user, wrong.condition, given, kept, corrects=wrong)
        act.record(EventKind.CONDITION_CORRECTED, corrects=str(wrong.pk), **_record_data(act.licence, record))
    return record


@guard_texts()
def void_record(licence: Licence, user: User, record_id: UUID, *, reason: str, expected: int | None = None) -> VoidedRecord:
    """Void a record: its evidence was withdrawn or found false, or deliveries may go on after a notice."""
    with acting(licence, user, Verb.VOID_CONDITION, expected=expected) as act:
        act.perform()
        record = _get_standing(act.licence, record_id)
        reason = require_reason(reason, _("Say why the record does not count any more; the holder reads it."))
        voided = VoidedRecord.objects.create(record=record, reason=reason, voided_by=user, voided_at=act.now)
        act.record(
            EventKind.CONDITION_VOIDED,
            number=act.licence.number,
            condition=record.condition.number,
            record=str(record.pk),
            reason=reason,
        )
    return voided


def _create_record(
    act: Act[Licence],
    user: User,
    condition: LicenceCondition,
    given: RecordInput,
    kept: files.StoredFile | None,
    corrects: ConditionRecord | None = None,
) -> ConditionRecord:
    rule = condition.binding_rule
    assert rule is not None  # or it would not have been found
    line = _find_line(act.licence, given.line)
    document = _find_document(act.licence, given.document)
    _refuse_unfit_record(rule, given, line, has_document=document is not None or kept is not None, today=act.today)
    if kept is not None:
        words = {"number": condition.number, "licence": act.licence.number}
        document = files.attach_enclosure(act, kept, user, title=_("Evidence on condition %(number)d of %(licence)s") % words)
    return ConditionRecord.objects.create(
        condition=condition,
        kind=rule.evidence or EvidenceKind.DOCUMENT,
        done_on=given.done_on,
        line=line,
        quantity=given.quantity if line else None,
        reference=given.reference.strip(),
        person=given.person.strip(),
        note=given.note.strip(),
        document=document,
        corrects=corrects,
        recorded_by=user,
        recorded_at=act.now,
    )


def _refuse_unfit_record(
    rule: BindingRule, given: RecordInput, line: LicenceLine | None, *, has_document: bool, today: date
) -> None:
    said = RecordSaid(
        done_on=given.done_on,
        has_line=line is not None,
        quantity=given.quantity,
        decimals=line.unit.decimals if line else 0,
        unit=line.unit_id if line else "",
        authorised=line.authorised if line else Decimal(),
        has_document=has_document,
        reference=given.reference.strip(),
        person=given.person.strip(),
        note=given.note.strip(),
    )
    found = list(find_record_gaps(rule, said, today=today))
    if given.line is not None and line is None:
        found.append(Gap("unknown", "line", _("The licence has no line %(line)d.") % {"line": given.line}))
    if found:
        raise Invalid(gaps=found)


def _get_condition(licence: Licence, number: int) -> LicenceCondition:
    found: LicenceCondition | None = licence.conditions.filter(number=number).first()
    if found is None:
        raise NotFound
    if found.ended_at is not None:
        raise Invalid(_("This condition was struck out or changed on appeal, and binds no longer."))
    if found.binding_rule is None:
        raise Invalid(_("This condition binds on paper: customs is not held to it, and no record opens anything by it."))
    return found


def _get_standing(licence: Licence, record_id: UUID) -> ConditionRecord:
    """A record of this licence that counts; one whose document was withdrawn may still be corrected."""
    rows = ConditionRecord.objects.filter(condition__licence=licence, pk=record_id).select_related("condition")
    found = rows.first()
    if found is None:
        raise NotFound
    if hasattr(found, "corrected_by") or hasattr(found, "voided"):
        raise Invalid(_("This record does not count any more: it was corrected or voided."))
    return found


def _find_line(licence: Licence, number: int | None) -> LicenceLine | None:
    return licence.lines.select_related("unit").filter(number=number).first() if number is not None else None


def _find_document(licence: Licence, document_id: UUID | None) -> Document | None:
    if document_id is None:
        return None
    found: Document | None = licence.case.documents.filter(pk=document_id, removed_at__isnull=True).first()
    if found is None:
        raise Invalid(gaps=[Gap("unknown", "document", _("This document is not attached to the request."))])
    return found


def _record_data(licence: Licence, record: ConditionRecord) -> dict[str, Any]:
    return {
        "number": licence.number,
        "condition": record.condition.number,
        "record": str(record.pk),
        "kind": record.kind,
        "done_on": record.done_on,
        "line": record.line.number if record.line else None,
        "quantity": record.quantity,
        "reference": record.reference,
        "person": record.person,
        "note": record.note,
        "document": str(record.document_id) if record.document_id else None,
    }
