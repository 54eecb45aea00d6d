"""What a delivery waits for stops it at the gate, and nowhere before."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.acting import now
from licensing.acts.decisions import government
from licensing.acts.decisions.appeal import appeal_case, decide_appeal
from licensing.acts.licences.clearance import ask_clearance
from licensing.acts.licences.ledger import draw_down_licence, report_clearance
from licensing.acts.obstacles.listing import list_obstacles
from licensing.choices import ClearanceRefusal, Step
from licensing.errors import MilestoneNotMet
from licensing.models import Case, Licence
from licensing.policy.licences.clearance import AskedClearance, Entry, Refusal
from tests.acts.licences.conditions.test_milestones import record
from tests.milestones import LOAN, PAID, TERMS, issue_waiting_licence, plan_delivery
from tests.trial import APPEAL, GOVERNMENT, MINISTRIES, THIRTY_DAYS, another_decider, use_procedure
from tests.world import World, clearance, resolution


def test_goods_do_not_leave_before_the_milestone_and_leave_after_it(world: World) -> None:
    licence = issue_waiting_licence(world)

    with pytest.raises(MilestoneNotMet) as refused:
        draw_down_licence(licence, world.cus, clearance("m1", 5))
    asked = ask_clearance(licence, AskedClearance(1, Decimal(5)), at=now())
    record(licence, world.otto)
    drawn = draw_down_licence(licence, world.cus, clearance("m1", 5))

    assert isinstance(asked, Refusal)
    assert (asked.code, str(asked.message)) == (ClearanceRefusal.NOT_MET, refused.value.sentence)
    assert refused.value.extra == {"kind": "milestone", "milestone": PAID}
    assert drawn.quantity == 5


@pytest.mark.walk
def test_only_the_delivery_that_waits_is_kept_back(world: World) -> None:
    schedule = [plan_delivery(1, "15"), plan_delivery(1, "25", milestone=PAID)]
    licence = issue_waiting_licence(world, deliveries=schedule)

    draw_down_licence(licence, world.cus, clearance("m1", 15))
    stations = draw_down_licence(licence, world.cus, clearance("m2", 4, line=2))
    with pytest.raises(MilestoneNotMet):
        draw_down_licence(licence, world.cus, clearance("m3", 1))
    left_already = report_clearance(licence, world.cus, clearance("m4", 1))

    assert stations.quantity == 4
    words = f"Deliveries wait for the milestone “{PAID}”, which is not met."
    assert (left_already.late, left_already.stopped_by, left_already.holder_stopped_by) == (
        True,
        "milestone_not_met",
        "milestone_not_met",
    )
    assert (left_already.stopped_because["en"], left_already.holder_stopped_because["en"]) == (words, words)


def test_it_stands_on_the_page_of_the_case_once_there_is_a_licence(world: World) -> None:
    case = world.before_government(terms=TERMS | {"financing": LOAN})

    before = [one.code for one in list_obstacles(case, at=now())]
    government.grant_case(case, world.dora, resolution())
    [found] = [one for one in list_obstacles(Case.objects.get(pk=case.pk), at=now()) if one.code == "milestone_not_met"]

    assert "milestone_not_met" not in before
    assert found.stops == {Step.DRAW_DOWN}
    assert found.for_applicant == found.message


def test_a_question_about_no_quantity_is_answered_as_one(world: World) -> None:
    licence = issue_waiting_licence(world, deliveries=[plan_delivery(1, "15"), plan_delivery(1, "25", milestone=PAID)])

    answers = [ask_clearance(licence, AskedClearance(1, Decimal(one)), at=now()) for one in ("NaN", "15", "16")]

    assert [one.code if isinstance(one, Refusal) else Entry for one in answers] == [
        ClearanceRefusal.NOT_POSITIVE,
        Entry,
        ClearanceRefusal.NOT_MET,
    ]


@pytest.mark.walk
def test_what_an_appeal_adds_waits_by_the_one_schedule_of_its_item(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    schedule = [plan_delivery(1, "15"), plan_delivery(1, "25", milestone=PAID)]
    case = world.before_government(terms=TERMS | {"financing": LOAN}, deliveries=schedule)
    government.grant_case(case, world.dora, resolution(quantities={1: Decimal(20)}, reasons="No more is made."))
    appealed = appeal_case(Case.objects.get(pk=case.pk), world.paula, reason="More is made.")
    decide_appeal(appealed, another_decider(), resolution(number="501-r", quantities={1: Decimal(40)}, reasons="More is made."))
    licence = Licence.objects.get(case=case)
    added = licence.lines.count()

    draw_down_licence(licence, world.cus, clearance("m1", 15))
    with pytest.raises(MilestoneNotMet):
        draw_down_licence(licence, world.cus, clearance("m2", 1, line=added))
