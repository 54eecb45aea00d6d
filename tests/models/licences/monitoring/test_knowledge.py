"""What became known after a grant opens a review by itself, once: a conflict of interest, a listing, a false certificate."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.acting import now
from licensing.acts.assessment.disposing import dispose_hit
from licensing.acts.assessment.sweeping import screen_due_cases
from licensing.acts.clocks import reminders
from licensing.acts.decisions import appeal, government
from licensing.acts.licences.licence import revoke_licence
from licensing.acts.licences.monitoring.review import open_review, start_review
from licensing.acts.licences.revocation import appeal_revocation, decide_revocation
from licensing.acts.signoff.recusal import recuse_member
from licensing.choices import (
    HitStrength,
    HitVerdict,
    RecusalReason,
    ReviewCause,
    ReviewOutcome,
    RevocationOutcome,
    StepResult,
)
from licensing.errors import WrongState
from licensing.models import CaseDuty, Licence, LicenceReview, LicenceSuspension, Reminder, ScreeningHit
from licensing.models.licences.monitoring.knowledge import find_knowledge, find_licences_to_review
from tests.acts.assessment.state import STRANGER, publish_list_of, second_case_officer
from tests.by_hand import before_the_record
from tests.certificates import check, take_up, verify
from tests.reviews import conclude
from tests.trial import (
    APPEAL,
    GOVERNMENT,
    MINISTRIES,
    THIRTY_DAYS,
    another_decider,
    make_refused_case,
    use_procedure,
)
from tests.world import World, resolution


def test_a_conflict_of_somebody_who_voted_opens_a_review_once(world: World) -> None:
    subject = world.licence()
    signed = CaseDuty.objects.filter(case=subject.case, duty="signed").select_related("person").first()
    assert signed is not None
    before = reminders.open_due_reviews()

    recuse_member(subject.case, world.otto, reason=RecusalReason.SHAREHOLDING, person=signed.person)
    opened, again = reminders.open_due_reviews(), reminders.open_due_reviews()

    made = LicenceReview.objects.get()
    assert (before, opened, again, made.cause, made.opened_by) == (0, 1, 0, ReviewCause.CONFLICT, None)
    sentence = f"{signed.person.name} took part in the case, and has had a conflict of interest."
    assert (made.shown_finding, sentence in made.finding, made.finding.count("\n")) == (sentence, True, 1)
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

    assert [one.cause for one in find_knowledge(subject)] == [ReviewCause.CONFLICT]
    assert reminders.open_due_reviews() == 0
    conclude(world, subject, ReviewOutcome.CONFIRMED)
    assert reminders.open_due_reviews() == 0


@pytest.mark.walk
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


def recuse_signatory(world: World, subject: Licence, number: int = 0) -> str:
    """Record a conflict of one who signed; gives their name."""
    signed = CaseDuty.objects.filter(case=subject.case, duty="signed").select_related("person").order_by("pk")[number]
    recuse_member(subject.case, world.otto, reason=RecusalReason.SHAREHOLDING, person=signed.person)
    return signed.person.name


@pytest.mark.walk
def test_a_review_that_ceased_with_its_licence_has_looked_at_nothing(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    daria, subject = another_decider(), world.licence()
    recuse_signatory(world, subject)
    reminders.open_due_reviews()
    revoke_licence(Licence.objects.get(pk=subject.pk), world.dora, reason="Passed on.")
    appeal_revocation(Licence.objects.get(pk=subject.pk), world.paula, reason="It never left.")
    words = {"outcome": RevocationOutcome.SET_ASIDE, "reasons": "Found in the depot."}
    decide_revocation(Licence.objects.get(pk=subject.pk), daria, **words)

    assert LicenceReview.objects.get().outcome == ReviewOutcome.CEASED
    assert [one.cause for one in find_knowledge(Licence.objects.get(pk=subject.pk))] == [ReviewCause.CONFLICT]
    assert find_licences_to_review(None) == [subject]


def test_who_was_recused_before_the_grant_on_appeal_had_no_part_in_it(world: World) -> None:
    case = appeal.appeal_case(make_refused_case(world), world.paula, reason="The shortage is over.")
    recuse_member(case, world.otto, reason=RecusalReason.FAMILY, person=world.mira)

    government.grant_case(case, another_decider(), resolution(number="500-r"))

    assert CaseDuty.objects.filter(case=case, person=world.mira).exists()
    assert (find_knowledge(Licence.objects.get(case=case)), find_licences_to_review(None)) == ([], [])


def make_hit(world: World, subject: Licence, **changed: Any) -> ScreeningHit:
    """A hit of the list that is in force, as if it had been found before the grant."""
    publish_list_of(world, "X-1,primary,entity,Fictional Defence Depot,,,,")
    screen_due_cases()
    hit = ScreeningHit.objects.get(case=subject.case)
    with before_the_record():
        ScreeningHit.objects.filter(pk=hit.pk).update(**{"found_at": subject.issued_at - timedelta(days=1), **changed})
    return ScreeningHit.objects.get(pk=hit.pk)


def test_a_possible_hit_of_before_the_grant_counts_once_it_is_true(world: World) -> None:
    subject = world.licence()
    hit = make_hit(world, subject, strength=HitStrength.POSSIBLE)
    assert find_licences_to_review(None) == []

    dispose_hit(subject.case, world.otto, hit.pk, verdict=HitVerdict.TRUE, reason="The same address.")

    assert (reminders.open_due_reviews(), LicenceReview.objects.get().cause) == (1, ReviewCause.LISTING)
    conclude(world, subject, ReviewOutcome.CONFIRMED)
    assert reminders.open_due_reviews() == 0
    assert find_knowledge(subject) == []


@pytest.mark.walk
def test_what_was_unclear_when_a_review_was_confirmed_counts_once_it_is_true(world: World) -> None:
    subject = world.licence()
    hit = make_hit(world, subject, found_at=now())
    dispose_hit(subject.case, world.otto, hit.pk, verdict=HitVerdict.UNCLEAR, reason="No address.")
    reminders.open_due_reviews()
    conclude(world, subject, ReviewOutcome.CONFIRMED)

    dispose_hit(subject.case, second_case_officer(), hit.pk, verdict=HitVerdict.FALSE, reason="Another street.")
    cleared = find_knowledge(subject)
    dispose_hit(subject.case, world.otto, hit.pk, verdict=HitVerdict.TRUE, reason="The same address.")

    assert (cleared, [one.row for one in find_knowledge(subject)]) == ([], [str(hit.pk)])
    assert find_licences_to_review(None) == [subject]


def test_a_listing_that_had_gone_and_comes_back_counts(world: World) -> None:
    subject = world.licence()
    make_hit(world, subject)
    publish_list_of(world, STRANGER)
    screen_due_cases()
    gone = find_knowledge(subject)
    publish_list_of(world, "X-1,primary,entity,Fictional Defence Depot,,,,")
    screen_due_cases()

    assert (gone, [one.cause for one in find_knowledge(subject)]) == ([], [ReviewCause.LISTING])
    assert find_licences_to_review(None) == [subject]


@pytest.mark.walk
def test_the_sweep_asks_as_little_however_many_were_reviewed(world: World) -> None:
    one, two = world.licence(), world.licence(title="Other")
    recuse_signatory(world, one)
    reminders.open_due_reviews()
    conclude(world, one, ReviewOutcome.CONFIRMED)
    with CaptureQueriesContext(connection) as first:
        find_licences_to_review(None)

    recuse_signatory(world, two)
    reminders.open_due_reviews()
    conclude(world, two, ReviewOutcome.CONFIRMED)
    with CaptureQueriesContext(connection) as second:
        find_licences_to_review(None)

    assert (len(first), len(second)) == (1, 1)
