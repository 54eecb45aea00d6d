"""A refusal appealed against: within its time, to the stage that the procedure names, with the first decision on record."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time
from licensing.acts.clocks import reminders
from licensing.acts.decisions import appeal, government, sittings
from licensing.acts.licences import ledger, licence
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import amending, submission
from licensing.acts.signoff import positions, recusal
from licensing.choices import DecisionOutcome, PositionChoice, RecusalReason
from licensing.errors import ConflictOfDuties, Invalid, NotAllowed, Problem, WrongState
from licensing.models import Case, Event, Licence, Mandate, User
from tests.acts.decisions.cabinet import call_cabinet, result_of
from tests.trial import (
    APPEAL,
    GOVERNMENT,
    MINISTRIES,
    THIRTY_DAYS,
    another_decider,
    make_case_granted_in_part,
    make_refused_case,
    speaker_for,
    use_procedure,
)
from tests.world import ALWAYS, World, approve, clearance, resolution


@pytest.mark.walk
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


@pytest.mark.walk
def test_positions_of_the_first_decision_do_not_bind_the_appeal(world: World) -> None:
    nsdc = [{"body": "NSDC", "mandatory": True}]
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS, "seats": nsdc}, APPEAL | {"seats": nsdc})
    nina, case = speaker_for("NSDC"), world.before_government()
    positions.sign_case(case, nina, positions.PositionInput(PositionChoice.OBJECT, grounds=["R01"]), version=1)
    government.refuse_case(case, world.dora, resolution(grounds=["R01"]))
    appeal.appeal_case(case, world.paula, reason="The embargo has ended.")
    with pytest.raises(ConflictOfDuties, match="You had a part in the decision"):
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


def lines_of(case: Case) -> list[tuple[int, str, str]]:
    rows = Licence.objects.get(case=case).lines.order_by("number")
    return [(line.number, line.name, f"{line.authorised.normalize():f}") for line in rows]


def test_what_was_granted_in_part_stands_while_the_rest_is_looked_at_again(world: World) -> None:
    case = make_case_granted_in_part(world)
    before, lines = case.decision, lines_of(case)

    appeal.appeal_case(case, world.paula, reason="The shortage is over.")

    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.decision, case.closed_at, case.has_standing_grant) == ("government_decision", before, None, True)
    assert lines_of(case) == lines
    drawn = ledger.draw_down_licence(Licence.objects.get(case=case), world.cus, clearance("m1", 5))
    assert drawn.left_after == 25


def test_an_appeal_adds_lines_to_the_licence_and_changes_none(world: World) -> None:
    case = make_case_granted_in_part(world)
    first, *_ = lines_of(case)
    appeal.appeal_case(case, world.paula, reason="The shortage is over.")

    decision = appeal.decide_appeal(
        case, another_decider(), resolution(number="501-r", quantities={1: Decimal(35), 2: Decimal(4)}, reasons="More is free.")
    )

    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.decision, decision.outcome) == ("granted", decision, "grant_in_part")
    assert appeal.read_standing_quantities(decision) == {1: 35, 2: 4}
    assert [(number, authorised) for number, _name, authorised in lines_of(case)] == [(1, "30"), (2, "5"), (3, "4")]
    assert lines_of(case)[0] == first
    assert [name for _number, name, _authorised in lines_of(case)][:2] == [first[1]] * 2
    assert Event.objects.get(kind="licence.increased").data["lines"] == [2, 3]
    assert (decision.conditions, decision.valid_until) == (
        case.decisions.earliest("decided_at").conditions,
        decision.valid_until,
    )
    assert verify_record().fault is None


def test_an_appeal_that_adds_nothing_takes_nothing_away(world: World) -> None:
    case = make_case_granted_in_part(world)
    lines = lines_of(case)
    appeal.appeal_case(case, world.paula, reason="The shortage is over.")

    decision = appeal.decide_appeal(case, another_decider(), resolution(number="501-r", reasons="The need has not changed."))

    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.decision) == ("granted", decision)
    assert appeal.read_standing_quantities(decision) == {1: 30, 2: 0}
    assert lines_of(case) == lines
    assert not Event.objects.filter(kind="licence.increased").exists()
    # The stage of the appeal grants no further one.
    with pytest.raises(WrongState, match="This decision can no longer be appealed against"):
        appeal.appeal_case(case, world.paula, reason="Once more.")
    assert verify_record().fault is None


def test_less_than_what_stands_or_more_than_was_asked_is_refused_by_its_line(world: World) -> None:
    case = appeal.appeal_case(make_case_granted_in_part(world), world.paula, reason="The shortage is over.")
    daria = another_decider()

    for quantities in ({1: Decimal(29)}, {1: Decimal(41)}):
        with pytest.raises(Invalid) as refusal:
            appeal.decide_appeal(case, daria, resolution(number="501-r", quantities=quantities, reasons="Own need."))
        assert [gap.path for gap in refusal.value.gaps] == ["quantities.1"]


def test_nothing_takes_a_standing_grant_away(world: World) -> None:
    case = appeal.appeal_case(make_case_granted_in_part(world), world.paula, reason="The shortage is over.")
    daria = another_decider()

    for attempt in (
        lambda: government.grant_case(case, daria, resolution(number="501-r")),
        lambda: government.refuse_case(case, daria, resolution(number="501-r", grounds=["R10"])),
        lambda: submission.withdraw_case(case, world.paula, reason="Enough."),
        lambda: submission.send_back_case(case, world.otto, grounds=["N01"], reason="A page is missing."),
        lambda: amending.amend_case(case, world.paula, {"title": "Another"}, reason="A slip."),
    ):
        with pytest.raises(WrongState, match="what was granted stands"):
            attempt()

    assert Case.objects.get(pk=case.pk).state == "government_decision"


def test_whoever_granted_in_part_does_not_decide_the_appeal(world: World) -> None:
    case = appeal.appeal_case(make_case_granted_in_part(world), world.paula, reason="The shortage is over.")

    with pytest.raises(ConflictOfDuties, match="somebody else records this one"):
        appeal.decide_appeal(case, world.dora, resolution(number="501-r", reasons="Own need."))


def test_only_what_was_granted_in_part_can_be_appealed_against(world: World) -> None:
    make_refused_case(world)  # the procedure with its appeal
    case = world.before_government(title="Whole")
    government.grant_case(case, world.dora, resolution(number="502-r"))

    with pytest.raises(WrongState):
        appeal.appeal_case(case, world.paula, reason="More.")
    assert appeal.get_appeal_deadline(Case.objects.get(pk=case.pk)) is None


def test_after_its_time_a_grant_in_part_stands(world: World) -> None:
    case = make_case_granted_in_part(world)

    with at_time(timezone.now() + timedelta(days=31)):
        reminders.close_due_rounds()
        with pytest.raises(WrongState):
            appeal.appeal_case(case, world.paula, reason="Too late.")

    assert Event.objects.filter(case=case, kind="outcome.stands").count() == 1
    assert Case.objects.get(pk=case.pk).state == "granted"


def test_a_licence_that_was_used_in_full_is_open_again_after_an_appeal(world: World) -> None:
    case = appeal.appeal_case(make_case_granted_in_part(world), world.paula, reason="The shortage is over.")
    ledger.draw_down_licence(Licence.objects.get(case=case), world.cus, clearance("m1", 30))

    appeal.decide_appeal(
        case, another_decider(), resolution(number="501-r", quantities={1: Decimal(40)}, reasons="The second is short.")
    )

    assert Licence.objects.get(case=case).state == "issued"
    assert Event.objects.filter(kind="licence.reopened").count() == 1
    assert verify_record().fault is None


def test_nothing_is_added_to_a_licence_that_has_ended(world: World) -> None:
    case = appeal.appeal_case(make_case_granted_in_part(world), world.paula, reason="The shortage is over.")
    daria = another_decider()
    licence.surrender_licence(Licence.objects.get(case=case), world.paula, reason="Not needed.")

    with pytest.raises(Invalid, match="The licence has ended"):
        appeal.decide_appeal(case, daria, resolution(number="501-r", quantities={1: Decimal(40)}, reasons="More."))
    appeal.decide_appeal(case, daria, resolution(number="501-r", reasons="It was given back."))

    assert Case.objects.get(pk=case.pk).state == "granted"


@pytest.mark.parametrize(("outcome", "granted"), [("grant", {1: 40, 2: 4}), ("refuse", {1: 30, 2: 0})])
def test_a_sitting_decides_an_appeal_without_taking_away(world: World, outcome: str, granted: dict[int, int]) -> None:
    case = appeal.appeal_case(make_case_granted_in_part(world), world.paula, reason="The shortage is over.")
    daria, sitting = another_decider(), call_cabinet(world)
    details = {"grounds": ["R10"], "reasons": "The need has not changed."} if outcome == "refuse" else {}
    sittings.put_on_agenda(sitting, daria, case, outcome=DecisionOutcome(outcome), details=details)

    sittings.conclude_sitting(sitting, daria, resolution_no="512-r")

    case = Case.objects.get(pk=case.pk)
    assert result_of(sitting, case) == ("decided", "")
    assert case.decision is not None
    assert appeal.read_standing_quantities(case.decision) == granted
