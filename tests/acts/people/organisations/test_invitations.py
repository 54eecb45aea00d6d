"""Somebody is invited by mail: the link can be taken back and sent again; what is refused sends and changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.people.organisations.invitations import InvitationInput, invite_person, send_again, withdraw_invitation
from licensing.acts.people.organisations.joining import find_invitation
from licensing.acts.people.rights.sweeping import settle_due_invitations
from licensing.choices import InvitationState, MembershipRole
from licensing.errors import Invalid, NotAllowed, NotFound, WrongState
from licensing.models import Change, Event, Invitation, Membership, User
from licensing.policy.people.memberships import MOST_SENT
from licensing.policy.record.event_kinds import EventKind
from tests.by_hand import by_hand
from tests.world import World

DAY = timedelta(days=1)


def wish(world: World, **changes: Any) -> InvitationInput:
    given = {"email": "new@example.org", "language": "en", "role": MembershipRole.DRAFTER, "reason": "She joins us."}
    return InvitationInput(**{"organisation": world.partner, **given, **changes})


def test_only_a_digest_of_the_link_is_stored_and_nothing_of_it_recorded(world: World) -> None:
    invitation = invite_person(world.paula, wish(world, email=" New@Example.ORG "))

    event = Event.objects.get(kind=EventKind.INVITATION_SENT)
    written = "".join(str(one.columns) for one in Change.objects.filter(table_name="licensing_invitation"))
    assert (invitation.email, invitation.ends_at - invitation.invited_at) == ("new@example.org", 7 * DAY)
    assert find_invitation(invitation.token) == invitation
    assert invitation.token_digest not in written
    assert "new@example.org" not in str(event.data)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"email": "no address"}, "invalid"),
        ({"email": f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example"}, "too_long"),
        ({"email": "PAULA@example.org"}, "own"),
        ({"email": "lena@example.org"}, "twice"),
        ({"role": "owner"}, "unknown_code"),
        ({"role": ""}, "unknown_code"),
        ({"language": "tlh"}, "unknown_code"),
        ({"reason": " "}, "required"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said_and_nothing_is_sent(world: World, changes: dict[str, Any], code: str) -> None:
    with by_hand():
        lena = User.objects.create_user(email="lena@example.org", name="Lena")
        Membership.objects.create(user=lena, organisation=world.partner, role=MembershipRole.READER)
    before = Event.objects.count()

    with pytest.raises(Invalid) as refused:
        invite_person(world.paula, wish(world, **changes))

    assert [gap.code for gap in refused.value.gaps] == [code]
    assert (Invitation.objects.count(), Event.objects.count()) == (0, before)


def test_whether_an_address_has_an_account_makes_no_difference(world: World) -> None:
    known, unknown = (invite_person(world.paula, wish(world, email=one)) for one in ("rita@example.org", "new@example.org"))

    assert {name: getattr(known, name) for name in ("state", "role", "sent")} == {
        name: getattr(unknown, name) for name in ("state", "role", "sent")
    }


@pytest.mark.parametrize("who", ["rita", "stella", "otto", "cus"])
def test_nobody_invites_to_an_organisation_of_others(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        invite_person(getattr(world, who), wish(world))
    with pytest.raises(NotAllowed):
        invite_person(getattr(world, who), wish(world, organisation=None, role=""))

    assert not Invitation.objects.exists()


def test_one_address_is_invited_once_at_a_time(world: World) -> None:
    first = invite_person(world.paula, wish(world))
    with pytest.raises(Invalid) as refused:
        invite_person(world.paula, wish(world))
    withdraw_invitation(first, world.paula)

    again = invite_person(world.paula, wish(world))

    assert [gap.code for gap in refused.value.gaps] == ["twice"]
    assert list(Invitation.objects.pending()) == [again]


def test_sent_again_it_has_another_link_and_the_former_leads_nowhere(world: World) -> None:
    invitation = invite_person(world.paula, wish(world))
    former = invitation.token
    with at_time(now() + 8 * DAY):
        settle_due_invitations()
        again = send_again(invitation, world.paula)

    with pytest.raises(NotFound):
        find_invitation(former)
    assert (again.state, find_invitation(again.token)) == (InvitationState.PENDING, again)


def test_it_is_not_sent_without_end(world: World) -> None:
    invitation = invite_person(world.paula, wish(world))
    for _time in range(MOST_SENT - 1):
        send_again(invitation, world.paula)

    with pytest.raises(WrongState, match="often enough"):
        send_again(invitation, world.paula)


def test_one_that_was_taken_back_is_neither_sent_again_nor_taken_back_twice(world: World) -> None:
    invitation = withdraw_invitation(invite_person(world.paula, wish(world)), world.paula)

    for act in (send_again, withdraw_invitation):
        with pytest.raises(WrongState, match="was taken back"):
            act(invitation, world.paula)
    with pytest.raises(NotAllowed):
        withdraw_invitation(invite_person(world.paula, wish(world, email="other@example.org")), world.rita)


def test_the_desk_is_invited_to_by_administrators_of_people(world: World, ada: User) -> None:
    invitation = invite_person(ada, wish(world, organisation=None, role=""))

    with pytest.raises(Invalid) as refused:
        invite_person(ada, wish(world, organisation=None, email="otto@example.org"))
    assert invitation.is_for_staff
    assert [gap.code for gap in refused.value.gaps] == ["unknown_code", "twice"]
