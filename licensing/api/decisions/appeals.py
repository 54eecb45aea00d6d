"""Appeals against a refusal."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.urls import path

from licensing.acts.decisions import appeal
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command
from licensing.api.requests.cases import CASE, REASON, WRITE, show_case
from licensing.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from licensing.models.read_models.views import CaseView


class Appeal(ApiView):
    @command(
        CaseView,
        WRITE,
        summary="Appeal against a refusal",
        takes=REASON,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=(Invalid, NotAllowed, NotFound, Stale, WrongState),
        example={"reason": "The end user has given the guarantee that was missing."},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """Within the time limit of the procedure; the government decides again on the request as it was filed."""
        case = call.get_case(case_id)
        appeal.appeal_case(case, call.user, reason=call.body["reason"], expected=call.get_expected_revision(case))
        return show_case(call, case_id)


PATHS: Final = (path(f"{CASE}appeal/", Appeal.as_view(), name="appeal"),)
