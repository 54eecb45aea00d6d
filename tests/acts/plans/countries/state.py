"""Country plans as tests begin with them: of Denmark, owned by the Ministry of Defence, led by the General Staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.opening import open_plan
from licensing.acts.plans.countries.projects import add_project, move_project
from licensing.acts.plans.participants import enter_capacity, enter_participant
from licensing.acts.signoff.positions import PositionInput, sign_case
from licensing.choices import CooperationForm, Instrument, InvestmentSide, MakerOwnership, PartnerTier, ProjectStatus
from licensing.models import Body, Case, CountryPlan, ItemFamily, Mandate, Participant, PlanVersion, Project, User
from licensing.policy.plans.countries.drafting import InvestmentDraft, PlanDraft, ProjectDraft
from licensing.policy.plans.countries.participants import CapacityDraft, ParticipantDraft
from tests.by_hand import by_hand
from tests.scenes import scene
from tests.world import ALWAYS, World, approve


@scene
def listed(world: World, name: str = "Export Fund of Denmark", **changed: Any) -> Participant:
    """An investor, or what else it is said to be, on the list of makers and investors."""
    found = Participant.objects.filter(name=name).first()
    fit = ParticipantDraft(name, "DK", MakerOwnership.PUBLIC, makes=False, invests=True)
    return found or enter_participant(world.greta, replace(fit, **changed))


@scene
def listed_maker(world: World, per_month: int | None = 100, **changed: Any) -> Participant:
    """A private maker of Ukraine that makes so many UAVs a month from the first day of this month on."""
    made = {"country": "UA", "ownership": MakerOwnership.PRIVATE, "makes": True, "invests": False}
    maker = listed(world, "Zhuravel Vyhadka Aero LLC", **made, **changed)
    if per_month is not None:
        first = to_local_day(now()).replace(day=1)
        enter_capacity(maker, world.greta, CapacityDraft("uav", Decimal(per_month), first))
    return maker


def draft_loan(world: World, **changed: Any) -> InvestmentDraft:
    """A loan of a fund that is on the list."""
    fund = listed(world).pk
    return replace(InvestmentDraft(InvestmentSide.PARTNER, fund, Instrument.LOAN, Decimal("4000000.00"), "EUR"), **changed)


def draft_plan(**changed: Any) -> PlanDraft:
    """A fit plan of three years."""
    today = to_local_day(now())
    fit = PlanDraft("DK", "Joint production of UAVs", PartnerTier.EUROPE, today, today + timedelta(days=1000))
    return replace(fit, **changed)


def draft_project(**changed: Any) -> ProjectDraft:
    """A fit project that could be proposed."""
    family = ItemFamily.objects.filter(active=True).order_by("pk").first()
    assert family is not None
    fit = ProjectDraft(
        "UAVs made in Denmark",
        CooperationForm.JOINT_VENTURE,
        volumes=[(family.pk, Decimal(120))],
        value=Decimal("9600000.00"),
        currency="EUR",
        own_share=Decimal(80),
    )
    return replace(fit, **changed)


@scene
def opened(world: World, **changed: Any) -> CountryPlan:
    """A plan on which the Ministry of Defence and the General Staff work."""
    return open_plan(world.rhea, Body.objects.get(pk="MOD"), draft_plan(**changed))


@scene
def proposed(world: World, plan: CountryPlan, **changed: Any) -> Project:
    """A project of a plan that waits for the decision."""
    project = add_project(plan, world.rhea, draft_project(**changed))
    move_project(project, world.rhea, ProjectStatus.DISCUSSED, reason="The partner answered.")
    return move_project(project, world.greta, ProjectStatus.PROPOSED, reason="Agreed.")


@scene
def secretary() -> User:
    """Who speaks for the National Security and Defence Council, whose seat the government's stage has."""
    found = User.objects.filter(email="nadia@example.org").first()
    if found is None:
        with by_hand():
            found = User.objects.create(email="nadia@example.org", name="Nadia", is_staff=True)
            Mandate.objects.create(user=found, body_id="NSDC", period=ALWAYS)
    return found


@scene
def sign_off_group(world: World, version: PlanVersion, view: PositionInput | None = None) -> Case:
    """The working group has signed a version off, the General Staff as `view` says: it is before the government."""
    review = version.review
    assert review is not None
    sign_case(review, world.rhea, approve(), version=1)
    sign_case(review, world.greta, view or approve(), version=1)
    return Case.objects.get(pk=review.pk)


@scene
def sign_off(world: World, version: PlanVersion) -> PlanVersion:
    """All bodies have signed a version off, and the government has only to record what it decided."""
    sign_case(sign_off_group(world, version), secretary(), approve(), version=1)
    return version
