"""A plan as it is read: by priority, stopped projects last, and what is invested by side and currency."""

from __future__ import annotations

from decimal import Decimal

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.investments import commit_investment, drop_investment, plan_investment
from licensing.acts.plans.countries.projects import move_project, rank_project
from licensing.choices import InvestmentSide, ProjectStatus
from licensing.models.read_models.plans.country_plans import add_up_investments, read_projects
from tests.acts.plans.countries.state import draft_loan, opened, proposed
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
