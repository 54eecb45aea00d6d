"""A review is dropped with the end of its licence, and not when the licence is used in full."""

from __future__ import annotations

from licensing.acts.acting import Act, now
from licensing.acts.licences.monitoring.ending import build_review_key, close_review
from licensing.choices import LicenceState, Verb
from licensing.models import Licence, LicenceReview
from licensing.permissions import Actor
from tests.reviews import issue_reviewed_licence
from tests.world import World


def test_a_licence_that_is_used_in_full_keeps_its_review(world: World) -> None:
    subject = issue_reviewed_licence(world)
    licence = Licence(pk=subject.pk, state=LicenceState.EXHAUSTED, case=subject.case)
    used = Act(Verb.EXHAUST, licence, None, Actor(None), now(), "issued")

    close_review(used)

    review = LicenceReview.objects.get()
    assert review.concluded_at is None
    assert build_review_key(review) == f"review:{review.pk}"
