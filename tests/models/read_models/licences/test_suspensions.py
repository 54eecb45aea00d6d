"""Holder and authority read of a suspension why, since when, until when it is provisional and how it ended."""

from __future__ import annotations

from licensing.acts.acting import now
from licensing.choices import SuspensionEnd
from licensing.models.clocks.days import to_local_day
from licensing.models.read_models import read_licence
from licensing.models.read_models.licences.suspensions import read_suspensions
from licensing.models.read_models.reader import load_reader
from tests.suspensions import issue_suspended_licence, propose_to_reinstate, reinstate
from tests.world import World


def test_a_provisional_suspension_says_when_it_lapses(world: World) -> None:
    [read] = read_suspensions(issue_suspended_licence(world))

    assert (read["reason"], read["confirmed_at"], read["ended_at"]) == ("Urgent need of our own forces.", None, None)
    assert read["confirm_by"] is not None


def test_an_ended_one_says_why_and_names_nobody(world: World) -> None:
    subject = reinstate(world, issue_suspended_licence(world))

    [read] = read_suspensions(subject)

    assert (read["ended_as"], read["ended_because"]) == (SuspensionEnd.REINSTATED, "The need is met.")
    assert world.otto.name not in str(read)


def test_a_proposal_is_told_to_the_authority_alone(world: World) -> None:
    subject = propose_to_reinstate(world)
    [read] = read_suspensions(subject)

    told = {}
    for reader in (world.dora, world.otto, world.paula, world.cus):
        loaded = load_reader(subject, reader, at=now(), day=to_local_day(now()), language="en")
        told[reader] = read_licence(subject, loaded)["reinstatement"]
    assert "The need is met." not in str(read)
    assert [one["reason"] if one else None for one in told.values()] == ["The need is met.", "The need is met.", None, None]
