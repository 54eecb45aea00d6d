"""A colleague gets another role, or leaves; what they looked after goes to somebody, and somebody always administers."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.acts.people.organisations.memberships import list_looked_after, move_cases, remove_member, replace_role
from licensing.acts.people.rights.ending import end_right
from licensing.acts.people.rights.giving import confirm_right
from licensing.choices import MembershipRole, ProposalState
from licensing.errors import Invalid, NotAllowed, NotFound, Problem, WrongState
from licensing.models import Case, Event, Membership, RightProposal, User, read_actor
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import today
from tests.by_hand import by_hand
from tests.world import World

WHY = "She moves to another department."


def join(world: World, name: str, role: MembershipRole) -> Membership:
    with by_hand():
        user = User.objects.create_user(email=f"{name}@example.org", name=name.capitalize())
        return Membership.objects.create(user=user, organisation=world.partner, role=role)


def _of(world: World, user: User) -> Membership:
    return Membership.objects.get(user=user, organisation=world.partner, ended_at=None)


def _role(world: World, user: User) -> str | None:
    return read_actor(user, on=today()).memberships.get(world.partner.pk)


@pytest.mark.parametrize(
    ("before", "after", "at_once"),
    [("reader", "drafter", True), ("administrator", "preparer", True), ("drafter", "preparer", False)],
)
def test_more_that_binds_takes_two_and_less_holds_at_once(world: World, before: str, after: str, at_once: bool) -> None:
    member = join(world, "nina", MembershipRole(before))

    proposal = replace_role(member, world.paula, role=after, reason=WHY)

    assert _role(world, member.user) == (after if at_once else before)
    assert proposal.state == (ProposalState.CONFIRMED if at_once else ProposalState.PENDING)


def test_a_confirmed_role_takes_the_place_of_the_one_before(world: World) -> None:
    anna, member = join(world, "anna", MembershipRole.ADMINISTRATOR), join(world, "nina", MembershipRole.DRAFTER)
    proposal = replace_role(member, world.paula, role="preparer", reason=WHY)
    RightProposal.objects.filter(pk=proposal.pk)

    confirmed = confirm_right(proposal, anna.user)

    later = confirmed.starts_on
    assert later is not None
    assert read_actor(member.user, on=later).memberships == {world.partner.pk: "preparer"}
    assert _role(world, member.user) == ("drafter" if later > today() else "preparer")


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"role": "owner"}, Invalid),
        ({"role": "drafter"}, Invalid),
        ({"reason": ""}, Invalid),
        ({"by": "rita"}, NotAllowed),
        ({"by": "nina"}, NotAllowed),
    ],
)
def test_a_role_that_cannot_be_given_changes_nothing(world: World, given: dict[str, Any], problem: type[Problem]) -> None:
    member = join(world, "nina", MembershipRole.DRAFTER)
    by = member.user if given.get("by") == "nina" else world.rita if given.get("by") else world.paula
    words = {"role": "reader", "reason": WHY} | {name: value for name, value in given.items() if name != "by"}

    with pytest.raises(problem):
        replace_role(member, by, **words)
    with pytest.raises(NotAllowed, match="Nobody changes their own role"):
        replace_role(_of(world, world.paula), world.paula, role="reader", reason=WHY)

    assert _role(world, member.user) == "drafter"
    assert not RightProposal.objects.exists()


def test_what_somebody_looked_after_goes_to_a_successor(world: World) -> None:
    draft, filed, other = world.draft(), world.filed(), world.draft(title="Withdrawn")
    join(world, "anna", MembershipRole.ADMINISTRATOR)
    nina, lena = join(world, "nina", MembershipRole.DRAFTER), join(world, "lena", MembershipRole.READER)
    paula = _of(world, world.paula)

    for successor in (None, world.paula.pk, lena.user_id, world.rita.pk):
        with pytest.raises(Invalid) as refused:
            remove_member(paula, world.paula, reason=WHY, successor=successor)
        assert [gap.path for gap in refused.value.gaps] == ["successor"]
    remove_member(paula, world.paula, reason=WHY, successor=nina.user_id)

    event = Event.objects.get(kind=EventKind.CASES_HANDED_OVER)
    assert {Case.objects.get(pk=one.pk).keeper for one in (draft, filed, other)} == {nina.user}
    assert set(event.data["cases"]) == {str(one.pk) for one in (draft, filed, other)}
    assert _role(world, world.paula) is None


def test_the_last_administrator_stays_until_there_is_a_successor(world: World, ada: User) -> None:
    paula = _of(world, world.paula)

    with pytest.raises(WrongState, match="last administrator"):
        remove_member(paula, world.paula, reason=WHY)
    with pytest.raises(WrongState, match="last administrator"):
        end_right(paula, world.paula, reason=WHY)
    assert _role(world, world.paula) == "administrator"

    # The authority can: an account in wrong hands must not hold its organisation.
    end_right(paula, ada, reason=WHY)
    assert _role(world, world.paula) is None


def test_nobody_removes_people_of_others_nor_twice(world: World) -> None:
    nina = join(world, "nina", MembershipRole.DRAFTER)
    for who in (world.rita, world.otto, join(world, "pavlo", MembershipRole.PREPARER).user):
        with pytest.raises(NotAllowed):
            remove_member(nina, who, reason=WHY)

    remove_member(nina, world.paula, reason=WHY)

    with pytest.raises(WrongState, match="does not belong"):
        remove_member(nina, world.paula, reason=WHY)


def test_what_bears_the_name_of_somebody_who_has_left_is_handed_over(world: World, ada: User) -> None:
    anna, nina = join(world, "anna", MembershipRole.ADMINISTRATOR), join(world, "nina", MembershipRole.DRAFTER)
    draft = world.draft()
    end_right(_of(world, world.paula), ada, reason=WHY)

    move_cases(world.partner, world.paula, anna.user, successor=nina.user_id)

    assert list(list_looked_after(world.partner, nina.user)) == [draft]
    with pytest.raises(NotFound):
        move_cases(world.partner, world.paula, anna.user, successor=nina.user_id)
