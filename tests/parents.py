"""Frameworks for tests: one of ten years for 500 drones a year at a price that rises, and yearly requests under it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.plans.parents.reading import read_parent
from licensing.acts.requests import drafting, submission
from licensing.acts.signoff import positions
from licensing.models import Case, ParentAuthorisation, Project
from licensing.models.plans.parents import load_shares, select_shares
from licensing.policy.plans.parents import Balance, compute_status
from tests.scenes import scene
from tests.world import REQUEST, World, approve, resolution

_DRONE = REQUEST["items"][0] | {"unit_price": "1000.00"}
LONG_TERM = {
    "term_years": 10,
    "annual_min": "300",
    "annual_max": "500",
    "unit": "NAR",
    "base_price": "1000.00",
    "currency": "EUR",
    "indexation_percent": "3",
    "domestic_priority_clause": "Our own forces come first.",
    "suspension_clause": "Deliveries stop on urgent need.",
}


@scene
def bring_framework(world: World, *, unit: str = "NAR", reviews: Sequence[int] = (), **item: Any) -> Case:
    """A framework before the government, of one line of drones; `reviews` in days from today."""
    terms = REQUEST["terms"] | {"long_term": _write_terms(unit, reviews)}
    line = _DRONE | {"quantity": "500", "unit": unit} | item
    draft = world.ready(kind="framework", cooperation_form="long_term", terms=terms, items=[line], route=[])
    return _bring(world, draft, number="8")


@scene
def grant_framework(
    world: World,
    *,
    indicative: bool = False,
    unit: str = "NAR",
    reviews: Sequence[int] = (),
    number: str = "417-r",
    **item: Any,
) -> Case:
    """The same, granted."""
    case = bring_framework(world, unit=unit, reviews=reviews, **item)
    government.grant_case(case, world.dora, resolution(indicative=indicative, number=number))
    return Case.objects.get(pk=case.pk)


@scene
def bring_contract(world: World, *, quantity: str = "500", unit: str = "NAR", reviews: Sequence[int] = ()) -> Case:
    """A contract of ten years, filed as a permit for its first goods, before the government; `reviews` in days from today."""
    terms = REQUEST["terms"] | {"long_term": _write_terms(unit, reviews)}
    line = _DRONE | {"quantity": quantity, "unit": unit}
    draft = world.ready(title="Ten years", cooperation_form="long_term", terms=terms, items=[line])
    return _bring(world, draft, number="9")


@scene
def grant_contract(
    world: World,
    *,
    quantity: str = "500",
    unit: str = "NAR",
    reviews: Sequence[int] = (),
    number: str = "433-r",
    **more: Any,
) -> Case:
    """The same, granted."""
    case = bring_contract(world, quantity=quantity, unit=unit, reviews=reviews)
    government.grant_case(case, world.dora, resolution(number=number, **more))
    return Case.objects.get(pk=case.pk)


def _bring(world: World, draft: Case, *, number: str) -> Case:
    """A draft with its delivery schedule, filed, accepted and advised on by the ministries."""
    about = {"type": "delivery_schedule", "title": "Schedule", "issuer": "Somebody", "number": number}
    drafting.attach_document(draft, world.paula, content=b"Schedule", file_name="schedule.txt", about=about)
    case = submission.submit_case(Case.objects.get(pk=draft.pk), world.paula, declared=True)
    case = submission.accept_case(case, world.otto)
    world.state_need(case)
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=1)
    return Case.objects.get(pk=case.pk)


def _write_terms(unit: str, reviews: Sequence[int]) -> dict[str, Any]:
    today = to_local_day(now())
    points = [{"on": (today + timedelta(days=days)).isoformat(), "subject": f"Review {days}"} for days in reviews]
    terms = LONG_TERM | {"unit": unit, "start_on": today.isoformat()}
    return terms | {"review_points": points} if points else terms


def yearly(
    framework: Case, *, quantity: str = "100", year: int | None = 2, price: str = "1030.00", **item: Any
) -> dict[str, Any]:
    """The changes that make a request one for a year of a framework."""
    drone = _DRONE | {"quantity": quantity, "unit_price": price} | item
    drone = {name: value for name, value in drone.items() if value is not None}
    return {"plan": framework.reference, "plan_year": year, "items": [drone]}


def find_authorisation(framework: Case) -> ParentAuthorisation:
    """What a framework was granted as."""
    return ParentAuthorisation.objects.get(case=framework)


def measure_year(framework: Case, year: int = 2, *, of: Case | None = None) -> Balance:
    """What stands on a year of the first line, of all cases or of one."""
    reading = read_parent(find_authorisation(framework))
    shares = select_shares(reading.shares, of, own=True) if of else reading.shares
    [ceiling] = [one for one in reading.ceilings if one.year == year]
    return compute_status(ceiling, shares).volume


def measure_project(project: Project) -> Balance:
    """What stands on the first volume of a project."""
    parent = ParentAuthorisation.objects.get(project=project)
    return compute_status(parent.ceilings.get(line=1).as_policy(), load_shares(parent)).volume


def measure_project_year(project: Project, year: int) -> Balance:
    """What stands on a calendar year of the first volume of a project."""
    parent = ParentAuthorisation.objects.get(project=project)
    return compute_status(parent.ceilings.get(line=1, year=year).as_policy(), load_shares(parent)).volume


def balance(reserved: int = 0, committed: int = 0, used: int = 0) -> Balance:
    """A balance in whole numbers."""
    return Balance(Decimal(reserved), Decimal(committed), Decimal(used))
