"""A refusal appealed against: within its time, to the stage that the procedure names, with the first decision on record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time
from licensing.acts.clocks import reminders
from licensing.acts.decisions import appeal, government
from licensing.acts.record.verification import verify_record
from licensing.acts.signoff import positions, recusal
from licensing.choices import PositionChoice, RecusalReason
from licensing.errors import ConflictOfDuties, Invalid, NotAllowed, Problem, WrongState
from licensing.models import Case, Event, Licence, Mandate, User
from tests.trial import (
    APPEAL,
    GOVERNMENT,
    MINISTRIES,
    THIRTY_DAYS,
    another_decider,
    make_refused_case,
    speaker_for,
    use_procedure,
)
from tests.world import ALWAYS, World, approve, resolution


def test_a_refusal_is_looked_at_again_and_stays_on_record(world: World) -> None:
    case = make_refused_case(world)

    case = appeal.appeal_case(case, world.paula, reason="The shortage is over.")
    government.grant_case(case, another_decider(), resolution(number="500-r"))

    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.decision and case.decision.resolution_no) == ("granted", "500-r")
    assert list(case.decisions.order_by("decided_at").values_list("outcome", flat=True)) == ["refuse", "grant"]
    assert [round.stage.code for round in case.rounds.order_by("number")] == ["ministries", "government", "appeal"]
    assert Licence.objects.filter(case=case).count() == 1
    assert verify_record().fault is None


def test_an_appeal_can_be_refused_and_then_nothing_is_left(world: World) -> None:
    case = appeal.appeal_case(make_refused_case(world), world.paula, reason="The shortage is over.")

    government.refuse_case(case, another_decider(), resolution(number="501-r", grounds=["R10"]))

    with pytest.raises(WrongState) as second:
        appeal.appeal_case(case, world.paula, reason="Once more.")
    assert str(second.value.sentence) == "This refusal can no longer be appealed against."
    assert Case.objects.get(pk=case.pk).state == "refused"


def test_whoever_recorded_the_refusal_does_not_record_the_appeal(world: World) -> None:
    case = appeal.appeal_case(make_refused_case(world), world.paula, reason="The shortage is over.")

    with pytest.raises(ConflictOfDuties, match="somebody else records this one"):
        government.grant_case(case, world.dora, resolution(number="500-r"))

    assert Case.objects.get(pk=case.pk).state == "government_decision"


def test_positions_of_the_first_decision_do_not_bind_the_appeal(world: World) -> None:
    nsdc = [{"body": "NSDC", "mandatory": True}]
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS, "seats": nsdc}, APPEAL | {"seats": nsdc})
    nina, case = speaker_for("NSDC"), world.before_government()
    positions.sign_case(case, nina, positions.PositionInput(PositionChoice.OBJECT, grounds=["R01"]), version=1)
    government.refuse_case(case, world.dora, resolution(grounds=["R01"]))
    appeal.appeal_case(case, world.paula, reason="The embargo has ended.")
    with pytest.raises(ConflictOfDuties, match="somebody else speaks now"):
        positions.sign_case(case, nina, approve(), version=1)
    [status] = positions.list_seat_statuses(case, nina, now=timezone.now())
    deputy = User.objects.create(email="nadia@example.org", name="Nadia", is_staff=True)
    Mandate.objects.create(user=deputy, body_id="NSDC", kind="deputy", period=ALWAYS)
    positions.sign_case(case, deputy, approve(), version=1)

    assert "somebody else speaks now" in status.obstacles[0]
    government.grant_case(case, another_decider(), resolution(number="500-r"))

    assert Case.objects.get(pk=case.pk).state == "granted"


def test_a_conflict_found_during_an_appeal_opens_nothing_again(world: World) -> None:
    case = appeal.appeal_case(make_refused_case(world), world.paula, reason="The shortage is over.")

    for member in (world.mira, world.rhea):
        recusal.recuse_member(case, world.otto, reason=RecusalReason.FAMILY, person=member)

    assert [round.stage.code for round in case.rounds.order_by("number")] == ["ministries", "government", "appeal"]
    assert case.rounds.open().get().stage.code == "appeal"


def test_while_the_appeal_is_open_no_decision_holds(world: World) -> None:
    case = appeal.appeal_case(make_refused_case(world), world.paula, reason="The shortage is over.")

    assert (case.state, case.decision, case.closed_at) == ("government_decision", None, None)
    event = Event.objects.filter(case=case, kind="case.appealed").get()
    assert event.data["reason"] == "The shortage is over."
    assert event.data["decision"] == str(case.decisions.get().pk)


@pytest.mark.parametrize(
    ("who", "reason", "expected"),
    [("paula", "  ", Invalid), ("rita", "Ours is better.", NotAllowed), ("otto", "I disagree.", NotAllowed)],
)
def test_who_may_not_or_says_nothing_changes_nothing(world: World, who: str, reason: str, expected: type[Problem]) -> None:
    case = make_refused_case(world)

    with pytest.raises(expected):
        appeal.appeal_case(case, getattr(world, who), reason=reason)

    assert Case.objects.get(pk=case.pk).state == "refused"
    assert not Event.objects.filter(case=case, kind="case.appealed").exists()


def test_after_its_time_the_refusal_stands(world: World) -> None:
    case = make_refused_case(world)

    with at_time(timezone.now() + timedelta(days=31)):
        with pytest.raises(WrongState):
            appeal.appeal_case(case, world.paula, reason="Too late.")
        reminders.close_due_rounds()

    assert not case.clocks.running().exists()
    assert Event.objects.filter(case=case, kind="outcome.stands").count() == 1
    assert Case.objects.get(pk=case.pk).state == "refused"
    assert verify_record().fault is None


def test_without_an_appeal_in_the_procedure_there_is_none(world: World) -> None:
    case = world.before_government()
    government.refuse_case(case, world.dora, resolution(grounds=["R10"]))

    with pytest.raises(WrongState):
        appeal.appeal_case(case, world.paula, reason="Please.")

    assert appeal.get_appeal_deadline(Case.objects.get(pk=case.pk)) is None
