"""Where a report of a holder and the ledger do not agree, and how that was settled."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import DifferenceOutcome, LicenceState
from licensing.models.licences.changing.suspension import LicenceSuspension
from licensing.models.licences.licence import Licence
from licensing.models.licences.obligation import ConditionDuty, UseReport
from licensing.models.people.users import User
from licensing.models.record.guards import forbid_deletion

BY_NAME = (DifferenceOutcome.ACCEPTED, DifferenceOutcome.RETURNED, DifferenceOutcome.SUSPENSION)


class ReportDifferenceQuerySet(models.QuerySet["ReportDifference"]):
    def unsettled(self) -> Self:
        """Those that wait for an officer."""
        return self.filter(settled_at__isnull=True)

    def to_settle(self) -> Self:
        """Those that no officer has looked at, and those of which a suspension was proposed that nobody has ordered since."""
        later = LicenceSuspension.objects.filter(licence=OuterRef("licence"), ordered_at__gte=OuterRef("settled_at"))
        proposed = Q(settled_as=DifferenceOutcome.SUSPENSION, licence__state=LicenceState.ISSUED) & ~Exists(later)
        return self.filter(Q(settled_at__isnull=True) | proposed)

    def for_lists(self) -> Self:
        """With what a line of a list prints."""
        return self.select_related("report", "duty__condition", "settled_by", "proposed_by").order_by("found_at", "pk")


class ReportDifference(models.Model):
    """What one report says otherwise than the ledger, by line; the report of a period, or that of a condition on its day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    licence = models.ForeignKey(Licence, models.PROTECT, related_name="differences")
    report = models.ForeignKey(UseReport, models.PROTECT, null=True, blank=True, related_name="differences")
    duty = models.ForeignKey(ConditionDuty, models.PROTECT, null=True, blank=True, related_name="differences")
    lines = models.JSONField()
    found_at = models.DateTimeField()
    settled_as = models.CharField(_("how it was settled"), max_length=10, choices=DifferenceOutcome.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    # Of a proposal to suspend that was dismissed: who had made it, when and why. One that stands is in the columns above.
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_because = models.TextField(blank=True, default="", db_default="")

    objects = ReportDifferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("difference between a report and the ledger")
        verbose_name_plural = _("differences between reports and the ledger")
        constraints = [
            models.CheckConstraint(
                condition=Q(report__isnull=True, duty__isnull=False) | Q(report__isnull=False, duty__isnull=True),
                name="difference_is_of_one_report",
            ),
            models.UniqueConstraint(
                fields=["report", "duty"],
                condition=Q(settled_at__isnull=True),
                nulls_distinct=False,
                name="one_open_difference_of_a_report",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_as="", settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_as__in=BY_NAME, settled_by__isnull=False) & ~Q(reason="")
                | Q(settled_at__isnull=False, settled_as__in=["corrected", "agrees"], settled_by__isnull=True),
                name="difference_is_settled_by_name",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True, proposed_at__isnull=True, proposed_because="")
                | Q(proposed_by__isnull=False, proposed_at__isnull=False, settled_at__isnull=False) & ~Q(proposed_because=""),
                name="dismissed_proposal_is_kept_whole",
            ),
        ]
        triggers: ClassVar[list[Any]] = forbid_deletion("reportdifference")

    def __str__(self) -> str:
        return f"{self.licence_id} {self.found_at:%Y-%m-%d}"

    def keep_proposal(self) -> None:
        """Keep who had proposed to suspend apart from who dismisses it, before that is written in its place."""
        if self.settled_as == DifferenceOutcome.SUSPENSION:
            self.proposed_by, self.proposed_at, self.proposed_because = self.settled_by, self.settled_at, self.reason
