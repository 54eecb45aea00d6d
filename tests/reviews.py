"""A licence under review because of what became known after its grant."""

from __future__ import annotations

from typing import Any

from licensing.acts.licences.monitoring.review import conclude_review, open_review
from licensing.choices import ReviewCause, ReviewOutcome
from licensing.models import Licence, LicenceReview
from licensing.models.licences.monitoring.knowledge import compute_known, find_knowledge
from tests.scenes import scene
from tests.world import World

WHY = "Weighed with the bodies."


@scene
def issue_reviewed_licence(world: World, **changes: Any) -> Licence:
    """A licence of which Otto has opened a review for a conflict of interest."""
    subject = world.licence(**changes)
    open_review(subject, world.otto, cause=ReviewCause.CONFLICT, finding="An expert holds shares of the maker.")
    return subject


def read_known(subject: Licence) -> str:
    """The digest of what is known of a licence, as whoever has just read its page sends it."""
    return compute_known(find_knowledge(Licence.objects.get(pk=subject.pk)))


def conclude(world: World, subject: Licence, outcome: ReviewOutcome) -> LicenceReview:
    """The review that is open, concluded by Dora with reasons, by what is known of it."""
    again = Licence.objects.get(pk=subject.pk)
    return conclude_review(again, world.dora, outcome=outcome, reasons=WHY, known=read_known(subject))
