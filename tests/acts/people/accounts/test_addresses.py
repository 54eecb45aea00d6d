"""An account moves by its person, a link and, for staff, a second administrator; the former address undoes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from licensing.acts.acting import at_time
from licensing.acts.people.accounts.addresses import (
    approve_address,
    confirm_address,
    decline_address,
    propose_address,
    undo_address,
)
from licensing.acts.people.accounts.keeping import find_account_gaps
from licensing.acts.people.organisations.invitations import invite_person
from licensing.acts.people.organisations.joining import open_invited_account
from licensing.acts.people.rights.sweeping import settle_due_rights
from licensing.choices import AddressState
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import AddressChange, Event, User
from licensing.policy.record.event_kinds import EventKind
from tests.acts.people.organisations.test_invitations import wish
from tests.world import World

NEW = "elsewhere@example.net"


def _kinds() -> list[str]:
    return list(Event.objects.filter(kind__startswith="address.").order_by("number").values_list("kind", flat=True))


def _address_of(person: User) -> str:
    return User.objects.get(pk=person.pk).email


def test_a_partner_moves_by_asking_and_by_the_link(world: World) -> None:
    change = propose_address(world.paula, address=" Elsewhere@Example.NET ")
    assert _address_of(world.paula) == world.paula.email

    confirm_address(change)

    assert _address_of(world.paula) == NEW
    assert _kinds() == [EventKind.ADDRESS_PROPOSED, EventKind.ADDRESS_OFFERED, EventKind.ADDRESS_CHANGED]


def test_an_account_of_the_authority_moves_by_a_second_administrator(world: World, ada: User, bea: User) -> None:
    change = confirm_address(propose_address(ada, address=NEW))
    assert (change.state, _address_of(ada)) == (AddressState.CONFIRMED, ada.email)

    for who in (ada, world.paula, world.otto):
        with pytest.raises(NotAllowed):
            approve_address(change, who)
    approve_address(change, bea)

    assert _address_of(ada) == NEW
    assert AddressChange.objects.get().settled_by == bea


def test_an_administrator_declines_with_a_reason(world: World, ada: User) -> None:
    change = confirm_address(propose_address(world.otto, address=NEW))
    with pytest.raises(Invalid):
        decline_address(change, ada, reason=" ")

    decline_address(change, ada, reason="Otto knows nothing of it.")

    assert _address_of(world.otto) == world.otto.email
    with pytest.raises(WrongState):
        approve_address(change, ada)


@pytest.mark.parametrize(("address", "code"), [("", "required"), ("paula", "invalid"), ("PAULA@example.org", "same")])
def test_what_is_no_other_address_is_refused(world: World, address: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        propose_address(world.paula, address=address)

    assert [gap.code for gap in refused.value.gaps] == [code]
    assert not AddressChange.objects.exists()


def test_a_sixth_address_within_a_day_is_refused(world: World) -> None:
    for number in range(5):
        propose_address(world.paula, address=f"elsewhere{number}@example.net")

    with pytest.raises(Invalid):
        propose_address(world.paula, address=NEW)

    assert AddressChange.objects.open().count() == 1


def test_an_address_in_use_is_taken_like_any_other_and_never_moved_to(world: World) -> None:
    change = propose_address(world.paula, address=world.rita.email)

    with pytest.raises(WrongState, match="cannot be used any more"):
        confirm_address(change)

    assert _kinds() == [EventKind.ADDRESS_PROPOSED, EventKind.ADDRESS_OFFERED]


def test_a_link_ends_after_two_days_and_works_once(world: World) -> None:
    change = propose_address(world.paula, address=NEW)
    with at_time(timezone.now() + timedelta(hours=49)):
        assert settle_due_rights() == 1
    with pytest.raises(WrongState):
        confirm_address(change)
    again = confirm_address(propose_address(world.paula, address=NEW))

    with pytest.raises(WrongState):
        confirm_address(again)


def test_the_former_address_takes_the_account_back(world: World) -> None:
    change = confirm_address(propose_address(world.paula, address=NEW))
    further = confirm_address(propose_address(world.paula, address="third@example.net"))

    undo_address(change)

    paula = User.objects.get(pk=world.paula.pk)
    assert (paula.email, paula.has_usable_password()) == (world.paula.email, False)
    assert Event.objects.get(kind=EventKind.ADDRESS_UNDONE).data["restored"] is True
    with pytest.raises(WrongState):
        undo_address(further)


def test_a_change_that_waits_is_stopped_from_the_former_address(world: World) -> None:
    change = confirm_address(propose_address(world.otto, address=NEW))

    undo_address(change)

    assert _address_of(world.otto) == world.otto.email
    assert AddressChange.objects.get().state == AddressState.UNDONE


def test_after_a_week_the_former_address_is_free_and_undoes_nothing(world: World) -> None:
    change = confirm_address(propose_address(world.paula, address=NEW))
    former = world.paula.email
    assert [gap.code for gap in find_account_gaps(email=former, name="Somebody")] == ["taken"]

    with at_time(timezone.now() + timedelta(days=8)):
        assert list(find_account_gaps(email=former, name="Somebody")) == []
        with pytest.raises(WrongState):
            undo_address(change)


def test_an_address_cannot_change_without_an_event(world: World) -> None:
    with pytest.raises(IntegrityError):
        _write_address(world.paula)


def test_nobody_opens_an_account_at_an_address_that_may_still_be_taken_back(world: World) -> None:
    change = confirm_address(propose_address(world.rita, address=NEW))
    invitation = invite_person(world.paula, wish(world, email=world.rita.email))

    with pytest.raises(NotAllowed):
        open_invited_account(invitation, name="Thief", language="en", password="correct horse battery")
    assert not User.objects.filter(name="Thief").exists()

    # Only a command that asks no act gives it away, and then nothing is undone by halves.
    User.objects.create_user(world.rita.email, name="Made by a command")
    with pytest.raises(WrongState, match="Write to the administrators"):
        undo_address(change)
    assert _address_of(world.rita) == NEW


@transaction.atomic
def _write_address(person: User) -> None:
    User.objects.filter(pk=person.pk).update(email=NEW)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_account_of_a_system_is_not_moved(world: World) -> None:
    with pytest.raises(NotAllowed):
        propose_address(world.cus, address=NEW)


def test_an_undo_leaves_no_other_way_in(world: World) -> None:
    TOTP.activate(world.rita, "OLDSECRET")
    change = confirm_address(propose_address(world.rita, address="thief@example.org"))
    SocialAccount.objects.create(user=world.rita, provider="https://id.example", uid="thief")
    RecoveryCodes.activate(world.rita)

    undo_address(change)

    assert not SocialAccount.objects.filter(user=world.rita).exists()
    # Also the factor that was there before: whoever asked may have left it, and two administrators open the account.
    assert not Authenticator.objects.filter(user=world.rita).exists()
    assert not User.objects.get(pk=world.rita.pk).is_active


@pytest.mark.parametrize("owes", [True, False])
def test_an_undo_closes_the_account_of_whoever_owes_a_second_factor(world: World, settings: Settings, owes: bool) -> None:
    settings.REQUIRE_STAFF_MFA = owes

    undo_address(propose_address(world.otto, address=NEW))

    assert User.objects.get(pk=world.otto.pk).is_active is not owes
    assert Event.objects.get(kind=EventKind.ADDRESS_UNDONE).data["closed"] is owes
