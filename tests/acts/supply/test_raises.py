"""What investments add to the output: shown once committed, counted once confirmed, and gone when they fall through."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.deciding import decide_version, submit_version
from licensing.acts.plans.countries.investments import commit_investment, end_investment, plan_investment
from licensing.acts.plans.countries.projects import add_project, edit_project, move_project, rank_project
from licensing.acts.record.verification import verify_record
from licensing.acts.supply.promises import load_supplies
from licensing.acts.supply.raises import confirm_raise, take_raise_up
from licensing.acts.supply.sparing import assess_case, serialize_need
from licensing.choices import NeedVerdict, ProjectStatus, ProjectVerdict
from licensing.errors import NoMandate, NotAllowed, WrongState
from licensing.models import Event, Project, ProjectInvestment
from licensing.models.plans.plan_versions import find_approved_share
from licensing.models.read_models.plans.country_plans import describe_raise
from licensing.models.supply.families import load_families
from licensing.policy.supply.chart import PathRow, build_chart, build_path
from tests.acts.plans.countries.state import draft_loan, draft_project, listed_maker, opened, sign_off
from tests.scenes import scene
from tests.supply import plan_supply, quarters
from tests.world import World


@scene
def raising(world: World, *, committed: bool = True, **of_plan: Any) -> ProjectInvestment:
    """An investment that makes fifty UAVs a month more from today on, in the plan for a country."""
    today = to_local_day(now())
    more = draft_loan(world, maker=listed_maker(world).pk, family="uav", per_month=Decimal(50), from_on=today)
    planned = plan_investment(add_project(opened(world, **of_plan), world.rhea, draft_project()), world.rhea, more)
    return commit_investment(planned, world.rhea, committed_on=today, document_no="L-1") if committed else planned


def read_path() -> list[PathRow]:
    """The path of UAVs by their newest plan, of which thirty can be spared without any investment."""
    return build_path(load_supplies(load_families(), ["uav"], today=to_local_day(now()))["uav"])


@scene
def plan_thirty(world: World) -> None:
    """A plan by which no more than thirty can be spared at any time."""
    plan_supply(world.greta, stock=230, periods=quarters(300, 300, 300, 300))


@pytest.mark.walk
def test_a_committed_investment_is_shown_and_counts_only_once_a_keeper_of_the_plans_confirms_it(world: World) -> None:
    plan_thirty(world)
    planned, case = raising(world, committed=False), world.accepted()
    assert [row.expected for row in read_path()] == [0, 0, 0, 0]
    investment = commit_investment(planned, world.rhea, committed_on=to_local_day(now()), document_no="L-1")

    path = read_path()
    assert (path[0].available, path[0].raised, path[0].expected >= 20) == (30, 0, True)
    assert build_chart(path, Decimal(200)).expected != ""
    assert assess_case(case, at=now()).verdict is NeedVerdict.LIMITED
    with pytest.raises(NoMandate):
        confirm_raise(investment, world.mira)
    confirm_raise(investment, world.greta)
    with pytest.raises(WrongState, match="already"):
        confirm_raise(investment, world.greta)

    path = read_path()
    # Four fifths of it are our own forces', as the project says.
    assert (path[0].available, path[0].own) == (30 + path[0].raised / 5, path[0].raised * 4 / 5)
    assert (path[0].expected, build_chart(path, Decimal(200)).expected) == (0, "")
    need = assess_case(case, at=now())
    assert need.verdict is NeedVerdict.SUFFICIENT
    assert [line["raised"] for line in serialize_need(need)["lines"]] == [True, False]  # type: ignore[attr-defined]


def test_when_it_falls_through_it_counts_no_more_and_those_concerned_are_named(world: World) -> None:
    case = world.granted()
    # By the plan alone ten more are promised than can be spared, which is told when it is entered.
    plan_thirty(world)
    investment = confirm_raise(raising(world), world.greta)

    with pytest.raises(NotAllowed):
        end_investment(investment, world.mira, reason="No money.")
    end_investment(investment, world.greta, reason="The fund was closed.")

    assert read_path()[0].available == -10
    exceeded = Event.objects.filter(kind="supply.exceeded").latest("number")
    assert Event.objects.filter(kind="supply.exceeded").count() == 2
    assert (exceeded.data["cases"], exceeded.data["family"]) == ([case.reference], "uav")
    with pytest.raises(WrongState):
        end_investment(investment, world.greta, reason="Again.")
    with pytest.raises(WrongState):
        confirm_raise(investment, world.greta)


def test_what_a_plan_contains_is_not_counted_twice(world: World) -> None:
    plan_thirty(world)
    investment = confirm_raise(raising(world), world.greta)

    take_raise_up(investment, world.rhea)

    assert [(row.available, row.raised, row.expected) for row in read_path()] == [(30, 0, 0)] * 4


def test_more_for_our_own_forces_names_those_to_whom_too_much_is_promised_then(world: World) -> None:
    case = world.granted()
    plan_supply(world.greta, stock=220, periods=quarters(300, 300, 300, 300))
    investment = confirm_raise(raising(world), world.greta)
    assert read_path()[0].available >= 0
    before = Event.objects.filter(kind="supply.exceeded").count()

    edit_project(investment.project, world.rhea, draft_project(own_share=Decimal(79)))
    assert Event.objects.filter(kind="supply.exceeded").count() == before
    edit_project(investment.project, world.rhea, draft_project(own_share=Decimal(100)))

    assert (read_path()[0].available, read_path()[0].own == read_path()[0].raised) == (-20, True)
    assert Event.objects.filter(kind="supply.exceeded").latest("number").data["cases"] == [case.reference]
    edit_project(investment.project, world.rhea, draft_project(own_share=Decimal(100), title="UAVs made in Denmark, too"))
    assert Event.objects.filter(kind="supply.exceeded").count() == before + 1


def approve(world: World, project: Project, *, share: int) -> None:
    """The government approves a project, an idea or one in discussion, with a share of the output for our own forces."""
    edit_project(project, world.rhea, draft_project(own_share=Decimal(share)))
    if project.status == ProjectStatus.IDEA:
        move_project(project, world.greta, ProjectStatus.DISCUSSED, reason="The partner answered.")
        rank_project(project, world.greta, priority=1, reason="Needed first.")
    move_project(project, world.greta, ProjectStatus.PROPOSED, reason="Agreed.")
    decide(world, project, ProjectVerdict.APPROVE)


def decide(world: World, project: Project, verdict: ProjectVerdict) -> None:
    """All bodies sign a version off, and the government decides on its only project."""
    version, rulings = sign_off(world, submit_version(project.plan, world.rhea)), {1: (verdict, "They talk again.")}
    decide_version(version, world.dora, resolution_no="512-r", resolution_on=to_local_day(now()), rulings=rulings)


@pytest.mark.walk
def test_after_an_approval_its_share_counts_and_a_draft_is_only_told(world: World) -> None:
    case = world.granted()
    plan_supply(world.greta, stock=220, periods=quarters(300, 300, 300, 300))
    investment = confirm_raise(raising(world), world.greta)
    approve(world, investment.project, share=80)
    project = move_project(Project.objects.get(), world.greta, ProjectStatus.DISCUSSED, reason="More is asked for.")
    before = Event.objects.filter(kind="supply.exceeded").count()

    paths = []
    for drafted in (Decimal(0), Decimal(100), None):
        edit_project(project, world.rhea, draft_project(own_share=drafted))
        paths.append([(row.own, row.raised) for row in read_path()])
    told = describe_raise(ProjectInvestment.objects.get(), find_approved_share(project))
    assert Event.objects.filter(kind="supply.exceeded").count() == before
    edit_project(project, world.rhea, draft_project(own_share=Decimal(50)))
    move_project(project, world.greta, ProjectStatus.PROPOSED, reason="Half of it.")
    decide(world, project, ProjectVerdict.DISCUSS)
    returned = read_path()[0]
    approve(world, Project.objects.get(), share=100)

    assert all(own == raised * 4 / 5 for path in paths for own, raised in path)
    assert "Of it 80 per cent are for our own forces. The project is drafted with 0 per cent" in told
    # What went back into discussion was not approved.
    assert returned.own == returned.raised * 4 / 5
    # The decision raises the share, and names those to whom too much is promised now.
    assert read_path()[0].own == read_path()[0].raised
    assert Event.objects.filter(kind="supply.exceeded").count() == before + 1
    assert Event.objects.filter(kind="supply.exceeded").latest("number").data["cases"] == [case.reference]
    assert verify_record().fault is None
