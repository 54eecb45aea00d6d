"""Country plans as partners filed them before the state kept those itself: a draft, a filed one, a granted one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from licensing.models import Case, CaseKind
from tests.by_hand import by_hand
from tests.scenes import scene
from tests.world import World

OLD_PLAN: Final[dict[str, Any]] = {
    "kind": "country_plan",
    "title": "Co-operation with Denmark",
    "partner_country": "DK",
    "items": [],
    "parties": [],
    "end_use": {},
    "route": [],
    "projects": [
        {
            "title": "Test benches",
            "form": "joint_venture",
            "goods": "Benches for engines, later their production",
            "quantity": "2",
            "unit": "SET",
            "value": "4000000.00",
            "currency": "EUR",
            "priority": 1,
        },
        {"title": "Simulators", "form": "direct_sale"},
    ],
}


@contextmanager
def while_partners_filed_plans() -> Iterator[None]:
    """What is done inside is done as it was before the kind was retired."""
    _turn(is_plan=False, active=True)
    try:
        yield
    finally:
        _turn(is_plan=True, active=False)


@scene
def draft_old_plan(world: World, **changes: Any) -> Case:
    """A country plan that a partner has begun and not filed."""
    with while_partners_filed_plans():
        case = world.draft(**OLD_PLAN | changes)
    return Case.objects.get(pk=case.pk)


@scene
def file_old_plan(world: World, **changes: Any) -> Case:
    """A country plan that waits for the check of the case officers."""
    with while_partners_filed_plans():
        case = world.filed(**OLD_PLAN | changes)
    return Case.objects.get(pk=case.pk)


@scene
def review_old_plan(world: World, **changes: Any) -> Case:
    """A country plan on which bodies are asked to speak."""
    with while_partners_filed_plans():
        case = world.with_need(**OLD_PLAN | changes)
    return Case.objects.get(pk=case.pk)


@scene
def grant_old_plan(world: World, **changes: Any) -> Case:
    """A country plan that the government has granted: an authorisation, which requests may draw on."""
    with while_partners_filed_plans():
        case = world.granted(**OLD_PLAN | changes)
    return Case.objects.get(pk=case.pk)


def _turn(**said: bool) -> None:
    with by_hand():
        CaseKind.objects.filter(pk="country_plan").update(**said)
