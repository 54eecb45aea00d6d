"""Appeals against a refusal, a grant in part, or conditions of a grant."""

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
from licensing.api.requests.documents import ENCLOSED, decode_enclosure
from licensing.api.signoff.rounds import CONDITION
from licensing.choices import ConditionRuling
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
from licensing.policy.shapes import Schema, as_prose, as_record, as_whole, choose_from, forbid_empty, list_of

_MOST_CONDITIONS: Final = 100
APPEAL_DECISION = as_record(
    ("reason",),
    reason=forbid_empty(as_prose(4000)),
    conditions=list_of(as_whole(1, 999), _MOST_CONDITIONS)
    | {"title": "numbers of the conditions of the decision, from 1; of what was granted whole at least one"},
    **ENCLOSED,
)
RULING = as_record(
    ("ruling",),
    ruling=choose_from(ConditionRuling),
    parameters=CONDITION["properties"]["parameters"],
    text=CONDITION["properties"]["text"],
)
RULINGS: Schema = {
    "type": "object",
    "propertyNames": {"pattern": "^[1-9][0-9]{0,2}$"},
    "additionalProperties": RULING,
    "maxProperties": _MOST_CONDITIONS,
    "title": "by the number of each condition that was appealed against; parameters and text only where it is changed",
}
DECIDE_APPEAL = as_record(
    ("resolution_no", "resolution_on"),
    **DECISION_FIELDS,
    need_override=NEED_OVERRIDE,
    rulings=RULINGS,
    quantities=build_quantities("what is granted in all of the item with this number; what stands if left out"),
)


class Appeal(ApiView):
    @command(
        CaseView,
        WRITE,
        summary="Appeal against the decision",
        takes=APPEAL_DECISION,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=(FileRefused, Invalid, NotAllowed, NotFound, Stale, WrongState),
        example={"reason": "The end user has given the guarantee that was missing."},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """Against a refusal, a grant in part or conditions of a grant, while there is time; it is looked at as it was filed.

        What was granted stands, and its conditions bind meanwhile.
        """
        case, body = call.get_case(case_id), call.body
        appeal.appeal_case(
            case,
            call.user,
            reason=body["reason"],
            conditions=body.get("conditions", ()),
            **decode_enclosure(body, "appeal"),
            expected=call.get_expected_revision(case),
        )
        return show_case(call, case_id)


class DecideAppeal(ApiView):
    @command(
        CaseView,
        DECIDE,
        summary="Decide an appeal against a grant",
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
        """What was granted stands, as does its last day; it can be added to, and the licence with it.

        `rulings` say of each condition that was appealed against whether it is upheld, changed or struck out; the licence
        follows at once.
        """
        case, body = call.get_case(case_id), call.body
        resolution = Resolution(
            number=body["resolution_no"],
            on=date.fromisoformat(body["resolution_on"]),
            reasons=body.get("reasons", ""),
            need_override=body.get("need_override", ""),
            rulings={int(number): said for number, said in body.get("rulings", {}).items()},
            quantities={int(number): Decimal(amount) for number, amount in body.get("quantities", {}).items()},
        )
        appeal.decide_appeal(case, call.user, resolution, expected=call.get_expected_revision(case))
        return show_case(call, case_id)


PATHS: Final = (
    path(f"{CASE}appeal/", Appeal.as_view(), name="appeal"),
    path(f"{CASE}decide-appeal/", DecideAppeal.as_view(), name="decide_appeal"),
)
