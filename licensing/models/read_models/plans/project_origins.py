"""Where a project of a country plan was carried over from: a project of a plan that a partner had filed itself."""

from __future__ import annotations

from django.utils.translation import gettext as _

from licensing.models.plans.country_plans import Project
from licensing.models.requests.content import PlanProject
from licensing.policy.licences.counted import describe_quantity


def describe_origin(project: Project) -> str:
    """Which project of a partner's country plan it was carried over from, and how many that asked for; empty for all others."""
    if project.origin is None:
        return ""
    said = name_origin(project.origin.case.reference, project.origin.number)
    asked = _describe_asked(project.origin)
    return f"{said} ({asked})" if asked else said


def name_origin(reference: str | None, number: int) -> str:
    """A project of a partner's country plan in words, by the reference of that plan and its number there."""
    words = {"number": number, "reference": reference}
    return _("Project %(number)s of the country plan %(reference)s of a partner") % words


def _describe_asked(origin: PlanProject) -> str:
    if origin.quantity is None or origin.unit is None:
        return ""
    return describe_quantity(origin.quantity, origin.unit.pk, origin.unit.name)
