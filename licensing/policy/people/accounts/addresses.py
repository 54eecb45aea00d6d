"""Whether an account may move to another address, and who settles it: values in, refusals out.

The address is where a forgotten password is sent. Whoever could set it would sign in as somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from licensing.choices import AddressState
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.people import two_persons

# How long the link to the new address can be used, and how long the old one can take the account back.
LINK_LASTS: Final = timedelta(hours=48)
UNDO_LASTS: Final = timedelta(days=7)
# Each one is a letter to an address that nobody has proved yet.
MOST_A_DAY: Final = 5
# A longer address is valid, and no column holds it.
LONGEST_ADDRESS: Final = 254


def find_address_gaps(*, address: str, current: str, is_valid: bool, asked_today: int) -> Iterator[Gap]:
    """Why a person cannot ask for this address. That somebody has it is not among the reasons: nothing is told of others."""
    if not address:
        yield Gap("required", "address", Message("Write the new address."))
    elif not is_valid:
        yield Gap("invalid", "address", Message("This is no e-mail address. Write it like name@example.org."))
    elif address == current:
        yield Gap("same", "address", Message("This is your address already."))
    elif asked_today >= MOST_A_DAY:
        yield Gap("too_many", "address", Message("You have asked for several addresses within a day. Try again tomorrow."))


def find_address_settler_refusal(*, settler: UUID, person: UUID) -> Message | None:
    """Why this person may neither confirm nor decline a new address, whatever office they hold."""
    return two_persons.ADDRESS.find_refusal(settler, receiver=person)


def is_undoable(state: AddressState, changed_at: datetime | None, *, at: datetime) -> bool:
    """Whether the former address can still stop the change or take the account back."""
    if state in (AddressState.SENT, AddressState.CONFIRMED):
        return True
    return state == AddressState.CHANGED and changed_at is not None and at < changed_at + UNDO_LASTS
