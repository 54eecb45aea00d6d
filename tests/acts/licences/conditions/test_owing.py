"""The days of conditions that an appeal has struck out or changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from licensing.acts.acting import at_time
from licensing.acts.decisions import appeal
from licensing.acts.licences import ledger, obligations
from licensing.acts.licences.changing.variation import ask_variation, grant_variation
from licensing.acts.licences.licence import revoke_licence, surrender_licence
from licensing.acts.licences.reports.settling import list_outcomes
from licensing.acts.licences.revocation import appeal_revocation, decide_revocation
from licensing.acts.record.verification import verify_record
from licensing.choices import DifferenceOutcome, RevocationOutcome
from licensing.models import Appointment, Case, Condition, ConditionDuty, DutyConsequence, ReportDifference, User
from tests.acts.decisions.contests import STRUCK, WHY, decide, filed, licence_of
from tests.acts.licences.test_consequences import AFTER, let_pass
from tests.acts.licences.test_obligations import TRIAL, at, issued
from tests.by_hand import by_hand
from tests.reports import report_period
from tests.trial import APPEAL, GOVERNMENT, MINISTRIES, THIRTY_DAYS, use_procedure
from tests.world import ALWAYS, World, clearance


def test_the_day_of_a_changed_proof_moves_and_what_was_filed_is_still_looked_at(world: World) -> None:
    case = filed(world, 2)
    for message in ("m1", "m2"):
        ledger.draw_down_licence(licence_of(case), world.cus, clearance(message, 2))
    first, second = ConditionDuty.objects.order_by("after__drawn_at")
    obligations.file_evidence(licence_of(case), world.paula, first.pk, text="Received in full.")

    decide(case, {2: {"ruling": "changed", "parameters": {"days": 90}}})

    former = ConditionDuty.objects.filter(condition__number=2)
    moved = ConditionDuty.objects.filter(condition__number=4).order_by("after__drawn_at")
    assert all(one.ceased_at for one in former)
    assert [(one.evidence, one.due_on) for one in moved] == [
        ("Received in full.", first.due_on),
        ("", second.due_on + timedelta(days=30)),
    ]
    obligations.accept_evidence(licence_of(case), world.otto, moved[0].pk)
    assert verify_record().fault is None


def test_of_an_ended_licence_what_it_still_owes_is_relieved(world: World) -> None:
    case = filed(world, 2)
    ledger.draw_down_licence(licence_of(case), world.cus, clearance("m1", 2))
    surrender_licence(licence_of(case), world.paula, reason="Not needed.")
    assert ConditionDuty.objects.unmet().count() == 1

    decide(case, {2: STRUCK})

    assert (ConditionDuty.objects.unmet().count(), licence_of(case).state) == (0, "surrendered")
    assert verify_record().fault is None


@pytest.mark.walk
def test_a_missed_condition_that_is_struck_out_suspends_no_longer(world: World) -> None:
    Condition.objects.filter(pk="P20").update(breach="suspend")
    case = appealed(world, TRIAL)
    let_pass()
    assert licence_of(case).state == "suspended"

    with at_time(at(AFTER)):
        decide(case, {1: STRUCK})

    assert licence_of(case).state == "issued"
    assert not DutyConsequence.objects.in_effect().exists()
    assert let_pass("2026-12-20", since=AFTER) == 0
    assert verify_record().fault is None


@pytest.mark.walk
def test_days_that_ceased_with_a_licence_bind_again_as_changed_when_it_is_in_force_again(world: World) -> None:
    case = appealed(world, TRIAL)
    with at_time(at("2026-04-01")):
        revoke_licence(licence_of(case), world.dora, reason="Passed on.")
    with at_time(at("2026-04-10")):
        decide(case, {1: {"ruling": "changed", "parameters": {"date": "2027-01-15"}}})

    moved = ConditionDuty.objects.get(condition__number=2)

    assert (moved.due_on, moved.ceased_at) == (date(2027, 1, 15), licence_of(case).closed_at)
    with at_time(at("2026-04-12")):
        appeal_revocation(licence_of(case), world.paula, reason=WHY)
        decide_revocation(licence_of(case), third_decider(), outcome=RevocationOutcome.SET_ASIDE, reasons="It was kept.")
    assert [one.condition.number for one in ConditionDuty.objects.unmet()] == [2]


@pytest.mark.walk
def test_a_changed_condition_recurs_after_it_was_changed_and_asks_for_nothing_twice(world: World) -> None:
    case = appealed(world, {"code": "P13", "parameters": {"months": 3}})
    with at_time(at("2026-08-28")):
        early = ConditionDuty.objects.get(due_on="2026-09-02")
        report_period(world, early, delivered="0", used="0")
        obligations.accept_evidence(licence_of(case), world.otto, early.pk)

    with at_time(at("2026-08-30")):
        decide(case, {1: {"ruling": "changed", "text": "By letter or by the portal."}})
    unmet = ConditionDuty.objects.unmet().order_by("due_on")
    decided = [(one.condition.number, one.due_on) for one in unmet]
    with at_time(at("2026-09-10")):
        ask_variation(licence_of(case), world.paula, reason=WHY, valid_until=date(2027, 4, 30))
        grant_variation(licence_of(case), world.dora)

    assert decided == [(2, date(2026, 12, 2))]
    assert [(one.condition.number, one.due_on) for one in unmet.all()] == [*decided, (2, date(2027, 3, 2))]
    assert verify_record().fault is None


@pytest.mark.walk
def test_a_difference_waits_once_and_no_report_is_asked_for_on_what_binds_no_longer(world: World) -> None:
    case = appealed(world, {"code": "P13", "parameters": {"months": 1}})
    first, second = ConditionDuty.objects.order_by("due_on")[:2]
    with at_time(at("2026-03-20")):
        gone = ledger.draw_down_licence(licence_of(case), world.cus, clearance("m1", 10))
    with at_time(at("2026-04-01")):
        obligations.accept_evidence(licence_of(case), world.otto, report_period(world, first, used="0").pk)
        ledger.reverse_usage(licence_of(case), world.cus, gone.pk, message_id="m1-R")
    with at_time(at("2026-05-01")):
        report_period(world, second, delivered="9", used="0")
        decide(case, {1: {"ruling": "changed", "text": "By letter or by the portal."}})

    waiting = ReportDifference.objects.to_settle().order_by("duty__due_on")

    returns = DifferenceOutcome.RETURNED
    assert [(one.duty.condition.number, returns in list_outcomes(one.licence, one)) for one in waiting if one.duty] == [
        (1, False),
        (2, True),
    ]
    assert verify_record().fault is None


def third_decider() -> User:
    """Somebody who records decisions and had no part in the grant, nor in the appeal against its conditions."""
    with by_hand():
        dmytro = User.objects.create(email="dmytro@example.org", name="Dmytro", is_staff=True)
        Appointment.objects.create(user=dmytro, kind="decider", period=ALWAYS)
    return dmytro


def appealed(world: World, condition: dict[str, Any]) -> Case:
    """A licence under one condition, which is appealed against eight days after its issue."""
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    subject = issued(world, "2026-03-02", condition)
    with at_time(at("2026-03-10")):
        return appeal.appeal_case(subject.case, world.paula, reason=WHY, conditions=[1])
