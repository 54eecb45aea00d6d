"""What of licences waits for a decider, and for nobody who was the first of the two."""

from __future__ import annotations

from licensing.acts.licences.changing.suspension import confirm_suspension
from licensing.models import Licence, User
from licensing.models.licences.waiting import list_waiting_licences
from tests.suspensions import issue_suspended_licence, propose_to_reinstate
from tests.variations import issue_asked_licence, issue_proposed_licence
from tests.world import World


def waits(subject: Licence, decider: User) -> list[tuple[bool, bool, bool]]:
    rows = list_waiting_licences(decider).filter(pk=subject.pk)
    return list(rows.values_list("to_confirm", "to_reinstate", "to_vary"))


def test_each_waits_for_whoever_was_not_the_first(world: World) -> None:
    provisional = issue_suspended_licence(world)
    proposed = propose_to_reinstate(world, title="Proposed")
    asked, own = issue_asked_licence(world, title="Asked"), issue_proposed_licence(world, title="Own")
    world.licence(title="Nothing")

    assert waits(provisional, world.dora) == [(True, False, False)]
    assert waits(proposed, world.dora) == [(False, True, False)]
    assert waits(asked, world.dora) == waits(own, world.dora) == waits(asked, world.otto) == [(False, False, True)]
    assert next(iter(list_waiting_licences(world.dora))) == provisional
    assert (list_waiting_licences(world.dora).count(), list_waiting_licences(world.otto).count()) == (4, 1)


def test_what_is_settled_waits_no_more(world: World) -> None:
    subject = issue_suspended_licence(world)
    confirm_suspension(subject, world.dora)

    assert list(list_waiting_licences(world.decider())) == []
