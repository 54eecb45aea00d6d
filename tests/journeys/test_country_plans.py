"""From what a partner says that it wants, by an offer and a project of the country plan, to what the country's page says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils.translation import override

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.licences import ledger
from licensing.acts.plans import interests
from licensing.acts.plans.countries.briefing import print_briefing, print_plan
from licensing.acts.plans.countries.deciding import decide_version, submit_version
from licensing.acts.plans.countries.filling import fill_project
from licensing.acts.plans.countries.investments import commit_investment, plan_investment
from licensing.acts.plans.countries.overview import read_overview
from licensing.acts.plans.countries.projects import add_project, move_project, rank_project
from licensing.acts.plans.countries.wanted import draft_from_interest
from licensing.acts.record.verification import verify_record
from licensing.acts.signoff import positions
from licensing.choices import CooperationForm, InterestState, ProjectStatus, ProjectVerdict, VersionState
from licensing.errors import Invalid, NotAllowed
from licensing.models import Case, Licence, Project
from licensing.models.read_models.plans.country_plans import add_up_investments
from licensing.policy.plans.interests import WantedLine, YearVolume
from tests.acts.plans.countries.state import draft_loan, opened, sign_off
from tests.interests import YEAR, filed_interest, offer
from tests.world import REQUEST, World, approve, clearance, resolution

UAVS = WantedLine(family="uav", volumes=(YearVolume(YEAR + 1, Decimal(60)),))


def test_what_a_partner_wants_becomes_a_project_that_its_request_fills(world: World) -> None:
    # The partner says what it wants; the state offers less, and the two agree. Nothing is promised by that.
    interest = filed_interest(world, lines=(UAVS,))
    fewer = replace(UAVS, volumes=(YearVolume(YEAR + 1, Decimal(50)),))
    interests.make_offer(interest, world.otto, offer(lines=(fewer,), cooperation=CooperationForm.JOINT_VENTURE))
    interests.accept_offer(interest, world.paula)
    interest.refresh_from_db()
    assert interest.state == InterestState.AGREED

    # It feeds a project. Its priority is the General Staff's own act; another body may not set it.
    plan = opened(world, country="EE")
    draft = replace(draft_from_interest(interest), years={}, value=Decimal("4000000.00"), currency="EUR")
    project = add_project(plan, world.rhea, draft)
    loan = plan_investment(project, world.rhea, draft_loan(world))
    commit_investment(loan, world.rhea, committed_on=to_local_day(now()), document_no="L-7")
    move_project(project, world.rhea, ProjectStatus.DISCUSSED, reason="Agreed with the partner.")
    move_project(project, world.greta, ProjectStatus.PROPOSED, reason="The brigades agree.")
    with pytest.raises(NotAllowed):
        rank_project(project, world.rhea, priority=1, reason="We want it first.")
    rank_project(project, world.greta, priority=1, reason="Most of the output is ours.")

    # The working group signs the version off, and the government decides project by project.
    version = sign_off(world, submit_version(plan, world.rhea))
    rulings = {1: (ProjectVerdict.APPROVE, "")}
    decide_version(version, world.dora, resolution_no="512-r", resolution_on=to_local_day(now()), rulings=rulings)
    version.refresh_from_db()
    project = Project.objects.get(pk=project.pk)
    assert (project.status, version.state) == (ProjectStatus.APPROVED, VersionState.DECIDED)

    # A request of the partner fills it; one for more than is left of it may not.
    case = _grant_under(world, project)
    more = world.accepted(title="Twenty more", items=[REQUEST["items"][0] | {"quantity": "20"}])
    with pytest.raises(Invalid) as refused:
        fill_project(project, world.rhea, reference=str(more.reference))
    assert {gap.code for gap in refused.value.gaps} == {"project_full"}
    ledger.draw_down_licence(Licence.objects.get(case=case), world.cus, clearance("m-1", 10))

    # The page of the country says all of it, and both papers are printed.
    with override("en"):
        seen = read_overview(world.greta, plan.country, at=now())
        [row], [flow] = seen.projects, seen.flows
        assert (row.project.priority, row.project.interest_id) == (1, interest.pk)
        assert "promised 30 pieces, delivered 10 pieces, left 10 pieces" in " ".join(said for _family, said in row.volumes)
        assert (flow.wanted, flow.promised, flow.delivered, flow.left) == ("50", "40", "10", "30")
        assert [(one.planned.value, one.committed.value) for one in add_up_investments(seen.projects)] == [
            (Decimal("4000000.00"), Decimal("4000000.00"))
        ]
        assert case.pk in {one.case.pk for one in seen.cases}
    for language in ("en", "uk"):
        assert print_plan(plan, world.greta, language=language).startswith(b"%PDF")
        assert print_briefing(plan.country, world.greta, language=language).startswith(b"%PDF")
    assert verify_record().fault is None


def _grant_under(world: World, project: Project) -> Case:
    """A request for forty under a project, carried to its licence."""
    case = world.accepted()
    fill_project(project, world.rhea, reference=str(case.reference))
    world.state_need(case)
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=1)
    government.grant_case(Case.objects.get(pk=case.pk), world.dora, resolution())
    return Case.objects.get(pk=case.pk)
