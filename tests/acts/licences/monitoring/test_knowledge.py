"""What became known after a grant opens a review by itself, once: a conflict of interest, a listing, a false certificate."""

from __future__ import annotations

import pytest

from licensing.acts.assessment.sweeping import screen_due_cases
from licensing.acts.clocks import reminders
from licensing.acts.decisions import government
from licensing.acts.licences.monitoring.knowledge import find_knowledge, find_licences_to_review
from licensing.acts.licences.monitoring.review import conclude_review, open_review, start_review
from licensing.acts.signoff.recusal import recuse_member
from licensing.choices import RecusalReason, ReviewCause, ReviewOutcome, StepResult
from licensing.errors import WrongState
from licensing.models import CaseDuty, Licence, LicenceReview, LicenceSuspension, Reminder
from tests.acts.assessment.state import publish_list_of
from tests.certificates import check, take_up, verify
from tests.world import World, resolution

WHY = "Weighed with the bodies."


def conclude(world: World, subject: Licence, outcome: ReviewOutcome) -> LicenceReview:
    return conclude_review(Licence.objects.get(pk=subject.pk), world.dora, outcome=outcome, reasons=WHY)


def test_a_conflict_of_somebody_who_voted_opens_a_review_once(world: World) -> None:
    subject = world.licence()
    signed = CaseDuty.objects.filter(case=subject.case, duty="signed").select_related("person").first()
    assert signed is not None
    before = reminders.open_due_reviews()

    recuse_member(subject.case, world.otto, reason=RecusalReason.SHAREHOLDING, person=signed.person)
    opened, again = reminders.open_due_reviews(), reminders.open_due_reviews()

    made = LicenceReview.objects.get()
    assert (before, opened, again, made.cause, made.opened_by) == (0, 1, 0, ReviewCause.CONFLICT, None)
    assert f"{signed.person.name} took part in the case" in made.finding
    assert Reminder.objects.owed().filter(about=f"review:{made.pk}").exists()
    conclude(world, subject, ReviewOutcome.CONFIRMED)
    assert (reminders.open_due_reviews(), find_knowledge(subject)) == (0, [])


def test_a_conflict_of_somebody_without_a_part_opens_none(world: World) -> None:
    subject = world.licence()

    recuse_member(subject.case, world.otto, reason=RecusalReason.SHAREHOLDING, person=world.cus)

    assert (reminders.open_due_reviews(), find_licences_to_review(None)) == (0, [])


def test_what_became_known_while_a_review_was_open_is_of_it(world: World) -> None:
    subject = world.licence()
    signed = CaseDuty.objects.filter(case=subject.case, duty="signed").select_related("person").first()
    assert signed is not None
    open_review(subject, world.otto, cause=ReviewCause.OTHER, finding="A letter.")

    recuse_member(subject.case, world.otto, reason=RecusalReason.SHAREHOLDING, person=signed.person)

    assert [cause for cause, _message in find_knowledge(subject)] == [ReviewCause.CONFLICT]
    assert reminders.open_due_reviews() == 0
    conclude(world, subject, ReviewOutcome.CONFIRMED)
    assert reminders.open_due_reviews() == 0


def test_a_certificate_found_false_after_the_grant_opens_a_review_once(world: World) -> None:
    case = world.before_government()
    take_up(world, case)
    check(world, case)
    government.grant_case(case, world.dora, resolution())
    subject = Licence.objects.get(case=case)
    before = reminders.open_due_reviews()
    verify(world, case, StepResult.DENIES)

    opened, again = reminders.open_due_reviews(), reminders.open_due_reviews()
    conclude(world, subject, ReviewOutcome.CONFIRMED)

    made = LicenceReview.objects.get()
    assert (before, opened, again, reminders.open_due_reviews()) == (0, 1, 0, 0)
    assert (made.cause, made.opened_by) == (ReviewCause.CERTIFICATE, None)
    assert "was found to be false" in made.finding
    assert find_licences_to_review(None) == []
    with pytest.raises(WrongState):
        start_review(subject)


def test_a_party_listed_after_the_grant_opens_a_review(world: World) -> None:
    subject = world.licence()
    assert reminders.open_due_reviews() == 0
    publish_list_of(world, "X-1,primary,entity,Fictional Defence Depot,,,,")
    screen_due_cases()

    assert (reminders.open_due_reviews(), LicenceReview.objects.get().cause) == (1, ReviewCause.LISTING)
    assert "Fictional Defence Depot" in LicenceReview.objects.get().finding
    conclude(world, subject, ReviewOutcome.SUSPENDED)
    # Nobody but Dozvil had opened it: another decider confirms.
    assert LicenceSuspension.objects.get().is_provisional
