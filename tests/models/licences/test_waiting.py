"""What of licences waits for a decider, and for nobody who was the first of the two."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.licences import licence as licences
from licensing.acts.licences.changing.suspension import confirm_suspension, propose_reinstatement
from licensing.models import Licence, Membership, User
from licensing.models.licences.waiting import list_waiting_licences
from tests.acts.licences.test_consequences import let_pass
from tests.acts.licences.test_obligations import TRIAL, at, issued
from tests.by_hand import by_hand
from tests.suspensions import issue_suspended_licence, propose_to_reinstate
from tests.variations import issue_asked_licence, issue_proposed_licence
from tests.world import ALWAYS, World


def waits(subject: Licence, decider: User) -> list[tuple[bool, bool, bool]]:
    rows = list_waiting_licences(decider, at=now()).filter(pk=subject.pk)
    return list(rows.values_list("to_confirm", "to_reinstate", "to_vary"))


@pytest.mark.walk
def test_each_waits_for_whoever_was_not_the_first(world: World) -> None:
    provisional = issue_suspended_licence(world)
    proposed = propose_to_reinstate(world, title="Proposed")
    asked, own = issue_asked_licence(world, title="Asked"), issue_proposed_licence(world, title="Own")
    world.licence(title="Nothing")

    assert waits(provisional, world.dora) == [(True, False, False)]
    assert waits(proposed, world.dora) == [(False, True, False)]
    assert waits(asked, world.dora) == waits(own, world.dora) == waits(asked, world.otto) == [(False, False, True)]
    assert next(iter(list_waiting_licences(world.dora, at=now()))) == provisional
    assert (list_waiting_licences(world.dora, at=now()).count(), list_waiting_licences(world.otto, at=now()).count()) == (4, 1)


def test_what_is_settled_waits_no_more(world: World) -> None:
    subject = issue_suspended_licence(world)
    confirm_suspension(subject, world.dora)

    assert list(list_waiting_licences(world.decider(), at=now())) == []


def test_what_is_past_its_moment_or_of_their_own_organisation_waits_no_more(world: World) -> None:
    subject = issue_suspended_licence(world)

    assert not list_waiting_licences(world.dora, at=now() + timedelta(hours=24)).exists()
    with by_hand():
        Membership.objects.create(user=world.dora, organisation=subject.organisation, role="reader", period=ALWAYS)
    assert not list_waiting_licences(world.dora, at=now()).exists()


def test_a_reinstatement_that_an_unmet_condition_bars_does_not_wait(world: World) -> None:
    subject = issued(world, "2026-03-02", TRIAL)
    with at_time(at("2026-11-10")):
        licences.suspend_licence(subject, world.otto, reason="Urgent need.")
        confirm_suspension(subject, world.dora)
        propose_reinstatement(subject, world.otto, reason="The need is met.")
    assert waits(subject, world.dora) == [(False, True, False)]

    let_pass()

    assert waits(subject, world.dora) == []
