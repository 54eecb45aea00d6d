"""The database holds that three people have a part in it; what nobody confirmed in time has lapsed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from licensing.choices import AccountStep, ProposalState
from licensing.models import AccountProposal, User
from tests.world import World


def write(person: User, by: User, **more: object) -> AccountProposal:
    at = timezone.now()
    given = {"reason": "Lost.", "proposed_at": at, "due_at": at + timedelta(days=7), "step": AccountStep.RESET_FACTOR} | more
    found: AccountProposal = AccountProposal.objects.create(person=person, proposed_by=by, **given)
    return found


def test_nobody_has_two_parts_in_one(world: World) -> None:
    for settled_by, by in ((None, world.otto), (world.rhea, world.rhea), (world.otto, world.rhea)):
        with pytest.raises(IntegrityError), transaction.atomic():
            write(world.otto, by, settled_by=settled_by)


def test_what_nobody_confirmed_in_time_has_lapsed(world: World) -> None:
    proposal = write(world.otto, world.rhea)

    assert proposal.find_state(proposal.due_at - timedelta(seconds=1)) == ProposalState.PENDING
    assert proposal.find_state(proposal.due_at) == ProposalState.LAPSED
    assert not AccountProposal.objects.waiting(proposal.due_at).exists()
