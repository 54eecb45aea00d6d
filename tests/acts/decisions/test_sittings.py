"""Several cases of one sitting, decided by one resolution."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from licensing.acts.decisions import appeal, government, sittings
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import questions
from licensing.acts.signoff import positions
from licensing.choices import DecisionOutcome, Office, PositionChoice
from licensing.errors import Invalid, NoMandate, NoQuorum, NotAllowed, NotFound, WrongState
from licensing.models import Body, Case, Event, Mandate, Sitting
from tests.acts.decisions.cabinet import call_cabinet, result_of
from tests.by_hand import by_hand
from tests.trial import APPEAL, GOVERNMENT, MINISTRIES, THIRTY_DAYS, use_procedure
from tests.world import ALWAYS, World, approve, resolution


@pytest.mark.walk
def test_one_case_that_fails_a_check_does_not_stop_the_others(world: World) -> None:
    cases = [world.before_government(title=f"Request {number}") for number in range(3)]
    questions.ask_question(cases[1], world.otto, text="Which unit?", due_on=timezone.localdate() + timedelta(days=5))
    sitting = call_cabinet(world)
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


@pytest.mark.walk
def test_each_case_records_what_a_sitting_did_with_it(world: World) -> None:
    case, other = world.before_government(), world.before_government()
    sitting = call_cabinet(world)
    for one in (case, other):
        sittings.put_on_agenda(sitting, world.dora, one, outcome=DecisionOutcome.GRANT)
    sittings.take_off_agenda(sitting, world.dora, other)

    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    of_sittings = Event.objects.filter(kind__startswith="agenda.") | Event.objects.filter(kind="sitting.concluded")
    events = list(of_sittings.order_by("number").values_list("kind", "case"))
    assert events == [
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
        "under": world.dora.appointments.get().pk,
    }


def test_a_sitting_without_quorum_decides_nothing(world: World) -> None:
    case = world.before_government()
    sitting = call_cabinet(world, quorum=3)
    sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)

    with pytest.raises(NoQuorum, match="1 confirmed that they attend, 3 are needed, 2 are missing") as refusal:
        sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    assert refusal.value.extra == {"confirmed": 1, "needed": 3, "missing": 2}

    assert Case.objects.get(pk=case.pk).state == "government_decision"


@pytest.mark.walk
def test_a_closed_sitting_takes_nothing_more(world: World) -> None:
    case = world.before_government()
    sitting = call_cabinet(world)
    sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)
    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    with pytest.raises(WrongState):
        sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")
    with pytest.raises(WrongState):
        sittings.put_on_agenda(sitting, world.dora, world.before_government(), outcome=DecisionOutcome.GRANT)


@pytest.mark.walk
def test_a_resolution_number_is_used_once_by_a_body(world: World) -> None:
    for number in range(2):
        sitting = call_cabinet(world)
        sittings.put_on_agenda(sitting, world.dora, world.before_government(), outcome=DecisionOutcome.GRANT)
        if number == 0:
            sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    with pytest.raises(Invalid) as refusal:
        sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")
    assert [gap.path for gap in refusal.value.gaps] == ["resolution_no"]


@pytest.mark.parametrize("name", ["otto", "rhea", "paula", "stella", "audra"])
def test_only_a_decider_keeps_the_sittings(world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        sittings.call_sitting(
            getattr(world, name), body=Body.objects.get(pk="CMU"), title="No", held_on=timezone.localdate(), quorum=1
        )


def test_a_proposal_that_could_never_be_decided_is_refused(world: World) -> None:
    sitting = call_cabinet(world)
    too_much = {"quantities": {"1": "41"}, "valid_until": "2001-01-01"}

    with pytest.raises(Invalid) as grant:
        sittings.put_on_agenda(sitting, world.dora, world.before_government(), outcome=DecisionOutcome.GRANT, details=too_much)
    with pytest.raises(Invalid) as refusal:
        sittings.put_on_agenda(sitting, world.dora, world.before_government(), outcome=DecisionOutcome.REFUSE)

    assert [gap.path for gap in grant.value.gaps] == ["quantities.1", "valid_until"]
    assert [gap.path for gap in refusal.value.gaps] == ["grounds"]
    assert not sitting.agenda.exists()


@pytest.mark.walk
def test_a_proposal_is_changed_in_its_place(world: World) -> None:
    cases = [world.before_government(), world.before_government()]
    sitting = call_cabinet(world)
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
    sittings.put_on_agenda(call_cabinet(world), world.dora, stands, outcome=DecisionOutcome.GRANT)

    assert list(sittings.list_waiting_cases(world.dora)) == [waits]
    assert list(sittings.list_waiting_cases(world.stella)) == []


def test_agenda_and_attendance_stand_once_the_conclusion_has_begun(world: World) -> None:
    cases = [world.before_government(), world.before_government()]
    sitting = call_cabinet(world)
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


@pytest.mark.walk
def test_only_what_waits_for_the_government_is_put_on_an_agenda(world: World) -> None:
    sitting = call_cabinet(world)

    for case in (world.draft(), world.with_need(), world.granted()):
        with pytest.raises(WrongState, match="waits for the government's decision"):
            sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)


@pytest.mark.walk
def test_a_proposal_older_than_a_condition_decides_nothing(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"seats": [{"body": "ECON", "mandatory": False}]})
    case, other = world.before_government(), world.before_government()
    sitting = call_cabinet(world)
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


@pytest.mark.walk
def test_a_proposal_updated_after_a_condition_decides(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"seats": [{"body": "ECON", "mandatory": False}]})
    case = world.before_government()
    sitting = call_cabinet(world)
    sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)
    Mandate.objects.create(user=world.stella, body_id="ECON", period=ALWAYS)
    view = positions.PositionInput(PositionChoice.CONDITIONS, conditions=[{"code": "P01"}])
    positions.sign_case(case, world.stella, view, version=1)
    sittings.update_proposal(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)

    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    assert result_of(sitting, case) == ("decided", "")
    assert [one["code"] for one in sitting.agenda.get().decision.conditions] == ["P01"]


@pytest.mark.walk
def test_a_proposal_made_before_a_refusal_does_not_decide_the_appeal(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    case = world.before_government()
    sitting = call_cabinet(world)
    sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)
    government.refuse_case(case, world.decider(), resolution(grounds=["R10"]))
    appeal.appeal_case(case, world.paula, reason="The shortage is over.")

    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    sentence = "The case has moved on since this was proposed. Put it on the agenda of another sitting."
    assert result_of(sitting, case) == ("failed", sentence)


@pytest.mark.walk
def test_what_is_only_stated_fills_no_quorum(world: World) -> None:
    sitting, bodies = call_cabinet(world, quorum=2), [Body.objects.get(pk=code) for code in ("CMU", "MOD")]
    sittings.put_on_agenda(sitting, world.dora, world.before_government(), outcome=DecisionOutcome.GRANT)
    sittings.record_attendance(sitting, world.dora, [(world.dora, bodies[0], True), (world.rhea, bodies[1], True)])

    with pytest.raises(NoQuorum, match="1 are missing"):
        sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")
    sittings.confirm_attendance(sitting, world.rhea)

    assert sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r").state == "closed"
    event = Event.objects.filter(kind="attendance.confirmed").latest("number")
    said = {"sitting": str(sitting.pk), "body": "MOD", "under": world.rhea.mandates.get().pk}
    assert (event.actor, event.case, event.data) == (world.rhea, None, said)


def test_what_a_decider_does_for_a_sitting_cites_their_office(world: World) -> None:
    """Calling it, its attendance, and their own attendance for the body that sits, for which they hold no mandate."""
    office = world.dora.appointments.get(kind=Office.DECIDER).pk
    call_cabinet(world)

    events = Event.objects.filter(kind__in=["sitting.prepared", "attendance.confirmed_by_decider"]).order_by("number")
    assert [(one.kind, one.data["under"]) for one in events] == [
        ("sitting.prepared", office),
        ("sitting.prepared", office),
        ("attendance.confirmed_by_decider", office),
    ]
    assert verify_record().fault is None


@pytest.mark.walk
@pytest.mark.parametrize(("asked", "needed"), [(2, 2), ("1/2", 2), ("2/3", 2), ("1/1", 3)])
def test_the_quorum_of_a_sitting_is_that_of_the_procedure(world: World, asked: int | str, needed: int) -> None:
    rule = GOVERNMENT["rule"] | {"sitting_quorum": asked}
    use_procedure(MINISTRIES, GOVERNMENT | {"rule": rule, "seats": [{"body": "NSDC"}, {"body": "MFA"}]})
    sitting = call_cabinet(world)
    sittings.put_on_agenda(sitting, world.dora, world.before_government(), outcome=DecisionOutcome.GRANT)

    with pytest.raises(NoQuorum) as refusal:
        sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    assert refusal.value.extra == {"confirmed": 1, "needed": needed, "missing": needed - 1}


def test_nobody_confirms_for_somebody_else_nor_before_the_day(world: World) -> None:
    sitting, tomorrow = call_cabinet(world), timezone.localdate() + timedelta(days=2)
    later = sittings.call_sitting(world.dora, body=sitting.body, title="Next", held_on=tomorrow)
    sittings.record_attendance(later, world.dora, [(world.dora, sitting.body, True)])

    with pytest.raises(NotFound):
        sittings.confirm_attendance(sitting, world.rhea)
    with pytest.raises(WrongState, match="has not been held yet"):
        sittings.confirm_attendance(later, world.dora)


def test_a_confirmation_outlives_a_later_list_and_cannot_be_dropped(world: World) -> None:
    sitting, bodies = call_cabinet(world), [Body.objects.get(pk=code) for code in ("CMU", "MOD")]

    sittings.record_attendance(sitting, world.dora, [(world.dora, bodies[0], True), (world.rhea, bodies[1], True)])
    for members in ([], [(world.dora, bodies[0], False)]):
        with pytest.raises(Invalid, match="stay on the list as present: Dora"):
            sittings.record_attendance(sitting, world.dora, members)

    assert list(sitting.attendance.exclude(confirmed_at=None).values_list("person__name", flat=True)) == ["Dora"]


def test_a_mandate_that_has_gone_confirms_nothing(world: World) -> None:
    sitting, bodies = call_cabinet(world), [Body.objects.get(pk=code) for code in ("CMU", "MOD")]
    sittings.record_attendance(sitting, world.dora, [(world.dora, bodies[0], True), (world.rhea, bodies[1], True)])
    with by_hand():
        Mandate.objects.filter(user=world.rhea).delete()

    with pytest.raises(NoMandate):
        sittings.confirm_attendance(sitting, world.rhea)
