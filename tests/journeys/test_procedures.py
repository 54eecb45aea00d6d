"""The sample procedures, each with one case played through it to the government's decision."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time
from licensing.acts.assessment.standing import list_case_standings
from licensing.acts.clocks import reminders
from licensing.acts.decisions import government
from licensing.acts.signoff import positions, referral
from licensing.acts.signoff.ballots import tally_round
from licensing.choices import AssessmentKind
from licensing.models import Body, Case, Mandate, RoutingRow, User
from tests.acts.assessment.assessed import record
from tests.certificates import check, take_up, verify
from tests.languages import render
from tests.world import ALWAYS, World, approve, object_to, resolution


class Play:
    """A case on its way through one procedure, with somebody to speak for every body."""

    def __init__(self, world: World, procedure: str) -> None:
        RoutingRow.objects.filter(code="tests").update(procedure_code=procedure)
        self.world, self.now = world, timezone.now() - timedelta(days=80)
        self.speakers = {"MOD": world.rhea, "GS": world.greta, "MFA": world.mira}
        with at_time(self.now):
            self.case: Case = world.with_need() if procedure == "national-military" else world.accepted()

    def assess(self, classifier: str = "") -> None:
        """What the stages of a procedure wait for, as soon as the case is accepted; officers classify where no body does."""
        with at_time(self.now):
            record(self.case, self.speaker(classifier) if classifier else self.world.otto)
            take_up(self.world, self.case)
            check(self.world, self.case)
            verify(self.world, self.case)
            kinds = AssessmentKind.CERTIFICATE, AssessmentKind.ROUTE, AssessmentKind.CRITERIA
            asked = {one.kind for one in list_case_standings(self.case, self.case.rounds.open().first(), at=self.now)}
            for kind in (one for one in kinds if one in asked):
                record(self.case, self.world.otto, kind)

    def say(self, **views: bool) -> None:
        """Let bodies approve (True) or object (False), in this order."""
        with at_time(self.now):
            for body, agrees in views.items():
                view = approve() if agrees else object_to(f"{body} does not agree.")
                positions.sign_case(self.case, self.speaker(body), view, version=1)

    def speaker(self, body: str) -> User:
        if body not in self.speakers:
            self.speakers[body] = User.objects.create(email=f"{body.lower()}@example.org", name=body, is_staff=True)
            Mandate.objects.create(user=self.speakers[body], body=Body.objects.get(pk=body), period=ALWAYS)
        return self.speakers[body]

    def later(self, **much: int) -> None:
        """Let time pass, and the clock do what has come due."""
        self.now += timedelta(**much)
        with at_time(self.now):
            reminders.close_due_rounds()

    def refer_up(self, body: str) -> None:
        with at_time(self.now):
            referral.escalate_case(self.case, self.speaker(body), reason="A matter of principle.")

    def grant(self) -> str:
        with at_time(self.now):
            government.grant_case(self.case, self.world.dora, resolution(reasons="As resolved."))
        return Case.objects.get(pk=self.case.pk).state

    @property
    def rounds(self) -> list[tuple[str, str]]:
        return [(round.stage.code, round.outcome) for round in self.case.rounds.select_related("stage").order_by("number")]

    @property
    def due(self) -> datetime:
        """When the running stage, or the window for referring up, ends."""
        running = self.case.clocks.running().exclude(kind="legal").get()
        due: datetime = running.due_at
        return due


def test_national_procedure_own_forces_first_then_a_majority_with_a_silent_seat(world: World) -> None:
    play = Play(world, "national-military")
    play.assess("SSECU")

    play.say(MOD=True, GS=True)
    play.say(MOD=True, GS=True, MFA=True, SBU=False, ECON=False, SSECU=True)
    assert play.rounds == [("need", "passed"), ("commission", "pending")]
    play.now = play.due
    play.later(seconds=1)
    commission = play.case.rounds.get(stage__code="commission")
    assert (commission.outcome, [seat for seat, _ in commission.result["deemed"]]) == ("passed", ["INTEL"])
    play.now = play.due
    play.later(seconds=1)
    play.say(NSDC=True)

    assert play.grant() == "granted"
    assert [stage for stage, _ in play.rounds] == ["need", "commission", "government"]
    assert sorted(commission.result["dissent"]) == ["ECON", "SBU"]


def test_fast_lane_three_ministries_and_the_government(world: World) -> None:
    play = Play(world, "fast-lane")
    world.state_need(play.case)

    play.now = timezone.now()
    play.assess()
    play.say(MOD=True, GS=True, MFA=True)

    assert play.grant() == "granted"
    assert play.rounds == [("ministries", "passed"), ("government", "passed")]


def test_dual_use_chain_referred_up_by_rank_until_a_tie_lets_the_lower_decision_stand(world: World) -> None:
    play = Play(world, "dual-use-chain")
    play.assess("ENERGY")

    play.say(COMMERCE=True)
    play.say(COMMERCE=True, STATE=True, ENERGY=True, DEFENSE=False)
    play.say(STATE=False, DEFENSE=False, ENERGY=True, COMMERCE=True)
    assert play.rounds[-1] == ("operating-committee", "passed")
    play.later(days=2)
    play.refer_up("DEFENSE")
    play.say(COMMERCE=True, STATE=False, DEFENSE=False, ENERGY=True)
    assert play.rounds[-1] == ("advisory-committee", "passed")
    play.now = play.due
    play.later(seconds=1)

    assert play.grant() == "granted"
    assert [stage for stage, _ in play.rounds] == [
        "referral",
        "agencies",
        "operating-committee",
        "advisory-committee",
        "final-action",
    ]


def test_the_chain_ends_on_the_ninetieth_day_when_every_step_takes_its_whole_time(world: World) -> None:
    play = Play(world, "dual-use-chain")
    play.assess("ENERGY")
    legal = play.case.clocks.get(kind="legal").due_at

    def just_before_the_end(**views: bool) -> None:
        play.now = play.due - timedelta(hours=1)
        play.say(**views)

    def let_it_end() -> None:
        play.now = play.due
        play.later(seconds=1)

    just_before_the_end(COMMERCE=True)  # 9 days
    just_before_the_end(DEFENSE=False)
    let_it_end()  # 30
    just_before_the_end(COMMERCE=True, DEFENSE=False)
    let_it_end()  # 14
    for _committee in ("advisory", "review"):
        play.now = play.due - timedelta(hours=1)
        play.refer_up("DEFENSE")  # 5
        just_before_the_end(DEFENSE=False)
        let_it_end()  # 11

    assert [stage for stage, _ in play.rounds][-2:] == ["advisory-committee", "review-board"]
    assert play.due == legal  # the last 5


def test_a_consensus_body_that_cannot_agree_refers_up(world: World) -> None:
    play = Play(world, "consensus-refer-up")
    play.assess()

    play.say(FOREIGN=True, ARMED=False, ECOFIN=True, INTEL=True)
    assert [stage for stage, _ in play.rounds] == ["commission", "prime-minister"]
    play.say(PMOFFICE=True)

    assert play.grant() == "granted"
    assert [stage for stage, _ in play.rounds] == ["commission", "prime-minister", "government"]


@pytest.mark.parametrize("code", ["national-military", "fast-lane", "dual-use-chain", "consensus-refer-up"])
def test_a_sample_says_that_it_is_one(world: World, code: str) -> None:
    play = Play(world, code)

    assert play.case.procedure is not None
    assert (play.case.procedure.code, play.case.procedure.sample) == (code, True)


def test_two_counts_of_bodies_and_weight_are_both_asked_for_and_explained(world: World) -> None:
    """Four of seven bodies would do, but not with 7 of 12 of the weight; the fifth brings 65 per cent."""
    play = Play(world, "two-counts")
    play.assess("SSECU")
    play.say(MOD=True, GS=False, MFA=True, ECON=True, INTEL=True, SSECU=False)

    assert play.rounds == [("commission", "pending")]
    with at_time(play.now):
        counted = tally_round(play.case.rounds.get(), play.case, at=play.now)
    assert (counted.settled, counted.can_pass) == (False, True)
    assert render(counted.text, "en").startswith(
        "Way 1 to pass: Bodies (seats for) – 4 of 7 (57.1 %), at least 55 % (4) needed: met; "
        "Weight (weight for) – 7 of 12 (58.3 %), at least 65 % needed: not met."
    )

    play.say(SBU=True)

    assert play.rounds == [("commission", "passed"), ("government", "pending")]
    assert play.grant() == "granted"
    kept = play.case.rounds.order_by("number")[0]
    assert [(one["value"], one["base"], one["met"]) for one in kept.result["numbers"]["tests"]] == [
        ("5", "7", True),
        ("9", "12", True),
        ("2", "7", True),
    ]
    assert "Блокувальна меншість (місця, що не «за») — 2 із 7, допускається не більше ніж 2" in kept.result["explanation"]["uk"]


def test_two_bodies_of_great_weight_are_too_few_to_block(world: World) -> None:
    play = Play(world, "two-counts")
    play.assess("SSECU")
    play.say(MOD=False, GS=False, MFA=True, SBU=True, ECON=True, INTEL=True, SSECU=True)

    kept = play.case.rounds.order_by("number")[0]
    assert (kept.outcome, [one["met"] for one in kept.result["numbers"]["tests"]]) == ("passed", [True, False, True])


def test_without_the_forces_own_bodies_there_is_no_quorum_whoever_else_spoke(world: World) -> None:
    play = Play(world, "two-counts")
    play.assess("SSECU")
    play.say(MOD=True, MFA=True, SBU=True, ECON=True, INTEL=True, SSECU=True)
    assert play.rounds == [("commission", "pending")]

    play.later(days=25)

    kept = play.case.rounds.order_by("number")[0]
    assert (kept.outcome, kept.result["why"]) == ("escalated", "quorum")
    assert (
        "the Ministry of Defence and the General Staff – 1 of 2, at least 2 needed: not met" in kept.result["explanation"]["en"]
    )
