"""What follows from a condition that was not met by its day, once its reminders are over, and how it ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils.translation import override

from licensing.acts.acting import at_time
from licensing.acts.clocks import reminders
from licensing.acts.licences import ledger, licence, obligations, revocation
from licensing.acts.licences.changing import suspension
from licensing.acts.licences.consequences import apply_consequence, lift_consequence
from licensing.acts.record.verification import verify_record
from licensing.admin.requests.history import build_lines
from licensing.choices import Consequence, ConsequenceEnd, LicenceState, RevocationOutcome
from licensing.errors import Invalid, NotAllowed, NotFound, NotInForce, WrongState
from licensing.models import Condition, ConditionDuty, DutyConsequence, Event, Licence
from licensing.models.licences.changing.suspension import read_state_reason
from licensing.policy.exact import format_decimal
from tests.acts.licences.test_obligations import PROVE, TRIAL, at, issued
from tests.by_hand import before_the_record
from tests.reports import report_period
from tests.trial import APPEAL, GOVERNMENT, MINISTRIES, THIRTY_DAYS, another_decider, use_procedure
from tests.world import World, clearance

AFTER = "2026-12-10"


def let_pass(until: str = AFTER, since: str = "2026-12-01") -> int:
    """Let the clock work once a day; how many consequences it has applied."""
    day, applied = at(since), 0
    while day <= at(until):
        with at_time(day):
            reminders.send_due_reminders()
            applied += reminders.apply_due_consequences()
        day += timedelta(days=1)
    return applied


def overdue(world: World, *, breach: str = "suspend", condition: dict[str, Any] = TRIAL) -> tuple[Licence, ConditionDuty]:
    """A licence with a condition that was due on 1 December and is not met, and what has followed by 10 December."""
    Condition.objects.filter(pk=condition["code"]).update(breach=breach)
    subject = issued(world, "2026-03-02", condition)
    let_pass()
    return Licence.objects.get(pk=subject.pk), ConditionDuty.objects.get()


def accept(world: World, subject: Licence, duty: ConditionDuty, day: str = AFTER) -> None:
    with at_time(at(day)):
        if duty.condition.evidence == "report":
            gone = format_decimal(subject.lines.get(number=1).used)
            report_period(world, duty, delivered=gone, used="0")
        else:
            obligations.file_evidence(subject, world.paula, duty.pk, text="Destroyed on 30 November, act 7.")
        obligations.accept_evidence(subject, world.otto, duty.pk)


def kinds(subject: Licence) -> list[str]:
    rows = Event.objects.filter(licence=subject).exclude(kind="reminder.due").order_by("number")
    return list(rows.values_list("kind", flat=True))


def test_an_unmet_condition_suspends_once_its_reminders_are_over(world: World) -> None:
    subject = issued(world, "2026-03-02", TRIAL)

    before = let_pass("2026-12-07")
    applied = let_pass(AFTER, "2026-12-08")

    # Due on Tuesday 1 December; the last rule to have its turn reminds the officers five working days later.
    assert (before, applied) == (0, 1)
    found = Licence.objects.get(pk=subject.pk)
    assert found.state == LicenceState.SUSPENDED
    assert "Condition 1 was due on" in found.state_reason
    assert "Строк виконання умови 1 сплив" in found.state_reason
    assert read_state_reason(found).startswith("Condition 1 was due on")
    with override("uk"):
        assert read_state_reason(found).startswith("Строк виконання умови 1 сплив")
        [line] = build_lines([Event.objects.get(kind="licence.suspended_unmet")])
    assert [words for _name, words in line.details if "Condition 1" in words] == []
    [made] = DutyConsequence.objects.all()
    assert (made.kind, made.suspends, made.ended_at) == (Consequence.SUSPEND, True, None)
    told = Event.objects.get(kind="licence.suspended_unmet")
    assert (told.actor, told.from_state, told.to_state, told.data["condition"]) == (None, "issued", "suspended", 1)
    with pytest.raises(NotInForce), at_time(at(AFTER)):
        ledger.draw_down_licence(found, world.cus, clearance("m1", 1))


@pytest.mark.walk
def test_meeting_the_condition_puts_the_licence_into_force_again(world: World) -> None:
    subject, duty = overdue(world)

    accept(world, subject, duty)

    found = Licence.objects.get(pk=subject.pk)
    assert (found.state, found.state_reason) == (LicenceState.ISSUED, "")
    assert DutyConsequence.objects.get().ended_as == ConsequenceEnd.MET
    assert kinds(subject)[-3:] == ["evidence.accepted", "condition.consequence_ended", "licence.resumed"]
    with at_time(at(AFTER)):
        assert ledger.draw_down_licence(found, world.cus, clearance("m1", 1)).left_after == 39
    assert let_pass("2026-12-14", AFTER) == 0
    assert verify_record().fault is None


@pytest.mark.walk
@pytest.mark.parametrize(
    ("breach", "kind", "event"),
    [("report", "warn", "condition.warned"), ("revoke", "warn", "condition.warned"), ("bar", "bar", "condition.barred")],
)
def test_other_breaches_warn_or_bar_and_leave_the_licence_in_force(world: World, breach: str, kind: str, event: str) -> None:
    subject, duty = overdue(world, breach=breach)

    assert (subject.state, DutyConsequence.objects.get().kind) == (LicenceState.ISSUED, kind)
    assert Event.objects.get(kind=event).data["duty"] == str(duty.pk)
    accept(world, subject, duty)
    assert kinds(subject)[-2:] == ["evidence.accepted", "condition.consequence_ended"]


@pytest.mark.walk
def test_nothing_follows_while_evidence_waits_or_where_the_library_names_nothing(world: World) -> None:
    subject = issued(world, "2026-03-02", TRIAL)
    with at_time(at("2026-12-02")):
        obligations.file_evidence(subject, world.paula, ConditionDuty.objects.get().pk, text="See the act.")
    Condition.objects.filter(pk="P20").update(breach="")
    issued(world, "2026-03-03", TRIAL)

    assert (let_pass(), DutyConsequence.objects.exists()) == (0, False)


def test_evidence_that_came_back_is_reminded_of_before_anything_follows(world: World) -> None:
    subject = issued(world, "2026-03-02", TRIAL)
    duty = ConditionDuty.objects.get()
    with at_time(at("2026-12-01")):
        obligations.file_evidence(subject, world.paula, duty.pk, text="See the act.")
    with at_time(at("2026-12-14")):
        obligations.return_evidence(subject, world.otto, duty.pk, reason="Which act?")

        assert reminders.apply_due_consequences() == 0
    assert (let_pass("2026-12-14", "2026-12-14"), let_pass("2026-12-17", "2026-12-15")) == (0, 1)


@pytest.mark.walk
def test_an_officer_lifts_it_by_name_and_it_does_not_come_back(world: World) -> None:
    subject, duty = overdue(world)

    with at_time(at(AFTER)):
        with pytest.raises(WrongState):
            suspension.propose_reinstatement(subject, world.otto, reason="Let it go on.")
        with pytest.raises(Invalid):
            lift_consequence(subject, world.otto, duty.pk, reason=" ")
        with pytest.raises(NotAllowed):
            lift_consequence(subject, world.paula, duty.pk, reason="I say so.")
        lift_consequence(subject, world.otto, duty.pk, reason="The trial was prolonged by letter 12/3.")
        with pytest.raises(WrongState):
            lift_consequence(subject, world.otto, duty.pk, reason="Again.")

    lifted = DutyConsequence.objects.get()
    assert (lifted.ended_as, lifted.lifted_by, lifted.lifted_because) == (
        ConsequenceEnd.LIFTED,
        world.otto,
        "The trial was prolonged by letter 12/3.",
    )
    assert Licence.objects.get(pk=subject.pk).state == LicenceState.ISSUED
    assert let_pass("2026-12-14", AFTER) == 0
    assert verify_record().fault is None


def test_a_licence_that_an_officer_suspended_stays_so_when_the_condition_is_met(world: World) -> None:
    subject = issued(world, "2026-03-02", TRIAL)
    with at_time(at("2026-11-10")):
        licence.suspend_licence(subject, world.otto, reason="Urgent need of our own forces.")
    let_pass()
    subject, duty = Licence.objects.get(pk=subject.pk), ConditionDuty.objects.get()
    assert (DutyConsequence.objects.get().suspends, subject.state_reason) == (False, "Urgent need of our own forces.")

    with pytest.raises(WrongState), at_time(at(AFTER)):
        suspension.propose_reinstatement(subject, world.otto, reason="Let it go on.")

    accept(world, subject, duty)

    assert Licence.objects.get(pk=subject.pk).state == LicenceState.SUSPENDED


def test_evidence_that_ends_no_suspension_by_its_condition_puts_nothing_into_force(world: World) -> None:
    subject = issued(world, "2026-03-02", TRIAL)
    with before_the_record():
        # As of before suspensions were rows. Licences refuse an update of their state, so this is that of any model.
        QuerySet.update(Licence.objects.filter(pk=subject.pk), state=LicenceState.SUSPENDED)

    accept(world, subject, ConditionDuty.objects.get(), "2026-11-10")

    assert Licence.objects.get(pk=subject.pk).state == LicenceState.SUSPENDED
    assert kinds(subject)[-1] == "evidence.accepted"


@pytest.mark.walk
def test_a_revocation_that_is_set_aside_leaves_it_suspended_while_the_condition_is_unmet(world: World) -> None:
    subject, duty = overdue_after_delivery(world)

    revoke_and_set_aside(world, subject)

    assert Licence.objects.get(pk=subject.pk).state == LicenceState.SUSPENDED
    assert kinds(subject)[-2:] == ["revocation.set_aside", "licence.suspended_unmet"]
    accept(world, Licence.objects.get(pk=subject.pk), duty, "2026-12-11")
    assert Licence.objects.get(pk=subject.pk).state == LicenceState.ISSUED
    assert verify_record().fault is None


@pytest.mark.walk
def test_after_a_revocation_that_is_set_aside_each_unmet_condition_suspends(world: World) -> None:
    subject, first = overdue_after_delivery(world, {"code": "P13", "parameters": {"months": 9}}, suspended_on="2026-11-10")
    second = ConditionDuty.objects.exclude(pk=first.pk).get()
    assert list(DutyConsequence.objects.values_list("suspends", flat=True)) == [False, False]

    revoke_and_set_aside(world, subject)
    accept(world, subject, first, "2026-12-11")
    between = Licence.objects.get(pk=subject.pk).state
    accept(world, subject, second, "2026-12-11")

    assert (between, Licence.objects.get(pk=subject.pk).state) == (LicenceState.SUSPENDED, LicenceState.ISSUED)
    assert verify_record().fault is None


def revoke_and_set_aside(world: World, subject: Licence) -> None:
    with at_time(at(AFTER)):
        licence.revoke_licence(subject, world.dora, reason="Goods were sent on.")
        revocation.appeal_revocation(subject, world.paula, reason="They never left.")
        revocation.decide_revocation(
            subject, another_decider(), outcome=RevocationOutcome.SET_ASIDE, reasons="Found in the depot."
        )


def overdue_after_delivery(world: World, *others: dict[str, Any], suspended_on: str = "") -> tuple[Licence, ConditionDuty]:
    """As `overdue`, of a licence under which something has left, so that its conditions bind also when it has ended."""
    Condition.objects.filter(pk__in=[one["code"] for one in (TRIAL, *others)]).update(breach="suspend")
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    subject = issued(world, "2026-03-02", TRIAL, *others)
    with at_time(at("2026-03-10")):
        ledger.draw_down_licence(subject, world.cus, clearance("m1", 1))
    if suspended_on:
        with at_time(at(suspended_on)):
            licence.suspend_licence(subject, world.otto, reason="Urgent need of our own forces.")
    let_pass()
    return Licence.objects.get(pk=subject.pk), ConditionDuty.objects.get(condition__condition=TRIAL["code"])


@pytest.mark.walk
def test_two_unmet_conditions_keep_it_suspended_until_both_are_met(world: World) -> None:
    Condition.objects.filter(pk="P13").update(breach="suspend")
    subject = issued(world, "2026-03-02", TRIAL, {"code": "P13", "parameters": {"months": 9}})
    let_pass()
    first, second = ConditionDuty.objects.order_by("due_on")

    accept(world, subject, first)
    between = Licence.objects.get(pk=subject.pk)
    accept(world, subject, second)

    assert (between.state, Licence.objects.get(pk=subject.pk).state) == (LicenceState.SUSPENDED, LicenceState.ISSUED)
    # It is suspended by the second alone then, and says so.
    assert read_state_reason(between).startswith(f"Condition {second.condition.number} was due on")


@pytest.mark.walk
def test_a_reversed_delivery_ends_what_its_missing_proof_led_to(world: World) -> None:
    Condition.objects.filter(pk="P03").update(breach="suspend")
    subject = issued(world, "2026-03-02", PROVE)
    with at_time(at("2026-09-01")):
        drawn = ledger.draw_down_licence(subject, world.cus, clearance("m1", 5))
    let_pass()
    suspended = Licence.objects.get(pk=subject.pk).state
    with at_time(at(AFTER)):
        ledger.reverse_usage(subject, world.cus, drawn.pk, message_id="m1-r")

    assert (suspended, Licence.objects.get(pk=subject.pk).state) == (LicenceState.SUSPENDED, LicenceState.ISSUED)
    assert DutyConsequence.objects.get().ended_as == ConsequenceEnd.CEASED
    assert verify_record().fault is None


def test_an_ended_licence_cannot_be_suspended_so_its_holder_is_warned(world: World) -> None:
    subject = issued(world, "2026-03-02", TRIAL, until="2026-11-20")
    with at_time(at("2026-04-01")):
        ledger.draw_down_licence(subject, world.cus, clearance("m1", 1))
    with at_time(at("2026-11-22")):
        reminders.expire_due_licences()

    assert let_pass() == 1
    assert (DutyConsequence.objects.get().kind, Licence.objects.get().state) == (Consequence.WARN, LicenceState.EXPIRED)


@pytest.mark.walk
def test_the_clock_applies_nothing_early_twice_or_to_another_licence(world: World) -> None:
    subject = issued(world, "2026-03-02", TRIAL)
    duty = ConditionDuty.objects.get()
    with pytest.raises(WrongState), at_time(at("2026-12-02")):
        apply_consequence(duty)
    let_pass()
    with pytest.raises(WrongState), at_time(at(AFTER)):
        apply_consequence(duty)
    other = issued(world, "2026-03-03")
    with pytest.raises(NotFound), at_time(at(AFTER)):
        lift_consequence(other, world.otto, duty.pk, reason="Another licence.")

    assert (Licence.objects.get(pk=subject.pk).state, duty.due_on) == (LicenceState.SUSPENDED, date(2026, 12, 1))
