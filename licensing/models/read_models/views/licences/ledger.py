"""The ledger of a licence, and whether a shipment may leave."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from licensing.choices import ClearanceRefusal, LicenceState


class LeavingView(TypedDict):
    """Whether a shipment may leave now; if not, the code with which a draw-down would be refused, and its data.

    `quantity` is what would be drawn, in the unit of the line. `state`, `since` and `reason` come with `not_in_force`.
    With `condition_not_met` come the number of the `condition`, what it `needs`, and what of the line could leave now.
    """

    may_leave: bool
    code: ClearanceRefusal | None
    because: str
    quantity: str | None
    left: str | None
    unit: str | None
    state: LicenceState | None
    since: datetime | None
    reason: str
    condition: int | None
    needs: str
    left_now: str | None


class UsageView(TypedDict):
    """An entry of the ledger, in the unit of the line.

    `reported` entries came after the goods had left. They are irregular where nothing might leave any more (`late`), or where
    they go beyond what is authorised (`excess_after`). A late entry keeps the code of what a draw-down would have been refused
    with then (`stopped_by`), and its words; its holder reads `held_back` where it is for the authority alone.
    """

    id: UUID
    line: int
    unit: str
    quantity: str
    left_after: str
    excess_after: str
    reported: bool
    late: bool
    stopped_by: ClearanceRefusal | None
    stopped_because: str
    irregular: bool
    message_id: str
    declaration_no: str
    customs_office: str
    cleared_on: date
    drawn_at: datetime
    reverses: UUID | None
    reversed_by: UUID | None
    reviewed_at: datetime | None
