"""A licence whose paper was issued, and one of whose suspension a notice was."""

from __future__ import annotations

from typing import Any

from licensing.acts.documents.papers.issuing import issue_notice, issue_paper
from licensing.models import Paper
from tests.scenes import scene
from tests.suspensions import issue_suspended_licence
from tests.world import World


@scene
def issue_first_paper(world: World, **changes: Any) -> Paper:
    """The first paper of a licence, issued by Otto."""
    return issue_paper(world.licence(**changes), world.otto)


@scene
def issue_first_notice(world: World, **changes: Any) -> Paper:
    """The notice of a suspension that Otto has ordered a moment ago, issued by him."""
    return issue_notice(issue_suspended_licence(world, **changes), world.otto)
