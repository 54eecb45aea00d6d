"""A plan as it is read: by priority, stopped projects last, and what is invested by side and currency."""

from __future__ import annotations

from decimal import Decimal

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.investments import commit_investment, drop_investment, plan_investment
from licensing.acts.plans.countries.projects import move_project, rank_project
from licensing.choices import InvestmentSide, ProjectStatus
from licensing.models.read_models.plans.capacities import may_read_capacities
from licensing.models.read_models.plans.country_plans import add_up_investments, read_projects
from tests.acts.plans.countries.state import draft_loan, listed_maker, opened, proposed
from tests.world import World


def test_projects_are_read_by_priority_and_money_by_side(world: World) -> None:
    plan, today = opened(world), to_local_day(now())
    first, second, third = (proposed(world, plan, title=title) for title in ("One", "Two", "Three"))
    rank_project(second, world.greta, priority=1, reason="Needed first.")
    ours = draft_loan(world, side=InvestmentSide.OURS, amount=Decimal(300))
    bound = plan_investment(second, world.rhea, draft_loan(world, amount=Decimal(100)))
    commit_investment(bound, world.rhea, committed_on=today, document_no="L-1")
    plan_investment(second, world.rhea, draft_loan(world, amount=Decimal(200)))
    drop_investment(plan_investment(second, world.rhea, ours), world.rhea, reason="No.")
    plan_investment(third, world.rhea, ours)
    plan_investment(first, world.rhea, ours)
    move_project(first, world.greta, ProjectStatus.STOPPED, reason="No site.")

    views = read_projects(plan)
    sums = add_up_investments(views)

    assert [one.project.title for one in views] == ["Two", "Three", "One"]
    assert [(one.side, str(one.planned), str(one.committed), one.percent) for one in sums] == [
        ("Our side", "300.00", "0.00", 0),
        ("The partner's side", "300.00", "100.00", 33),
    ]


def test_how_many_a_maker_makes_is_read_by_who_keeps_the_list_and_by_the_authority_alone(world: World) -> None:
    maker, today = listed_maker(world, 100), to_local_day(now())
    project = proposed(world, opened(world), volumes=[("uav", Decimal(120))])
    more = draft_loan(world, maker=maker.pk, family="uav", per_month=Decimal(50), from_on=today)
    plan_investment(project, world.rhea, more)

    [open_view], [closed] = (read_projects(project.plan, figures=figures)[0].investments for figures in (True, False))

    assert ("100 pieces a month now" in open_view.maker, "50 pieces more a month" in open_view.more) == (True, True)
    assert closed.maker == "Zhuravel Vyhadka Aero LLC (Private)"
    assert (": more from " in closed.more, "50" in closed.more) == (True, False)
    readers = (world.rhea, world.greta, world.otto, world.dora, world.mira, world.paula)
    assert [may_read_capacities(one, on=today) for one in readers] == [True, True, True, True, False, False]
