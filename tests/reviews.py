"""A licence under review because of what became known after its grant."""

from __future__ import annotations

from typing import Any

from licensing.acts.licences.monitoring.review import open_review
from licensing.choices import ReviewCause
from licensing.models import Licence
from tests.scenes import scene
from tests.world import World


@scene
def issue_reviewed_licence(world: World, **changes: Any) -> Licence:
    """A licence of which Otto has opened a review for a conflict of interest."""
    subject = world.licence(**changes)
    open_review(subject, world.otto, cause=ReviewCause.CONFLICT, finding="An expert holds shares of the maker.")
    return subject
