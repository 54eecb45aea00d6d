"""The government's decision as a decider records it: granted, refused, adjourned, resumed, countersigned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.decisions import countersigning, government
from licensing.acts.decisions.resolutions import Resolution, list_proposed_conditions
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command, query
from licensing.api.requests.cases import CASE, READ, show_case
from licensing.api.signoff.rounds import CONDITION
from licensing.errors import (
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
    Stale,
    StoppedByCertificate,
    StoppedByMeasure,
    StoppedByScreening,
    VersionRequired,
    WrongState,
)
from licensing.models.read_models.views import CaseView
from licensing.policy.requests.sections import MOST_ITEMS
from licensing.policy.shapes import (
    DATE,
    Schema,
    allow_null,
    as_code,
    as_line,
    as_prose,
    as_quantity,
    as_record,
    forbid_empty,
    list_of,
)

DECIDE = "decisions:write"
DECISION_FIELDS: Mapping[str, Schema] = {
    "resolution_no": forbid_empty(as_line(60)),
    "resolution_on": DATE,
    "reasons": as_prose(),
}


NEED_OVERRIDE: Schema = as_prose() | {"title": "why more is granted than can be spared; the applicant never reads it"}


def build_quantities(title: str) -> Schema:
    """The shape of quantities by the number of the item, as exact text."""
    return {
        "type": "object",
        "propertyNames": {"pattern": "^[1-9][0-9]{0,3}$"},
        "additionalProperties": as_quantity(title),
        "maxProperties": MOST_ITEMS,
        "title": "by item number",
    }


GRANT = as_record(
    ("resolution_no", "resolution_on"),
    **DECISION_FIELDS,
    need_override=NEED_OVERRIDE,
    valid_until=allow_null(DATE),
    quantities=build_quantities("what is granted of the item with this number; all of it if left out"),
    conditions=list_of(CONDITION, 100) | {"title": "if left out, those that the seats asked for, merged"},
    indicative={"type": "boolean", "title": "volumes and values of a framework, or of leave to negotiate, do not bind"},
)
REFUSE = as_record(
    ("resolution_no", "resolution_on", "grounds"),
    **DECISION_FIELDS,
    grounds=list_of(as_code("ground of refusal", 8), 20),
    criteria=list_of(forbid_empty(as_line(16)), 100) | {"title": "criteria by which a risk was found, on which it rests"},
)
ADJOURN = as_record(("until", "reason"), until=DATE, reason=forbid_empty(as_prose(2000)))
_REFUSES = (ConflictOfDuties, Invalid, NotAllowed, NotPassed, Stale, NotFound, VersionRequired, WrongState)
_STOPPED = (ProhibitedByCriterion, RiskNotMitigated, StoppedByCertificate, StoppedByMeasure, StoppedByScreening)
_REFUSES_GRANT = (*_REFUSES, BelowOwnShare, OpenQuestion, PlanEnded, *_STOPPED)


class OutlookView(TypedDict):
    """What keeps the case from being granted now, and what the seats ask for."""

    hindrances: list[str]
    conditions: list[dict[str, Any]]


class Outlook(ApiView):
    @query(OutlookView, READ, summary="Preview a grant", refuses=(NotAllowed, NotFound))
    def get(self, call: Call, case_id: UUID) -> Result:
        """For the authority only: one sentence for each obstacle, and the merged conditions with their authors.

        Of several figures for one duty the `strictest` is marked, where its rule says which that is, and alone `proposed`: send
        those, or choose others.
        """
        case = call.get_case(case_id)
        if call.get_reader(case).is_applicant(case):
            raise NotAllowed
        return Result(
            OutlookView(hindrances=government.list_obstacles(case, at=call.at), conditions=list_proposed_conditions(case))
        )


class Grant(ApiView):
    @command(
        CaseView,
        DECIDE,
        summary="Record a grant",
        takes=GRANT,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=_REFUSES_GRANT,
        example={"resolution_no": "417-r", "resolution_on": "2026-05-04", "quantities": {"1": "30"}, "reasons": "Own need."},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """In full, or in part where quantities are smaller. A licence is issued where the kind of case has one."""
        case, body = call.get_case(case_id), call.body
        # Quantities are text in JSON: a binary floating-point number would grant 0.1 kg as another amount.
        quantities = {int(number): Decimal(amount) for number, amount in body.get("quantities", {}).items()}
        until = body.get("valid_until")
        resolution = Resolution(
            number=body["resolution_no"],
            on=date.fromisoformat(body["resolution_on"]),
            reasons=body.get("reasons", ""),
            need_override=body.get("need_override", ""),
            valid_until=date.fromisoformat(until) if until else None,
            quantities=quantities,
            conditions=body.get("conditions"),
            indicative=body.get("indicative", False),
        )
        government.grant_case(case, call.user, resolution, expected=call.get_expected_revision(case))
        return show_case(call, case_id)


class Refuse(ApiView):
    @command(
        CaseView,
        DECIDE,
        summary="Record a refusal",
        takes=REFUSE,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=_REFUSES,
        example={"resolution_no": "418-r", "resolution_on": "2026-05-04", "grounds": ["R01"]},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """With its grounds, which the applicant reads."""
        case, body = call.get_case(case_id), call.body
        resolution = Resolution(
            number=body["resolution_no"],
            on=date.fromisoformat(body["resolution_on"]),
            reasons=body.get("reasons", ""),
            grounds=body["grounds"],
            criteria=body.get("criteria", ()),
        )
        government.refuse_case(case, call.user, resolution, expected=call.get_expected_revision(case))
        return show_case(call, case_id)


class Adjourn(ApiView):
    @command(
        CaseView,
        DECIDE,
        summary="Adjourn the decision",
        takes=ADJOURN,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=(ConflictOfDuties, Invalid, NotAllowed, Stale, NotFound, VersionRequired, WrongState),
        example={"until": "2026-07-01", "reason": "The audit of own stocks ends in June."},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """To a stated day, for a stated reason; the applicant reads both."""
        case = call.get_case(case_id)
        government.adjourn_case(
            case,
            call.user,
            until=date.fromisoformat(call.body["until"]),
            reason=call.body["reason"],
            expected=call.get_expected_revision(case),
        )
        return show_case(call, case_id)


class Resume(ApiView):
    @command(
        CaseView,
        DECIDE,
        summary="Resume the decision",
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=(ConflictOfDuties, NotAllowed, Stale, NotFound, WrongState),
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """After an adjournment; the clocks resume."""
        case = call.get_case(case_id)
        government.resume_case(case, call.user, expected=call.get_expected_revision(case))
        return show_case(call, case_id)


class Countersign(ApiView):
    @command(
        CaseView,
        DECIDE,
        summary="Countersign the decision",
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=(ConflictOfDuties, NotAllowed, Stale, NotFound, WrongState),
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """By a second decider, who had no other role in the case. It is optional: the licence is in force without it."""
        case = call.get_case(case_id)
        countersigning.countersign_case(case, call.user, expected=call.get_expected_revision(case))
        return show_case(call, case_id)


PATHS: Final = (
    path(f"{CASE}outlook/", Outlook.as_view(), name="outlook"),
    path(f"{CASE}grant/", Grant.as_view(), name="grant"),
    path(f"{CASE}refuse/", Refuse.as_view(), name="refuse"),
    path(f"{CASE}adjourn/", Adjourn.as_view(), name="adjourn"),
    path(f"{CASE}resume/", Resume.as_view(), name="resume"),
    path(f"{CASE}countersign/", Countersign.as_view(), name="countersign"),
)
