"""An invitation is taken up once, by its addressee; a role that binds the organisation waits for a second administrator."""

from __future__ import annotations

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.people.organisations.invitations import invite_person, withdraw_invitation
from licensing.acts.people.organisations.joining import accept_invitation, open_invited_account
from licensing.acts.people.rights.giving import confirm_right
from licensing.choices import MembershipRole, Office, ProposalState
from licensing.errors import Invalid, NotAllowed, Problem, WrongState
from licensing.models import Appointment, Event, Invitation, Membership, Organisation, RightProposal, User, read_actor
from licensing.policy.record.event_kinds import EventKind
from tests.acts.people.organisations.test_invitations import wish
from tests.administrators import today
from tests.by_hand import by_hand
from tests.world import ALWAYS, PASSWORD, World

ACCOUNT = {"name": "Nina New", "language": "uk", "password": PASSWORD}


def _role(user: User, organisation: Organisation) -> str | None:
    return read_actor(User.objects.get(pk=user.pk), on=today()).memberships.get(organisation.pk)


def _administrator(world: World, name: str = "anna") -> User:
    with by_hand():
        user = User.objects.create_user(email=f"{name}@example.org", name=name.capitalize())
        Membership.objects.create(user=user, organisation=world.partner, role=MembershipRole.ADMINISTRATOR)
    return user


def test_a_new_account_drafts_at_once_and_signs_in_with_its_password(world: World) -> None:
    accepted = open_invited_account(invite_person(world.paula, wish(world)), **ACCOUNT)

    nina = User.objects.get(email="new@example.org")
    given = Membership.objects.get(user=nina)
    assert (nina.name, nina.language, nina.is_staff, nina.check_password(PASSWORD)) == ("Nina New", "uk", False, True)
    assert (given.role, given.proposal, accepted.settled_by) == ("drafter", accepted.proposal, nina)
    assert Event.objects.get(kind=EventKind.RIGHT_CONFIRMED).data["given"] == str(given.pk)


def test_a_binding_role_waits_for_another_administrator_of_the_organisation(world: World, ada: User) -> None:
    anna = _administrator(world)
    accepted = accept_invitation(
        invite_person(world.paula, wish(world, email="stella@example.org", role=MembershipRole.PREPARER)), world.stella
    )
    proposal = accepted.proposal
    assert proposal is not None

    before = _role(world.stella, world.partner)
    for who in (world.paula, world.stella, world.rita, ada):
        with pytest.raises(NotAllowed):
            confirm_right(proposal, who)
    confirm_right(proposal, anna)

    assert before is None
    assert Membership.objects.get(user=world.stella).role == MembershipRole.PREPARER


def test_where_there_is_no_other_the_authority_confirms(world: World, ada: User) -> None:
    accepted = accept_invitation(
        invite_person(world.paula, wish(world, email="stella@example.org", role=MembershipRole.ADMINISTRATOR)), world.stella
    )
    assert accepted.proposal is not None

    confirm_right(accepted.proposal, ada)

    assert RightProposal.objects.get().state == ProposalState.CONFIRMED


def test_who_is_invited_to_the_desk_gets_no_right(world: World, ada: User) -> None:
    open_invited_account(invite_person(ada, wish(world, organisation=None, role="")), **ACCOUNT)

    nina = User.objects.get(email="new@example.org")
    actor = read_actor(nina, on=today())
    assert (nina.is_staff, nina.is_superuser, actor.appointments, actor.bodies) == (True, False, frozenset(), {})


@pytest.mark.parametrize(
    ("happening", "sentence"),
    [
        ("used", "was used already"),
        ("taken back", "was taken back"),
        ("ended", "has ended unused"),
        ("of somebody else", "for another address than stella@example.org"),
        ("by who may not any more", "may invite nobody any more"),
    ],
)
def test_what_cannot_be_accepted_is_refused_in_words(world: World, happening: str, sentence: str) -> None:
    invitation = invite_person(world.paula, wish(world, email="rita@example.org"))
    later = now()
    match happening:
        case "used":
            accept_invitation(invitation, world.rita)
        case "taken back":
            withdraw_invitation(invitation, world.paula)
        case "ended":
            later = invitation.ends_at
        case "by who may not any more":
            with by_hand():
                Membership.objects.filter(user=world.paula).update(role=MembershipRole.READER)
    before = (Membership.objects.count(), Event.objects.count())

    with pytest.raises((WrongState, NotAllowed), match=sentence), at_time(later):
        accept_invitation(invitation, world.stella if happening == "of somebody else" else world.rita)

    assert (Membership.objects.count(), Event.objects.count()) == before


def test_of_an_address_with_an_account_no_second_one_is_opened(world: World) -> None:
    invitation = invite_person(world.paula, wish(world, email="rita@example.org"))

    with pytest.raises(NotAllowed, match="There is an account with this address"):
        open_invited_account(invitation, **ACCOUNT)

    assert User.objects.get(email="rita@example.org").check_password(PASSWORD)
    assert User.objects.get(email="rita@example.org").name == "Rita"


def test_what_is_wrong_with_the_new_account_is_said_at_once(world: World) -> None:
    invitation = invite_person(world.paula, wish(world))

    with pytest.raises(Invalid) as refused:
        open_invited_account(invitation, name=" ", language="xx", password="short")

    assert [gap.path for gap in refused.value.gaps] == ["name", "language", "password"]
    assert Invitation.objects.pending().get() == invitation


def test_who_belongs_to_the_organisation_already_gets_nothing_twice(world: World) -> None:
    invitation = invite_person(world.paula, wish(world, email="stella@example.org"))
    with by_hand():
        Membership.objects.create(user=world.stella, organisation=world.partner, role=MembershipRole.READER)

    with pytest.raises(Problem, match="belong to this organisation already"):
        accept_invitation(invitation, world.stella)

    assert Invitation.objects.pending().get() == invitation


def test_whom_the_authority_invites_reads_nothing_before_a_second_person(world: World, ada: User, bea: User) -> None:
    invitation = invite_person(ada, wish(world, email="stella@example.org", role=MembershipRole.READER))

    proposal = accept_invitation(invitation, world.stella).proposal

    assert proposal is not None
    assert (proposal.state, _role(world.stella, world.partner)) == (ProposalState.PENDING, None)
    with pytest.raises(NotAllowed):
        confirm_right(proposal, ada)
    assert confirm_right(proposal, bea).state == ProposalState.CONFIRMED


def test_whoever_became_an_officer_lets_no_invitation_of_before_stand(world: World) -> None:
    invitation = invite_person(world.paula, wish(world))
    _administrator(world)
    with by_hand():
        Membership.objects.filter(user=world.paula).update(ended_at=now())
        Appointment.objects.create(user=world.paula, kind=Office.CASE_OFFICER, period=ALWAYS)

    with pytest.raises(WrongState):
        open_invited_account(invitation, **ACCOUNT)

    assert not User.objects.filter(email="new@example.org").exists()
