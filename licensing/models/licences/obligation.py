"""What a licence still asks of its holder: reports on transfer and use, and conditions that are due on a day."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import DutyState, ReportKind, ReportOutcome
from licensing.models.licences.licence import Licence, LicenceCondition, Usage
from licensing.models.people.users import User
from licensing.models.record.guards import append_only
from licensing.models.requests.content import Document


class UseReport(models.Model):
    """A report of the holder for one period, on the fact of transfer or on use. A correction is a new row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    licence = models.ForeignKey(Licence, models.PROTECT, related_name="reports")
    period = models.PositiveSmallIntegerField(_("period"))
    kind = models.CharField(_("what it reports on"), max_length=4, choices=ReportKind.choices)
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=ReportOutcome.choices)
    lines = models.JSONField(default=list)
    note = models.TextField(blank=True)
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(fields=["licence", "period", "kind", "number"], name="report_number_once_per_period"),
        ]
        triggers: ClassVar[list[Any]] = append_only("usereport")

    def __str__(self) -> str:
        return f"{self.licence_id} {self.period} {self.kind}"


class ConditionDutyQuerySet(models.QuerySet["ConditionDuty"]):
    def unmet(self) -> Self:
        """Duties that still bind: neither found to be met nor ended with their licence, late ones included."""
        return self.filter(met_at__isnull=True, ceased_at__isnull=True)


class ConditionDuty(models.Model):
    """A day by which a condition must be shown to be met; after a delivery there is one for that delivery."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    condition = models.ForeignKey(LicenceCondition, models.PROTECT, related_name="duties")
    after = models.ForeignKey(Usage, models.PROTECT, null=True, blank=True, related_name="duties")
    due_on = models.DateField(_("due"))
    evidence = models.TextField(_("evidence"), blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    # Of a condition that asks for a report: its last day and what it says of each line, in the form that is handed out.
    report = models.JSONField(default=dict, blank=True, db_default={})
    filed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    filed_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.TextField(blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    ceased_at = models.DateTimeField(null=True, blank=True)

    objects = ConditionDutyQuerySet.as_manager()

    class Meta:
        constraints = [
            # `after` is null unless a delivery made it due; two such duties of one day are the same one.
            models.UniqueConstraint(fields=["condition", "due_on", "after"], name="duty_once_per_day", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | Q(filed_at__isnull=False), name="duty_is_met_by_what_was_filed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.condition_id} {self.due_on}"

    @property
    def reported_until(self) -> date | None:
        """The last day of the report that was filed for it; None where there is none, or none was asked for."""
        return date.fromisoformat(self.report["until"]) if self.report else None

    @property
    def state(self) -> DutyState:
        """Where the duty stands. One that has ceased stays so, whatever was filed for it before."""
        if self.ceased_at:
            return DutyState.CEASED
        if self.met_at:
            return DutyState.MET
        return DutyState.FILED if self.filed_at else DutyState.OPEN


def list_met_before(conditions: Iterable[LicenceCondition]) -> set[tuple[int, date]]:
    """The days that were met before an appeal changed their conditions, as those of what each was changed into, by its key."""
    becomes = {one.replaces_id: one.pk for one in conditions if one.replaces_id is not None}
    if not becomes:
        return set()
    met = ConditionDuty.objects.filter(condition__in=list(becomes), after=None, met_at__isnull=False)
    return {(becomes[former], day) for former, day in met.values_list("condition_id", "due_on")}
