"""Appeals against a refusal or a grant in part."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.urls import path

from licensing.acts.decisions import appeal
from licensing.acts.decisions.resolutions import Resolution
from licensing.api.decisions.government import DECIDE, DECISION_FIELDS, NEED_OVERRIDE, build_quantities
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command
from licensing.api.requests.cases import CASE, WRITE, show_case
from licensing.api.requests.documents import APPEAL, decode_enclosure
from licensing.errors import (
    BelowOwnShare,
    ConflictOfDuties,
    FileRefused,
    Invalid,
    NotAllowed,
    NotFound,
    NotPassed,
    OpenQuestion,
    PlanEnded,
    ProhibitedByCriterion,
    RiskNotMitigated,
    Stale,
    StoppedByCertificate,
    StoppedByMeasure,
    StoppedByScreening,
    VersionRequired,
    WrongState,
)
from licensing.models.read_models.views import CaseView
from licensing.policy.shapes import as_record

DECIDE_APPEAL = as_record(
    ("resolution_no", "resolution_on"),
    **DECISION_FIELDS,
    need_override=NEED_OVERRIDE,
    quantities=build_quantities("what is granted in all of the item with this number; what stands if left out"),
)


class Appeal(ApiView):
    @command(
        CaseView,
        WRITE,
        summary="Appeal against the decision",
        takes=APPEAL,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=(FileRefused, Invalid, NotAllowed, NotFound, Stale, WrongState),
        example={"reason": "The end user has given the guarantee that was missing."},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """Against a refusal or a grant in part, while there is time; the request is looked at again as it was filed."""
        case, body = call.get_case(case_id), call.body
        appeal.appeal_case(
            case,
            call.user,
            reason=body["reason"],
            **decode_enclosure(body, "appeal"),
            expected=call.get_expected_revision(case),
        )
        return show_case(call, case_id)


class DecideAppeal(ApiView):
    @command(
        CaseView,
        DECIDE,
        summary="Decide an appeal against a grant in part",
        takes=DECIDE_APPEAL,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=(
            BelowOwnShare,
            ConflictOfDuties,
            Invalid,
            NotAllowed,
            NotFound,
            NotPassed,
            OpenQuestion,
            PlanEnded,
            ProhibitedByCriterion,
            RiskNotMitigated,
            StoppedByCertificate,
            StoppedByMeasure,
            StoppedByScreening,
            Stale,
            VersionRequired,
            WrongState,
        ),
        example={"resolution_no": "501-r", "resolution_on": "2026-06-04", "quantities": {"1": "40"}},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """What was granted stands, as do its conditions and its last day; it can be added to, and the licence with it."""
        case, body = call.get_case(case_id), call.body
        resolution = Resolution(
            number=body["resolution_no"],
            on=date.fromisoformat(body["resolution_on"]),
            reasons=body.get("reasons", ""),
            need_override=body.get("need_override", ""),
            quantities={int(number): Decimal(amount) for number, amount in body.get("quantities", {}).items()},
        )
        appeal.decide_appeal(case, call.user, resolution, expected=call.get_expected_revision(case))
        return show_case(call, case_id)


PATHS: Final = (
    path(f"{CASE}appeal/", Appeal.as_view(), name="appeal"),
    path(f"{CASE}decide-appeal/", DecideAppeal.as_view(), name="decide_appeal"),
)
