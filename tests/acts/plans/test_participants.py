"""The list of makers and investors: kept by the bodies that plan supply or lead the plans, and named by projects."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.deciding import serialize_plan
from licensing.acts.plans.countries.investments import commit_investment, plan_investment
from licensing.acts.plans.countries.projects import add_project, edit_project, read_draft
from licensing.acts.plans.participants import edit_participant, end_participant, enter_capacity, enter_participant
from licensing.acts.record.verification import verify_record
from licensing.acts.supply.raises import confirm_raise
from licensing.choices import MakerOwnership
from licensing.errors import Invalid, NoMandate, ProgramRefused, WrongState
from licensing.models import Event, Participant
from licensing.models.read_models.plans.capacities import compare_makers
from licensing.models.read_models.plans.country_plans import read_projects
from licensing.policy.plans.countries.participants import CapacityDraft, ParticipantDraft
from tests.acts.plans.countries.state import draft_loan, draft_project, listed, listed_maker, opened
from tests.world import World

DRAFT = ParticipantDraft("Nordlys", "DK", MakerOwnership.PRIVATE, makes=True, invests=False, capabilities="Airframes")


def test_the_list_is_kept_by_who_plans_supply_or_leads_and_by_nobody_else(world: World) -> None:
    for user in (world.greta, world.rhea):
        enter_participant(user, replace(DRAFT, name=f"Of {user.name}"))
    for user, refusal in ((world.mira, NoMandate), (world.otto, NoMandate), (world.cus, ProgramRefused)):
        with pytest.raises(refusal):
            enter_participant(user, DRAFT)

    assert Participant.objects.count() == 2
    assert Event.objects.filter(kind="participant.entered").count() == 2
    assert verify_record().fault is None


def test_one_is_on_the_list_once_and_under_its_name_again_when_it_has_ended(world: World) -> None:
    first = enter_participant(world.greta, DRAFT)
    with pytest.raises(Invalid) as refused:
        enter_participant(world.rhea, replace(DRAFT, name=" Nordlys "))
    assert [gap.code for gap in refused.value.gaps] == ["twice"]

    end_participant(first, world.greta, reason="Sold.")
    again = enter_participant(world.rhea, DRAFT)

    assert again.pk != first.pk
    with pytest.raises(WrongState):
        edit_participant(first, world.greta, DRAFT)


def test_a_maker_goes_on_to_make(world: World) -> None:
    maker = enter_participant(world.greta, DRAFT)

    edited = edit_participant(maker, world.greta, replace(DRAFT, invests=True, capabilities="Engines"))
    assert (edited.makes, edited.invests, edited.capabilities) == (True, True, "Engines")
    with pytest.raises(Invalid) as refused:
        edit_participant(maker, world.greta, replace(DRAFT, makes=False, invests=True, capabilities=""))
    assert [gap.path for gap in refused.value.gaps] == ["makes"]


def test_a_capacity_is_of_a_maker(world: World) -> None:
    day = to_local_day(now())
    with pytest.raises(WrongState):
        enter_capacity(listed(world), world.greta, CapacityDraft("uav", Decimal(1), day))
    with pytest.raises(Invalid):
        enter_capacity(listed_maker(world), world.greta, CapacityDraft("nothing", Decimal(1), day))


def test_a_project_names_the_makers_of_its_goods_and_says_when_they_make_less(world: World) -> None:
    maker, plan = listed_maker(world, 3), opened(world, country="EE")
    project = add_project(plan, world.rhea, draft_project(volumes=[("uav", Decimal(120))], makers={"uav": maker.pk}))

    [view] = read_projects(plan)
    assert "Made by Zhuravel Vyhadka Aero LLC." in view.volumes[0][1]
    assert f"Projects plan more than is made there in {to_local_day(now()).year}" in view.volumes[0][1]
    assert serialize_plan(plan)["projects"][0]["makers"] == {"uav": maker.name}
    assert read_draft(project).makers == {"uav": maker.pk}

    enter_capacity(maker, world.greta, CapacityDraft("uav", Decimal(500), to_local_day(now()).replace(day=1)))
    assert "more than" not in read_projects(plan)[0].volumes[0][1]


def test_whom_a_project_names_it_keeps_and_nobody_else_is_named_who_is_not_on_the_list(world: World) -> None:
    maker, plan = listed_maker(world), opened(world)
    drafted = draft_project(volumes=[("uav", Decimal(120))], makers={"uav": maker.pk})
    project = add_project(plan, world.rhea, drafted)
    end_participant(maker, world.greta, reason="Bankrupt.")

    assert edit_project(project, world.rhea, replace(drafted, title="Again")).title == "Again"
    for makers in ({"uav": maker.pk}, {"uav": uuid4()}, {"uav": listed(world).pk}):
        with pytest.raises(Invalid) as refused:
            add_project(plan, world.rhea, replace(drafted, makers=makers))
        assert [gap.path for gap in refused.value.gaps] == ["makers.0"]


def test_an_investment_names_its_investor_and_a_confirmed_raise_adds_to_what_is_made(world: World) -> None:
    maker, plan, today = listed_maker(world), opened(world), to_local_day(now())
    project = add_project(plan, world.rhea, draft_project(volumes=[("uav", Decimal(120))], makers={"uav": maker.pk}))
    with pytest.raises(Invalid):
        plan_investment(project, world.rhea, draft_loan(world, investor=maker.pk))

    raised = draft_loan(world, maker=maker.pk, family="uav", per_month=Decimal(50), from_on=today)
    investment = plan_investment(project, world.rhea, raised)
    before = compare_makers([maker.pk])[maker.pk, "uav"]
    commit_investment(investment, world.rhea, committed_on=today, document_no="L-1")
    confirm_raise(investment, world.greta)
    after = compare_makers([maker.pk])[maker.pk, "uav"]

    investment.refresh_from_db()
    assert (investment.investor_row, investment.investor) == (listed(world), "Export Fund of Denmark")
    assert (investment.maker, investment.ownership, investment.capacity) == (maker.name, "private", Decimal(100))
    # It begins in the course of a month, and so counts from the next one on.
    assert after[1].made - before[1].made == 12 * 50
    assert [one.planned for one in after] == [one.planned for one in before]


def test_what_has_stopped_or_ended_is_planned_no_more(world: World) -> None:
    maker, plan = listed_maker(world), opened(world)
    assert compare_makers([maker.pk]) == {(maker.pk, "uav"): []}
    add_project(plan, world.rhea, draft_project(volumes=[("uav", Decimal(120))], makers={"uav": maker.pk}))

    years = compare_makers([maker.pk])[maker.pk, "uav"]

    assert sum(one.planned for one in years) == 120
    assert years[-1].year == (to_local_day(now()) + timedelta(days=1000)).year
