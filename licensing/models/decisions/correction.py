"""A correction of a decision: a slip of the pen put right beside it, while what was recorded stays as it is."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, ClassVar

from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from licensing.models.decisions.decision import Decision
from licensing.models.people.users import User
from licensing.models.record.guards import append_only


@dataclass(frozen=True, slots=True)
class Wording:
    """What of a decision can be a slip of the pen. Outcome, quantities, conditions and grounds are its substance."""

    resolution_no: str
    resolution_on: date
    reasons: str


class DecisionCorrection(models.Model):
    """How a decision reads from now on, and why. The wording stands here whole, so that the last row is the one that counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField()
    resolution_no = models.CharField(max_length=60)
    resolution_on = models.DateField()
    reasons = models.TextField(blank=True)
    reason = models.TextField()
    corrected_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField()
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="correction_number_once_per_decision")]
        indexes = [models.Index(fields=["resolution_no"], name="correction_by_resolution")]
        triggers: ClassVar[list[Any]] = append_only("decisioncorrection")

    def __str__(self) -> str:
        return f"{self.decision_id} · {self.number}"

    @property
    def wording(self) -> Wording:
        """How the decision reads since this correction."""
        return Wording(self.resolution_no, self.resolution_on, self.reasons)

    def as_signed_data(self) -> dict[str, Any]:
        """What the digest of a correction covers: the decision as it was recorded, and how it is to be read."""
        return {
            "decision": self.decision.digest,
            "number": self.number,
            "resolution_no": self.resolution_no,
            "resolution_on": self.resolution_on.isoformat(),
            "reasons": self.reasons,
            "reason": self.reason,
            "corrected_by": str(self.corrected_by_id),
            "corrected_at": self.corrected_at,
        }


@dataclass(frozen=True, slots=True)
class AppliedCorrection:
    """A correction with how the decision read before it and how it reads after it."""

    row: DecisionCorrection
    before: Wording
    after: Wording


def list_corrections(decision: Decision) -> list[AppliedCorrection]:
    """The corrections of a decision, oldest first."""
    rows = list(decision.corrections.select_related("corrected_by").order_by("number"))
    wordings = [get_recorded_wording(decision), *(row.wording for row in rows)]
    return [AppliedCorrection(row, before, after) for row, (before, after) in zip(rows, pairwise(wordings), strict=True)]


def get_wording(decision: Decision, corrections: Sequence[AppliedCorrection]) -> Wording:
    """How a decision reads now."""
    return corrections[-1].after if corrections else get_recorded_wording(decision)


def get_recorded_wording(decision: Decision) -> Wording:
    """How a decision was recorded."""
    return Wording(decision.resolution_no, decision.resolution_on, decision.reasons)


def annotate_wording(decisions: QuerySet[Decision]) -> QuerySet[Any]:
    """Decisions with `number_now` and `day_now`: the number and the day of their resolution after all corrections."""
    last = DecisionCorrection.objects.filter(decision=OuterRef("pk")).order_by("-number")
    return decisions.annotate(
        number_now=Coalesce(Subquery(last.values("resolution_no")[:1]), "resolution_no"),
        day_now=Coalesce(Subquery(last.values("resolution_on")[:1]), "resolution_on"),
    )


def find_decisions_numbered(number: str) -> QuerySet[Any]:
    """The decisions whose resolution bears a number today, with their `day_now`."""
    corrected = DecisionCorrection.objects.filter(resolution_no=number).values("decision")
    found = Decision.objects.filter(Q(resolution_no=number) | Q(pk__in=corrected))
    return annotate_wording(found).filter(number_now=number)
