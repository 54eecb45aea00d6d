"""Open requests under an authorisation that stops them are told so at once, and again when they go on."""

from __future__ import annotations

from uuid import UUID

import pytest

from licensing.acts.decisions import government
from licensing.acts.plans.parents.changing import amend_authorisation
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import submission
from licensing.choices import ParentChange
from licensing.models import Case, Event
from tests.parents import bring_framework, grant_framework, yearly
from tests.world import World, resolution


def _read_data(kind: str) -> dict[UUID | None, dict[str, str]]:
    return {event.case_id: event.data for event in Event.objects.filter(kind=kind)}


@pytest.mark.walk
def test_open_requests_are_told_of_a_suspension_and_of_its_end_and_licences_are_not(world: World) -> None:
    framework, decider = grant_framework(world), world.decider()
    open_one, granted = world.filed(**yearly(framework)), world.before_government(**yearly(framework, quantity="7"))
    government.grant_case(granted, world.dora, resolution())
    submission.withdraw_case(world.filed(**yearly(framework)), world.paula, reason="Not needed.")
    world.draft(**yearly(framework))

    amend_authorisation(framework, decider, ParentChange.SUSPEND, reason="Our own forces need them.")
    amend_authorisation(Case.objects.get(pk=framework.pk), decider, ParentChange.REINSTATE, reason="Enough is made.")

    of_framework = {"parent": framework.reference}
    assert _read_data("parent.suspended") == {open_one.pk: of_framework | {"reason": "Our own forces need them."}}
    assert _read_data("parent.reinstated") == {open_one.pk: of_framework | {"reason": "Enough is made."}}
    assert verify_record().fault is None


@pytest.mark.walk
@pytest.mark.parametrize("is_refused", [True, False])
def test_requests_under_what_is_refused_or_withdrawn_are_read_data(world: World, is_refused: bool) -> None:
    framework = bring_framework(world)
    child = world.filed(**yearly(framework))

    if is_refused:
        government.refuse_case(framework, world.dora, resolution(grounds=["R10"]))
    else:
        submission.withdraw_case(framework, world.paula, reason="No.")

    state = "refused" if is_refused else "withdrawn"
    assert _read_data("parent.not_granted") == {child.pk: {"parent": framework.reference, "state": state}}
    assert verify_record().fault is None


def test_a_request_on_which_nothing_draws_tells_nobody(world: World) -> None:
    submission.withdraw_case(world.filed(), world.paula, reason="No.")

    assert _read_data("parent.not_granted") == {}
