"""What was found about a request when a version of it was filed, as it was told then, and what the applicant explained."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import FindingGrade
from licensing.messages import TranslatedText
from licensing.models.record.guards import append_only
from licensing.models.requests.case import CaseVersion


class FiledFinding(models.Model):
    """One finding about a filed version; whoever decides reads what the applicant was told and answered at that time."""

    version = models.ForeignKey(CaseVersion, models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=48)
    grade = models.CharField(_("grade"), max_length=8, choices=FindingGrade.choices)
    path = models.CharField(max_length=120)
    texts = models.JSONField()
    explanation = models.TextField(_("explanation"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="finding_number_once_per_version"),
            models.CheckConstraint(
                condition=~Q(grade=FindingGrade.EXPLAIN) | ~Q(explanation=""), name="what_is_odd_is_explained"
            ),
            models.CheckConstraint(condition=~Q(grade=FindingGrade.STOP), name="what_cannot_be_is_not_filed"),
        ]
        triggers: ClassVar[list[Any]] = append_only("filedfinding")

    def __str__(self) -> str:
        return f"{self.number}. {self.code}"

    @property
    def key(self) -> str:
        """By what an explanation names the finding."""
        return f"{self.code}:{self.path}"

    @property
    def sentence(self) -> str:
        """What was told, in the language of whoever reads it now."""
        return str(TranslatedText(self.texts))
