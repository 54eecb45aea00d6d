"""Reviews of a licence after its grant: the authority reads them whole, customs that there is one, the holder nothing."""

from __future__ import annotations

from datetime import datetime

from licensing.choices import ReviewCause, ReviewOutcome
from licensing.models.licences.licence import Licence
from licensing.models.licences.monitoring.knowledge import compute_known, find_knowledge
from licensing.models.licences.monitoring.review import LicenceReview, list_reviews
from licensing.models.read_models.reader import Reader
from licensing.models.read_models.views import KnowledgeView, LicenceReviewView
from licensing.models.requests.case import SEE_EVERY_FILE


def find_review_start(licence: Licence, reader: Reader) -> datetime | None:
    """Since when a licence is under review, for the authority and customs. It holds meanwhile, but for what stops goods."""
    if reader.is_applicant(licence.case):
        return None
    opened: datetime | None = licence.reviews.open().values_list("opened_at", flat=True).first()
    return opened


def select_reviews(licence: Licence, reader: Reader) -> list[LicenceReview]:
    """The reviews of a licence that somebody may read, the newest first."""
    if reader.is_applicant(licence.case) or not reader.actor.is_appointed(*SEE_EVERY_FILE):
        return []
    return list_reviews(licence)


def read_reviews(licence: Licence, reader: Reader) -> list[LicenceReviewView]:
    """The same over the API."""
    return [_build_review_view(one) for one in select_reviews(licence, reader)]


def _build_review_view(one: LicenceReview) -> LicenceReviewView:
    knowledge = find_knowledge(one.licence) if one.concluded_at is None else []
    return LicenceReviewView(
        id=one.pk,
        number=one.number,
        cause=ReviewCause(one.cause),
        finding=one.shown_finding,
        knowledge=[KnowledgeView(cause=it.cause, sentence=str(it.sentence), known_at=it.known_at) for it in knowledge],
        known=compute_known(knowledge) if one.concluded_at is None else "",
        opened_by=one.opened_by.name if one.opened_by else None,
        opened_at=one.opened_at,
        due_on=one.due_on,
        outcome=ReviewOutcome(one.outcome) if one.outcome else None,
        reasons=one.reasons,
        concluded_by=one.concluded_by.name if one.concluded_by else None,
        concluded_at=one.concluded_at,
    )
