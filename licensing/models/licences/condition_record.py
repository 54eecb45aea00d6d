"""What meets a condition of a licence, or stops deliveries by it: a typed record with its evidence, by a named person."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import EvidenceKind
from licensing.models.licences.licence import LicenceCondition, LicenceLine
from licensing.models.people.users import User
from licensing.models.record.guards import append_only
from licensing.models.requests.content import Document
from licensing.policy.licences.customs.gate import Record


class ConditionRecordQuerySet(models.QuerySet["ConditionRecord"]):
    def in_effect(self) -> Self:
        """Records that count: neither corrected nor voided, and the document that shows them was not withdrawn."""
        standing = self.filter(corrected_by__isnull=True, voided__isnull=True)
        return standing.filter(Q(document__isnull=True) | Q(document__removed_at__isnull=True))

    def for_lists(self) -> Self:
        """With what a line of the list of records prints."""
        return self.select_related("condition", "line__unit", "document", "recorded_by", "corrected_by", "voided__voided_by")


class ConditionRecord(models.Model):
    """A record on a condition: on which day what was done, by whom, and what shows it.

    Of a batch or a shipment it has the line and the quantity that it covers. A record that was wrong is corrected by another.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    condition = models.ForeignKey(LicenceCondition, models.PROTECT, related_name="records")
    kind = models.CharField(_("kind of evidence"), max_length=16, choices=EvidenceKind.choices)
    done_on = models.DateField(_("day"))
    line = models.ForeignKey(LicenceLine, models.PROTECT, null=True, blank=True, related_name="+")
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3, null=True, blank=True)
    reference = models.CharField(_("number of the act, batch or certificate"), max_length=80, blank=True)
    person = models.CharField(_("who inspected, verified or gave notice"), max_length=200, blank=True)
    note = models.TextField(_("what shows it"), blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    # One to one: a record is corrected once, also by two people at the same moment.
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ConditionRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record on a condition")
        verbose_name_plural = _("records on conditions")
        constraints = [
            models.CheckConstraint(
                condition=Q(line__isnull=True, quantity__isnull=True) | Q(line__isnull=False, quantity__gt=0),
                name="record_covers_a_quantity_of_a_line",
            ),
        ]
        triggers: ClassVar[list[Any]] = append_only("conditionrecord")

    def __str__(self) -> str:
        return f"{self.condition_id} {self.kind} {self.done_on}"

    @property
    def is_in_effect(self) -> bool:
        """Whether it counts; needs what corrects or voids it, and its document."""
        if hasattr(self, "corrected_by") or hasattr(self, "voided"):
            return False
        return self.document is None or self.document.removed_at is None

    def as_policy(self) -> Record:
        """The record as the gate looks at it; needs its line."""
        return Record(self.done_on, self.line.number if self.line else None, self.quantity)


class VoidedRecord(models.Model):
    """That a record does not count any more, with the reason: its evidence was withdrawn, or deliveries may go on."""

    record = models.OneToOneField(ConditionRecord, models.PROTECT, related_name="voided", primary_key=True)
    reason = models.TextField(_("reason"))
    voided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    voided_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar[list[Any]] = append_only("voidedrecord")

    def __str__(self) -> str:
        return f"{self.record_id}: {self.reason}"
