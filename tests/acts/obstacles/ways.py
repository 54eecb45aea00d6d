"""Every act that comes to a step which the list of obstacles may stop, brought to it with what each provider stops it by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.utils import timezone

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.decisions import appeal, government, sittings
from licensing.acts.licences.changing.variation import ask_variation, grant_variation, propose_variation
from licensing.acts.licences.monitoring.review import conclude_review, open_review
from licensing.acts.obstacles import assessment, destination, measures, need, parent, questions, votes
from licensing.acts.obstacles.assessed import certificate, criteria, screening
from licensing.acts.plans.countries.deciding import decide_version
from licensing.acts.requests import submission
from licensing.acts.requests.questions import ask_question
from licensing.acts.signoff import positions, rounds
from licensing.acts.signoff.limit import apply_limit
from licensing.choices import (
    AgendaResult,
    DecisionOutcome,
    LimitConsequence,
    NeedVerdict,
    PositionChoice,
    ProjectVerdict,
    ReviewCause,
    ReviewOutcome,
    Step,
    StepResult,
)
from licensing.errors import Invalid
from licensing.models import Case, CertificateCitation, Country, Licence, ParentCeiling, RoundSeat
from tests.acts.assessment.assessed import PROHIBITED, keep_weighing
from tests.acts.assessment.assessed import ROUTE as ASSESSED
from tests.acts.assessment.state import LISTED, publish_list_of
from tests.acts.decisions.cabinet import call_cabinet
from tests.acts.plans.countries.state import secretary
from tests.acts.plans.countries.test_deciding import submitted
from tests.acts.plans.measures.state import publish
from tests.acts.signoff.cases import reload_case
from tests.by_hand import by_hand
from tests.certificates import take_up, verify
from tests.parents import grant_framework, yearly
from tests.reviews import read_known
from tests.trial import APPEAL, GOVERNMENT, MINISTRIES, THIRTY_DAYS, another_decider, use_procedure
from tests.ventures import give_forces_less
from tests.world import World, approve, resolution

_OBJECTS = positions.PositionInput(PositionChoice.OBJECT, grounds=["R01"])


@dataclass(frozen=True, slots=True)
class Ground:
    """How a provider comes to stop a case: what is there before the case is, and what happens at the last moment."""

    changes: Callable[[World], dict[str, Any]] = lambda _world: {}
    # What the stage has in which the case is stopped, and the words of its seats.
    stage: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, positions.PositionInput] = field(default_factory=dict)
    happens: Callable[[World, Case], object] = lambda _world, _case: None
    is_need_stated: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """An act, by its name; `bring` carries a case so far that what it gives back carries the act out, or is refused."""

    act: str
    steps: frozenset[Step]
    grounds: Mapping[object, Ground]
    bring: Callable[[World, Ground], Callable[[], object]]
    # Providers of its steps that never stop it.
    never_met: frozenset[object] = frozenset()


def _withdraw_plan(world: World, case: Case) -> None:
    plan = submission.withdraw_case(world.filed(title="A plan"), world.paula, reason="Other plans")
    with by_hand():
        Case.objects.filter(pk=case.pk).update(plan=plan)


def _reduce_ceilings(_world: World, _case: Case) -> None:
    with by_hand():
        ParentCeiling.objects.update(quantity=50)


def _exclude_estonia(_world: World, _case: Case) -> None:
    with by_hand():
        Country.objects.filter(pk="EE").update(tier="excluded")


def _ask(world: World, case: Case) -> None:
    ask_question(case, world.otto, text="Which unit?", due_on=timezone.localdate() + timedelta(days=5))


def _deny_certificate(world: World, case: Case) -> None:
    if not CertificateCitation.objects.filter(case=case).exists():
        take_up(world, case)
    verify(world, case, StepResult.DENIES)


# A seat without a vote: what it objects to, a majority carries, and an absolute ground alone stops.
_ADVISED: Final = {"seats": [{"body": "MFA", "role": "consultative"}]}
# What happens at the same step, whatever the act: before a grant, and before the seats of a stage speak.
OF_GRANTS: Final[Mapping[object, Ground]] = {
    measures.find_measures: Ground(happens=lambda world, _case: publish(world)),
    parent.find_lost_parent: Ground(happens=_withdraw_plan),
    parent.find_full_parent: Ground(changes=lambda world: yearly(grant_framework(world)), happens=_reduce_ceilings),
    parent.find_small_own_share: Ground(happens=give_forces_less),
    destination.find_excluded_destinations: Ground(happens=_exclude_estonia),
    assessment.find_missing_assessments: Ground(stage={"assessments": [ASSESSED]}),
    need.find_short_supply: Ground(happens=lambda world, case: world.state_need(case, NeedVerdict.INSUFFICIENT)),
    questions.find_open_questions: Ground(happens=_ask),
    screening.find_screening_hits: Ground(happens=lambda world, _case: publish_list_of(world, LISTED)),
    certificate.find_certificate_obstacles: Ground(happens=_deny_certificate),
    criteria.find_criteria_obstacles: Ground(happens=lambda world, case: keep_weighing(case, world.otto, EU1=PROHIBITED)),
    votes.find_absolute_obstacle: Ground(stage=_ADVISED, words={"MFA": _OBJECTS}),
    votes.find_unmet_seats: Ground(stage={"seats": [{"body": "NSDC", "mandatory": True}]}),
}
OF_SEATS: Final[Mapping[object, Ground]] = {
    measures.find_measures: OF_GRANTS[measures.find_measures],
    parent.find_lost_parent: OF_GRANTS[parent.find_lost_parent],
    need.find_unstated_need: Ground(
        stage={"entry_checks": ["need_stated"], "seats": [{"body": "MOD"}, {"body": "GS", "needs_need": True}]},
        is_need_stated=False,
    ),
}


def _speak(world: World, case: Case, ground: Ground) -> None:
    """What the seats of the stage say in which the case is stopped."""
    seats = RoundSeat.objects.filter(round__case=case, round__closed_at=None)
    for body in seats.filter(body__in=ground.words).values_list("body", flat=True):
        member = {"MOD": world.rhea, "GS": world.greta, "MFA": world.mira}[body]
        positions.sign_case(case, member, ground.words[body], version=case.versions.count())


def _bring_before_government(world: World, ground: Ground) -> Case:
    use_procedure(MINISTRIES, GOVERNMENT | dict(ground.stage))
    case = world.before_government(**ground.changes(world))
    _speak(world, case, ground)
    return case


def _grant(world: World, ground: Ground) -> Callable[[], object]:
    case = _bring_before_government(world, ground)
    ground.happens(world, case)
    return lambda: government.grant_case(reload_case(case), world.dora, resolution(reasons="Decided so."))


def _put_on_agenda(world: World, ground: Ground) -> Callable[[], object]:
    case, sitting = _bring_before_government(world, ground), call_cabinet(world)
    ground.happens(world, case)
    return lambda: sittings.put_on_agenda(sitting, world.dora, reload_case(case), outcome=DecisionOutcome.GRANT)


def _propose_again(world: World, ground: Ground) -> Callable[[], object]:
    case, sitting = _bring_before_government(world, ground), call_cabinet(world)
    sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)
    ground.happens(world, case)
    return lambda: sittings.update_proposal(sitting, world.dora, reload_case(case), outcome=DecisionOutcome.GRANT)


def _conclude(world: World, ground: Ground) -> Callable[[], object]:
    case, sitting = _bring_before_government(world, ground), call_cabinet(world)
    sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT, details={"reasons": "Decided so."})
    ground.happens(world, case)

    def conclude() -> None:
        """A case that is not granted stays on its agenda with the reason, and the other cases are decided."""
        sittings.conclude_sitting(sitting, world.dora, resolution_no="502-r")
        item = sitting.agenda.get(case=case)
        if item.result != AgendaResult.DECIDED:
            raise Invalid(item.sentence)

    return conclude


def _decide_appeal(world: World, ground: Ground) -> Callable[[], object]:
    # The bodies of the tests have one speaker each, who is heard again.
    window = THIRTY_DAYS | {"same_persons": True}
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": window}, APPEAL | dict(ground.stage))
    case = world.before_government(**ground.changes(world))
    some = {number: Decimal(5 if number == 1 else 0) for number in case.items.values_list("number", flat=True)}
    government.grant_case(case, world.dora, resolution(quantities=some, reasons="Own need."))
    appeal.appeal_case(case, world.paula, reason="The shortage is over.")
    _speak(world, reload_case(case), ground)
    ground.happens(world, reload_case(case))
    more = dict(case.items.values_list("number", "quantity"))
    fresh = resolution(number="501-r", quantities=more, reasons="More is free.")
    return lambda: appeal.decide_appeal(reload_case(case), another_decider(), fresh)


def _bring_overdue(world: World, ground: Ground, *, days: int, stage: Mapping[str, Any], on_limit: str = "alert") -> Case:
    use_procedure(MINISTRIES | dict(stage) | dict(ground.stage), GOVERNMENT, on_limit=on_limit)
    with at_time(now() - timedelta(days=days)):
        case = (world.with_need if ground.is_need_stated else world.accepted)(**ground.changes(world))
    ground.happens(world, case)
    return case


def _close_by_silence(world: World, ground: Ground) -> Callable[[], object]:
    silence = {"rule": {"kind": "majority_cast", "silence": "no_objection"}}
    return partial(rounds.close_due_round, _bring_overdue(world, ground, days=30, stage=silence))


def _let_limit_pass(world: World, ground: Ground) -> Callable[[], object]:
    case = _bring_overdue(world, ground, days=60, stage={"deemed": "refuse"}, on_limit="deemed")

    def pass_limit() -> None:
        """What is not deemed is an alert and leaves the stage open."""
        if apply_limit(case) == LimitConsequence.ALERT:
            raise Invalid

    return pass_limit


def _decide_plan(world: World, ground: Ground) -> Callable[[], object]:
    """Of a case of the state its sign-off alone can stand in the way: a seat that is silent, or an absolute ground."""
    version = submitted(world)
    assert version.review is not None
    signers = (world.rhea, world.greta, secretary()) if ground.words or not ground.stage else (world.rhea, world.greta)
    for person in signers:
        view = _OBJECTS if ground.words and person == world.rhea else approve()
        positions.sign_case(version.review, person, view, version=1)
    rulings = dict.fromkeys((1, 2), (ProjectVerdict.APPROVE, "A second line is built first."))
    today = to_local_day(now())
    return lambda: decide_version(version, world.dora, resolution_no="1", resolution_on=today, rulings=rulings)


def _issue_extended(world: World, ground: Ground, ask: Callable[[Licence, dict[str, Any]], object]) -> Licence:
    """A licence of which a later last day waits to be granted, when the ground happens."""
    case = world.before_government(**ground.changes(world))
    take_up(world, case, expires_on=to_local_day(now()) + timedelta(days=2_000))
    government.grant_case(reload_case(case), world.dora, resolution())
    licence = Licence.objects.get(case=case)
    ask(licence, {"reason": "The ship is late.", "valid_until": licence.valid_until + timedelta(days=30)})
    ground.happens(world, licence.case)
    return licence


def _extend(world: World, ground: Ground) -> Callable[[], object]:
    """A later last day of a licence is held against what would stop an issue today."""
    licence = _issue_extended(world, ground, lambda licence, later: ask_variation(licence, world.paula, **later))
    return lambda: grant_variation(Licence.objects.get(pk=licence.pk), world.dora)


def _extend_by_review(world: World, ground: Ground) -> Callable[[], object]:
    """The same, where a review of the licence leads to the variation that waits."""
    licence = _issue_extended(world, ground, lambda licence, later: propose_variation(licence, world.otto, **later))
    open_review(licence, world.otto, cause=ReviewCause.OTHER, finding="A letter.")
    words = {"outcome": ReviewOutcome.VARIED, "reasons": "Weighed."}
    return lambda: conclude_review(Licence.objects.get(pk=licence.pk), world.dora, known=read_known(licence), **words)


_DECIDING = frozenset({Step.GRANT, Step.ISSUE})
# Why no clock meets what a provider finds at its step: seats wait for an assessment one by one, and the count of votes takes
# no silence of such a seat; and a question pauses the clocks, so that no deadline passes while it is open.
NEVER_MET_BY_CLOCKS: Final = frozenset({assessment.find_missing_assessments, questions.find_open_questions})
# Acts that come to a step of their own alone: tests/acts/obstacles/stopped.py has each provider of it.
ALONE: Final = frozenset({"submit_case", "accept_case", "amend_case", "sign_case", "_record_entry", "release_goods"})
WAYS: Final = (
    Way("grant_case", _DECIDING, OF_GRANTS, _grant),
    Way("put_on_agenda", frozenset({Step.PROPOSE}), OF_GRANTS, _put_on_agenda),
    Way("update_proposal", frozenset({Step.PROPOSE}), OF_GRANTS, _propose_again),
    Way("conclude_sitting", _DECIDING, OF_GRANTS, _conclude),
    Way("decide_appeal", _DECIDING, OF_GRANTS, _decide_appeal),
    Way("close_due_round", frozenset({Step.SIGN}), OF_SEATS, _close_by_silence, NEVER_MET_BY_CLOCKS),
    Way("apply_limit", frozenset({Step.SIGN}), OF_SEATS, _let_limit_pass, NEVER_MET_BY_CLOCKS),
    Way("grant_variation", frozenset({Step.ISSUE}), OF_GRANTS, _extend),
    Way("conclude_review", frozenset({Step.ISSUE}), OF_GRANTS, _extend_by_review),
    Way("decide_review", frozenset({Step.GRANT}), OF_GRANTS, _decide_plan),
)
