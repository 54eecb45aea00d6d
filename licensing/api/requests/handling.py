"""How a case officer handles what was filed: taken on, accepted as complete, or returned to the applicant."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.urls import path

from licensing.acts.assessment.classification.releasing import release_goods
from licensing.acts.assessment.classification.rerouting import reroute_case
from licensing.acts.requests import submission
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command
from licensing.api.requests.cases import CASE, HANDLE, show_case
from licensing.errors import (
    BarredFromFiling,
    BelowOwnShare,
    BeyondParent,
    ConflictOfDuties,
    ExcludedDestination,
    Incomplete,
    Invalid,
    NoProcedure,
    NotAllowed,
    NotFound,
    PlanEnded,
    Stale,
    StoppedByCertificate,
    StoppedByMeasure,
    StoppedByScreening,
    VersionRequired,
    WrongState,
)
from licensing.models.read_models.views import CaseView
from licensing.policy.shapes import as_code, as_prose, as_record, forbid_empty, list_of

SEND_BACK = as_record(
    ("reason",),
    reason=forbid_empty(as_prose(4000)),
    grounds=list_of(as_code("ground for a return, from the reference list", 8), 20),
)


RELEASE = as_record(("reason",), reason=forbid_empty(as_prose(4000)))


class TakeOn(ApiView):
    @command(CaseView, HANDLE, summary="Take on a file", tagged=True, refuses=(NotAllowed, NotFound, WrongState))
    def post(self, call: Call, case_id: UUID) -> Result:
        """You become the case officer of this request."""
        submission.take_on_case(call.get_case(case_id), call.user)
        return show_case(call, case_id)


class Accept(ApiView):
    @command(
        CaseView,
        HANDLE,
        summary="Accept a file as complete",
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=(
            *(BeyondParent, Incomplete, Invalid, NotAllowed, NoProcedure, NotFound, PlanEnded, Stale, StoppedByMeasure),
            *(BarredFromFiling, BelowOwnShare, StoppedByCertificate, VersionRequired, WrongState),
        ),
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """The legal time limit starts, and the first stage of sign-off opens.

        Incomplete (`not_scanned`) where the procedure takes scanned documents only and one of the request's is not cleared.
        """
        case = call.get_case(case_id)
        submission.accept_case(case, call.user, expected=call.get_expected_revision(case))
        return show_case(call, case_id)


class SendBack(ApiView):
    @command(
        CaseView,
        HANDLE,
        summary="Return a request",
        takes=SEND_BACK,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=(Invalid, NotAllowed, NotFound, Stale, VersionRequired, WrongState),
        example={"reason": "The end-user certificate is not signed.", "grounds": ["N01"]},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """To the applicant, who may change it and submit it again."""
        case = call.get_case(case_id)
        submission.send_back_case(
            case,
            call.user,
            grounds=list(call.body.get("grounds", ())),
            reason=call.body["reason"],
            expected=call.get_expected_revision(case),
        )
        return show_case(call, case_id)


class ReleaseGoods(ApiView):
    @command(
        CaseView,
        HANDLE,
        summary="End a request: no licence is required",
        takes=RELEASE,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=(
            *(ConflictOfDuties, ExcludedDestination, Invalid, NotAllowed, NotFound, Stale, StoppedByScreening),
            *(VersionRequired, WrongState),
        ),
        example={"reason": "The goods have no military characteristics."},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """Once every item is classified as not controlled, by another officer than who classified it. The applicant is told.

        Refused while a hit of screening stops it, and of a destination in the excluded tier.
        """
        case = call.get_case(case_id)
        release_goods(case, call.user, reason=call.body["reason"], expected=call.get_expected_revision(case))
        return show_case(call, case_id)


class Reroute(ApiView):
    @command(
        CaseView,
        HANDLE,
        summary="Send a request another way",
        takes=RELEASE,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=(Incomplete, Invalid, NoProcedure, NotAllowed, NotFound, Stale, VersionRequired, WrongState),
        example={"reason": "The goods are rockets: the full procedure hears them."},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """Where the decision table sends it by the entries that the authority found. The applicant is told."""
        case = call.get_case(case_id)
        reroute_case(case, call.user, reason=call.body["reason"], expected=call.get_expected_revision(case))
        return show_case(call, case_id)


PATHS: Final = (
    path(f"{CASE}take-on/", TakeOn.as_view(), name="take_on"),
    path(f"{CASE}accept/", Accept.as_view(), name="accept"),
    path(f"{CASE}reroute/", Reroute.as_view(), name="reroute"),
    path(f"{CASE}release-goods/", ReleaseGoods.as_view(), name="release_goods"),
    path(f"{CASE}send-back/", SendBack.as_view(), name="send_back"),
)
