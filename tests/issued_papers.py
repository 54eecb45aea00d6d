"""A licence whose paper was issued."""

from __future__ import annotations

from typing import Any

from licensing.acts.documents.papers.issuing import issue_paper
from licensing.models import Paper
from tests.scenes import scene
from tests.world import World


@scene
def issue_first_paper(world: World, **changes: Any) -> Paper:
    """The first paper of a licence, issued by Otto."""
    return issue_paper(world.licence(**changes), world.otto)
