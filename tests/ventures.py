"""Joint ventures for tests: of requests that fill an approved project which names our own forces' share of the output."""

from __future__ import annotations

from decimal import Decimal

from licensing.acts.plans.countries.filling import fill_project
from licensing.models import Case
from tests.acts.plans.countries.test_filling import approved
from tests.by_hand import by_hand
from tests.world import World


def split(own: int, partner: int, third: int = 0) -> dict[str, str]:
    """A split of the output, in per cent."""
    return {"own_forces": str(own), "partner": str(partner), "third_countries": str(third)}


def give_forces_less(world: World, case: Case, *, given: int = 60, named: int = 80) -> None:
    """Let a request fill a project that names a larger share for our own forces than its joint venture gives them."""
    project = approved(world, own_share=Decimal(named))
    if case.accepted_at is not None:
        fill_project(project, world.rhea, reference=str(case.reference))
    with by_hand():
        Case.objects.filter(pk=case.pk).update(project=project, joint_venture={"output_split": split(given, 100 - given)})
