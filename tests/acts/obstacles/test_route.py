"""A request that no procedure covers cannot be accepted, and its page says so beforehand."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now
from licensing.acts.decisions import appeal, government
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.obstacles.route import find_appealed_plan
from licensing.acts.obstacles.situation import Situation
from licensing.acts.plans.carrying import carry_over_plans
from licensing.acts.requests import submission
from licensing.choices import Step
from licensing.errors import NoProcedure
from licensing.models import Case, RoutingRow
from tests.acts.plans.countries.state import opened
from tests.by_hand import by_hand
from tests.old_plans import OLD_PLAN, while_partners_filed_plans
from tests.scenes import scene
from tests.trial import APPEAL, GOVERNMENT, MINISTRIES, THIRTY_DAYS, another_decider, use_procedure
from tests.world import World, resolution


def test_a_request_without_a_procedure_is_not_accepted(world: World) -> None:
    case = world.filed()
    with by_hand():
        RoutingRow.objects.filter(code="tests").update(procedure_code="nowhere", priority=10_000)

    found = list_obstacles(case, at=now())

    assert [(one.code, one.stops) for one in found] == [("no_procedure", {Step.ACCEPT})]
    with pytest.raises(NoProcedure):
        submission.accept_case(case, world.otto)


def test_the_route_of_a_case_in_review_is_settled(world: World) -> None:
    assert "no_procedure" not in {one.code for one in list_obstacles(world.accepted(), at=now())}


@scene
def _appeal_old_plan(world: World) -> Case:
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    with while_partners_filed_plans():
        case = world.before_government(**OLD_PLAN)
        government.refuse_case(Case.objects.get(pk=case.pk), world.dora, resolution(grounds=["R10"]))
    return appeal.appeal_case(Case.objects.get(pk=case.pk), world.paula, reason="Look again.")


@pytest.mark.walk
def test_it_is_not_carried_over_while_the_appeal_is_open_and_says_so(world: World) -> None:
    case = _appeal_old_plan(world)

    carried = carry_over_plans()

    [note] = [one for one in list_obstacles(Case.objects.get(pk=case.pk), at=now()) if one.code == "kind_retired"]
    assert (carried, note.stops) == (0, frozenset())
    assert "decided on what was filed" in str(note.message)
    assert "expression of interest" in str(note.for_applicant)
    # No act asks it.
    assert not list(find_appealed_plan(Situation(case, now(), Step.GRANT)))


@pytest.mark.walk
def test_what_its_appeal_grants_becomes_ideas_of_the_plan_of_the_state(world: World) -> None:
    case, plan = _appeal_old_plan(world), opened(world)

    government.grant_case(Case.objects.get(pk=case.pk), another_decider(), resolution(number="600-r"))

    assert carry_over_plans() == 2
    assert set(plan.projects.values_list("origin__case", flat=True)) == {case.pk}
    assert not [one for one in list_obstacles(Case.objects.get(pk=case.pk), at=now()) if one.code == "kind_retired"]


def test_an_ordinary_request_and_one_without_a_decision_say_nothing_of_it(world: World) -> None:
    case = world.before_government()

    assert not [one for one in list_obstacles(case, at=now()) if one.code == "kind_retired"]
