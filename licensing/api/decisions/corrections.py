"""Corrections of a decision: a slip of the pen, put right beside what was recorded."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from django.urls import path

from licensing.acts.decisions import corrections
from licensing.api.decisions.government import DECIDE
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command
from licensing.api.requests.cases import CASE, show_case
from licensing.errors import ConflictOfDuties, Invalid, NotAllowed, NotFound, Stale, VersionRequired, WrongState
from licensing.models.read_models.views import CaseView
from licensing.policy.shapes import DATE, as_line, as_prose, as_record, forbid_empty

CORRECT = as_record(
    ("reason",),
    resolution_no=forbid_empty(as_line(60)),
    resolution_on=DATE,
    reasons=as_prose(),
    reason=forbid_empty(as_prose(2000)),
)


class Correct(ApiView):
    @command(
        CaseView,
        DECIDE,
        summary="Correct the decision",
        takes=CORRECT,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=(ConflictOfDuties, Invalid, NotAllowed, NotFound, Stale, VersionRequired, WrongState),
        example={"resolution_no": "417-r", "reason": "The number was that of the draft."},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """By a decider who did not record it. What is left out stays; outcome, quantities and conditions cannot change."""
        case, body = call.get_case(case_id), call.body
        corrections.correct_decision(
            case,
            call.user,
            reason=body["reason"],
            resolution_no=body.get("resolution_no"),
            resolution_on=date.fromisoformat(body["resolution_on"]) if "resolution_on" in body else None,
            reasons=body.get("reasons"),
            expected=call.get_expected_revision(case),
        )
        return show_case(call, case_id)


PATHS: Final = (path(f"{CASE}correct-decision/", Correct.as_view(), name="correct_decision"),)
