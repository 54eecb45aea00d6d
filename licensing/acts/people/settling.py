"""What becomes of a row that waited for a second person, or for its own: confirmed, declined, taken back or lapsed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from licensing.choices import InvitationState, ProposalState
from licensing.errors import WrongState
from licensing.models import AccountProposal, EmergencyAccess, Invitation, RightProposal, System, User


def settle_row(
    row: AccountProposal | EmergencyAccess | Invitation | RightProposal | System,
    state: InvitationState | ProposalState,
    user: User | None,
    at: datetime,
    **more: Any,
) -> None:
    """Write down in a locked row what became of it, by whom (None is the clock) and when; `more` are further columns."""
    for name, value in ({"state": state, "settled_by": user, "settled_at": at} | more).items():
        setattr(row, name, value)
    # Named one by one: a row that was read before its lock must not write back what somebody else has changed since.
    row.save(update_fields=["state", "settled_by", "settled_at", *more])


def refuse_settled(
    row: AccountProposal | EmergencyAccess | RightProposal | System, at: datetime, *, settled: str, lapsed: str
) -> None:
    """Raise WrongState, with one of two sentences, where a locked proposal does not wait any more: settled, or out of time.

    The sweep may not have come to it yet: what is due is over by itself.
    """
    if row.state != ProposalState.PENDING:
        raise WrongState(settled, state=row.state)
    if row.due_at <= at:
        raise WrongState(lapsed)
