"""A review of a licence as a row: opened as a step of other acts with its reminders, and again where nothing came of it."""

from __future__ import annotations

from typing import Any, Final

from licensing.acts.acting import Act
from licensing.acts.clocks.deadlines import Deadline, schedule_reminders
from licensing.acts.licences.monitoring.ending import build_review_key
from licensing.acts.licences.reminding import get_licence_calendar
from licensing.choices import DeadlineKind, ReviewCause, ReviewOutcome, TermUnit
from licensing.messages import Message
from licensing.models import Licence, LicenceReview, LicenceSuspension, User
from licensing.models.licences.monitoring.review import find_open_review
from licensing.models.reference.stored_texts import join_every_language
from licensing.policy.clocks.deadlines import Term, add_term
from licensing.policy.record.event_kinds import EventKind

# In so many working days a decider concludes a review; deciders are reminded of that day.
CONCLUDE_WITHIN_WORKING_DAYS: Final = 10


def begin_review(act: Act[Licence], cause: ReviewCause, finding: str, *, opened_by: User | None) -> LicenceReview:
    """Write down that a licence is reviewed, and have deciders reminded. Without `opened_by` Dozvil opens it by itself."""
    days = get_licence_calendar(act.licence)
    review = LicenceReview.objects.create(
        licence=act.licence,
        number=act.licence.reviews.count() + 1,
        cause=cause,
        finding=finding,
        opened_by=opened_by,
        opened_at=act.now,
        due_on=add_term(act.today, Term(CONCLUDE_WITHIN_WORKING_DAYS, TermUnit.WORKING), days),
    )
    schedule_reminders(act.case, build_review_deadline(review), calendar=days, now=act.now)
    kind = EventKind.REVIEW_OPENED if opened_by else EventKind.REVIEW_STARTED
    act.record(kind, **describe_review(review), finding=finding)
    return review


def reopen_review(act: Act[Licence], suspension: LicenceSuspension) -> None:
    """Open a review again that led to a suspension which nobody else confirmed: what Dozvil found has come to nothing."""
    led = act.licence.reviews.filter(
        opened_by__isnull=True,
        outcome=ReviewOutcome.SUSPENDED,
        concluded_by=suspension.ordered_by_id,
        concluded_at=suspension.ordered_at,
    ).first()
    if led is None or find_open_review(act.licence) is not None:
        return
    words = join_every_language([Message("The suspension that this led to was not confirmed, and has ended.")])
    finding = led.finding if words in led.finding else f"{led.finding}\n{words}"
    begin_review(act, ReviewCause(led.cause), finding, opened_by=None)


def build_review_deadline(review: LicenceReview) -> Deadline:
    """The end of the day by which a review is concluded, for its reminders."""
    at = get_licence_calendar(review.licence).end_of(review.due_on)
    return Deadline(DeadlineKind.LICENCE_REVIEW, build_review_key(review), at, licence=review.licence)


def describe_review(review: LicenceReview) -> dict[str, Any]:
    """What every event of a review says of it."""
    return {"number": review.licence.number, "review": str(review.pk), "cause": review.cause, "due_on": review.due_on}
