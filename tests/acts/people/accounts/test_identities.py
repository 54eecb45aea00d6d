"""One identity for one account and one account for one identity; each change is an event of which its owner hears."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from licensing.acts.origin import Origin, from_origin
from licensing.acts.people.accounts.identities import (
    connect_identity,
    disconnect_identity,
    find_identity,
    find_identity_gaps,
    require_step_up_for_identities,
    write_identity,
)
from licensing.errors import Invalid, NotAllowed, StepUpRequired
from licensing.models import Event
from licensing.policy.record.event_kinds import EventKind
from tests.world import World

SERVICE = "https://id.example"


def test_a_connected_identity_is_an_event_without_its_subject(world: World) -> None:
    connect_identity(world.paula, issuer=SERVICE, subject="s-1")

    event = Event.objects.get(kind=EventKind.IDENTITY_CONNECTED)
    assert (event.actor, event.data) == (world.paula, {"person": str(world.paula.pk), "provider": "state"})
    assert find_identity(world.paula) is not None


@pytest.mark.parametrize(
    ("issuer", "subject", "code"),
    [("", "s-2", "required"), (SERVICE, "", "required"), (SERVICE, "s" * 256, "required"), (SERVICE, "s-1", "taken")],
)
def test_what_cannot_be_connected_is_named(world: World, issuer: str, subject: str, code: str) -> None:
    connect_identity(world.rita, issuer=SERVICE, subject="s-1")

    assert [gap.code for gap in find_identity_gaps(world.paula, issuer=issuer, subject=subject)] == [code]
    with pytest.raises(Invalid):
        connect_identity(world.paula, issuer=issuer, subject=subject)
    assert find_identity(world.paula) is None


def test_an_account_has_one_identity(world: World) -> None:
    write_identity(world.paula, issuer=SERVICE, subject="s-1")

    with pytest.raises(Invalid, match="has an identity already"):
        write_identity(world.paula, issuer=SERVICE, subject="s-2")


def test_it_is_disconnected_once_and_never_by_whoever_could_not_sign_in_any_more(world: World) -> None:
    connect_identity(world.paula, issuer=SERVICE, subject="s-1")
    disconnect_identity(world.paula)
    disconnect_identity(world.paula)
    assert Event.objects.filter(kind=EventKind.IDENTITY_DISCONNECTED).count() == 1

    connect_identity(world.paula, issuer=SERVICE, subject="s-1")
    world.paula.set_unusable_password()
    world.paula.save()
    with pytest.raises(NotAllowed):
        disconnect_identity(world.paula)
    assert find_identity(world.paula) is not None


def test_connecting_asks_for_a_fresh_proof(world: World, settings: Settings) -> None:
    settings.STEP_UP = True

    with from_origin(Origin()), pytest.raises(StepUpRequired):
        require_step_up_for_identities(world.paula)
    with from_origin(Origin()), pytest.raises(StepUpRequired):
        connect_identity(world.paula, issuer=SERVICE, subject="s-1")
    assert find_identity(world.paula) is None
