"""What time alone does to proposed rights: reminded of, lapsed, begun; each once, however often the sweep runs."""

from __future__ import annotations

from datetime import timedelta

from licensing.acts.acting import at_time, now
from licensing.acts.people.accounts.keeping import close_account
from licensing.acts.people.organisations.invitations import invite_person
from licensing.acts.people.rights.giving import RightInput, confirm_right, propose_right
from licensing.acts.people.rights.sweeping import settle_due_invitations, settle_due_rights
from licensing.choices import InvitationState, ProposalState, RightKind
from licensing.models import Body, Event, User
from licensing.policy.record.event_kinds import EventKind
from tests.acts.people.organisations.test_invitations import wish
from tests.administrators import mandate, today
from tests.world import World

DAY = timedelta(days=1)


def _head(person: User) -> RightInput:
    return RightInput(kind=RightKind.HEAD, person=person, body=Body.objects.get(pk="MOD"), first_on=today())


def test_a_proposal_that_nobody_confirms_is_reminded_of_and_lapses(world: World, ada: User) -> None:
    proposal = propose_right(ada, mandate(world.stella), reason="She joined the ministry.")

    done = []
    for days in (0, 5, 5, 7, 7):
        with at_time(now() + days * DAY):
            done.append(settle_due_rights())

    proposal.refresh_from_db()
    kinds = Event.objects.filter(data__proposal=str(proposal.pk)).order_by("number").values_list("kind", flat=True)
    assert (done, proposal.state, proposal.settled_by) == ([0, 1, 0, 1, 0], ProposalState.LAPSED, None)
    assert list(kinds) == [EventKind.RIGHT_PROPOSED, EventKind.RIGHT_REMINDED, EventKind.RIGHT_LAPSED]


def test_the_head_of_a_body_takes_office_when_the_delay_is_over(world: World, ada: User, bea: User) -> None:
    Body.objects.filter(pk="MOD").update(head=world.greta)
    confirmed = confirm_right(propose_right(ada, _head(world.rhea), reason="The new minister."), bea)

    heads = []
    for days in (0, 1, 2, 2):
        with at_time(now() + days * DAY):
            settle_due_rights()
        heads.append(Body.objects.get(pk="MOD").head)

    begins = (confirmed.starts_on or today()) - today()
    assert heads == [world.rhea if days * DAY >= begins else world.greta for days in (0, 1, 2, 2)]
    assert Event.objects.filter(kind=EventKind.RIGHT_BEGUN).count() == 1


def test_whose_account_was_closed_meanwhile_takes_no_office(world: World, ada: User, bea: User) -> None:
    confirm_right(propose_right(ada, _head(world.rhea), reason="The new minister."), bea)
    close_account(world.rhea, ada, reason="She left.")

    with at_time(now() + 3 * DAY):
        settle_due_rights()

    assert Body.objects.get(pk="MOD").head is None


def test_an_invitation_that_nobody_uses_is_reminded_of_and_ends(world: World) -> None:
    invitation = invite_person(world.paula, wish(world))

    done = []
    for days in (0, 5, 5, 7, 7):
        with at_time(now() + days * DAY):
            done.append(settle_due_invitations())

    invitation.refresh_from_db()
    kinds = Event.objects.filter(data__invitation=str(invitation.pk)).order_by("number").values_list("kind", flat=True)
    assert (done, invitation.state) == ([0, 1, 0, 1, 0], InvitationState.LAPSED)
    assert list(kinds) == [EventKind.INVITATION_SENT, EventKind.INVITATION_REMINDED, EventKind.INVITATION_LAPSED]
