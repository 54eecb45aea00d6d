"""Factors are added and removed with an event, of which the owner hears; the last one stays where one must be."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from pytest_django import Settings

from licensing.acts.acting import now
from licensing.acts.origin import Origin, from_origin
from licensing.acts.people.accounts.second_factor import (
    add_factor,
    count_second_factors,
    must_have_second_factor,
    note_code_used,
    remove_factor,
    renew_recovery_codes,
    require_step_up_for_factors,
)
from licensing.errors import NotAllowed, StepUpRequired
from licensing.models import Event, User
from licensing.outbox.concerned import ConcernedBook
from licensing.policy.record.event_kinds import EventKind
from tests.members import add_reader
from tests.world import World


def add_app(person: User) -> Authenticator:
    secret = generate_totp_secret()
    return add_factor(person, Authenticator.Type.TOTP, lambda locked: TOTP.activate(locked, secret).instance)


def list_addressees(kind: EventKind) -> list[object]:
    event = Event.objects.get(kind=kind)
    return [one.id for one in ConcernedBook([event], now=now()).find_people(event)]


def test_an_added_factor_is_an_event_and_its_owner_hears_of_it(world: World) -> None:
    add_app(world.otto)

    event = Event.objects.get(kind=EventKind.FACTOR_ADDED)
    assert (event.actor, event.data) == (world.otto, {"person": str(world.otto.pk), "factor": "totp"})
    assert list_addressees(EventKind.FACTOR_ADDED) == [world.otto.pk]
    assert count_second_factors(world.otto) == 1


def test_recovery_codes_alone_are_no_second_factor(world: World) -> None:
    RecoveryCodes.activate(world.otto)

    assert count_second_factors(world.otto) == 0


def test_the_last_factor_of_staff_stays_and_nothing_is_recorded(world: World, settings: Settings) -> None:
    settings.REQUIRE_STAFF_MFA = True
    app = add_app(world.otto)

    with pytest.raises(NotAllowed, match="Add another one"):
        remove_factor(world.otto, app)

    assert count_second_factors(world.otto) == 1
    assert not Event.objects.filter(kind=EventKind.FACTOR_REMOVED).exists()


def test_whoever_needs_none_removes_it_and_their_recovery_codes_go_with_it(world: World, settings: Settings) -> None:
    settings.REQUIRE_STAFF_MFA = True
    reader = add_reader(world)
    app = add_app(reader)
    RecoveryCodes.activate(reader)

    remove_factor(reader, app)

    assert not Authenticator.objects.filter(user=reader).exists()
    assert list_addressees(EventKind.FACTOR_REMOVED) == [reader.pk]


def test_staff_and_whoever_submits_must_have_one_where_it_is_asked_for(world: World, settings: Settings) -> None:
    assert not must_have_second_factor(world.otto)

    settings.REQUIRE_STAFF_MFA = True

    assert [must_have_second_factor(one) for one in (world.otto, world.paula, add_reader(world), world.cus)] == [
        True,
        True,
        False,
        False,
    ]


def test_a_change_of_factors_asks_for_a_fresh_proof_first(world: World, settings: Settings) -> None:
    settings.STEP_UP = True

    with from_origin(Origin()), pytest.raises(StepUpRequired):
        require_step_up_for_factors(world.otto)


def test_a_used_recovery_code_is_told_and_a_used_app_is_not(world: World) -> None:
    note_code_used(world.otto, add_app(world.otto))
    note_code_used(world.otto, RecoveryCodes.activate(world.otto).instance)

    assert list_addressees(EventKind.CODE_USED) == [world.otto.pk]


def test_new_recovery_codes_make_the_old_ones_void(world: World) -> None:
    add_app(world.otto)
    old = renew_recovery_codes(world.otto)

    new = renew_recovery_codes(world.otto)

    assert (len(set(old) | set(new)), len(new)) == (20, 10)
    assert Event.objects.filter(kind=EventKind.CODES_RENEWED).count() == 2
