"""Positions, recusals, referring up and amendments, as the members and the applicant meet them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time
from licensing.acts.decisions import government
from licensing.acts.requests import amending, questions, submission
from licensing.acts.signoff import positions, recusal, referral, rounds
from licensing.choices import PositionChoice, RecusalReason
from licensing.errors import (
    ConflictOfDuties,
    Invalid,
    NeedNotStated,
    NoMandate,
    NotAllowed,
    NotPassed,
    OpenQuestion,
    RoundClosed,
    SeatTaken,
    Stale,
    StaleVersion,
    WrongState,
)
from licensing.models import Case, Event, Licence, Mandate, Position, Procedure, RoutingRow, Seat, Stage, StandingPosition
from licensing.policy.record.digests import compute_digest
from tests.world import REQUEST, World, approve, object_to, publish, resolution


def said(case: Case) -> dict[str, str]:
    """What stands for each seat of the latest round."""
    standing = StandingPosition.objects.filter(round__case=case).select_related("position", "seat")
    return {one.seat.body_id: one.position.choice for one in standing}


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def with_conditions(*conditions: dict[str, Any]) -> positions.PositionInput:
    return positions.PositionInput(PositionChoice.CONDITIONS, conditions=conditions)


def test_sign_case_binds_the_position_to_what_was_signed(world: World) -> None:
    case = world.with_need()

    position = positions.sign_case(case, world.mira, approve("As agreed."), version=1)

    kept = Position.objects.select_related("seat").get(pk=position.pk)
    assert kept.digest == compute_digest(kept.as_signed_data())
    assert kept.version_digest == case.versions.get().digest


def test_sign_case_again_replaces_by_a_new_row(world: World) -> None:
    case = world.with_need()
    positions.sign_case(case, world.mira, approve(), version=1)

    positions.sign_case(case, world.mira, object_to(), version=1)

    assert said(case) == {"MFA": "object"}
    assert list(Position.objects.order_by("number").values_list("choice", flat=True)) == ["approve", "object"]


def test_a_deputy_replaces_the_holders_position_only_when_they_have_seen_it(world: World) -> None:
    case = world.with_need()
    first = positions.sign_case(case, world.greta, approve(), version=1)

    with pytest.raises(SeatTaken):
        positions.sign_case(case, world.dan, object_to(), version=1)
    positions.sign_case(case, world.dan, object_to(), version=1, replaces=first.pk)

    assert said(case) == {"GS": "object"}


def test_a_deputy_speaks_from_the_first_day_of_the_delegation_to_the_last(world: World) -> None:
    case = world.with_need()
    today = timezone.localdate()
    Mandate.objects.filter(user=world.dan).update(period=(today + timedelta(days=2), today + timedelta(days=4)))

    def try_on(day: int) -> str:
        with at_time(timezone.now() + timedelta(days=day)):
            try:
                positions.sign_case(case, world.dan, approve(), version=1)
            except NoMandate:
                return "no mandate"
            return "spoke"

    assert [try_on(day) for day in (0, 1, 2, 3, 4)] == ["no mandate", "no mandate", "spoke", "spoke", "no mandate"]


@pytest.mark.parametrize("name", ["stella", "paula", "dora", "audra", "pol", "rita"])
def test_only_a_mandate_lets_a_person_speak(world: World, name: str) -> None:
    case = world.with_need()

    with pytest.raises((NoMandate, ConflictOfDuties)):
        positions.sign_case(case, getattr(world, name), approve(), version=1)

    assert said(case) == {}


def test_a_body_cannot_be_chosen_by_the_one_who_speaks(world: World) -> None:
    case = world.with_need()

    with pytest.raises(NoMandate):
        positions.sign_case(case, world.mira, approve(), version=1, seat="GS")


@pytest.mark.parametrize(
    ("view", "paths"),
    [
        (positions.PositionInput(PositionChoice.OBJECT), ["grounds"]),
        (positions.PositionInput(PositionChoice.OBJECT, grounds=["R99"]), ["grounds.0"]),
        (positions.PositionInput(PositionChoice.CONDITIONS), ["conditions"]),
        (with_conditions({"code": "P99"}), ["conditions.0.code"]),
        (with_conditions({"code": "P03", "parameters": {}}), ["conditions.0.parameters.days"]),
        (with_conditions({"code": "P03", "parameters": {"days": "soon"}}), ["conditions.0.parameters.days"]),
        (with_conditions({"code": "", "text": " "}), ["conditions.0.text"]),
        (positions.PositionInput(PositionChoice.APPROVE, conditions=[{"code": "P01"}]), ["conditions"]),
        (positions.PositionInput(PositionChoice.APPROVE, casting=True), ["casting"]),
    ],
)
def test_a_position_that_makes_no_sense_is_refused_where_it_is_wrong(
    world: World, view: positions.PositionInput, paths: list[str]
) -> None:
    case = world.with_need()

    with pytest.raises(Invalid) as refusal:
        positions.sign_case(case, world.mira, view, version=1)

    assert [gap.path for gap in refusal.value.gaps] == paths
    assert Position.objects.count() == 0


def test_the_seat_that_depends_on_need_waits_for_a_fresh_statement(world: World) -> None:
    case = world.accepted()
    with pytest.raises(NeedNotStated):
        positions.sign_case(case, world.greta, approve(), version=1)

    world.state_need(case)
    with at_time(timezone.now() + timedelta(days=40)), pytest.raises(NeedNotStated):
        positions.sign_case(case, world.greta, approve(), version=1)

    positions.sign_case(case, world.greta, approve(), version=1)
    assert said(case) == {"GS": "approve"}


def test_nobody_signs_a_closed_round_nor_another_version(world: World) -> None:
    case = world.with_need()
    with pytest.raises(StaleVersion):
        positions.sign_case(case, world.mira, approve(), version=7)
    with pytest.raises(Stale):
        positions.sign_case(case, world.mira, approve(), version=1, expected=1)

    submission.withdraw_case(case, world.paula, reason="Bought elsewhere")
    with pytest.raises(WrongState):
        positions.sign_case(case, world.mira, approve(), version=1)


def test_a_recused_member_neither_speaks_nor_reads(world: World) -> None:
    case = world.with_need()
    positions.sign_case(case, world.greta, approve(), version=1)

    recusal.recuse_member(case, world.greta, reason=RecusalReason.FAMILY)

    assert said(case) == {}
    assert not Case.objects.visible_to(world.greta, on=timezone.now()).filter(pk=case.pk).exists()
    with pytest.raises(ConflictOfDuties):
        positions.sign_case(case, world.greta, approve(), version=1)
    positions.sign_case(case, world.dan, approve(), version=1)


def test_only_an_officer_recuses_somebody_else(world: World) -> None:
    case = world.with_need()

    with pytest.raises(NotAllowed):
        recusal.recuse_member(case, world.mira, reason=RecusalReason.OTHER, person=world.greta)
    recusal.recuse_member(case, world.otto, reason=RecusalReason.OTHER, person=world.greta)

    assert case.recusals.get().imposed


def test_a_recusal_found_late_opens_the_stage_again_only_if_the_result_hung_on_it(world: World) -> None:
    unanimous = world.before_government()
    recusal.recuse_member(unanimous, world.otto, reason=RecusalReason.EMPLOYMENT, person=world.mira)
    assert [round.stage.code for round in unanimous.rounds.order_by("number")] == ["ministries", "government"]

    narrow = world.with_need()
    positions.sign_case(narrow, world.rhea, object_to(), version=1)
    positions.sign_case(narrow, world.greta, approve(), version=1)
    positions.sign_case(narrow, world.mira, approve(), version=1)
    recusal.recuse_member(narrow, world.otto, reason=RecusalReason.EMPLOYMENT, person=world.mira)

    rounds = [(round.stage.code, round.ended_by) for round in narrow.rounds.order_by("number")]
    assert rounds[:2] == [("ministries", "all_spoke"), ("government", "superseded")]
    assert rounds[2][0] == "ministries"


def test_an_absolute_ground_blocks_the_grant_and_says_which(world: World) -> None:
    case = world.with_need()
    positions.sign_case(case, world.rhea, approve(), version=1)
    positions.sign_case(case, world.greta, approve(), version=1)
    positions.sign_case(case, world.mira, positions.PositionInput(PositionChoice.OBJECT, grounds=["R01"]), version=1)

    with pytest.raises(NotPassed, match="R01"):
        government.grant_case(fresh(case), world.dora, resolution(reasons="All the same"))

    assert fresh(case).state == "government_decision"
    assert any("R01" in sentence for sentence in government.list_obstacles(fresh(case)))


def test_an_open_question_blocks_the_grant(world: World) -> None:
    case = world.before_government()
    questions.ask_question(case, world.otto, text="Which unit?", due_on=timezone.localdate() + timedelta(days=5))

    with pytest.raises(OpenQuestion):
        government.grant_case(case, world.dora, resolution())


def test_a_grant_against_the_ministries_says_why(world: World) -> None:
    case = world.with_need()
    for member, view in ((world.rhea, object_to()), (world.greta, object_to()), (world.mira, approve())):
        positions.sign_case(case, member, view, version=1)

    with pytest.raises(Invalid) as refusal:
        government.grant_case(fresh(case), world.dora, resolution())
    assert [gap.path for gap in refusal.value.gaps] == ["reasons"]

    government.grant_case(fresh(case), world.dora, resolution(reasons="An obligation under a treaty"))
    assert fresh(case).state == "granted"


@pytest.mark.parametrize("name", ["otto", "mira"])
def test_who_handled_or_signed_does_not_decide(world: World, name: str) -> None:
    case = world.before_government()
    person = getattr(world, name)
    person.appointments.create(kind="decider", period=("2020-01-01", "2099-01-01"))

    with pytest.raises(ConflictOfDuties):
        government.grant_case(case, person, resolution())


def test_conditions_are_merged_and_keep_their_authors(world: World) -> None:
    case = world.with_need()
    delivery = {"code": "P03", "parameters": {"days": 90}}
    positions.sign_case(case, world.rhea, with_conditions(delivery, {"text": "Training in Ukraine only."}), version=1)
    positions.sign_case(case, world.greta, with_conditions(delivery), version=1)
    positions.sign_case(case, world.mira, with_conditions({"code": "P03", "parameters": {"days": 30}}), version=1)

    merged = government.list_proposed_conditions(fresh(case))

    assert [(one["code"], one["authors"], one["conflict"]) for one in merged] == [
        ("P03", ["MOD", "GS"], True),
        ("", ["MOD"], False),
        ("P03", ["MFA"], True),
    ]


def test_an_amendment_asks_again_only_the_seats_it_touches(world: World) -> None:
    stage_of(world, depends={"MOD": ["items"], "GS": ["items"], "MFA": ["parties"]})
    case = world.with_need()
    positions.sign_case(case, world.mira, approve(), version=1)
    positions.sign_case(case, world.rhea, approve(), version=1)
    more = [REQUEST["items"][0] | {"quantity": "60"}, REQUEST["items"][1]]

    cost = amending.preview_amendment(fresh(case), world.paula, {"items": more})
    version = amending.amend_case(fresh(case), world.paula, {"items": more}, reason="We need more")

    assert (cost.signatures, cost.stage and cost.stage.code) == (1, "ministries")
    assert version.number == 2
    assert said(case) == {"MFA": "approve"}
    voided = Event.objects.get(case=case, kind="position.voided")
    assert voided.data["seat"] == "MOD"
    assert "60" in voided.data["because"][0]["en"]
    with pytest.raises(StaleVersion):
        positions.sign_case(fresh(case), world.rhea, approve(), version=1)
    positions.sign_case(fresh(case), world.rhea, approve(), version=2)


def test_trying_an_amendment_changes_nothing(world: World) -> None:
    case = world.with_need()
    before = fresh(case)

    amending.preview_amendment(before, world.paula, {"title": "Something else"})

    after = fresh(case)
    assert (after.title, after.revision, after.versions.count()) == (before.title, before.revision, 1)


def test_an_amendment_that_changes_nothing_is_refused(world: World) -> None:
    case = world.with_need()

    with pytest.raises(Invalid):
        amending.amend_case(case, world.paula, {"title": case.title}, reason="")


class TestReferringUp:
    """A stage whose chair decides, with five days in which those who did not agree may refer the case up (V11)."""

    def open_case(self, world: World) -> Case:
        stage_of(
            world,
            rule={"kind": "single"},
            chair="MOD",
            escalation={"to": "committee", "triggers": ["split"], "within": {"amount": 5}, "default": "stands"},
            higher=True,
        )
        with at_time(timezone.now() - timedelta(days=10)):
            case = world.with_need()
            for member, view in ((world.greta, object_to()), (world.mira, object_to()), (world.rhea, approve())):
                positions.sign_case(case, member, view, version=1)
        return fresh(case)

    def test_the_chairs_decision_becomes_final_at_the_end_of_the_fifth_day(self, world: World) -> None:
        case = self.open_case(world)
        clock = case.clocks.get(kind="escalation")
        assert (case.state, case.rounds.get().outcome) == ("ministry_review", "passed")

        with at_time(clock.due_at - timedelta(seconds=1)), pytest.raises(WrongState):
            referral.finalise_outcome(case)
        with at_time(clock.due_at):
            referral.finalise_outcome(case)

        assert fresh(case).state == "government_decision"

    def test_a_dissenting_body_refers_up_within_the_window(self, world: World) -> None:
        case = self.open_case(world)
        with at_time(timezone.now() - timedelta(days=8)):
            with pytest.raises(NoMandate):
                referral.escalate_case(case, world.rhea, reason="I decided it myself")
            with pytest.raises(Invalid):
                referral.escalate_case(case, world.mira, reason=" ")
            referral.escalate_case(case, world.mira, reason="A matter of principle")

        assert [round.stage.code for round in case.rounds.order_by("number")] == ["ministries", "committee"]
        assert not case.clocks.running().filter(kind="escalation").exists()

    def test_nobody_refers_up_what_does_not_wait(self, world: World) -> None:
        case = world.with_need()

        with pytest.raises(WrongState):
            referral.escalate_case(case, world.mira, reason="Too early")


def test_a_silent_mandatory_explicit_seat_is_never_deemed(world: World) -> None:
    stage_of(world, rule={"kind": "majority_cast", "silence": "no_objection"}, explicit="GS")
    with at_time(timezone.now() - timedelta(days=30)):
        case = world.with_need()
        positions.sign_case(case, world.rhea, approve(), version=1)

    outcome = rounds.close_due_round(fresh(case))

    result = case.rounds.order_by("number")[0].result
    assert outcome == "escalated"
    assert [seat for seat, _ in result["deemed"]] == ["MFA"]


def test_members_who_ask_to_adjourn_keep_the_round_open(world: World) -> None:
    stage_of(world, rule={"kind": "consensus"})
    case = world.with_need()
    for member, choice in ((world.rhea, "adjourn"), (world.greta, "approve"), (world.mira, "approve")):
        positions.sign_case(case, member, positions.PositionInput(PositionChoice(choice)), version=1)
    assert case.rounds.get().is_open

    positions.sign_case(case, world.rhea, approve(), version=1)

    assert fresh(case).state == "government_decision"


def test_a_round_is_not_closed_before_its_deadline(world: World) -> None:
    case = world.with_need()

    with pytest.raises(RoundClosed):
        rounds.close_due_round(case)


def stage_of(
    world: World,
    *,
    rule: dict[str, Any] | None = None,
    depends: dict[str, list[str]] | None = None,
    chair: str = "",
    explicit: str = "",
    escalation: dict[str, Any] | None = None,
    higher: bool = False,
) -> None:
    """Publish a procedure for this test alone, and route everything to it."""
    procedure = Procedure.objects.create(
        code="one-test", version=1, names={"en": "One test"}, valid_from=date(2024, 1, 1), calendar_id="UA", term_amount=45
    )
    ministries = Stage.objects.create(
        procedure=procedure,
        number=1,
        code="ministries",
        names={"en": "Ministries"},
        rule=rule or {"kind": "majority_cast"},
        term_amount=14,
        escalation=escalation or {},
    )
    stages = [ministries]
    if higher:
        stages.append(
            Stage.objects.create(
                procedure=procedure,
                number=2,
                code="committee",
                names={"en": "Committee"},
                rule={"kind": "majority_cast"},
                term_amount=11,
                only_when_referred=True,
            )
        )
    for stage in stages:
        for number, body in enumerate(("MOD", "GS", "MFA"), 1):
            Seat.objects.create(
                stage=stage,
                body_id=body,
                number=number,
                chair=body == chair and stage is ministries,
                explicit=body == explicit,
                mandatory=False,
                depends_on=(depends or {}).get(body, []),
            )
    Stage.objects.create(
        procedure=procedure,
        number=3,
        code="government",
        names={"en": "Government"},
        government=True,
        rule={"kind": "consensus"},
        term_amount=10,
    )
    publish(procedure)
    RoutingRow.objects.filter(code="tests").update(procedure_code="one-test")


def test_a_mandate_for_other_kinds_of_case_shows_nothing_of_this_one(world: World) -> None:
    case = world.with_need()
    Mandate.objects.filter(user=world.mira).update(scope=["reexport_consent"])

    assert not Case.objects.visible_to(world.mira, on=timezone.now()).exists()
    Mandate.objects.filter(user=world.mira).update(scope=["single_permit"])
    assert Case.objects.visible_to(world.mira, on=timezone.now()).get() == case


def test_one_person_does_not_speak_for_two_bodies_of_a_round(world: World) -> None:
    case = world.with_need()
    Mandate.objects.create(user=world.mira, body_id="MOD", kind="deputy", period=("2020-01-01", "2099-01-01"))
    positions.sign_case(case, world.mira, approve(), version=1, seat="MFA")

    with pytest.raises(SeatTaken):
        positions.sign_case(case, world.mira, approve(), version=1, seat="MOD")


def test_a_licence_is_hidden_from_the_recused_like_its_case(world: World) -> None:
    case = world.before_government()
    recusal.recuse_member(case, world.otto, reason=RecusalReason.EMPLOYMENT)
    government.grant_case(fresh(case), world.dora, resolution())

    seen = Licence.objects.visible_to(world.otto, on=timezone.now())
    assert not seen.exists()
    assert Licence.objects.visible_to(world.dora, on=timezone.now()).exists()


def test_an_applicant_cannot_be_recused_from_their_own_case(world: World) -> None:
    with pytest.raises(Invalid):
        recusal.recuse_member(world.with_need(), world.otto, reason=RecusalReason.OTHER, person=world.paula)


def test_conditions_of_an_earlier_stage_outlive_an_amendment_that_does_not_touch_them(world: World) -> None:
    stage_of(world, depends={"MOD": ["items"], "GS": ["items"], "MFA": ["items"]})
    case = world.with_need()
    positions.sign_case(case, world.rhea, with_conditions({"code": "P03", "parameters": {"days": 90}}), version=1)
    positions.sign_case(case, world.greta, approve(), version=1)

    amending.amend_case(fresh(case), world.paula, {"title": "Another title"}, reason="A better title")
    positions.sign_case(fresh(case), world.mira, approve(), version=2)

    assert [one["code"] for one in government.list_proposed_conditions(fresh(case))] == ["P03"]
