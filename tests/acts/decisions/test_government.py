"""The government's decision: whole or in part, for how long, on what grounds, and put off to a day."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.clocks import reminders
from licensing.acts.decisions import government
from licensing.acts.requests import questions
from licensing.acts.signoff import positions, recusal
from licensing.choices import PositionChoice, RecusalReason
from licensing.errors import ConflictOfDuties, Invalid, NotAllowed, NotPassed, OpenQuestion, Stale, WrongState
from licensing.models import Case, Decision, Event, Licence
from licensing.models.read_models import read_standing
from licensing.models.read_models.reader import load_reader
from tests.acts.signoff.cases import reload_case, stage_outcomes
from tests.trial import GOVERNMENT, MINISTRIES, speaker_for, use_procedure
from tests.world import World, approve, object_to, resolution


def test_grant_case_issues_the_licence_with_what_was_granted(world: World) -> None:
    case = world.before_government()

    made = government.grant_case(case, world.dora, resolution())

    case = Case.objects.get(pk=case.pk)
    licence = Licence.objects.get(case=case)
    assert (case.state, case.decision, made.outcome) == ("granted", made, "grant")
    assert [(line.number, line.authorised) for line in licence.lines.order_by("number")] == [(1, Decimal(40)), (2, Decimal(4))]
    assert not case.clocks.running().exists()


def test_grant_case_in_part_says_why_and_licenses_no_more_than_that(world: World) -> None:
    case = world.before_government()

    made = government.grant_case(case, world.dora, resolution(quantities={1: Decimal(12), 2: Decimal(0)}, reasons="Short."))

    lines = [
        (line.item.number, line.quantity, line.reason) for line in made.lines.select_related("item").order_by("item__number")
    ]
    assert made.outcome == "grant_in_part"
    assert lines == [(1, Decimal(12), "Short."), (2, Decimal(0), "Short.")]
    assert [(line.name, line.authorised) for line in Licence.objects.get(case=case).lines.all()] == [
        ("Reconnaissance UAV", Decimal(12))
    ]


def test_a_refusal_leaves_no_licence(world: World) -> None:
    case = world.before_government()

    made = government.refuse_case(case, world.dora, resolution(grounds=["R10"], reasons="Needed here."))

    case = Case.objects.get(pk=case.pk)
    assert (case.state, made.grounds, made.reasons) == ("refused", ["R10"], "Needed here.")
    assert not Licence.objects.exists()


def test_a_decision_on_an_older_revision_is_stale(world: World) -> None:
    case = world.before_government()

    with pytest.raises(Stale) as refused:
        government.grant_case(case, world.dora, resolution(), expected=case.revision - 1)

    assert refused.value.extra == {"current": case.revision}


def test_nothing_is_decided_before_the_ministries_have_spoken(world: World) -> None:
    case = world.with_need()

    with pytest.raises(WrongState):
        government.grant_case(case, world.dora, resolution())

    assert government.list_obstacles(case) != []


def test_the_governments_own_seats_must_carry_the_grant(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"seats": [{"body": "NSDC", "mandatory": True}]})
    case = world.before_government()

    with pytest.raises(NotPassed) as refused:
        government.grant_case(case, world.dora, resolution())

    assert str(refused.value.sentence) == "These seats must still speak: NSDC."
    assert government.list_obstacles(case) == ["These seats must still speak: NSDC."]


def test_an_adjourned_decision_is_paused_until_it_is_resumed(world: World) -> None:
    case = world.before_government()
    day = to_local_day(now()) + timedelta(days=14)

    case = government.adjourn_case(case, world.dora, until=day, reason="Talks go on.")
    with pytest.raises(WrongState):
        government.grant_case(case, world.dora, resolution())
    at = now()
    still = read_standing(case, load_reader(case, world.paula, at=at, day=to_local_day(at), language="en"))["clocks"]
    case = government.resume_case(case, world.dora)

    assert {clock["paused"] is not None for clock in still} == {True}
    assert (case.state, case.adjourned_until) == ("government_decision", None)
    data = Event.objects.get(case=case, kind="case.adjourned").data
    assert data == {"until": day.isoformat(), "reason": "Talks go on.", "under": world.dora.appointments.get().pk}


def test_an_adjournment_has_a_day_to_come_and_a_reason(world: World) -> None:
    case = world.before_government()

    with pytest.raises(Invalid) as refused:
        government.adjourn_case(case, world.dora, until=to_local_day(now()), reason=" ")

    assert [gap.path for gap in refused.value.gaps] == ["until", "reason"]


@pytest.mark.parametrize("who", ["otto", "rhea", "paula", "pol", "audra"])
def test_only_a_decider_decides(world: World, who: str) -> None:
    case = world.before_government()

    with pytest.raises(NotAllowed):
        government.grant_case(case, getattr(world, who), resolution())

    assert not Decision.objects.exists()


@pytest.mark.walk
def test_an_adviser_with_a_conflict_of_interest_is_not_waited_for(world: World) -> None:
    adviser = {"body": "NSDC", "role": "consultative", "mandatory": True}
    use_procedure(MINISTRIES, GOVERNMENT | {"seats": [adviser]})
    case = world.before_government()
    with pytest.raises(NotPassed, match="These seats must still speak"):
        government.grant_case(case, world.dora, resolution())

    recusal.recuse_member(case, world.otto, reason=RecusalReason.FAMILY, person=speaker_for("NSDC"))
    granted = government.grant_case(case, world.dora, resolution())

    assert granted.outcome == "grant"


def test_an_absolute_ground_blocks_the_grant_and_says_which(world: World) -> None:
    case = world.with_need()
    positions.sign_case(case, world.rhea, approve(), version=1)
    positions.sign_case(case, world.greta, approve(), version=1)
    positions.sign_case(case, world.mira, positions.PositionInput(PositionChoice.OBJECT, grounds=["R01"]), version=1)

    with pytest.raises(NotPassed, match="R01"):
        government.grant_case(reload_case(case), world.dora, resolution(reasons="All the same"))

    assert reload_case(case).state == "government_decision"
    assert any("R01" in sentence for sentence in government.list_obstacles(reload_case(case)))


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
        government.grant_case(reload_case(case), world.dora, resolution())
    assert [gap.path for gap in refusal.value.gaps] == ["reasons"]

    government.grant_case(reload_case(case), world.dora, resolution(reasons="An obligation under a treaty"))
    assert reload_case(case).state == "granted"


@pytest.mark.parametrize("name", ["otto", "mira"])
def test_who_handled_or_signed_does_not_decide(world: World, name: str) -> None:
    case = world.before_government()
    person = getattr(world, name)
    person.appointments.create(kind="decider", period=("2020-01-01", "2099-01-01"))

    with pytest.raises(ConflictOfDuties):
        government.grant_case(case, person, resolution())


@pytest.mark.walk
def test_past_its_deadline_the_governments_own_rule_on_silence_holds(world: World) -> None:
    rule = {"kind": "consensus", "silence": "no_objection"}
    use_procedure(MINISTRIES, GOVERNMENT | {"rule": rule, "seats": [{"body": "NSDC"}]})
    case = world.before_government()
    with pytest.raises(NotPassed, match="must still speak: NSDC"):
        government.grant_case(case, world.dora, resolution())

    with at_time(timezone.now() + timedelta(days=40)):
        government.grant_case(case, world.dora, resolution())

    assert reload_case(case).state == "granted"
    assert case.rounds.order_by("-number")[0].ended_by == "deadline"


def test_the_governments_seats_are_heard_before_a_refusal_too(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"seats": [{"body": "NSDC", "mandatory": True}]})
    nina, case = speaker_for("NSDC"), world.before_government()
    with pytest.raises(NotPassed, match="must still speak: NSDC"):
        government.refuse_case(case, world.dora, resolution(grounds=["R10"]))
    positions.sign_case(case, nina, approve(), version=1)

    with pytest.raises(Invalid, match="not valid") as unreasoned:
        government.refuse_case(case, world.dora, resolution(grounds=["R10"]))
    government.refuse_case(case, world.dora, resolution(grounds=["R10"], reasons="The stock has fallen since."))

    assert [gap.path for gap in unreasoned.value.gaps] == ["reasons"]
    assert reload_case(case).state == "refused"


def test_a_stage_that_came_to_nothing_is_no_recommendation(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT)
    case = world.with_need()
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, positions.PositionInput(PositionChoice.ADJOURN), version=1)

    with at_time(timezone.now() + timedelta(days=25)):
        reminders.close_due_rounds()
        with pytest.raises(Invalid) as refused:
            government.grant_case(case, world.dora, resolution())

    assert stage_outcomes(case)[0] == ("ministries", "adjourned")
    assert [gap.path for gap in refused.value.gaps] == ["reasons"]
