"""Records on the conditions of a licence at the desk: made with their evidence, corrected, voided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.licences.conditions.records import RecordInput, correct_record, record_condition, void_record
from licensing.admin.forms.base import (
    ActForm,
    build_date_field,
    build_line_field,
    build_quantity_field,
    build_select_field,
    build_text_field,
    map_by_verb,
)
from licensing.choices import EvidenceKind, GateRule, Verb
from licensing.models import ConditionRecord, Licence, LicenceCondition
from licensing.policy.licences.customs.gate_rules import CAPS, BindingRule, describe_rule


class _RecordForm(ActForm[Licence]):
    """The fields of a record: those that the rule of its condition asks for."""

    def get_condition(self) -> LicenceCondition:
        """The condition that the record is on."""
        raise NotImplementedError

    def prepare(self) -> None:
        rule = self.get_condition().binding_rule
        if rule is None or rule.rule in CAPS:
            return
        self.fields["done_on"] = build_date_field(_DAYS[rule.evidence or EvidenceKind.DOCUMENT])
        self.fields["done_on"].initial = to_local_day(self.now)
        if rule.rule is GateRule.COVERED:
            self._add_quantity()
        self._add_evidence(rule)

    def find_obstacles(self) -> Sequence[str]:
        rule = self.get_condition().binding_rule
        if rule is None:
            return [_("This condition binds on paper: customs is not held to it, and no record opens anything by it.")]
        return [_("A cap is met by the ledger itself. There is nothing to record.")] if rule.rule in CAPS else []

    def list_notes(self) -> Sequence[str]:
        condition = self.get_condition()
        rule = condition.binding_rule
        told = {"number": condition.number, "words": condition.text}
        return [_("Condition %(number)d: %(words)s") % told, *([str(describe_rule(rule))] if rule else [])]

    def read_record(self) -> RecordInput:
        """What was typed, as the act takes it."""
        given = self.cleaned_data
        return RecordInput(
            done_on=given["done_on"],
            line=int(given["line"]) if given.get("line") else None,
            quantity=given.get("quantity"),
            reference=given.get("reference", ""),
            person=given.get("person", ""),
            note=given.get("note", ""),
            document=UUID(given["document"]) if given.get("document") else None,
        )

    def _add_quantity(self) -> None:
        lines = [(str(one.number), str(one)) for one in self.subject.lines.order_by("number")]
        self.fields["line"] = build_select_field(_("Line"), lines)
        self.fields["quantity"] = build_quantity_field(_("Quantity"), help_text=_("In the unit of the line."))

    def _add_evidence(self, rule: BindingRule) -> None:
        evidence = rule.evidence or EvidenceKind.DOCUMENT
        person = evidence is not EvidenceKind.DOCUMENT
        self.fields["person"] = build_line_field(_("Who inspected, verified or gave notice"), required=person)
        numbered = evidence in (EvidenceKind.ACCEPTANCE, EvidenceKind.DELIVERY)
        label = _("Number of the act, batch or certificate")
        self.fields["reference"] = build_line_field(label, required=numbered, max_length=80)
        told = evidence in (EvidenceKind.VERIFICATION, EvidenceKind.NOTICE)
        self.fields["note"] = build_text_field(_("How it was done"), required=told, help_text=_("For the authority only."))
        shown = evidence in (EvidenceKind.DOCUMENT, EvidenceKind.VERIFICATION)
        attached = self.subject.case.documents.filter(removed_at__isnull=True).order_by("-attached_at")
        documents = [(str(one.pk), f"{one.title} · {one.file_name}") for one in attached]
        self.fields["document"] = build_select_field(_("Document of the case that shows it"), documents, required=shown)


class RecordCondition(_RecordForm):
    """Recording what meets a condition, or a notice that stops deliveries by it."""

    verb = Verb.RECORD_CONDITION
    button_weight = "primary"
    title = gettext_lazy("Record what meets a condition")
    lead = gettext_lazy("From that moment customs goes by the record. It bears your name and can be corrected, not erased.")
    done = gettext_lazy("It is recorded. Customs goes by it from now on.")

    def get_condition(self) -> LicenceCondition:
        condition: LicenceCondition = self.target
        return condition

    def execute(self) -> None:
        record_condition(
            self.subject, self.user, self.target.number, self.read_record(), expected=self.cleaned_data["expected"]
        )


class CorrectCondition(_RecordForm):
    """Putting another record in the place of a wrong one; both stay in the file."""

    verb = Verb.CORRECT_CONDITION
    title = gettext_lazy("Correct a record on a condition")
    lead = gettext_lazy("The new record takes the place of the old one, which stays in the file and does not count any more.")
    done = gettext_lazy("The record is corrected.")

    def get_condition(self) -> LicenceCondition:
        condition: LicenceCondition = self.target.condition
        return condition

    def prepare(self) -> None:
        super().prepare()
        wrong: ConditionRecord = self.target
        told = {
            "done_on": wrong.done_on,
            "line": str(wrong.line.number) if wrong.line else "",
            "quantity": wrong.quantity,
            "reference": wrong.reference,
            "person": wrong.person,
            "note": wrong.note,
            "document": str(wrong.document_id or ""),
        }
        for name in self.fields.keys() & told.keys():
            self.fields[name].initial = told[name]

    def execute(self) -> None:
        correct_record(self.subject, self.user, self.target.pk, self.read_record(), expected=self.cleaned_data["expected"])


class VoidCondition(ActForm[Licence]):
    """Voiding a record because its evidence does not stand any more, or because deliveries may go on."""

    verb = Verb.VOID_CONDITION
    title = gettext_lazy("Void a record on a condition")
    lead = gettext_lazy("What waited for the record waits again. A notice that is void stops nothing.")
    done = gettext_lazy("The record does not count any more.")
    button_weight = "grave"

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"), help_text=_("The holder of the licence reads this."))

    def find_obstacles(self) -> Sequence[str]:
        return [] if self.target.is_in_effect else [_("This record does not count any more: it was corrected or voided.")]

    def execute(self) -> None:
        given = self.cleaned_data
        void_record(self.subject, self.user, self.target.pk, reason=given["reason"], expected=given["expected"])


_DAYS: Final[Mapping[EvidenceKind, Any]] = {
    EvidenceKind.DOCUMENT: gettext_lazy("Day on which it was shown"),
    EvidenceKind.ACCEPTANCE: gettext_lazy("Day of the acceptance"),
    EvidenceKind.VERIFICATION: gettext_lazy("Day of the verification"),
    EvidenceKind.DELIVERY: gettext_lazy("Day of the delivery"),
    EvidenceKind.NOTICE: gettext_lazy("Day of the notice"),
}
CONDITION_FORMS: Final = map_by_verb(RecordCondition)
RECORD_FORMS: Final = map_by_verb(CorrectCondition, VoidCondition)
