"""Invitations, roles and registrations taken up by two at once: one has it, the other reads why not."""

from __future__ import annotations

from licensing.acts.people.organisations.invitations import invite_person
from licensing.acts.people.organisations.joining import open_invited_account
from licensing.acts.people.organisations.memberships import remove_member
from licensing.acts.people.organisations.registrations import accept_registration
from licensing.choices import MembershipRole, RegistrationState
from licensing.models import Invitation, Membership, Organisation, Registration, User
from tests.acts.people.organisations.test_invitations import wish
from tests.acts.people.organisations.test_registrations import DETAILS
from tests.by_hand import by_hand
from tests.races.racing import codes, race
from tests.world import PASSWORD, World


def test_one_link_used_twice_at_once_opens_one_account(real_world: World) -> None:
    invitation = invite_person(real_world.paula, wish(real_world))

    results = race(*[lambda: open_invited_account(invitation, name="Nina", language="en", password=PASSWORD)] * 2)

    assert codes(results) == ["ok", "wrong_state"]
    assert (User.objects.filter(email="new@example.org").count(), Membership.objects.filter(role="drafter").count()) == (1, 1)


def test_one_address_invited_twice_at_once_gets_one_invitation(real_world: World) -> None:
    results = race(*[lambda: invite_person(real_world.paula, wish(real_world))] * 2)

    assert sorted(codes(results)) == ["invalid", "ok"]
    assert Invitation.objects.count() == 1


def test_two_administrators_who_remove_each_other_leave_one(real_world: World) -> None:
    with by_hand():
        anna = User.objects.create_user(email="anna@example.org", name="Anna")
        hers = Membership.objects.create(user=anna, organisation=real_world.partner, role=MembershipRole.ADMINISTRATOR)
    paulas = Membership.objects.get(user=real_world.paula)

    results = race(
        lambda: remove_member(hers, real_world.paula, reason="She left."),
        lambda: remove_member(paulas, anna, reason="She left."),
    )

    assert codes(results).count("ok") == 1
    assert Membership.objects.filter(organisation=real_world.partner, role="administrator", ended_at=None).count() == 1


def test_one_registration_accepted_twice_at_once_opens_one_organisation(real_world: World) -> None:
    with by_hand():
        registration = Registration.objects.create(
            name=DETAILS.name,
            country_id=DETAILS.country,
            register_no=DETAILS.register_no,
            address=DETAILS.address,
            signatory=DETAILS.signatory,
            signatory_position=DETAILS.signatory_position,
            contact=DETAILS.contact,
            email="nele@depot.example",
            language="en",
            reference="REG/2026/1",
            token_digest="0" * 64,
            state=RegistrationState.FILED,
            asked_at=real_world.otto.date_joined,
            ends_at=real_world.otto.date_joined,
            filed_at=real_world.otto.date_joined,
        )

    results = race(*[lambda: accept_registration(registration, real_world.otto)] * 2)

    assert codes(results) == ["ok", "wrong_state"]
    assert Organisation.objects.filter(name=DETAILS.name).count() == 1
