"""Versions of a country plan, as they are sent for review, and what the government decides on each of their projects."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import ProjectVerdict, VersionState
from licensing.models.people.users import User
from licensing.models.plans.country_plans import CountryPlan, Project
from licensing.models.record.guards import append_only
from licensing.models.requests.case import Case
from licensing.policy.exact import to_decimal
from licensing.policy.plans.countries.drafting import RULED


class PlanVersion(models.Model):
    """A plan as it was sent for review: its content is frozen, bodies and government settle it, and a later one amends it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(CountryPlan, models.PROTECT, related_name="versions", verbose_name=_("country plan"))
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("content"))
    digest = models.CharField(_("digest"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=VersionState.choices, default=VersionState.WAITING)
    # Where the bodies sign it off; None of versions that were settled before they did.
    review = models.OneToOneField(
        Case, models.PROTECT, null=True, blank=True, related_name="plan_version", verbose_name=_("review")
    )
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("submitted by"))
    submitted_at = models.DateTimeField(_("submitted at"))
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    resolution_no = models.CharField(_("number of the resolution"), max_length=60, blank=True)
    resolution_on = models.DateField(_("date of the resolution"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("version of a country plan")
        verbose_name_plural = _("versions of country plans")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="version_number_once_per_country_plan"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state=VersionState.WAITING), name="one_version_of_a_plan_waits"
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.DECIDED)
                | Q(settled_by__isnull=False, resolution_on__isnull=False)
                & ~Q(resolution_no="")
                & ~Q(settled_by=F("submitted_by")),
                name="a_version_is_decided_by_another_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"


class ProjectRuling(models.Model):
    """What the government decided on one project of a version. It is never changed."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="rulings", verbose_name=_("version"))
    project = models.ForeignKey(Project, models.PROTECT, related_name="rulings", verbose_name=_("project"))
    verdict = models.CharField(_("verdict"), max_length=8, choices=ProjectVerdict.choices)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("decision on a project")
        verbose_name_plural = _("decisions on projects")
        constraints = [
            models.UniqueConstraint(fields=["version", "project"], name="one_ruling_on_a_project_of_a_version"),
            models.CheckConstraint(condition=Q(verdict="approve") | ~Q(reason=""), name="what_is_not_approved_has_a_reason"),
        ]
        triggers: ClassVar[list[Any]] = append_only("projectruling")

    def __str__(self) -> str:
        return f"{self.project_id} {self.verdict}"

    @property
    def became(self) -> str:
        """How its project stood from the decision on, in words: approved, in discussion, or stopped."""
        return str(RULED[ProjectVerdict(self.verdict)].label)


def find_approved_share(project: Project) -> Decimal | None:
    """Our own forces' share of the output as the government approved it last, per cent; None where it names none.

    A draft of the working group changes the project and not this. One that was never approved says it itself.
    """
    return find_approved_shares([project])[project.pk]


def find_approved_shares(projects: Collection[Project]) -> dict[uuid.UUID, Decimal | None]:
    """The same of several projects at once, by their keys."""
    shares = {one.pk: one.own_share for one in projects}
    approved = ProjectRuling.objects.filter(project__in=shares, verdict=ProjectVerdict.APPROVE)
    newest = approved.order_by("project", "-version__number").distinct("project")
    for project, number, content in newest.values_list("project", "project__number", "version__content"):
        shares[project] = read_own_share(content, number)
    return shares


def was_approved(project: Project) -> bool:
    """Whether the government has approved it in any version, so that its terms are no longer what the working group drafts."""
    return ProjectRuling.objects.filter(project=project, verdict=ProjectVerdict.APPROVE).exists()


def read_own_share(content: Mapping[str, Any], number: int) -> Decimal | None:
    """What a version names as our own forces' share of the output of one of its projects, per cent."""
    return to_decimal(next((one.get("own_share") for one in content["projects"] if one["number"] == number), None))
