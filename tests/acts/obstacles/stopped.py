"""For each provider of obstacles a case that it alone stops at a step, with the act that comes to that step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from licensing.acts.assessment.classification.releasing import release_goods
from licensing.acts.decisions import government, sittings
from licensing.acts.licences import ledger
from licensing.acts.obstacles import (
    assessment,
    destination,
    measures,
    need,
    parent,
    questions,
    route,
    votes,
)
from licensing.acts.obstacles.assessed import certificate, criteria, screening
from licensing.acts.obstacles.licences import bars, conditions, milestones, years
from licensing.acts.requests import submission
from licensing.acts.requests.amending import amend_case
from licensing.acts.requests.questions import ask_question
from licensing.acts.signoff import positions
from licensing.choices import DecisionOutcome, NeedVerdict, PositionChoice, Step, StepResult
from licensing.errors import (
    BarredFromFiling,
    BeforeItsYear,
    BelowOwnShare,
    BeyondParent,
    ConditionNotMet,
    ExcludedDestination,
    Invalid,
    MilestoneNotMet,
    NeedNotStated,
    NoProcedure,
    NotAssessed,
    NotPassed,
    OpenQuestion,
    PlanEnded,
    Problem,
    ProhibitedByCriterion,
    StoppedByCertificate,
    StoppedByMeasure,
    StoppedByScreening,
)
from licensing.models import Case, Country, Licence, ParentCeiling, RoutingRow, Sitting
from tests.acts.assessment.assessed import PROHIBITED, keep_weighing, uncontrolled_case
from tests.acts.assessment.assessed import ROUTE as ASSESSED
from tests.acts.assessment.state import LISTED, publish_list_of
from tests.acts.decisions.cabinet import call_cabinet
from tests.acts.plans.measures.state import publish
from tests.acts.signoff.cases import reload_case
from tests.by_hand import by_hand
from tests.certificates import issue_certified_licence, take_up, verify
from tests.conditions import VERIFIED, issue_bound_licence, issue_overdue_licence
from tests.milestones import issue_waiting_licence
from tests.parents import grant_framework, yearly
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.ventures import give_forces_less
from tests.world import REQUEST, World, approve, clearance, resolution

# Where a case stands before each step.
BEFORE: Final[Mapping[Step, str]] = {
    Step.SUBMIT: "ready",
    Step.ACCEPT: "filed",
    Step.AMEND: "accepted",
    Step.SIGN: "with_need",
    Step.PROPOSE: "before_government",
    Step.GRANT: "before_government",
    Step.ISSUE: "before_government",
    Step.DRAW_DOWN: "granted",
    Step.RELEASE: "accepted",
}


def come_to(step: Step, case: Case, world: World) -> object:
    """Carry out the act that comes to a step."""
    match step:
        case Step.SUBMIT:
            return submission.submit_case(case, world.paula, declared=True)
        case Step.ACCEPT:
            return submission.accept_case(case, world.otto)
        case Step.AMEND:
            more = {"items": [yearly(case, quantity="501")["items"][0]], "parties": REQUEST["parties"]}
            return amend_case(case, world.paula, more, reason="More of them")
        case Step.SIGN:
            return positions.sign_case(case, world.greta, approve(), version=1)
        case Step.PROPOSE:
            return sittings.put_on_agenda(Sitting.objects.get(), world.dora, case, outcome=DecisionOutcome.GRANT)
        case Step.GRANT | Step.ISSUE:
            return government.grant_case(case, world.dora, resolution(reasons="Decided so."))
        case Step.RELEASE:
            return release_goods(case, world.otto, reason="Toys, by their data sheet.")
    return ledger.draw_down_licence(Licence.objects.get(case=case), world.cus, clearance("m1", 1))


@dataclass(frozen=True, slots=True)
class Stop:
    """How a provider comes to stop a case before a step, and as what; without a procedure there is nothing to pass into."""

    bring: Callable[[World, Step], Case]
    code: str
    refusal: type[Problem]
    # Of a grant it is a fault of the resolution.
    of_grant: type[Problem] | None = None
    leads_nowhere: bool = False

    def prepare(self, world: World, step: Step) -> Case:
        """The case that is stopped, and the sitting that it would be put on."""
        case = self.bring(world, step)
        if step is Step.PROPOSE:
            call_cabinet(world)
        return case

    def get_refusal(self, step: Step) -> type[Problem]:
        """What the act that comes to a step is refused as."""
        return (step in (Step.PROPOSE, Step.GRANT) and self.of_grant) or self.refusal


def _bring(world: World, step: Step, **changes: Any) -> Case:
    if step is Step.RELEASE:
        return uncontrolled_case(world)
    case: Case = getattr(world, BEFORE[step])(**changes)
    return case


def _take_procedure_away(world: World, step: Step) -> Case:
    case = _bring(world, step)
    with by_hand():
        RoutingRow.objects.filter(code="tests").update(procedure_code="nowhere")
    return case


def _halt_uavs(world: World, step: Step) -> Case:
    case = _bring(world, step)
    publish(world)
    return case


def _withdraw_plan(world: World, step: Step) -> Case:
    plan = submission.withdraw_case(world.filed(title="A plan"), world.paula, reason="Other plans")
    case = _bring(world, step)
    with by_hand():
        Case.objects.filter(pk=case.pk).update(plan=plan)
    return reload_case(case)


def _use_up_parent(world: World, step: Step) -> Case:
    framework = grant_framework(world)
    case = _bring(world, step, **yearly(framework, quantity="501" if step is Step.ACCEPT else "100"))
    if step not in (Step.ACCEPT, Step.AMEND):
        with by_hand():
            ParentCeiling.objects.filter(authorisation__case=framework).update(quantity=50)
    return case


def _use_up_first_year(world: World, step: Step) -> Case:
    framework = grant_framework(world)
    case = _bring(world, step, **yearly(framework, year=2))
    with by_hand():
        ParentCeiling.objects.filter(authorisation__case=framework, year=1).update(quantity=0)
    return case


def _give_forces_less(world: World, step: Step) -> Case:
    case = _bring(world, step)
    give_forces_less(world, case)
    return reload_case(case)


def _exclude_estonia(world: World, step: Step) -> Case:
    case = _bring(world, step)
    with by_hand():
        Country.objects.filter(pk="EE").update(tier="excluded")
    return case


def _state_own_need(world: World, _step: Step) -> Case:
    case = world.accepted()
    world.state_need(case, NeedVerdict.INSUFFICIENT)
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=1)
    return reload_case(case)


def _ask_applicant(world: World, step: Step) -> Case:
    if step is Step.SIGN:
        use_procedure(MINISTRIES | {"entry_checks": ["no_open_question"]}, GOVERNMENT)
    case = _bring(world, step)
    ask_question(case, world.otto, text="Which unit?", due_on=timezone.localdate() + timedelta(days=5))
    return case


def _list_carrier(world: World, step: Step) -> Case:
    case = _bring(world, step)
    publish_list_of(world, LISTED)
    return case


def _object_absolutely(world: World, _step: Step) -> Case:
    case = world.with_need()
    for member, said in (
        (world.rhea, approve()),
        (world.greta, approve()),
        (world.mira, positions.PositionInput(PositionChoice.OBJECT, grounds=["R01"])),
    ):
        positions.sign_case(case, member, said, version=1)
    return reload_case(case)


def _wait_for_council(world: World, step: Step) -> Case:
    use_procedure(MINISTRIES, GOVERNMENT | {"seats": [{"body": "NSDC", "mandatory": True}]})
    return _bring(world, step)


def _leave_unassessed(world: World, step: Step) -> Case:
    waits = {"assessments": [ASSESSED]}
    stages = (MINISTRIES | waits, GOVERNMENT) if step is Step.SIGN else (MINISTRIES, GOVERNMENT | waits)
    use_procedure(*stages)
    return _bring(world, step)


def _bar_holder(world: World, step: Step) -> Case:
    """The holder is barred from filing; an amendment names the end user of the licence, whom the request did not name."""
    others = [one | ({"name": "Another depot"} if one["role"] == "end_user" else {}) for one in REQUEST["parties"]]
    case = _bring(world, step, **({"parties": others} if step is Step.AMEND else {}))
    issue_overdue_licence(world, title="An earlier one")
    return case


def _deny_certificate(world: World, step: Step) -> Case:
    case = issue_certified_licence(world).case if step is Step.DRAW_DOWN else _bring(world, step)
    if step is not Step.DRAW_DOWN:
        take_up(world, case)
    verify(world, case, StepResult.DENIES)
    return reload_case(case)


def _prohibit(world: World, step: Step) -> Case:
    case = _bring(world, step)
    keep_weighing(case, world.otto, EU1=PROHIBITED)
    return case


STOPS: Final[Mapping[object, Stop]] = {
    route.find_missing_procedure: Stop(_take_procedure_away, "no_procedure", NoProcedure, leads_nowhere=True),
    bars.find_bars: Stop(_bar_holder, "barred_from_filing", BarredFromFiling),
    measures.find_measures: Stop(_halt_uavs, "measure", StoppedByMeasure),
    parent.find_lost_parent: Stop(_withdraw_plan, "plan_ended", PlanEnded),
    parent.find_full_parent: Stop(_use_up_parent, "parent_full", BeyondParent, of_grant=Invalid),
    parent.find_small_own_share: Stop(_give_forces_less, "below_own_share", BelowOwnShare),
    years.find_early_leaving: Stop(_use_up_first_year, "before_its_year", BeforeItsYear),
    milestones.find_unmet_milestones: Stop(
        lambda world, _step: issue_waiting_licence(world).case, "milestone_not_met", MilestoneNotMet
    ),
    conditions.find_unmet_conditions: Stop(
        lambda world, _step: issue_bound_licence(world, VERIFIED).case, "condition_not_met", ConditionNotMet
    ),
    destination.find_excluded_destinations: Stop(_exclude_estonia, "excluded_destination", ExcludedDestination),
    need.find_unstated_need: Stop(lambda world, _step: world.accepted(), "need_not_stated", NeedNotStated),
    assessment.find_missing_assessments: Stop(_leave_unassessed, "not_assessed", NotAssessed),
    need.find_short_supply: Stop(_state_own_need, "need_short", Invalid, of_grant=Invalid),
    questions.find_open_questions: Stop(_ask_applicant, "open_question", OpenQuestion),
    screening.find_screening_hits: Stop(_list_carrier, "screening_hit", StoppedByScreening),
    certificate.find_certificate_obstacles: Stop(_deny_certificate, "certificate_false", StoppedByCertificate),
    criteria.find_criteria_obstacles: Stop(_prohibit, "criterion_absolute", ProhibitedByCriterion),
    votes.find_absolute_obstacle: Stop(_object_absolutely, "absolute_ground", NotPassed),
    votes.find_unmet_seats: Stop(_wait_for_council, "not_carried", NotPassed),
}
