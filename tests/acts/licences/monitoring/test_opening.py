"""A review that Dozvil opened is opened again when the suspension that it led to is not confirmed by another person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.clocks import reminders
from licensing.acts.licences.changing.suspension import decline_suspension
from licensing.acts.licences.licence import suspend_licence
from licensing.acts.licences.monitoring.opening import CONCLUDE_WITHIN_WORKING_DAYS, build_review_deadline
from licensing.acts.licences.monitoring.review import conclude_review
from licensing.acts.record.verification import verify_record
from licensing.acts.signoff.recusal import recuse_member
from licensing.choices import LicenceState, RecusalReason, ReviewCause, ReviewOutcome, SuspensionEnd
from licensing.errors import BothPersons
from licensing.models import CaseDuty, Licence, LicenceReview, LicenceSuspension, Reminder, User
from tests.by_hand import before_the_record
from tests.reviews import WHY, read_known
from tests.scenes import scene
from tests.trial import another_decider
from tests.world import World


def suspend_by_review(subject: Licence, user: User) -> None:
    words = {"outcome": ReviewOutcome.SUSPENDED, "reasons": WHY, "known": read_known(subject)}
    conclude_review(Licence.objects.get(pk=subject.pk), user, **words)


@scene
def suspend_for_conflict(world: World) -> Licence:
    """A licence that Dora suspended, concluding a review that Dozvil had opened."""
    subject = world.licence()
    signed = CaseDuty.objects.filter(case=subject.case, duty="signed").select_related("person").order_by("pk")[0]
    recuse_member(subject.case, world.otto, reason=RecusalReason.SHAREHOLDING, person=signed.person)
    reminders.open_due_reviews()
    suspend_by_review(subject, world.dora)
    return Licence.objects.get(pk=subject.pk)


def read_again() -> LicenceReview:
    again = LicenceReview.objects.order_by("number").last()
    assert again is not None
    return again


def test_it_is_opened_again_when_the_suspension_is_declined(world: World) -> None:
    daria, subject = another_decider(), suspend_for_conflict(world)

    decline_suspension(subject, daria, reason="Too much.")

    again = read_again()
    assert (again.number, again.opened_by, again.concluded_at, again.cause) == (2, None, None, ReviewCause.CONFLICT)
    assert "took part in the case" in again.finding
    assert "was not confirmed, and has ended" in again.finding
    assert Reminder.objects.owed().filter(about=build_review_deadline(again).about).exists()
    assert again.due_on >= again.opened_at.date() + timedelta(days=CONCLUDE_WITHIN_WORKING_DAYS)
    assert Licence.objects.get(pk=subject.pk).state == LicenceState.ISSUED
    assert verify_record().fault is None


def test_it_is_opened_again_when_the_suspension_lapses_and_another_suspends(world: World) -> None:
    daria, subject = another_decider(), suspend_for_conflict(world)
    with before_the_record():
        over = now() - timedelta(minutes=1)
        LicenceSuspension.objects.update(confirm_by=over)

    assert (reminders.lapse_due_suspensions(), read_again().number, reminders.open_due_reviews()) == (1, 2, 0)
    with pytest.raises(BothPersons, match="that you ordered before"):
        suspend_by_review(subject, world.dora)
    suspend_by_review(subject, daria)

    ended, begun = LicenceSuspension.objects.order_by("ordered_at")
    assert (ended.ended_as, begun.ordered_by, begun.is_provisional) == (SuspensionEnd.LAPSED, daria, True)


def test_a_suspension_that_no_review_led_to_opens_none(world: World) -> None:
    subject = suspend_licence(world.licence(), world.otto, reason="Urgent need.")

    with at_time(now() + timedelta(hours=1)):
        decline_suspension(subject, world.dora, reason="Too much.")

    assert not LicenceReview.objects.exists()
