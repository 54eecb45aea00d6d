"""What became of a row that waited, written down without a word of what else may have changed in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from licensing.acts.people.organisations.invitations import InvitationInput, invite_person
from licensing.acts.people.settling import refuse_settled, settle_row
from licensing.choices import InvitationState, MembershipRole, ProposalState
from licensing.errors import WrongState
from licensing.models import Invitation, RightProposal
from tests.by_hand import by_hand
from tests.world import World


def test_a_settled_row_says_by_whom_and_keeps_what_others_have_written(world: World) -> None:
    wish = InvitationInput("new@example.org", "en", "She joins us.", world.partner, MembershipRole.DRAFTER)
    invitation, at = invite_person(world.paula, wish), timezone.now()
    with by_hand():
        Invitation.objects.filter(pk=invitation.pk).update(sent=2)

        settle_row(invitation, InvitationState.WITHDRAWN, world.paula, at, reminded_at=at)

    stored = Invitation.objects.get(pk=invitation.pk)
    assert (stored.state, stored.settled_by, stored.settled_at) == (InvitationState.WITHDRAWN, world.paula, at)
    assert (stored.reminded_at, stored.sent) == (at, 2)


@pytest.mark.parametrize(
    ("state", "late", "sentence"),
    [
        (ProposalState.DECLINED, timedelta(), "Settled."),
        (ProposalState.CONFIRMED, timedelta(days=1), "Settled."),
        (ProposalState.PENDING, timedelta(), "Lapsed."),
        (ProposalState.PENDING, timedelta(seconds=-1), None),
    ],
)
def test_what_is_settled_or_out_of_time_waits_for_nobody(state: ProposalState, late: timedelta, sentence: str | None) -> None:
    due_at = datetime(2026, 6, 1, tzinfo=UTC)
    proposal = RightProposal(state=state, due_at=due_at)

    try:
        refuse_settled(proposal, due_at + late, settled="Settled.", lapsed="Lapsed.")
        refusal = None
    except WrongState as refused:
        refusal = str(refused.sentence)

    assert refusal == sentence
