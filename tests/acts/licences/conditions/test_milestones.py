"""A milestone is recorded as met once, by what it is called in the terms, and with what shows it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences.conditions.milestones import has_milestones, list_licence_milestones, list_met, record_milestone
from licensing.choices import MilestoneKind
from licensing.errors import Invalid, NotAllowed
from licensing.models import Event, Licence, User
from tests.milestones import ASSEMBLY, PAID, TERMS, VENTURE, issue_waiting_licence, plan_delivery
from tests.world import World


def record(licence: Licence, user: User, **changes: Any) -> None:
    given = {"kind": MilestoneKind.MILESTONE, "title": PAID, "met_on": to_local_day(now()), "evidence": "The bank said so."}
    record_milestone(licence, user, **(given | changes))


@pytest.mark.walk
def test_what_is_met_is_told_to_the_holder_but_not_what_shows_it(world: World) -> None:
    licence = issue_waiting_licence(world)

    record(licence, world.otto, document_no="B-7")

    told = Event.objects.get(kind="milestone.met")
    assert (told.licence, told.data["milestone"], told.data["evidence"]) == (licence, PAID, "The bank said so.")
    assert list_met(licence) == {("milestone", PAID)}


def test_what_cannot_be_met_is_refused_and_changes_nothing(world: World) -> None:
    licence = issue_waiting_licence(world)
    record(licence, world.otto)

    for changes, gap in [
        ({"title": "Another"}, ("unknown", "title")),
        ({"title": "Fee paid"}, ("unknown", "title")),
        ({"kind": MilestoneKind.STAGE}, ("unknown", "title")),
        ({}, ("met_already", "title")),
        ({"met_on": to_local_day(now()) + timedelta(days=1)}, ("invalid", "met_on")),
        ({"evidence": " "}, ("required", "evidence")),
    ]:
        with pytest.raises(Invalid) as refused:
            record(licence, world.otto, **changes)
        assert gap in [(one.code, one.path) for one in refused.value.gaps], changes
    with pytest.raises(NotAllowed):
        record(licence, world.paula)
    assert Event.objects.filter(kind="milestone.met").count() == 1


def test_terms_without_milestones_are_not_even_read(world: World) -> None:
    licence = world.licence()

    assert (has_milestones(licence), list_licence_milestones(licence)) == (False, [])


@pytest.mark.walk
def test_a_stage_that_a_delivery_names_is_waited_for(world: World) -> None:
    licence = world.licence(
        cooperation_form="mixed",
        terms=TERMS | {"joint_venture": VENTURE},
        deliveries=[plan_delivery(1, "40", stage=ASSEMBLY)],
    )

    record(licence, world.otto, kind=MilestoneKind.STAGE, title=ASSEMBLY)

    assert list_met(licence) == {("stage", ASSEMBLY)}
