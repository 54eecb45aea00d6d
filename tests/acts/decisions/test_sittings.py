"""Several cases of one sitting, decided by one resolution."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from licensing.acts.decisions import appeal, government, sittings
from licensing.acts.requests import questions
from licensing.acts.signoff import positions, recusal
from licensing.choices import DecisionOutcome, PositionChoice, RecusalReason
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import Body, Case, Event, Mandate, Sitting
from licensing.policy.record.digests import compute_digest
from tests.trial import APPEAL, GOVERNMENT, MINISTRIES, THIRTY_DAYS, use_procedure
from tests.world import ALWAYS, World, approve, resolution


def called(world: World, *, quorum: int = 1) -> Sitting:
    cabinet = Body.objects.get(pk="CMU")
    sitting = sittings.call_sitting(
        world.dora, body=cabinet, title="Cabinet, weekly", held_on=timezone.localdate(), quorum=quorum
    )
    sittings.record_attendance(sitting, world.dora, [(world.dora, cabinet, True)])
    return sitting


def test_one_case_that_fails_a_check_does_not_stop_the_others(world: World) -> None:
    cases = [world.before_government(title=f"Request {number}") for number in range(3)]
    questions.ask_question(cases[1], world.otto, text="Which unit?", due_on=timezone.localdate() + timedelta(days=5))
    sitting = called(world)
    for case in cases[:2]:
        sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)
    sittings.put_on_agenda(sitting, world.dora, cases[2], outcome=DecisionOutcome.REFUSE, details={"grounds": ["R10"]})

    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    states = [Case.objects.get(pk=case.pk).state for case in cases]
    agenda = [(item.result, bool(item.sentence)) for item in sitting.agenda.order_by("number")]
    assert states == ["granted", "government_decision", "refused"]
    assert agenda == [("decided", False), ("failed", True), ("decided", False)]
    assert {item.decision.resolution_no for item in sitting.agenda.filter(result="decided")} == {"512-r"}
    assert Event.objects.get(kind="case.granted").data["sitting"] == str(sitting.pk)


def test_the_minutes_say_who_was_there_and_what_was_decided(world: World) -> None:
    case = world.before_government()
    sitting = called(world)
    sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)

    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    minutes = Sitting.objects.get(pk=sitting.pk).minutes
    text = json.loads(minutes.canonical)
    assert compute_digest(text) == minutes.digest
    assert text["quorum"] == {"needed": 1, "present": 1}
    assert text["attendance"] == [{"body": "CMU", "person": "Dora", "present": True}]
    assert [(line["case"], line["decided"]) for line in text["agenda"]] == [(Case.objects.get(pk=case.pk).reference, "grant")]


def test_each_case_is_told_what_a_sitting_did_with_it(world: World) -> None:
    case, other = world.before_government(), world.before_government()
    sitting = called(world)
    for one in (case, other):
        sittings.put_on_agenda(sitting, world.dora, one, outcome=DecisionOutcome.GRANT)
    sittings.take_off_agenda(sitting, world.dora, other)

    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    of_sittings = Event.objects.filter(kind__startswith="agenda.") | Event.objects.filter(kind="sitting.concluded")
    told = list(of_sittings.order_by("number").values_list("kind", "case"))
    assert told == [
        ("agenda.put", case.pk),
        ("agenda.put", other.pk),
        ("agenda.taken_off", other.pk),
        ("sitting.concluded", case.pk),
    ]
    minutes = Sitting.objects.get(pk=sitting.pk).minutes
    assert Event.objects.get(kind="sitting.concluded").data == {
        "minutes": str(sitting.pk),
        "digest": minutes.digest,
        "resolution_no": "512-r",
        "result": "decided",
    }


def test_a_sitting_without_quorum_decides_nothing(world: World) -> None:
    case = world.before_government()
    sitting = called(world, quorum=3)
    sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)

    with pytest.raises(Invalid, match="No quorum: 1 present, 3 needed"):
        sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    assert Case.objects.get(pk=case.pk).state == "government_decision"


def test_a_closed_sitting_takes_nothing_more(world: World) -> None:
    case = world.before_government()
    sitting = called(world)
    sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)
    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    with pytest.raises(WrongState):
        sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")
    with pytest.raises(WrongState):
        sittings.put_on_agenda(sitting, world.dora, world.before_government(), outcome=DecisionOutcome.GRANT)


def test_a_resolution_number_is_used_once_by_a_body(world: World) -> None:
    for number in range(2):
        sitting = called(world)
        sittings.put_on_agenda(sitting, world.dora, world.before_government(), outcome=DecisionOutcome.GRANT)
        if number == 0:
            sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    with pytest.raises(Invalid) as refusal:
        sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")
    assert [gap.path for gap in refusal.value.gaps] == ["resolution_no"]


@pytest.mark.parametrize(
    ("details", "path"),
    [
        ({"quantities": {"one": "2"}}, "quantities.one"),
        ({"valid_until": "soon"}, "valid_until"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_details_that_cannot_be_read_are_refused_when_they_are_put_down(
    world: World, details: dict[str, object], path: str
) -> None:
    sitting = called(world)

    with pytest.raises(Invalid) as refusal:
        sittings.put_on_agenda(sitting, world.dora, world.before_government(), outcome=DecisionOutcome.GRANT, details=details)

    assert [gap.path for gap in refusal.value.gaps] == [path]


@pytest.mark.parametrize("name", ["otto", "rhea", "paula", "stella", "audra"])
def test_only_a_decider_keeps_the_sittings(world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        sittings.call_sitting(
            getattr(world, name), body=Body.objects.get(pk="CMU"), title="No", held_on=timezone.localdate(), quorum=1
        )


def test_a_proposal_that_could_never_be_decided_is_refused_when_it_is_made(world: World) -> None:
    sitting = called(world)
    too_much = {"quantities": {"1": "41"}, "valid_until": "2001-01-01"}

    with pytest.raises(Invalid) as grant:
        sittings.put_on_agenda(sitting, world.dora, world.before_government(), outcome=DecisionOutcome.GRANT, details=too_much)
    with pytest.raises(Invalid) as refusal:
        sittings.put_on_agenda(sitting, world.dora, world.before_government(), outcome=DecisionOutcome.REFUSE)

    assert [gap.path for gap in grant.value.gaps] == ["quantities.1", "valid_until"]
    assert [gap.path for gap in refusal.value.gaps] == ["grounds"]
    assert not sitting.agenda.exists()


def test_a_proposal_is_changed_in_its_place(world: World) -> None:
    cases = [world.before_government(), world.before_government()]
    sitting = called(world)
    for case in cases:
        sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)

    sittings.update_proposal(sitting, world.dora, cases[0], outcome=DecisionOutcome.REFUSE, details={"grounds": ["R10"]})

    agenda = list(sitting.agenda.order_by("number").values_list("number", "case", "outcome", "details"))
    assert agenda == [(1, cases[0].pk, "refuse", {"grounds": ["R10"]}), (2, cases[1].pk, "grant", {})]
    with pytest.raises(WrongState):
        sittings.update_proposal(sitting, world.dora, world.before_government(), outcome=DecisionOutcome.GRANT)


def test_a_case_waits_for_a_sitting_until_it_stands_on_an_agenda(world: World) -> None:
    waits, stands = world.before_government(), world.before_government()
    world.with_need()
    sittings.put_on_agenda(called(world), world.dora, stands, outcome=DecisionOutcome.GRANT)

    assert list(sittings.list_waiting_cases(world.dora)) == [waits]
    assert list(sittings.list_waiting_cases(world.stella)) == []


def test_those_with_a_mandate_on_its_day_may_attend_and_deciders_for_the_body_that_sits(world: World) -> None:
    members = sittings.list_eligible_members(called(world))

    assert [(body.pk, [one.name for one in people]) for body, people in members] == [
        ("CMU", ["Dora"]),
        ("GS", ["Greta", "Dan"]),
        ("MFA", ["Mira"]),
        ("MOD", ["Rhea"]),
    ]


def test_a_body_attends_by_one_person_and_the_second_is_named_by_place(world: World) -> None:
    sitting, bodies = called(world), [Body.objects.get(pk=code) for code in ("CMU", "GS", "GS")]

    with pytest.raises(Invalid) as refusal:
        sittings.record_attendance(
            sitting, world.dora, [(world.dora, bodies[0], True), (world.greta, bodies[1], True), (world.dan, bodies[2], True)]
        )

    assert [gap.path for gap in refusal.value.gaps] == ["members.2"]
    assert sittings.count_quorum(sitting) == sittings.Quorum(there=1, needed=1)


@pytest.mark.parametrize(("name", "code"), [("paula", "GS"), ("stella", "CMU"), ("rhea", "GS"), ("otto", "CMU")])
def test_nobody_attends_for_a_body_they_may_not_speak_for(world: World, name: str, code: str) -> None:
    sitting = called(world)

    with pytest.raises(Invalid) as refusal:
        sittings.record_attendance(
            sitting,
            world.dora,
            [(world.mira, Body.objects.get(pk="MFA"), True), (getattr(world, name), Body.objects.get(pk=code), True)],
        )

    assert [(gap.code, gap.path) for gap in refusal.value.gaps] == [("no_mandate", "members.1")]
    assert sittings.count_quorum(sitting) == sittings.Quorum(there=1, needed=1)


def test_agenda_and_attendance_stand_once_the_conclusion_has_begun(world: World) -> None:
    cases = [world.before_government(), world.before_government()]
    sitting = called(world)
    sittings.put_on_agenda(sitting, world.dora, cases[0], outcome=DecisionOutcome.GRANT)
    Sitting.objects.filter(pk=sitting.pk).update(resolution_no="512-r")

    for change in (
        lambda: sittings.put_on_agenda(sitting, world.dora, cases[1], outcome=DecisionOutcome.GRANT),
        lambda: sittings.update_proposal(sitting, world.dora, cases[0], outcome=DecisionOutcome.GRANT),
        lambda: sittings.take_off_agenda(sitting, world.dora, cases[0]),
        lambda: sittings.record_attendance(sitting, world.dora, []),
    ):
        with pytest.raises(WrongState, match="being concluded under resolution 512-r"):
            change()

    assert sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r").state == "closed"
    assert Case.objects.get(pk=cases[0].pk).state == "granted"


def test_only_what_waits_for_the_government_is_put_on_an_agenda(world: World) -> None:
    sitting = called(world)

    for case in (world.draft(), world.with_need(), world.granted()):
        with pytest.raises(WrongState, match="waits for the government's decision"):
            sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)


def result_of(sitting: Sitting, case: Case) -> tuple[str, str]:
    item = sitting.agenda.get(case=case)
    return item.result, item.sentence


def test_a_proposal_made_before_a_condition_was_asked_for_decides_nothing(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"seats": [{"body": "ECON", "mandatory": False}]})
    case, other = world.before_government(), world.before_government()
    sitting = called(world)
    for one in (case, other):
        sittings.put_on_agenda(sitting, world.dora, one, outcome=DecisionOutcome.GRANT, details={"conditions": []})
    Mandate.objects.create(user=world.stella, body_id="ECON", period=ALWAYS)
    view = positions.PositionInput(PositionChoice.CONDITIONS, conditions=[{"code": "P01"}])
    positions.sign_case(case, world.stella, view, version=1)
    positions.sign_case(other, world.stella, approve(), version=1)

    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    sentence = "The seats ask for other conditions than when this was proposed. Put it on the agenda of another sitting."
    assert result_of(sitting, case) == ("failed", sentence)
    assert result_of(sitting, other) == ("decided", "")


def test_a_proposal_made_anew_after_a_condition_was_asked_for_decides(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"seats": [{"body": "ECON", "mandatory": False}]})
    case = world.before_government()
    sitting = called(world)
    sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)
    Mandate.objects.create(user=world.stella, body_id="ECON", period=ALWAYS)
    view = positions.PositionInput(PositionChoice.CONDITIONS, conditions=[{"code": "P01"}])
    positions.sign_case(case, world.stella, view, version=1)
    sittings.update_proposal(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)

    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    assert result_of(sitting, case) == ("decided", "")
    assert [one["code"] for one in sitting.agenda.get().decision.conditions] == ["P01"]


def test_a_proposal_made_before_a_refusal_does_not_decide_the_appeal(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    case = world.before_government()
    sitting = called(world)
    sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)
    government.refuse_case(case, world.decider(), resolution(grounds=["R10"]))
    appeal.appeal_case(case, world.paula, reason="The shortage is over.")

    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    sentence = "The case has moved on since this was proposed. Put it on the agenda of another sitting."
    assert result_of(sitting, case) == ("failed", sentence)


def test_who_has_a_conflict_of_interest_does_not_count_for_that_case(world: World) -> None:
    case, other = world.before_government(), world.before_government()
    recusal.recuse_member(case, world.otto, reason=RecusalReason.FAMILY, person=world.dan)
    sitting = called(world, quorum=2)
    bodies = [Body.objects.get(pk=code) for code in ("CMU", "GS")]
    sittings.record_attendance(sitting, world.dora, [(world.dora, bodies[0], True), (world.dan, bodies[1], True)])
    for one in (case, other):
        sittings.put_on_agenda(sitting, world.dora, one, outcome=DecisionOutcome.GRANT)

    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    sentence = "No quorum for this case: 1 present without a conflict of interest, 2 needed."
    lines = json.loads(Sitting.objects.get(pk=sitting.pk).minutes.canonical)["agenda"]
    assert result_of(sitting, case) == ("failed", sentence)
    assert result_of(sitting, other) == ("decided", "")
    assert [line["stood_aside"] for line in lines] == [["Dan"], []]
