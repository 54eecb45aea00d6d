"""What becomes known of a licence after its grant: reviews because of it, and visits to delivered goods."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from licensing.choices import ReviewCause, ReviewOutcome, VisitFinding, VisitKind


class KnowledgeView(TypedDict):
    """One thing that became known of a licence after its grant; `sentence` names whom it is about."""

    cause: ReviewCause
    sentence: str
    known_at: datetime


class LicenceReviewView(TypedDict):
    """A review of a licence because of what became known after its grant. Only the authority reads it.

    `knowledge` is what is known by now and no review has looked at, of one that is open; `known` is its digest, which is
    sent with the conclusion. Without `opened_by` Dozvil opened it by itself.
    """

    id: UUID
    number: int
    cause: ReviewCause
    finding: str
    knowledge: list[KnowledgeView]
    known: str
    opened_by: str | None
    opened_at: datetime
    due_on: date
    outcome: ReviewOutcome | None
    reasons: str
    concluded_by: str | None
    concluded_at: datetime | None


class LicenceVisitView(TypedDict):
    """A visit to delivered goods. Its holder is told where who comes, and that they came; the rest only the authority reads.

    `persons` are who comes, and once it is recorded who came; its holder reads them while it is planned.
    `concerned` are the numbers of the licences in force that an adverse finding concerns.
    """

    id: UUID
    number: int
    kind: VisitKind
    place: str
    persons: str
    due_on: date
    done_on: date | None
    called_off_at: datetime | None
    finding: VisitFinding | None
    report: str
    concerned: list[str]
