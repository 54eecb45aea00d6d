"""What persons allow programs, and how it ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from licensing.acts.origin import Origin, from_origin
from licensing.acts.people.accounts.keeping import close_account
from licensing.acts.people.rights.keepers import lock_person
from licensing.acts.people.systems.authorisations import (
    allow_program,
    compute_end,
    end_authorisation,
    end_authorisations,
    is_strong_enough,
    list_open,
    revoke_program,
)
from licensing.choices import AuthorisationEnd, MembershipRole
from licensing.errors import NotAllowed, NotFound
from licensing.models import Authorisation, Event, Membership, System
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import add_administrator
from tests.api.calling import allow, new_system
from tests.members import add_reader
from tests.world import World


@pytest.fixture
def program(world: World) -> System:
    return new_system(is_public=True, scopes=["cases:read", "positions:write"])


def test_allowing_again_replaces_what_was_allowed_before(world: World, program: System) -> None:
    first = allow_program(world.rhea, program, scopes=["cases:read", "usages:write"])
    second = allow_program(world.rhea, program, scopes=["positions:write"])

    assert first.scopes == ["cases:read"]
    assert list_open(world.rhea) == [second]
    first.refresh_from_db()
    assert first.ended_because == AuthorisationEnd.REPLACED


def test_only_a_person_allows_and_only_a_program_of_that_kind(world: World, program: System) -> None:
    with pytest.raises(NotAllowed):
        allow_program(world.cus, program, scopes=["cases:read"])
    with pytest.raises(NotAllowed):
        allow_program(world.rhea, new_system(account=world.cus), scopes=["cases:read"])


def test_who_needs_a_second_factor_allows_nothing_without_it(world: World, program: System, settings: Settings) -> None:
    settings.REQUIRE_STAFF_MFA = True
    at = timezone.now()

    with from_origin(Origin(confirmed_at=at)), pytest.raises(NotAllowed, match="needs a second factor"):
        allow_program(world.rhea, program, scopes=["cases:read"])
    with from_origin(Origin(confirmed_at=at, by_second_factor=True)):
        allowed = allow_program(world.rhea, program, scopes=["cases:read"])

    assert (allowed.by_second_factor, allowed.confirmed_at) == (True, at)
    assert Authorisation.objects.count() == 1


def test_what_was_allowed_without_a_second_factor_is_over_when_one_is_needed(
    world: World, program: System, settings: Settings
) -> None:
    reader = add_reader(world)
    settings.REQUIRE_STAFF_MFA = True
    allowed = allow_program(reader, program, scopes=["cases:read"])
    assert is_strong_enough(allowed)

    Membership.objects.filter(user=reader).update(role=MembershipRole.PREPARER)

    assert not is_strong_enough(allowed)


def test_a_person_ends_their_own_and_nobody_elses(world: World, program: System) -> None:
    allowed = allow(world.rhea, program)

    with pytest.raises(NotFound):
        revoke_program(allowed, world.dora)
    revoke_program(allowed, world.rhea)
    with pytest.raises(NotFound):
        revoke_program(allowed, world.rhea)

    event = Event.objects.get(kind=EventKind.PROGRAM_ENDED)
    assert (event.actor, event.data["because"]) == (world.rhea, "revoked")


def test_what_has_ended_is_not_ended_again(world: World, program: System) -> None:
    allowed = allow(world.rhea, program)

    for _ in range(2):
        end_authorisation(allowed.pk, because=AuthorisationEnd.REPLAYED)

    assert Event.objects.filter(kind=EventKind.PROGRAM_ENDED).count() == 1


def test_all_ends_with_the_sign_ins_of_a_person(world: World, program: System) -> None:
    allow(world.rhea, program)
    allow(world.dora, program)

    with lock_person(world.rhea) as (person, at):
        end_authorisations(person, at=at)

    assert (list_open(world.rhea), len(list_open(world.dora))) == ([], 1)


def test_a_closed_account_allows_nothing_any_more(world: World, program: System) -> None:
    allow(world.rhea, program)

    close_account(world.rhea, add_administrator("ada"), reason="She left.")

    assert Authorisation.objects.get().ended_because == AuthorisationEnd.PERSON


def test_a_program_acts_for_a_month_at_most_and_never_beyond_its_own_end(program: System) -> None:
    at = timezone.now()

    assert compute_end(program, at) == at + timedelta(days=30)
    program.end_on = date(2020, 1, 2)
    assert compute_end(program, at).isoformat() == "2020-01-02T00:00:00+02:00"
