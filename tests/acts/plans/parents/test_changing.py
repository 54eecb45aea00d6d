"""A decider suspends, ends or reduces an authorisation: open requests under it stop, and what was drawn stays drawn."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.decisions import government
from licensing.acts.plans.parents.changing import Reduction, amend_authorisation
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import submission
from licensing.choices import ParentChange
from licensing.errors import Invalid, NotAllowed, PlanEnded, WrongState
from licensing.models import Case, Event
from tests.parents import balance, find_authorisation, grant_framework, measure_year, yearly
from tests.world import World, resolution


@pytest.mark.walk
def test_what_is_suspended_or_ended_stops_the_requests_under_it_until_it_holds_again(world: World) -> None:
    framework = grant_framework(world)
    case, filed = world.before_government(**yearly(framework)), world.filed(**yearly(framework, quantity="7"))
    decider = world.decider()

    amend_authorisation(framework, decider, ParentChange.SUSPEND, reason="Our own forces need them.")
    with pytest.raises(PlanEnded) as refused:
        government.grant_case(case, world.dora, resolution())
    with pytest.raises(PlanEnded):
        submission.accept_case(filed, world.otto)
    assert "Our own forces need them." in str(refused.value.sentence)

    amend_authorisation(Case.objects.get(pk=framework.pk), decider, ParentChange.REINSTATE, reason="Enough is made again.")
    government.grant_case(case, world.dora, resolution())
    amend_authorisation(Case.objects.get(pk=framework.pk), decider, ParentChange.END, reason="The contract is over.")

    with pytest.raises(PlanEnded):
        submission.accept_case(filed, world.otto)
    with pytest.raises(WrongState):
        amend_authorisation(Case.objects.get(pk=framework.pk), decider, ParentChange.REINSTATE, reason="Again")
    assert measure_year(framework) == balance(committed=100)


@pytest.mark.walk
def test_who_holds_what_stands_under_a_framework_that_ends_is_told_once(world: World) -> None:
    framework = grant_framework(world)
    open_one, granted = world.filed(**yearly(framework)), world.before_government(**yearly(framework, quantity="7"))
    government.grant_case(granted, world.dora, resolution())
    decider = world.decider()
    withdrawn = submission.withdraw_case(world.filed(**yearly(framework)), world.paula, reason="Not needed.")

    amend_authorisation(framework, decider, ParentChange.SUSPEND, reason="For now.")
    amend_authorisation(Case.objects.get(pk=framework.pk), decider, ParentChange.END, reason="The contract is over.")

    told = Event.objects.filter(kind="parent.ended")
    assert {event.case_id for event in told} == {open_one.pk, granted.pk} - {withdrawn.pk}
    assert {event.data["reason"] for event in told} == {"The contract is over."}
    assert verify_record().fault is None


def test_a_ceiling_is_reduced_to_what_is_taken_and_no_further(world: World) -> None:
    framework = grant_framework(world)
    world.accepted(**yearly(framework, quantity="100"))

    amend_authorisation(
        framework, world.decider(), ParentChange.REDUCE, reason="Less is made.", reductions=[Reduction(1, 2, Decimal(100))]
    )

    row = find_authorisation(framework).ceilings.get(year=2)
    assert (row.quantity, measure_year(framework)) == (Decimal(100), balance(reserved=100))


@pytest.mark.parametrize(
    ("reduction", "path"),
    [
        (Reduction(1, 2, Decimal("99.999")), "ceilings.0.quantity"),
        (Reduction(1, 2, Decimal(500)), "ceilings.0.quantity"),
        (Reduction(1, 2, Decimal(-1)), "ceilings.0.quantity"),
        (Reduction(1, 2, None, Decimal(1)), "ceilings.0.value"),
        (Reduction(1, 2), "ceilings.0"),
        (Reduction(9, 2, Decimal(1)), "ceilings.0"),
        (None, "ceilings"),
    ],
)
def test_a_reduction_that_cannot_be_is_refused_by_its_place(world: World, reduction: Reduction | None, path: str) -> None:
    framework = grant_framework(world)
    world.accepted(**yearly(framework, quantity="100"))

    with pytest.raises(Invalid) as refused:
        amend_authorisation(
            framework, world.dora, ParentChange.REDUCE, reason="Less", reductions=[reduction] if reduction else []
        )

    assert [gap.path for gap in refused.value.gaps] == [path]
    assert measure_year(framework) == balance(reserved=100)


@pytest.mark.walk
def test_only_a_decider_changes_it_and_only_what_requests_draw_on(world: World) -> None:
    with pytest.raises(NotAllowed):
        amend_authorisation(grant_framework(world), world.otto, ParentChange.SUSPEND, reason="No")
    with pytest.raises(WrongState):
        amend_authorisation(world.granted(), world.dora, ParentChange.SUSPEND, reason="No")
