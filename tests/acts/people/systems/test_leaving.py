"""Whoever leaves answers for no program any more, and a secret that they know ends unless somebody sees to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.acting import at_time, now
from licensing.acts.clocks.reminders import send_due_reminders
from licensing.acts.people.rights.ending import end_right
from licensing.acts.people.systems.keeping import find_secret, may_rotate, rotate_secret
from licensing.acts.people.systems.leaving import confirm_secrets, list_leavers
from licensing.acts.people.systems.owners import confirm_owner, propose_owner
from licensing.acts.people.systems.sweeping import settle_due_systems
from licensing.choices import MembershipRole
from licensing.errors import NotAllowed, WrongState
from licensing.models import Endpoint, Event, Mandate, Membership, System, User
from licensing.outbox.webhooks.encryption import encrypt
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import add_administrator
from tests.api.calling import new_account, new_system
from tests.by_hand import by_hand
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(world: World) -> System:
    """A system of the partner for which Paula answers, with a secret that she made, and an administrator beside her."""
    made = new_system(account=new_account(world.partner), organisation=world.partner, owner=world.paula)
    with by_hand():
        Membership.objects.create(user=world.rita, organisation=world.partner, role=MembershipRole.ADMINISTRATOR)
    return made


def _leave(person: User) -> None:
    end_right(Membership.objects.get(user=person), add_administrator("keeper"), reason="She has left.")


def _told(kind: EventKind) -> int:
    return Event.objects.filter(kind=kind).count()


def test_whoever_has_left_makes_no_secret_and_both_sides_are_told(world: World, system: System) -> None:
    secret = rotate_secret(system, world.paula)
    assert settle_due_systems() == 0

    _leave(world.paula)

    assert not may_rotate(system, world.paula, at=now())
    with pytest.raises(NotAllowed):
        rotate_secret(system, world.paula)
    assert [settle_due_systems(), settle_due_systems()] == [1, 0]
    event = Event.objects.get(kind=EventKind.SYSTEM_LEFT)
    assert (event.actor, event.data["leavers"]) == (None, [str(world.paula.pk)])
    # It goes on meanwhile.
    assert find_secret(System.objects.get(), secret, at=now()) is not None


def test_it_is_reminded_of_every_three_days_and_then_its_secrets_end(world: World, system: System) -> None:
    secret = rotate_secret(system, world.paula)
    Endpoint.objects.create(
        owner=system.account,
        organisation=world.partner,
        url="https://hooks.example.org/",
        secret=encrypt("whsec_former"),
        created_at=now(),
        secret_made_by=world.paula,
        secret_made_at=now(),
    )
    _leave(world.paula)
    done = []
    for days in (0, 1, 3, 5, 6, 9, 12, 14, 15):
        with at_time(now() + timedelta(days=days, minutes=1)):
            done.append((settle_due_systems(), send_due_reminders()))

    assert [one for one, _sent in done] == [1, 0, 0, 0, 0, 0, 0, 1, 0]
    assert sum(sent for _one, sent in done) == _told(EventKind.SYSTEM_LEFT_REMINDED) == 4
    assert (_told(EventKind.SYSTEM_LEFT), _told(EventKind.SYSTEM_LEFT_ENDED)) == (1, 1)
    assert find_secret(System.objects.get(), secret, at=now() + timedelta(days=15)) is None
    assert Endpoint.objects.get().secret == ""


def test_a_new_owner_settles_it(world: World, system: System) -> None:
    _leave(world.paula)
    assert settle_due_systems() == 1

    propose_owner(system, add_administrator("ada"), owner=world.rita, reason="Paula has left.")
    confirm_owner(system, add_administrator("bea"))

    assert (list_leavers(System.objects.get(), at=now()), settle_due_systems()) == ([], 1)
    assert (_told(EventKind.SYSTEM_LEFT_SETTLED), System.objects.get().left_at) == (1, None)


def test_a_secret_of_a_leaver_is_made_anew_or_confirmed_by_who_answers_for_it(world: World, system: System) -> None:
    with by_hand():
        System.objects.filter(pk=system.pk).update(owner=world.rita)
        Membership.objects.filter(user=world.paula).update(role=MembershipRole.ADMINISTRATOR)
    system.refresh_from_db()
    rotate_secret(system, world.paula)
    with pytest.raises(WrongState):
        confirm_secrets(system, world.rita, reason="Nobody has left.")
    _leave(world.paula)
    assert settle_due_systems() == 1

    with pytest.raises(NotAllowed):
        confirm_secrets(system, world.paula, reason="I never kept it.")
    confirm_secrets(system, world.rita, reason="It was typed into the safe by both of us.")

    assert (list_leavers(System.objects.get(), at=now()), settle_due_systems(), System.objects.get().left_at) == ([], 0, None)
    rotate_secret(system, world.rita)
    assert list_leavers(System.objects.get(), at=now()) == []


def test_whoever_made_several_secrets_is_looked_up_once(world: World, system: System) -> None:
    counts = []
    for _secret in range(2):
        rotate_secret(system, world.paula, hours=24)
        with CaptureQueriesContext(connection) as statements:
            assert list_leavers(system, at=now()) == []
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_what_was_confirmed_of_one_leaver_says_nothing_of_the_next(world: World, system: System) -> None:
    with by_hand():
        System.objects.filter(pk=system.pk).update(owner=world.rita)
        Membership.objects.filter(user=world.paula).update(role=MembershipRole.ADMINISTRATOR)
        next_one = Membership.objects.create(user=world.dan, organisation=world.partner, role=MembershipRole.ADMINISTRATOR)
        Mandate.objects.filter(user=world.dan).delete()
    system.refresh_from_db()
    rotate_secret(system, world.paula)
    rotate_secret(system, world.dan, hours=24)
    _leave(world.paula)
    confirm_secrets(system, world.rita, reason="It was typed into the safe by both of us.")
    assert list_leavers(System.objects.get(), at=now()) == []

    end_right(next_one, add_administrator("next"), reason="He has left.")

    assert list_leavers(System.objects.get(), at=now()) == [world.dan]


def test_an_owner_who_left_confirms_nothing_and_nothing_is_confirmed_for_them(world: World, system: System) -> None:
    rotate_secret(system, world.paula)
    _leave(world.paula)

    with pytest.raises(WrongState, match="hand it over"):
        confirm_secrets(system, world.rita, reason="She told me so.")


def test_a_closed_account_and_an_office_that_ended_count_too(world: World) -> None:
    gate = new_system(account=world.cus, owner=world.otto)
    assert list_leavers(gate, at=now()) == []

    with by_hand():
        User.objects.filter(pk=world.otto.pk).update(is_active=False)
    gate.refresh_from_db()

    assert list_leavers(gate, at=now()) == [world.otto]
