"""Milestones and gates of stages that were met, with what shows it: what waited for them may leave."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from licensing.choices import MilestoneKind
from licensing.models.licences.licence import Licence
from licensing.models.people.users import User
from licensing.models.record.guards import append_only


class MetMilestone(models.Model):
    """That a milestone of the terms, or the gate of a stage, is met under a licence: on which day, and by what it is shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    licence = models.ForeignKey(Licence, models.PROTECT, related_name="met_milestones")
    kind = models.CharField(_("kind"), max_length=10, choices=MilestoneKind.choices)
    title = models.CharField(_("name in the terms"), max_length=200)
    met_on = models.DateField(_("met on"))
    evidence = models.TextField(_("evidence"))
    document_no = models.CharField(_("number of the document"), max_length=80, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["licence", "kind", "title"], name="milestone_is_met_once")]
        triggers: ClassVar[list[Any]] = append_only("metmilestone")

    def __str__(self) -> str:
        return f"{self.licence_id} {self.title}"
