"""Which requests of partners fill which project of a country plan."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.models.people.users import User
from licensing.models.plans.country_plans import Project
from licensing.models.requests.case import Case


class ProjectCase(models.Model):
    """That a request fills a project, as a body of the working group named it, or did so until it was taken out again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="fillings", verbose_name=_("project"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name=_("case"))
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("named by"))
    named_at = models.DateTimeField(_("named at"))
    ended_at = models.DateTimeField(_("taken out at"), null=True, blank=True)

    class Meta:
        verbose_name = _("request that fills a project")
        verbose_name_plural = _("requests that fill projects")
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at__isnull=True), name="a_case_fills_one_project")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.case_id}"
