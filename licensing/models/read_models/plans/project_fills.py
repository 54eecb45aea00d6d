"""What fills the projects of a country plan: the requests that the reader may see, and the figures of the ledger for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, QuerySet

from licensing.models.plans.country_plans import CountryPlan
from licensing.models.plans.parents import ParentAuthorisation, load_shares_of
from licensing.models.requests.case import Case
from licensing.policy.plans.ceilings import ProjectKey
from licensing.policy.plans.parents import Balance, CeilingStatus, Share, compute_status


@dataclass(frozen=True, slots=True)
class ProjectFill:
    """The requests that fill a project, how many of them the reader may not see, and what stands on its ceilings.

    `ceilings` are by item family, that of the value by ""; none of a project that was never approved. `years` are those of
    calendar years, where it has any.
    """

    cases: Sequence[Case] = ()
    unseen: int = 0
    authorisation: ParentAuthorisation | None = None
    ceilings: Mapping[str, CeilingStatus] = field(default_factory=dict)
    years: Mapping[ProjectKey, CeilingStatus] = field(default_factory=dict)


def read_project_fills(plan: CountryPlan, seen: QuerySet[Case]) -> dict[UUID, ProjectFill]:
    """What fills each project of a plan, in as many statements for many projects as for one; `seen` are the reader's cases."""
    parents = {
        one.project_id: one
        for one in ParentAuthorisation.objects.filter(project__plan=plan).prefetch_related("ceilings")
        if one.project_id is not None
    }
    shares = load_shares_of(list(parents.values()))
    cases: dict[UUID | None, list[Case]] = defaultdict(list)
    for case in seen.filter(project__plan=plan).order_by("reference"):
        cases[case.project_id].append(case)
    numbers = dict(Case.objects.filter(project__plan=plan).order_by().values_list("project").annotate(Count("pk")))
    return {
        project: ProjectFill(
            cases[project],
            numbers.get(project, 0) - len(cases[project]),
            parent,
            *_compute_statuses(parent, shares[parent.pk]),
        )
        for project, parent in parents.items()
    }


def _compute_statuses(
    parent: ParentAuthorisation, shares: Mapping[Share, Balance]
) -> tuple[dict[str, CeilingStatus], dict[ProjectKey, CeilingStatus]]:
    """Those of the whole period, and those of years."""
    whole: dict[str, CeilingStatus] = {}
    years: dict[ProjectKey, CeilingStatus] = {}
    for row in parent.ceilings.all():
        status = compute_status(row.as_policy(), shares)
        if row.year is None:
            whole[row.family_id or ""] = status
        else:
            years[row.family_id or "", row.year] = status
    return whole, years
