"""A licence that an officer suspended, and the two persons who reinstate it."""

from __future__ import annotations

from typing import Any

from licensing.acts.licences.changing.suspension import confirm_suspension, propose_reinstatement, reinstate_licence
from licensing.acts.licences.licence import suspend_licence
from licensing.models import Licence
from tests.scenes import scene
from tests.world import World


@scene
def issue_suspended_licence(world: World, **changes: Any) -> Licence:
    """A licence that Otto has suspended a moment ago, and that nobody has confirmed yet."""
    return suspend_licence(world.licence(**changes), world.otto, reason="Urgent need of our own forces.")


@scene
def suspend_and_confirm(world: World, **changes: Any) -> Licence:
    """The same, confirmed by a decider."""
    subject = issue_suspended_licence(world, **changes)
    confirm_suspension(subject, world.dora)
    return subject


@scene
def propose_to_reinstate(world: World, **changes: Any) -> Licence:
    """The same, and Otto proposes to reinstate it."""
    subject = suspend_and_confirm(world, **changes)
    propose_reinstatement(subject, world.otto, reason="The need is met.")
    return subject


def reinstate(world: World, subject: Licence) -> Licence:
    """Reinstate a licence by its two persons."""
    propose_reinstatement(subject, world.otto, reason="The need is met.")
    return reinstate_licence(subject, world.dora)
