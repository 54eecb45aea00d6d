"""Reviews of contracts of several years over the API: what was found, for the authority, and the officer's record of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.plans.parents.reviewing import review_contract
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command
from licensing.api.requests.cases import CASE, HANDLE, show_case
from licensing.choices import ReviewResult
from licensing.errors import Invalid, NotAllowed, NotFound, Stale, VersionRequired, WrongState
from licensing.models import ContractReview
from licensing.models.read_models.views import CaseView
from licensing.policy.shapes import as_prose, as_record, as_whole, choose_from, forbid_empty

REVIEW = as_record(
    ("number", "result", "reason"),
    number=as_whole(1, 40, "the number of the review"),
    result=choose_from(ReviewResult),
    reason=forbid_empty(as_prose(2000)),
)


class ContractReviewView(TypedDict):
    """A review point of a contract; `result` and what follows are null until it was held."""

    number: int
    due_on: date
    subject: str
    result: ReviewResult | None
    reason: str | None
    held_at: datetime | None


class ReviewContract(ApiView):
    @command(
        CaseView,
        HANDLE,
        summary="Record the review of a contract",
        takes=REVIEW,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=(Invalid, NotAllowed, NotFound, Stale, VersionRequired, WrongState),
        example={"number": 1, "result": "continues", "reason": "Prices follow the index, and our own forces are supplied."},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """From 90 days before its day on. It changes nothing by itself; the holder reads that it was held, not the result."""
        case, body = call.get_case(case_id), call.body
        expected = call.get_expected_revision(case)
        result = ReviewResult(body["result"])
        review_contract(case, call.user, body["number"], result=result, reason=body["reason"], expected=expected)
        return show_case(call, case_id)


def build_review_view(review: ContractReview) -> ContractReviewView:
    """A review point as the authority reads it."""
    return ContractReviewView(
        number=review.number,
        due_on=review.due_on,
        subject=review.subject,
        result=ReviewResult(review.result) if review.is_held else None,
        reason=review.reason or None,
        held_at=review.held_at,
    )


PATHS: Final = (path(f"{CASE}review-contract/", ReviewContract.as_view(), name="review_contract"),)
