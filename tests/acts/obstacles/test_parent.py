"""A request under a country plan goes no further once the plan is refused; one that waits for its plan is told so."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.decisions import government
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.plans.countries.projects import edit_project, move_project
from licensing.acts.plans.parents.reviewing import review_contract
from licensing.acts.requests import submission
from licensing.choices import ProjectStatus, ReviewResult, Step
from licensing.errors import BelowOwnShare, PlanEnded
from licensing.models import Case, Project
from licensing.policy.obstacles import ON_THE_WAY
from tests.acts.plans.countries.state import draft_project
from tests.by_hand import by_hand
from tests.parents import bring_framework, grant_contract, yearly
from tests.ventures import give_forces_less, split
from tests.world import World, resolution


def _file_under(world: World, plan: Case) -> Case:
    case = world.filed()
    with by_hand():
        Case.objects.filter(pk=case.pk).update(plan=plan)
    return Case.objects.get(pk=case.pk)


@pytest.mark.walk
def test_a_request_under_a_plan_that_was_withdrawn_is_not_accepted(world: World) -> None:
    plan = submission.withdraw_case(world.filed(title="A plan"), world.paula, reason="Other plans")
    case = _file_under(world, plan)

    [obstacle] = list_obstacles(case, at=now())
    with pytest.raises(PlanEnded) as refused:
        submission.accept_case(case, world.otto)

    assert (obstacle.stops, obstacle.since) == (ON_THE_WAY - {Step.DRAW_DOWN}, plan.closed_at)
    assert refused.value.extra == {"plan": plan.reference}
    assert str(plan.reference) in str(obstacle.for_applicant)


def test_a_plan_that_is_not_decided_yet_is_a_note(world: World) -> None:
    case = _file_under(world, world.filed(title="A plan"))

    [note] = list_obstacles(case, at=now())

    assert (note.code, note.is_note) == ("plan_open", True)
    assert submission.accept_case(case, world.otto).state == "ministry_review"


@pytest.mark.walk
def test_a_framework_from_before_ceilings_is_a_note_and_stops_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    # As it was granted before there were ceilings.
    monkeypatch.setattr(government, "grant_ceilings", lambda act, lines, *, indicative: None)
    framework = bring_framework(world)
    government.grant_case(framework, world.dora, resolution())
    case = _file_under(world, Case.objects.get(pk=framework.pk))

    [note] = list_obstacles(case, at=now())

    assert (note.code, note.is_note, note.for_applicant) == ("parent_unlimited", True, None)
    assert str(framework.reference) in str(note.message)
    assert submission.accept_case(case, world.otto).state == "ministry_review"


@pytest.mark.walk
def test_a_plan_that_holds_is_no_obstacle(world: World) -> None:
    assert list_obstacles(_file_under(world, world.granted(title="A plan")), at=now()) == []


def _tell_of_reviews(case: Case) -> list[tuple[str, bool, bool]]:
    found = [one for one in list_obstacles(case, at=now()) if one.code.startswith("review_")]
    return [(one.code, one.is_note, one.for_applicant is not None) for one in found]


@pytest.mark.walk
def test_a_call_off_is_told_of_a_missed_review_and_what_the_last_one_found(world: World) -> None:
    contract = grant_contract(world, reviews=(80, 110))
    call_off = world.filed(title="Second", **yearly(contract))
    assert _tell_of_reviews(call_off) == []

    with at_time(now() + timedelta(days=81)):
        assert _tell_of_reviews(call_off) == [("review_missed", True, True)]
        review_contract(contract, world.otto, 1, result=ReviewResult.ENDS, reason="Our own forces need all of it.")
        assert _tell_of_reviews(call_off) == [("review_found", True, False)]
        [found] = [one for one in list_obstacles(call_off, at=now()) if one.code == "review_found"]
        assert "is to be ended. Our own forces need all of it." in str(found.message)
        review_contract(
            Case.objects.get(pk=contract.pk), world.otto, 2, result=ReviewResult.CONTINUES, reason="A second line is open."
        )
        assert _tell_of_reviews(call_off) == []


@pytest.mark.walk
def test_a_joint_venture_gives_our_forces_what_its_project_names_before_it_is_accepted(world: World) -> None:
    case = world.filed()
    give_forces_less(world, case)
    case.refresh_from_db()

    [found] = [one for one in list_obstacles(case, at=now()) if one.code == "below_own_share"]
    with pytest.raises(BelowOwnShare):
        submission.accept_case(case, world.otto)

    told, public = str(found.message), str(found.for_applicant)
    assert "get 60 per cent" in told
    assert "names 80 per cent" in told
    # The plan is never the applicant's to read.
    assert "80" not in public
    assert case.project.reference not in public
    assert found.stops == {Step.ACCEPT, Step.PROPOSE, Step.GRANT}
    with by_hand():
        Case.objects.filter(pk=case.pk).update(joint_venture={"output_split": split(80, 20)})
    assert submission.accept_case(case, world.otto).state == "ministry_review"


@pytest.mark.walk
@pytest.mark.parametrize("drafted", [Decimal(60), Decimal(90), None])
def test_the_share_that_was_approved_binds_until_another_is_decided(world: World, drafted: Decimal | None) -> None:
    case = world.filed()
    give_forces_less(world, case, given=70)
    project = Project.objects.get()
    project = move_project(project, world.greta, ProjectStatus.DISCUSSED, reason="Another split is looked at.")

    edit_project(project, world.rhea, draft_project(own_share=drafted))

    [found] = [one for one in list_obstacles(Case.objects.get(pk=case.pk), at=now()) if one.code == "below_own_share"]
    assert "names 80 per cent" in str(found.message)


@pytest.mark.walk
def test_a_sale_that_fills_such_a_project_has_no_output_and_a_venture_that_says_nothing_gives_nothing(world: World) -> None:
    case = world.filed()
    give_forces_less(world, case)
    codes = []

    for form, terms in (("direct_sale", None), ("joint_venture", None), ("mixed", {"name": "Works"})):
        with by_hand():
            Case.objects.filter(pk=case.pk).update(cooperation_form=form, joint_venture=terms)
        found = list_obstacles(Case.objects.get(pk=case.pk), at=now())
        codes.append("below_own_share" in {one.code for one in found})

    assert codes == [False, True, True]
