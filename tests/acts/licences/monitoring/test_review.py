"""What becomes known after a grant opens a review of the licence, which a decider confirms, varies, suspends or revokes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.clocks import reminders
from licensing.acts.licences import ledger
from licensing.acts.licences import licence as licences
from licensing.acts.licences.changing.suspension import confirm_suspension, propose_reinstatement
from licensing.acts.licences.changing.variation import ask_variation, propose_variation
from licensing.acts.licences.monitoring.opening import build_review_deadline
from licensing.acts.licences.monitoring.review import (
    conclude_review,
    open_review,
    start_review,
)
from licensing.acts.record.verification import verify_record
from licensing.acts.signoff.recusal import recuse_member
from licensing.choices import LicenceState, Office, RecusalReason, ReviewCause, ReviewOutcome
from licensing.errors import BothPersons, Invalid, NotAllowed, NotInForce, Stale, WrongState
from licensing.models import (
    Appointment,
    CaseDuty,
    Event,
    Licence,
    LicenceReview,
    LicenceSuspension,
    ReinstatementProposal,
    Reminder,
)
from tests.acts.licences.test_obligations import at, issued, owed
from tests.by_hand import by_hand
from tests.reviews import WHY, conclude, issue_reviewed_licence, read_known
from tests.suspensions import issue_suspended_licence
from tests.world import ALWAYS, World, clearance


def fresh(subject: Licence) -> Licence:
    return Licence.objects.get(pk=subject.pk)


def test_a_licence_holds_while_it_is_reviewed_and_after_it_is_confirmed(world: World) -> None:
    subject = issue_reviewed_licence(world)

    meanwhile = ledger.draw_down_licence(subject, world.cus, clearance("m1", 1)).left_after
    made = conclude(world, subject, ReviewOutcome.CONFIRMED)

    assert (meanwhile, fresh(subject).state) == (39, LicenceState.ISSUED)
    assert (made.opened_by, made.concluded_by, made.outcome) == (world.otto, world.dora, "confirmed")
    assert Event.objects.get(kind="licence.review_concluded").data["reason"] == WHY
    assert not Reminder.objects.owed().filter(about__startswith="review:").exists()
    assert verify_record().fault is None


@pytest.mark.walk
def test_it_may_lead_to_the_variation_that_is_proposed(world: World) -> None:
    subject = issue_reviewed_licence(world)

    with pytest.raises(WrongState, match="No variation"):
        conclude(world, subject, ReviewOutcome.VARIED)
    propose_variation(fresh(subject), world.otto, reason="Half of it.", quantities={1: Decimal(20)})
    conclude(world, subject, ReviewOutcome.VARIED)

    assert (fresh(subject).version, fresh(subject).lines.get(number=1).authorised) == (2, 20)
    assert verify_record().fault is None


def test_what_the_holder_asked_for_is_decided_by_itself(world: World) -> None:
    subject = issue_reviewed_licence(world)
    ask_variation(fresh(subject), world.paula, reason="Half of it.", quantities={1: Decimal(20)})

    with pytest.raises(WrongState, match="The holder asked for"):
        conclude(world, subject, ReviewOutcome.VARIED)

    assert (fresh(subject).version, LicenceReview.objects.get().outcome) == (1, "")


def test_it_may_suspend_by_the_two_who_looked_at_it(world: World) -> None:
    subject = issue_reviewed_licence(world)

    conclude(world, subject, ReviewOutcome.SUSPENDED)

    made = LicenceSuspension.objects.get()
    assert (made.ordered_by, made.confirmed_by, fresh(subject).state_reason) == (world.otto, world.dora, WHY)
    with at_time(now() + timedelta(days=2)):
        assert reminders.lapse_due_suspensions() == 0
    with pytest.raises(NotInForce):
        ledger.draw_down_licence(fresh(subject), world.cus, clearance("m1", 1))
    assert Event.objects.get(kind="licence.suspended_by_review").to_state == "suspended"
    assert verify_record().fault is None


def test_what_an_officer_had_suspended_is_confirmed_by_it(world: World) -> None:
    subject = issue_suspended_licence(world)
    open_review(subject, world.otto, cause=ReviewCause.OTHER, finding="A letter.")

    conclude(world, subject, ReviewOutcome.SUSPENDED)

    assert LicenceSuspension.objects.get().confirmed_by == world.dora
    assert not Event.objects.filter(kind="licence.suspended_by_review").exists()


def test_it_drops_what_was_proposed_to_reinstate(world: World) -> None:
    subject = issue_suspended_licence(world)
    confirm_suspension(fresh(subject), world.dora)
    propose_reinstatement(fresh(subject), world.otto, reason="The need is met.")
    open_review(fresh(subject), world.otto, cause=ReviewCause.OTHER, finding="A letter.")

    conclude(world, subject, ReviewOutcome.SUSPENDED)

    assert ReinstatementProposal.objects.get().outcome == "ceased"
    assert LicenceSuspension.objects.get().ended_at is None


def test_it_confirms_no_suspension_whose_time_is_over(world: World) -> None:
    subject = issue_suspended_licence(world)
    open_review(subject, world.otto, cause=ReviewCause.OTHER, finding="A letter.")

    with at_time(now() + timedelta(hours=25)), pytest.raises(WrongState, match="are over"):
        conclude(world, subject, ReviewOutcome.SUSPENDED)

    assert (LicenceSuspension.objects.get().confirmed_at, LicenceReview.objects.get().outcome) == (None, "")


def test_it_may_revoke_and_the_holder_may_appeal(world: World) -> None:
    subject = issue_reviewed_licence(world)

    conclude(world, subject, ReviewOutcome.REVOKED)

    found = fresh(subject)
    assert (found.state, found.state_reason) == (LicenceState.REVOKED, WHY)
    assert Event.objects.get(kind="licence.revoked").to_state == "revoked"
    assert LicenceReview.objects.get().outcome == "revoked"
    assert verify_record().fault is None


@pytest.mark.walk
def test_nobody_concludes_what_they_opened_and_nothing_is_concluded_without_reasons(world: World) -> None:
    subject = issue_reviewed_licence(world)
    with by_hand():
        Appointment.objects.create(user=world.otto, kind=Office.DECIDER, period=ALWAYS)

    with pytest.raises(BothPersons):
        conclude_review(subject, world.otto, outcome=ReviewOutcome.CONFIRMED, reasons=WHY, known=read_known(subject))
    for outcome, reasons in ((ReviewOutcome.CONFIRMED, " "), (ReviewOutcome.CEASED, WHY)):
        with pytest.raises(Invalid):
            conclude_review(subject, world.dora, outcome=outcome, reasons=reasons, known=read_known(subject))
    with pytest.raises(NotAllowed):
        open_review(world.licence(title="Other"), world.paula, cause=ReviewCause.OTHER, finding="I know.")
    with pytest.raises(WrongState, match="open already"):
        open_review(subject, world.otto, cause=ReviewCause.OTHER, finding="More.")

    assert LicenceReview.objects.get().concluded_at is None


def test_nobody_answers_for_what_they_were_not_shown(world: World) -> None:
    subject = issue_reviewed_licence(world)
    shown = read_known(subject)
    signed = CaseDuty.objects.filter(case=subject.case, duty="signed").select_related("person").order_by("pk")[0]
    recuse_member(subject.case, world.otto, reason=RecusalReason.SHAREHOLDING, person=signed.person)

    with pytest.raises(Stale, match="become known"):
        conclude_review(fresh(subject), world.dora, outcome=ReviewOutcome.CONFIRMED, reasons=WHY, known=shown)
    conclude(world, subject, ReviewOutcome.CONFIRMED)

    assert LicenceReview.objects.get().outcome == "confirmed"


def test_the_end_of_a_licence_drops_its_review(world: World) -> None:
    subject = issue_reviewed_licence(world)

    licences.surrender_licence(subject, world.paula, reason="The contract has ended.")

    assert LicenceReview.objects.get().outcome == "ceased"
    with pytest.raises(WrongState):
        conclude(world, subject, ReviewOutcome.CONFIRMED)


def test_what_is_used_in_full_is_still_concluded_but_only_confirmed(world: World) -> None:
    subject = issue_reviewed_licence(world)
    ledger.draw_down_licence(subject, world.cus, clearance("m1", 40))
    ledger.draw_down_licence(fresh(subject), world.cus, clearance("m2", 4, line=2))

    with pytest.raises(WrongState, match="Only confirm"):
        conclude(world, subject, ReviewOutcome.REVOKED)
    conclude(world, subject, ReviewOutcome.CONFIRMED)

    assert fresh(subject).state == LicenceState.EXHAUSTED


def test_it_is_due_in_ten_working_days(world: World) -> None:
    subject = issued(world, "2026-03-02")
    with at_time(at("2026-03-03")):
        made = open_review(subject, world.otto, cause=ReviewCause.VISIT, finding="Two are missing at the depot.")

    assert (made.due_on, build_review_deadline(made).about) == (date(2026, 3, 17), f"review:{made.pk}")
    assert [rule for rule, _on in owed(f"review:{made.pk}")][:2] == ["licence_review_t03", "licence_review_t00"]


def test_nothing_is_noticed_where_nothing_became_known(world: World) -> None:
    with pytest.raises(WrongState, match="no review has looked at"):
        start_review(world.licence())
