"""What becomes of a row that waited for a second person, or for its own: confirmed, declined, taken back or lapsed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from licensing.choices import InvitationState, ProposalState
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
