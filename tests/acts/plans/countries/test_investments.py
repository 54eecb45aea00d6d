"""Investments are planned, and committed by a document or dropped with a reason; neither is undone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.group import add_body
from licensing.acts.plans.countries.investments import commit_investment, drop_investment, plan_investment
from licensing.acts.plans.countries.projects import add_project
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import Body, Event, ProjectInvestment
from tests.acts.plans.countries.state import draft_loan, draft_project, opened
from tests.world import World


def test_an_investment_is_committed_by_a_document_of_a_past_day_once(world: World) -> None:
    plan, today = opened(world), to_local_day(now())
    add_body(plan, world.rhea, Body.objects.get(pk="MFA"))
    planned = plan_investment(add_project(plan, world.rhea, draft_project()), world.mira, draft_loan(world))

    with pytest.raises(NotAllowed):
        commit_investment(planned, world.mira, committed_on=today, document_no="L-1")
    with pytest.raises(Invalid) as refused:
        commit_investment(planned, world.rhea, committed_on=today + timedelta(days=1), document_no="")
    assert [gap.path for gap in refused.value.gaps] == ["document_no", "committed_on"]
    commit_investment(planned, world.rhea, committed_on=today, document_no="L-1")

    assert Event.objects.latest("number").kind == "investment.committed"
    with pytest.raises(WrongState):
        drop_investment(planned, world.rhea, reason="Too late.")


def test_an_investment_that_nobody_is_bound_to_is_dropped_with_a_reason(world: World) -> None:
    planned = plan_investment(add_project(opened(world), world.rhea, draft_project()), world.greta, draft_loan(world))

    drop_investment(planned, world.greta, reason="The fund was closed.")

    assert ProjectInvestment.objects.get().dropped_at is not None
    with pytest.raises(WrongState):
        commit_investment(planned, world.rhea, committed_on=to_local_day(now()), document_no="L-1")
