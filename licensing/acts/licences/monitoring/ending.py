"""The review of a licence that has ended: dropped, with its reminders, as a step of that end."""

from __future__ import annotations

from licensing.acts.acting import Act
from licensing.acts.clocks.deadlines import cancel_reminders
from licensing.choices import LicenceState, ReviewOutcome
from licensing.models import Licence, LicenceReview
from licensing.models.licences.monitoring.review import find_open_review


def build_review_key(review: LicenceReview) -> str:
    """The key of the reminders of a review."""
    return f"review:{review.pk}"


def close_review(act: Act[Licence]) -> None:
    """Drop the review of a licence that has ended. One that is used in full is still concluded: its goods are somewhere."""
    found = find_open_review(act.licence)
    if found is None or act.licence.state == LicenceState.EXHAUSTED:
        return
    found.concluded_at, found.outcome = act.now, ReviewOutcome.CEASED
    found.save(update_fields=["concluded_at", "outcome"])
    cancel_reminders(act.case, build_review_key(found), at=act.now)
