"""What makers make against what projects plan of them, read at once for many makers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import TypeAlias
from uuid import UUID

from licensing.choices import PlanState, ProjectStatus
from licensing.models.people.actor import read_actor
from licensing.models.people.users import User
from licensing.models.plans.country_plans import CountryPlan, ProjectVolume
from licensing.models.plans.investments import ProjectInvestment
from licensing.models.plans.participants import MakerCapacity, may_keep_participants
from licensing.models.requests.case import SEE_EVERY_FILE
from licensing.models.supply.families import ItemFamily
from licensing.policy.plans.countries.participants import CapacityStep, MakerYear, PlannedShare, compare_capacity
from licensing.policy.plans.countries.years import cut_to_year, read_years

# A maker and one of its item families.
Line: TypeAlias = tuple[UUID, str]


def may_read_capacities(user: User, *, on: date) -> bool:
    """Whether a person reads how many goods makers make, and by how many an investment raises that.

    Whoever keeps the list of makers and investors or the supply plans, and the authority; bodies of a working group, a ministry
    among them, read who makes what and by when more is made, and no figure.
    """
    return may_keep_participants(user, on=on) or read_actor(user, on=on).is_appointed(*SEE_EVERY_FILE)


def load_capacity_steps(makers: Collection[UUID]) -> Mapping[Line, list[CapacityStep]]:
    """What each maker makes of each family, in the order in which it was entered."""
    found: dict[Line, list[CapacityStep]] = defaultdict(list)
    for one in MakerCapacity.objects.filter(maker__in=makers).order_by("pk"):
        found[one.maker_id, one.family_id].append(CapacityStep(one.from_on, one.per_month))
    return found


def compare_makers(makers: Collection[UUID]) -> dict[Line, list[MakerYear]]:
    """By maker and family, each year of what is made against what the projects plan that go on, of all countries.

    What a confirmed investment adds counts until a supply plan contains it: then it is entered as capacity.
    """
    steps = load_capacity_steps(makers)
    # A raise names its maker and family, by the database; the columns alone do not say so.
    raises: dict[tuple[UUID | None, str | None], list[CapacityStep]] = defaultdict(list)
    raising = ProjectInvestment.objects.raising().filter(maker_row__in=makers, confirmed_at__isnull=False)
    for one in raising.select_related("project__plan"):
        assert one.from_on is not None
        assert one.per_month is not None
        raises[one.maker_row_id, one.family_id].append(CapacityStep(one.from_on, one.per_month))
    shares: dict[Line, list[PlannedShare]] = defaultdict(list)
    rows = ProjectVolume.objects.filter(maker__in=makers).exclude(project__plan__state=PlanState.ENDED)
    for volume in rows.exclude(project__status=ProjectStatus.STOPPED).select_related("project__plan"):
        plan = volume.project.plan
        assert volume.maker_id is not None  # by the filter
        shares[volume.maker_id, volume.family_id] += _plan_shares(volume, plan)
    decimals = dict(ItemFamily.objects.values_list("pk", "unit__decimals"))
    return {
        line: compare_capacity(steps.get(line, []), raises.get(line, []), shares.get(line, []), decimals=decimals[line[1]])
        for line in sorted(steps.keys() | shares.keys(), key=str)
    }


def _plan_shares(volume: ProjectVolume, plan: CountryPlan) -> list[PlannedShare]:
    """What a maker is to make within the period of the plan, or within each year of it where the project says so.

    A year that the period touches no more, since it was changed, is made when it was said.
    """
    if not volume.years:
        return [PlannedShare(volume.quantity, plan.first_on, plan.last_on)]
    found = []
    for year, quantity in read_years(volume.years).items():
        first, last = cut_to_year(year, plan.first_on, plan.last_on)
        is_within = first <= last
        found.append(PlannedShare(quantity, *((first, last) if is_within else (date(year, 1, 1), date(year, 12, 31)))))
    return found
