"""A licence suspended, reinstated, varied or revoked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from licensing.choices import RevocationOutcome, SuspensionEnd, VariationOutcome


class LicenceSuspensionView(TypedDict):
    """A suspension by an officer. Without `confirmed_at` it lapses at `confirm_by`; without `ended_at` it is in effect."""

    id: UUID
    reason: str
    ordered_at: datetime
    confirm_by: datetime | None
    confirmed_at: datetime | None
    ended_at: datetime | None
    ended_as: SuspensionEnd | None
    ended_because: str


class ReinstatementView(TypedDict):
    """That an officer proposes to reinstate the licence; who confirms it tells this reason, unless they give their own."""

    id: UUID
    reason: str
    proposed_at: datetime


class LicenceVariationView(TypedDict):
    """What is asked to change of a licence; granted, it made `version`, and `before` says what that version replaced.

    Quantities are exact text by the number of the line, `parties` are those that come, each with the number of the party that
    it `replaces` or added, and `route` is the whole of another one. `before_parties` are all parties until then.
    """

    id: UUID
    number: int
    by_holder: bool
    reason: str
    asked_at: datetime
    due_on: date
    valid_until: date | None
    quantities: dict[str, str]
    parties: list[dict[str, Any]]
    route: list[dict[str, Any]]
    before_valid_until: date | None
    before_quantities: dict[str, str]
    before_parties: list[dict[str, Any]]
    before_route: list[dict[str, Any]]
    outcome: VariationOutcome | None
    settled_at: datetime | None
    settled_because: str
    version: int | None


class RevocationAppealView(TypedDict):
    """An appeal against a revocation. It is to be decided by the end of `decide_by`; `outcome` is None until it was."""

    id: UUID
    number: int
    reason: str
    document: UUID | None
    filed_at: datetime
    decide_by: date | None
    outcome: RevocationOutcome | None
    reasons: str
    decided_at: datetime | None
