"""A new password is its person's own act, told to them; that one is forgotten is noted alike for every address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from licensing.acts.acting import at_time
from licensing.acts.people.accounts.addresses import confirm_address, propose_address
from licensing.acts.people.accounts.passwords import choose_password, request_password
from licensing.choices import WayIn
from licensing.errors import WrongState
from licensing.models import Event, PasswordRequest, User
from licensing.policy.record.event_kinds import EventKind
from tests.abuse.walking import signed_in
from tests.world import World

NEW = "another battery staple horse"


def test_a_new_password_is_an_event_without_it_and_ends_the_sessions(world: World) -> None:
    client: Client = signed_in(world.paula)

    choose_password(world.paula, NEW)

    assert User.objects.get(pk=world.paula.pk).check_password(NEW)
    event = Event.objects.get(kind=EventKind.PASSWORD_CHANGED)
    assert (event.actor, event.data) == (world.paula, {"person": str(world.paula.pk), "ended": [WayIn.SESSION]})
    assert client.get("/session/confirmed/").status_code == 302


def test_whoever_asks_again_and_again_gets_three_letters_an_hour(world: World) -> None:
    for address in [" Paula@Example.org "] * 5 + ["nobody@example.org"]:
        request_password(address)
    with at_time(timezone.now() + timedelta(hours=2)):
        request_password("paula@example.org")

    assert PasswordRequest.objects.filter(address="paula@example.org").count() == 4
    assert PasswordRequest.objects.filter(address="nobody@example.org").count() == 1


def test_an_address_that_no_column_holds_is_asked_for_in_vain(world: World) -> None:
    request_password("a" * 60 + "@" + "b" * 190 + ".example.org")

    assert not PasswordRequest.objects.exists()


def test_a_new_password_stops_what_whoever_had_the_former_one_asked_for(world: World) -> None:
    change = propose_address(world.paula, address="thief@example.org")

    choose_password(world.paula, NEW)

    with pytest.raises(WrongState):
        confirm_address(change)
    assert User.objects.get(pk=world.paula.pk).email == world.paula.email
