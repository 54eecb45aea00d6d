"""What brings a case from stage to stage: whose word counts, in what time, and what is left behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time
from licensing.acts.clocks import reminders
from licensing.acts.decisions import government
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import amending
from licensing.acts.signoff import objections, positions, recusal, referral
from licensing.choices import PositionChoice, RecusalReason
from licensing.errors import Invalid, NeedNotStated, NotPassed, WrongState
from licensing.models import Case, Clock, Event, Mandate, Recusal, Round, RoutingRow
from tests.trial import GOVERNMENT, MINISTRIES, speaker_for, use_procedure
from tests.world import ALWAYS, REQUEST, World, approve, object_to, resolution

NSDC = [{"body": "NSDC", "mandatory": True}]
ITEMS = [{"body": body, "depends_on": ["items"]} for body in ("MOD", "GS", "MFA")]


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def way(case: Case) -> list[tuple[str, str]]:
    return [(round.stage.code, round.outcome) for round in case.rounds.select_related("stage").order_by("number")]


def dear(**changes: Any) -> list[dict[str, Any]]:
    return [item | {"unit_price": "9000000.00"} | changes for item in REQUEST["items"]]


def test_an_amendment_that_belongs_under_another_procedure_is_refused(world: World) -> None:
    RoutingRow.objects.filter(code="tests").delete()
    case = world.accepted(items=[item | {"unit_price": "10000.00"} for item in REQUEST["items"]])

    with pytest.raises(Invalid, match="belongs under another procedure"):
        amending.amend_case(case, world.paula, {"items": dear(mtcr="I")}, reason="More of it")
    with pytest.raises(Invalid, match="belongs under another procedure"):
        amending.preview_amendment(case, world.paula, {"items": dear(mtcr="I")})

    assert (fresh(case).procedure_id, fresh(case).versions.count()) == (case.procedure_id, 1)


def test_a_change_on_which_nothing_rested_gains_nobody_time(world: World) -> None:
    use_procedure(MINISTRIES | {"seats": ITEMS}, GOVERNMENT)
    case = world.with_need()
    positions.sign_case(case, world.mira, approve(), version=1)
    before = Clock.objects.get(case=case, kind="stage")

    with at_time(timezone.now() + timedelta(days=10)):
        amending.amend_case(case, world.paula, {"title": "Another title"}, reason="A slip")

    after = Clock.objects.get(case=case, kind="stage")
    assert (after.pk, after.due_at, after.round) == (before.pk, before.due_at, case.rounds.open().get())
    assert [round.version.number for round in case.rounds.order_by("number")] == [1, 2]
    assert [one.person for one in case.rounds.open().get().standing.all()] == [world.mira]


def test_a_change_on_which_nothing_rested_opens_nothing_that_is_closed(world: World) -> None:
    window = {"to": "heads", "triggers": ["split"], "within": {"amount": 5}, "default": "stands"}
    heads = MINISTRIES | {"code": "heads", "name_en": "Heads", "name_uk": "Керівники", "only_when_referred": True}
    use_procedure(MINISTRIES | {"seats": ITEMS, "escalation": window}, heads, GOVERNMENT)
    case = world.with_need()
    for member, view in ((world.rhea, approve()), (world.greta, approve()), (world.mira, object_to())):
        positions.sign_case(case, member, view, version=1)

    amending.amend_case(case, world.paula, {"title": "Another title"}, reason="A slip")

    assert not case.rounds.open().exists()
    with at_time(timezone.now() + timedelta(days=6)):
        reminders.close_due_rounds()
    assert way(case) == [("ministries", "passed"), ("government", "pending")]
    assert case.rounds.open().get().version.number == 2


@pytest.mark.parametrize("amends", [False, True])
def test_a_tie_lets_the_stage_below_stand_whether_or_not_the_request_was_amended(world: World, amends: bool) -> None:
    window = {"to": "high", "triggers": ["split"], "within": {"amount": 5}, "default": "stands"}
    seats = [ITEMS[0] | {"chair": True}, *ITEMS[1:]]
    low = MINISTRIES | {"code": "low", "rule": {"kind": "single"}, "seats": seats, "escalation": window}
    high = MINISTRIES | {"code": "high", "only_when_referred": True, "seats": ITEMS[:2]}
    use_procedure(low, high | {"rule": {"kind": "majority_cast", "tie": "lower_stands"}}, GOVERNMENT)
    case = world.with_need()
    for member, view in ((world.greta, object_to()), (world.mira, approve()), (world.rhea, approve())):
        positions.sign_case(case, member, view, version=1)
    referral.escalate_case(case, world.greta, reason="A matter of principle.")
    if amends:
        amending.amend_case(case, world.paula, {"title": "Another title"}, reason="A slip")

    version = case.versions.count()
    positions.sign_case(case, world.greta, object_to(), version=version)
    positions.sign_case(case, world.rhea, approve(), version=version)

    assert Round.objects.filter(case=case, stage__code="high").order_by("-number")[0].outcome == "passed"


def test_past_its_deadline_the_governments_own_rule_on_silence_holds(world: World) -> None:
    rule = {"kind": "consensus", "silence": "no_objection"}
    use_procedure(MINISTRIES, GOVERNMENT | {"rule": rule, "seats": [{"body": "NSDC"}]})
    case = world.before_government()
    with pytest.raises(NotPassed, match="must still speak: NSDC"):
        government.grant_case(case, world.dora, resolution())

    with at_time(timezone.now() + timedelta(days=40)):
        government.grant_case(case, world.dora, resolution())

    assert fresh(case).state == "granted"
    assert case.rounds.order_by("-number")[0].ended_by == "deadline"


def test_the_governments_round_refers_up_where_its_rule_says_so(world: World) -> None:
    seats = [{"body": "NSDC", "veto": "suspensive"}]
    above = GOVERNMENT | {"code": "president", "name_en": "President", "name_uk": "Президент", "only_when_referred": True}
    escalation = {"to": "president", "triggers": ["veto"], "default": "escalate"}
    use_procedure(MINISTRIES, GOVERNMENT | {"seats": seats, "escalation": escalation}, above)
    nina, case = speaker_for("NSDC"), world.before_government()

    positions.sign_case(case, nina, object_to("Not now."), version=1)

    assert way(case)[1:] == [("government", "escalated"), ("president", "pending")]
    government.grant_case(case, world.dora, resolution())
    assert fresh(case).state == "granted"


def test_the_governments_seats_are_heard_before_a_refusal_too(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"seats": NSDC})
    nina, case = speaker_for("NSDC"), world.before_government()
    with pytest.raises(NotPassed, match="must still speak: NSDC"):
        government.refuse_case(case, world.dora, resolution(grounds=["R10"]))
    positions.sign_case(case, nina, approve(), version=1)

    with pytest.raises(Invalid, match="not valid") as unreasoned:
        government.refuse_case(case, world.dora, resolution(grounds=["R10"]))
    government.refuse_case(case, world.dora, resolution(grounds=["R10"], reasons="The stock has fallen since."))

    assert [gap.path for gap in unreasoned.value.gaps] == ["reasons"]
    assert fresh(case).state == "refused"


def test_what_was_said_on_a_way_that_was_left_binds_nobody(world: World) -> None:
    escalation = {"to": "heads", "default": "escalate"}
    first = MINISTRIES | {"rule": {"kind": "consensus"}, "on_fail": "escalate", "escalation": escalation}
    heads = MINISTRIES | {"code": "heads", "name_en": "Heads", "name_uk": "Керівники", "only_when_referred": True}
    use_procedure(first, heads | {"seats": [{"body": "SBU"}]}, GOVERNMENT)
    sava, case = speaker_for("SBU"), world.with_need()
    for member, view in ((world.rhea, approve()), (world.greta, approve()), (world.mira, object_to())):
        positions.sign_case(case, member, view, version=1)
    positions.sign_case(case, sava, positions.PositionInput(PositionChoice.OBJECT, grounds=["R01"]), version=1)
    assert any("R01" in sentence for sentence in government.list_obstacles(fresh(case)))

    # The only objection falls: the first stage opens again, passes by itself, and never asks the heads.
    recusal.recuse_member(fresh(case), world.otto, reason=RecusalReason.FAMILY, person=world.mira)

    assert way(case)[-1][0] == "government"
    assert government.list_obstacles(fresh(case)) == []
    government.grant_case(case, world.dora, resolution())
    assert fresh(case).state == "granted"


def test_a_stage_that_came_to_nothing_is_no_recommendation(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT)
    case = world.with_need()
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, positions.PositionInput(PositionChoice.ADJOURN), version=1)

    with at_time(timezone.now() + timedelta(days=25)):
        reminders.close_due_rounds()
        with pytest.raises(Invalid) as refused:
            government.grant_case(case, world.dora, resolution())

    assert way(case)[0] == ("ministries", "adjourned")
    assert [gap.path for gap in refused.value.gaps] == ["reasons"]


def test_a_seat_whose_only_deputy_may_not_speak_here_is_not_waited_for(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT)
    case = world.with_need()
    Mandate.objects.filter(user=world.dan).delete()
    Mandate.objects.create(user=world.dan, body_id="GS", kind="deputy", scope=["transit"], period=ALWAYS)
    positions.sign_case(case, world.rhea, approve(), version=1)
    positions.sign_case(case, world.mira, approve(), version=1)

    recusal.recuse_member(case, world.greta, reason=RecusalReason.FAMILY)

    assert Recusal.objects.filter(case=case).count() == 1
    assert way(case)[0] == ("ministries", "passed")


def test_a_stage_that_wants_the_need_stated_waits_for_it(world: World) -> None:
    use_procedure(
        MINISTRIES | {"rule": {"kind": "consensus", "silence": "no_objection"}, "entry_checks": ["need_stated"]}, GOVERNMENT
    )
    case = world.accepted()

    with pytest.raises(NeedNotStated):
        positions.sign_case(case, world.mira, approve(), version=1)
    with at_time(timezone.now() + timedelta(days=40)):
        reminders.close_due_rounds()
    still_open = case.rounds.open().exists()
    world.state_need(case)
    positions.sign_case(case, world.mira, approve(), version=1)

    assert still_open
    assert fresh(case).state == "ministry_review"


def test_a_statement_on_other_goods_is_no_statement(world: World) -> None:
    case = world.with_need()
    amending.amend_case(case, world.paula, {"items": [REQUEST["items"][0] | {"quantity": "4000"}]}, reason="More")

    with pytest.raises(NeedNotStated):
        positions.sign_case(case, world.greta, approve(), version=2)
    world.state_need(fresh(case))
    positions.sign_case(case, world.greta, approve(), version=2)

    assert case.rounds.open().get().standing.get().person == world.greta


def test_conditions_that_contradict_each_other_are_settled_by_the_decider(world: World) -> None:
    case = world.with_need()
    for member, days in ((world.rhea, 90), (world.mira, 30)):
        view = positions.PositionInput(PositionChoice.CONDITIONS, conditions=[{"code": "P03", "parameters": {"days": days}}])
        positions.sign_case(case, member, view, version=1)
    positions.sign_case(case, world.greta, approve(), version=1)

    with pytest.raises(Invalid) as refused:
        government.grant_case(fresh(case), world.dora, resolution())
    made = government.grant_case(fresh(case), world.dora, resolution(conditions=[{"code": "P03", "parameters": {"days": 60}}]))

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("conflict", "conditions")]
    assert [one["parameters"] for one in made.conditions] == [{"days": 60}]


def test_only_the_body_that_raised_an_absolute_ground_lifts_it(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT)
    case = world.with_need()
    for member, view in (
        (world.rhea, approve()),
        (world.greta, approve()),
        (world.mira, positions.PositionInput(PositionChoice.OBJECT, grounds=["R01"])),
    ):
        positions.sign_case(case, member, view, version=1)
    with pytest.raises(WrongState, match="No objection of your body"):
        objections.withdraw_objection(case, world.rhea, reason="We do not mind it.")
    with pytest.raises(Invalid):
        objections.withdraw_objection(case, world.mira, reason=" ")

    objections.withdraw_objection(case, world.mira, reason="The embargo was lifted.")
    government.grant_case(case, world.dora, resolution(reasons="The ground has fallen."))

    told = Event.objects.get(case=case, kind="position.voided").data
    assert (told["seat"], told["because"]) == ("MFA", ["taken_back", "The embargo was lifted."])
    assert fresh(case).state == "granted"
    assert verify_record().fault is None
