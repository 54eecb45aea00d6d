"""What stands in the papers of a country, in the words of their reader."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.carrying import carry_over_plans
from licensing.acts.plans.countries.deciding import decide_version
from licensing.acts.plans.countries.investments import commit_investment, plan_investment
from licensing.acts.plans.countries.overview import read_overview
from licensing.acts.plans.countries.papers import PlanPaper, build_briefing, build_plan_paper
from licensing.acts.plans.countries.projects import rank_project
from licensing.choices import PlanMarking, ProjectVerdict
from licensing.models import Body, CountryPlan
from licensing.models.read_models.plans.country_plans import read_projects
from tests.acts.plans.countries.state import draft_loan, listed_maker, opened, proposed, sign_off
from tests.acts.plans.countries.test_deciding import APPROVE, submitted
from tests.acts.plans.measures.state import publish
from tests.interests import YEAR
from tests.old_plans import grant_old_plan
from tests.supply import plan_supply
from tests.world import World


def _collect(paper: PlanPaper) -> str:
    tables = [cell for one in paper.sections if one.table for row in one.table.rows for cell in row]
    said = [words for one in paper.sections for entry in one.entries for fact in entry.facts for words in fact]
    lines = [line for one in paper.sections for entry in one.entries for line in (entry.title, entry.state, *entry.lines)]
    return "\n".join([*tables, *said, *lines, *(words for fact in paper.facts for words in fact)])


@pytest.mark.walk
def test_a_briefing_says_all_of_a_country_that_its_reader_may_see(world: World) -> None:
    plan = opened(world, country="EE")
    project = proposed(world, plan)
    rank_project(project, world.greta, priority=1, reason="Needed first.")
    loan = plan_investment(project, world.rhea, draft_loan(world))
    commit_investment(loan, world.rhea, committed_on=to_local_day(now()), document_no="L-7")
    granted = world.granted()
    publish(world)

    with override("uk"):
        officer = build_briefing(read_overview(world.otto, plan.country, at=now()))
        stranger = build_briefing(read_overview(world.stella, plan.country, at=now()))

    said = _collect(officer)
    for words in ("1: Needed first.", "L-7", "100", str(granted.reference), "3 300 000,00", "M/2026/1"):
        assert words in said.replace("\xa0", " "), words
    assert (officer.language, officer.marking, officer.title) == ("uk", "Для службового користування", "Естонія")
    assert "Needed first." not in _collect(stranger)
    assert str(granted.reference) not in _collect(stranger)


def test_a_plan_prints_its_classification_and_what_binds_who_makes_it_and_what_is_added(world: World) -> None:
    maker, today = listed_maker(world), to_local_day(now())
    plan = opened(world, country="EE", marking=PlanMarking.SECRET)
    project = proposed(
        world,
        plan,
        volumes=[("uav", Decimal(120))],
        makers={"uav": maker.pk},
        binding=False,
        years={"uav": {YEAR + 1: Decimal(120)}},
    )
    more = draft_loan(world, maker=maker.pk, family="uav", per_month=Decimal(50), from_on=today)
    commit_investment(plan_investment(project, world.rhea, more), world.rhea, committed_on=today, document_no="L-7")

    for paper in (
        build_plan_paper(plan, read_projects(plan, figures=True), Body.objects.none(), on=today),
        build_briefing(read_overview(world.otto, plan.country, at=now())),
    ):
        said = _collect(paper)
        assert paper.marking == "Secret"
        for words in (
            "Indicative",
            "Made by Zhuravel Vyhadka Aero LLC.",
            "Maker: Zhuravel",
            "50 pieces more a month from",
            f"{YEAR + 1}: 120 pieces",
        ):
            assert words in said, words


def test_figures_of_supply_plans_stand_only_in_the_paper_of_who_keeps_them_and_are_marked(world: World) -> None:
    plan_supply(world.rhea)
    case = world.accepted()
    assert case.partner_country is not None

    papers = [build_briefing(read_overview(user, case.partner_country, at=now())) for user in (world.rhea, world.otto)]

    spared = [section.table.rows[0][-1] for one in papers for section in one.sections[1:2] if section.table]
    assert ([one != "–" for one in spared], spared[1]) == ([True, False], "–")
    assert ["supply plans" in one.marking for one in papers] == [True, False]


def test_a_plan_names_its_working_group_and_what_was_decided(world: World) -> None:
    plan = opened(world)
    proposed(world, plan)

    paper = build_plan_paper(plan, read_projects(plan), Body.objects.filter(pk__in=["GS", "MOD"]), on=to_local_day(now()))

    facts = dict(paper.facts)
    assert facts["Objectives"] == "Joint production of UAVs"
    assert "General Staff" in facts["Working group"]
    assert [one.title for one in paper.sections] == ["Projects by priority", "Versions and their review"]


@pytest.mark.walk
def test_a_printed_plan_shows_what_was_decided_and_what_each_body_said_before(world: World) -> None:
    version = sign_off(world, submitted(world))
    rulings = {1: APPROVE, 2: (ProjectVerdict.STOP, "Not now.")}
    decide_version(version, world.dora, resolution_no="512-r", resolution_on=to_local_day(now()), rulings=rulings)
    plan = CountryPlan.objects.get()

    paper = build_plan_paper(plan, read_projects(plan), [], on=to_local_day(now()))

    decided, said = paper.sections[-2:]
    assert [(one.state, list(one.facts)) for one in decided.entries] == [
        ("Approved", []),
        ("Stopped", [("Reason", "Not now.")]),
    ]
    assert said.table is not None
    assert [row[1] for row in said.table.rows] == ["Approve"] * 3


def test_a_printed_plan_names_the_partners_plan_that_an_idea_was_carried_over_from(world: World) -> None:
    case, plan = grant_old_plan(world), opened(world)
    carry_over_plans()

    with override("en"):
        printed = _collect(build_plan_paper(plan, read_projects(plan), [], on=to_local_day(now())))

    assert f"Project 1 of the country plan {case.reference} of a partner (2 sets)" in printed
    assert f"Project 2 of the country plan {case.reference} of a partner" in printed
