"""An officer suspends a licence at once; a decider confirms it within 24 hours, or it lapses; two persons end it."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import QuerySet

from licensing.acts.acting import at_time, now
from licensing.acts.clocks import reminders
from licensing.acts.licences import ledger
from licensing.acts.licences import licence as licences
from licensing.acts.licences.changing import suspension
from licensing.acts.licences.changing.suspension import (
    confirm_suspension,
    decline_reinstatement,
    decline_suspension,
    find_lapsing_suspensions,
    propose_reinstatement,
    reinstate_licence,
)
from licensing.acts.record.verification import verify_record
from licensing.choices import LicenceState, Office, SuspensionEnd, Verb
from licensing.errors import BothPersons, Invalid, NotAllowed, NotInForce, WrongState
from licensing.models import Appointment, Event, Licence, LicenceSuspension, ReinstatementProposal, Reminder, User, read_actor
from licensing.models.licences.revocation import list_offered_acts
from tests.acts.licences.test_consequences import accept, let_pass, overdue
from tests.acts.licences.test_obligations import TRIAL, at, issued
from tests.by_hand import before_the_record, by_hand
from tests.suspensions import issue_suspended_licence, propose_to_reinstate, reinstate, suspend_and_confirm
from tests.trial import another_decider
from tests.world import ALWAYS, World, clearance

WHY = "Urgent need of our own forces."


def fresh(subject: Licence) -> Licence:
    return Licence.objects.get(pk=subject.pk)


def make_decider(user: User) -> None:
    with by_hand():
        Appointment.objects.create(user=user, kind=Office.DECIDER, period=ALWAYS)


def lapse(moment: datetime) -> int:
    with at_time(moment):
        return reminders.lapse_due_suspensions()


def test_a_suspension_holds_at_once_and_says_until_when_it_is_to_be_confirmed(world: World) -> None:
    subject = issue_suspended_licence(world)

    made = LicenceSuspension.objects.get()
    told = Event.objects.get(kind="licence.suspended")
    assert (made.ordered_by, made.confirm_by) == (world.otto, made.ordered_at + timedelta(hours=24))
    assert told.data["suspension"] == str(made.pk)
    with pytest.raises(NotInForce, match="Suspended"):
        ledger.draw_down_licence(subject, world.cus, clearance("m1", 1))
    with pytest.raises(WrongState, match="already"):
        licences.suspend_licence(subject, world.otto, reason="Again.")


def test_what_an_earlier_version_reinstated_is_suspended_again(world: World) -> None:
    subject = suspend_and_confirm(world)
    reinstate(world, subject)
    with by_hand():
        LicenceSuspension.objects.update(ended_at=None, ended_as="", ended_because="")

    licences.suspend_licence(fresh(subject), world.otto, reason="Again.")

    left, begun = LicenceSuspension.objects.order_by("ordered_at")
    assert (left.ended_as, begun.ended_as, begun.is_provisional) == (SuspensionEnd.REINSTATED, "", True)
    assert verify_record().fault is None


def test_what_was_suspended_before_two_persons_is_written_down_once(world: World) -> None:
    issue_suspended_licence(world)
    migration = import_module("licensing.migrations.0172_suspensions_before_two_persons")

    migration.write_down_suspensions(apps, None)

    assert LicenceSuspension.objects.count() == 1


def test_what_one_person_ordered_before_is_confirmed_or_lapses(world: World) -> None:
    subject = issue_suspended_licence(world)
    carry_over = import_module("licensing.migrations.0218_suspensions_of_before_are_confirmed")
    with before_the_record():
        LicenceSuspension.objects.update(confirm_by=None)
        carry_over.ask_for_confirmation(apps, None)

    made = LicenceSuspension.objects.get()
    assert made.confirm_by is not None
    assert made.confirm_by > made.ordered_at + timedelta(hours=24)
    owed = Reminder.objects.owed().get(about=f"suspension:{made.pk}", deadline_at=made.confirm_by)
    assert (owed.rule_id, owed.case_id) == ("suspension_t01", subject.case_id)
    assert lapse(made.confirm_by - timedelta(seconds=1)) == 0
    with before_the_record():
        carry_over.forget_confirmation(apps, None)
    assert not LicenceSuspension.objects.unconfirmed().exists()
    with before_the_record():
        carry_over.ask_for_confirmation(apps, None)
    made.refresh_from_db()
    assert lapse(made.confirm_by) == 1
    assert fresh(subject).state == "issued"


def test_a_row_that_old_code_left_to_a_licence_in_force_waits_for_nobody(world: World) -> None:
    issue_suspended_licence(world)
    carry_over = import_module("licensing.migrations.0218_suspensions_of_before_are_confirmed")
    with before_the_record():
        QuerySet.update(Licence.objects.all(), state=LicenceState.ISSUED)
        LicenceSuspension.objects.update(confirm_by=None)
        carry_over.ask_for_confirmation(apps, None)

    assert not LicenceSuspension.objects.unconfirmed().exists()


def test_a_suspension_that_old_code_ordered_has_its_row_from_the_events(world: World) -> None:
    subject = issue_suspended_licence(world)
    carry_over = import_module("licensing.migrations.0218_suspensions_of_before_are_confirmed")
    with before_the_record():
        Reminder.objects.filter(about__startswith="suspension:").delete()
        LicenceSuspension.objects.all().delete()
        carry_over.ask_for_confirmation(apps, None)
        carry_over.ask_for_confirmation(apps, None)

    made, told = LicenceSuspension.objects.get(), Event.objects.get(kind="licence.suspended")
    assert (made.licence, made.ordered_by, made.ordered_at, made.reason) == (subject, world.otto, told.at, WHY)
    assert confirm_suspension(fresh(subject), world.dora).confirmed_by == world.dora


def test_a_confirmed_suspension_does_not_lapse(world: World) -> None:
    subject, other = issue_suspended_licence(world), another_decider()

    made = confirm_suspension(subject, world.dora)

    assert (made.confirmed_by, lapse(now() + timedelta(days=9)), fresh(subject).state) == (world.dora, 0, "suspended")
    assert not Reminder.objects.owed().filter(about=f"suspension:{made.pk}").exists()
    with pytest.raises(WrongState, match="waits to be confirmed"):
        confirm_suspension(subject, other)
    with pytest.raises(WrongState, match="waits to be confirmed"):
        decline_suspension(subject, other, reason="No.")
    assert verify_record().fault is None


def test_nobody_confirms_their_own_suspension(world: World) -> None:
    subject = issue_suspended_licence(world)
    make_decider(world.otto)

    for act in (lambda: confirm_suspension(subject, world.otto), lambda: decline_suspension(subject, world.otto, reason=WHY)):
        with pytest.raises(BothPersons, match="You suspended this licence"):
            act()
    with pytest.raises(NotAllowed):
        confirm_suspension(subject, world.paula)

    assert LicenceSuspension.objects.get().is_provisional


def test_an_unconfirmed_suspension_lapses_after_24_hours_and_no_earlier(world: World) -> None:
    subject = issue_suspended_licence(world)
    made = LicenceSuspension.objects.get()
    assert made.confirm_by is not None

    before = lapse(made.confirm_by - timedelta(seconds=1))
    with at_time(made.confirm_by), pytest.raises(WrongState, match="24 hours"):
        confirm_suspension(subject, world.dora)
    after = lapse(made.confirm_by)

    found, ended = fresh(subject), LicenceSuspension.objects.get()
    assert (before, after, lapse(made.confirm_by)) == (0, 1, 0)
    assert (found.state, found.state_reason, ended.ended_as) == (LicenceState.ISSUED, "", SuspensionEnd.LAPSED)
    told = Event.objects.get(kind="licence.suspension_lapsed")
    assert (told.actor, told.from_state, told.to_state, told.data["still"]) == (None, "suspended", "issued", False)
    with at_time(made.confirm_by):
        assert ledger.draw_down_licence(found, world.cus, clearance("m1", 1)).left_after == 39
    assert verify_record().fault is None


@pytest.mark.walk
def test_those_that_lapse_are_found_once_each_in_their_order(world: World) -> None:
    subjects = [world.licence(title=title) for title in ("One", "Two", "Three")]
    with at_time(now()):
        for subject in subjects:
            licences.suspend_licence(subject, world.otto, reason=WHY)

    with at_time(now() + timedelta(hours=25)):
        first = find_lapsing_suspensions(None)
        assert len(first) == 3
        assert find_lapsing_suspensions(first[1]) == first[2:]
        assert find_lapsing_suspensions(first[2]) == []


@pytest.mark.walk
def test_deciders_are_reminded_before_it_lapses(world: World) -> None:
    subject = issued(world, "2026-03-02")
    with at_time(at("2026-05-06")):
        licences.suspend_licence(subject, world.otto, reason=WHY)

    made = LicenceSuspension.objects.get()
    owed = Reminder.objects.owed().filter(about=f"suspension:{made.pk}")
    assert [(one.rule_id, one.due_at < (made.confirm_by or one.due_at)) for one in owed] == [("suspension_t00", True)]
    assert {one.rule.audience for one in owed} == {"deciders"}
    with at_time(at("2026-05-09")):
        reminders.lapse_due_suspensions()
    assert not Reminder.objects.owed().filter(about=f"suspension:{made.pk}").exists()


def test_a_declined_suspension_ends_at_once(world: World) -> None:
    subject = issue_suspended_licence(world)

    with pytest.raises(Invalid):
        decline_suspension(subject, world.dora, reason=" ")
    ended = decline_suspension(subject, world.dora, reason="The carrier has explained it.")

    assert (fresh(subject).state, ended.ended_as, ended.ended_because) == (
        LicenceState.ISSUED,
        SuspensionEnd.DECLINED,
        "The carrier has explained it.",
    )


@pytest.mark.parametrize("declines", [True, False])
def test_an_officer_does_not_suspend_again_what_nobody_confirmed_but_another_may(world: World, declines: bool) -> None:
    subject = issue_suspended_licence(world)
    if declines:
        decline_suspension(subject, world.dora, reason="The carrier has explained it.")
    later = now() + timedelta(hours=25)
    assert lapse(later) == int(not declines)

    with at_time(later), pytest.raises(BothPersons, match="Another officer may suspend"):
        licences.suspend_licence(subject, world.otto, reason=WHY)
    assert fresh(subject).state == LicenceState.ISSUED
    with by_hand():
        other = User.objects.create(email="olha@example.org", name="Olha", is_staff=True)
        Appointment.objects.create(user=other, kind=Office.CASE_OFFICER, period=ALWAYS)
    with at_time(later):
        assert licences.suspend_licence(subject, other, reason=WHY).state == LicenceState.SUSPENDED


def test_an_officer_suspends_again_what_was_reinstated(world: World) -> None:
    subject = reinstate(world, suspend_and_confirm(world))

    assert licences.suspend_licence(subject, world.otto, reason=WHY).state == LicenceState.SUSPENDED


def test_two_persons_reinstate(world: World) -> None:
    subject = suspend_and_confirm(world)

    with pytest.raises(WrongState, match="Nobody has proposed"):
        reinstate_licence(subject, world.dora)
    with pytest.raises(Invalid):
        propose_reinstatement(subject, world.otto, reason="")
    propose_reinstatement(subject, world.otto, reason="The need is met.")
    with pytest.raises(WrongState, match="proposed already"):
        propose_reinstatement(subject, world.otto, reason="Once more.")
    with pytest.raises(NotAllowed):
        reinstate_licence(subject, world.otto)
    reinstate_licence(subject, world.dora)

    proposal = ReinstatementProposal.objects.get()
    assert (proposal.proposed_by, proposal.settled_by, proposal.outcome) == (world.otto, world.dora, "confirmed")
    assert LicenceSuspension.objects.get().ended_as == SuspensionEnd.REINSTATED
    assert Event.objects.get(kind="licence.reinstated").data["reason"] == "The need is met."
    assert fresh(subject).state == LicenceState.ISSUED
    assert verify_record().fault is None


def test_whoever_proposed_it_is_not_the_second_person_with_another_office(world: World) -> None:
    subject = propose_to_reinstate(world)
    make_decider(world.otto)

    for act in (lambda: reinstate_licence(subject, world.otto), lambda: decline_reinstatement(subject, world.otto, reason=WHY)):
        with pytest.raises(BothPersons, match="You proposed"):
            act()

    assert fresh(subject).state == LicenceState.SUSPENDED


def test_another_officers_proposal_takes_the_place_of_one_that_its_proposer_cannot_settle(world: World) -> None:
    subject = suspend_and_confirm(world)
    with by_hand():
        Appointment.objects.create(user=world.dora, kind=Office.CASE_OFFICER, period=ALWAYS)
    propose_reinstatement(subject, world.dora, reason="I would let it go on.")
    with pytest.raises(BothPersons):
        decline_reinstatement(subject, world.dora, reason=WHY)

    reinstate(world, subject)

    first, second = ReinstatementProposal.objects.order_by("proposed_at")
    assert (first.outcome, first.settled_by, second.outcome) == ("ceased", None, "confirmed")
    assert fresh(subject).state == LicenceState.ISSUED
    assert verify_record().fault is None


def test_a_declined_reinstatement_leaves_it_suspended_and_may_be_proposed_again(world: World) -> None:
    subject = propose_to_reinstate(world)

    decline_reinstatement(subject, world.dora, reason="Not before May.")
    again = reinstate(world, subject)

    assert again.state == LicenceState.ISSUED
    assert [one.outcome for one in ReinstatementProposal.objects.order_by("proposed_at")] == ["declined", "confirmed"]
    told = Event.objects.get(kind="licence.reinstatement_declined")
    assert told.data["reason"] == "Not before May."


@pytest.mark.walk
def test_an_officer_suspends_also_what_a_condition_suspends_and_each_reason_ends_by_itself(world: World) -> None:
    subject, duty = overdue(world)
    with at_time(at("2026-12-10")):
        licences.suspend_licence(subject, world.otto, reason=WHY)

    accept(world, subject, duty)

    # The condition is met: what the officer ordered still stands.
    assert (fresh(subject).state, fresh(subject).state_reason) == (LicenceState.SUSPENDED, WHY)
    made = LicenceSuspension.objects.get()
    assert made.confirm_by is not None
    assert (lapse(made.confirm_by), fresh(subject).state) == (1, LicenceState.ISSUED)


@pytest.mark.walk
def test_what_lapses_leaves_a_licence_suspended_that_a_condition_suspends_too(world: World) -> None:
    subject, duty = overdue(world)
    with at_time(at("2026-12-10")):
        licences.suspend_licence(subject, world.otto, reason=WHY)
    made = LicenceSuspension.objects.get()
    assert made.confirm_by is not None

    lapsed = lapse(made.confirm_by)

    found = fresh(subject)
    assert (lapsed, found.state) == (1, LicenceState.SUSPENDED)
    assert "Condition 1 was due on" in found.state_reason
    assert Event.objects.get(kind="licence.suspension_lapsed").data["still"] is True
    with pytest.raises(WrongState, match="unmet condition"), at_time(made.confirm_by):
        suspension.propose_reinstatement(found, world.otto, reason="Let it go on.")
    accept(world, found, duty, "2026-12-12")
    assert fresh(subject).state == LicenceState.ISSUED
    assert verify_record().fault is None


def test_a_condition_that_is_late_meanwhile_outlasts_the_officers_suspension(world: World) -> None:
    subject = issued(world, "2026-03-02", TRIAL)
    with at_time(at("2026-11-10")):
        licences.suspend_licence(subject, world.otto, reason=WHY)
        confirm_suspension(subject, world.dora)
        propose_reinstatement(subject, world.otto, reason="The need is met.")
    let_pass()

    with pytest.raises(WrongState, match="unmet condition"), at_time(at("2026-12-10")):
        reinstate_licence(subject, world.dora)
    actor = read_actor(world.dora, on=at("2026-12-10").date(), case_id=subject.case_id, kind=subject.case.kind_id)
    offered = list_offered_acts(fresh(subject), actor, at=at("2026-12-10"))
    assert (Verb.REINSTATE in offered, Verb.DECLINE_REINSTATEMENT in offered) == (False, True)


def test_the_end_of_a_licence_ends_its_suspension_and_what_was_proposed(world: World) -> None:
    subject = propose_to_reinstate(world)

    licences.revoke_licence(subject, another_decider(), reason="Passed on.")

    assert LicenceSuspension.objects.get().ended_as == SuspensionEnd.CLOSED
    assert (ReinstatementProposal.objects.get().outcome, ReinstatementProposal.objects.get().settled_by) == ("ceased", None)
    with pytest.raises(WrongState):
        reinstate_licence(subject, world.dora)
