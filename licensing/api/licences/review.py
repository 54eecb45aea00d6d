"""Reviews of a licence because of what became known after its grant: opened by an officer, concluded by a decider."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.urls import path

from licensing.acts.licences.monitoring import review as acts
from licensing.api.http.operations import ApiView, Call, Result
from licensing.api.licences.licences import LICENCE, declare_licence_act, show_licence
from licensing.choices import ReviewCause, ReviewOutcome
from licensing.errors import BothPersons
from licensing.policy.shapes import as_line, as_prose, as_record, choose_from, forbid_empty

REVIEW: Final = as_record(("cause", "finding"), cause=choose_from(ReviewCause), finding=forbid_empty(as_prose(4000)))
CONCLUSION: Final = as_record(
    ("outcome", "reasons", "known"),
    outcome=choose_from(acts.CONCLUSIONS),
    reasons=forbid_empty(as_prose(4000)),
    known=as_line(64),
)


class OpenReview(ApiView):
    @declare_licence_act(
        "Open a review of a licence",
        takes=REVIEW,
        example={"cause": "conflict", "finding": "The expert of a body holds shares of the maker."},
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a case officer, with what became known after the grant. The licence holds meanwhile; its holder is not told."""
        licence, body = call.get_licence(licence_id), call.body
        acts.open_review(
            licence,
            call.user,
            cause=ReviewCause(body["cause"]),
            finding=body["finding"],
            expected=call.get_expected_revision(licence),
        )
        return show_licence(call, licence_id)


class ConcludeReview(ApiView):
    @declare_licence_act(
        "Conclude the review of a licence",
        takes=CONCLUSION,
        refuses=(BothPersons,),
        example={"outcome": "confirmed", "reasons": "The shares were sold before the case was opened.", "known": "4f53cda1…"},
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a decider who did not open it. `varied` grants what an officer proposed; the others do what they say at once.

        `known` is that of the review as it was read: whoever concludes it answers for all that is known until then, and is
        refused as `stale` where more is. The holder reads the `reasons` unless the licence is confirmed.
        """
        licence, body = call.get_licence(licence_id), call.body
        acts.conclude_review(
            licence,
            call.user,
            outcome=ReviewOutcome(body["outcome"]),
            reasons=body["reasons"],
            known=body["known"],
            expected=call.get_expected_revision(licence),
        )
        return show_licence(call, licence_id)


PATHS: Final = (
    path(f"{LICENCE}open-review/", OpenReview.as_view(), name="open_review"),
    path(f"{LICENCE}conclude-review/", ConcludeReview.as_view(), name="conclude_review"),
)
