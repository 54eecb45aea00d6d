"""The government's decision, as a decider records it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.decisions import countersigning, government
from licensing.api.http.operations import Ask, Door, IfMatch, Reply, does, reads
from licensing.api.requests.cases import CASE, READ, shown
from licensing.api.signoff.rounds import CONDITION
from licensing.errors import (
    ConflictOfDuties,
    Invalid,
    NotAllowed,
    NotPassed,
    OpenQuestion,
    Stale,
    Unseen,
    VersionRequired,
    WrongState,
)
from licensing.models.read_models.views import CaseView
from licensing.policy.shapes import DATE, Schema, code, filled, line, maybe, prose, quantity, record, several

DECIDE = "decisions:write"
_RESOLUTION: Mapping[str, Schema] = {"resolution_no": filled(line(60)), "resolution_on": DATE, "reasons": prose()}
GRANT = record(
    ("resolution_no", "resolution_on"),
    **_RESOLUTION,
    valid_until=maybe(DATE),
    quantities={
        "type": "object",
        "propertyNames": {"pattern": "^[1-9][0-9]{0,2}$"},
        "additionalProperties": quantity("what is granted of the item with this number; all of it if left out"),
        "maxProperties": 500,
        "title": "by item number",
    },
    conditions=several(CONDITION, 100) | {"title": "if left out, those that the seats asked for, merged"},
)
REFUSE = record(("resolution_no", "resolution_on", "grounds"), **_RESOLUTION, grounds=several(code("ground of refusal", 8), 20))
ADJOURN = record(("until", "reason"), until=DATE, reason=filled(prose(2000)))
_REFUSES = (ConflictOfDuties, Invalid, NotAllowed, NotPassed, OpenQuestion, Stale, Unseen, VersionRequired, WrongState)


class OutlookView(TypedDict):
    """What keeps the case from being granted now, and what the seats ask for."""

    hindrances: list[str]
    conditions: list[dict[str, Any]]


class Outlook(Door):
    @reads(OutlookView, READ, summary="Preview a grant", refuses=(NotAllowed, Unseen))
    def get(self, ask: Ask, case_id: UUID) -> Reply:
        """For the authority only: one sentence for each obstacle, and the merged conditions with their authors."""
        case = ask.case(case_id)
        if ask.reader(case).is_applicant(case):
            raise NotAllowed
        return Reply(
            OutlookView(hindrances=government.hindrances(case, at=ask.at), conditions=government.proposed_conditions(case))
        )


class Grant(Door):
    @does(
        CaseView,
        DECIDE,
        summary="Record a grant",
        takes=GRANT,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=_REFUSES,
        example={"resolution_no": "417-r", "resolution_on": "2026-05-04", "quantities": {"1": "30"}, "reasons": "Own need."},
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """In full, or in part where quantities are smaller. A licence is issued where the kind of case has one."""
        case, said = ask.case(case_id), ask.body
        quantities = {int(number): Decimal(amount) for number, amount in said.get("quantities", {}).items()}
        until = said.get("valid_until")
        resolution = government.Resolution(
            number=said["resolution_no"],
            on=date.fromisoformat(said["resolution_on"]),
            reasons=said.get("reasons", ""),
            valid_until=date.fromisoformat(until) if until else None,
            quantities=quantities,
            conditions=said.get("conditions"),
        )
        government.grant_case(case, ask.user, resolution, expected=ask.expected(case))
        return shown(ask, case_id)


class Refuse(Door):
    @does(
        CaseView,
        DECIDE,
        summary="Record a refusal",
        takes=REFUSE,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=_REFUSES,
        example={"resolution_no": "418-r", "resolution_on": "2026-05-04", "grounds": ["R01"]},
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """With its grounds, which the applicant reads."""
        case, said = ask.case(case_id), ask.body
        resolution = government.Resolution(
            number=said["resolution_no"],
            on=date.fromisoformat(said["resolution_on"]),
            reasons=said.get("reasons", ""),
            grounds=said["grounds"],
        )
        government.refuse_case(case, ask.user, resolution, expected=ask.expected(case))
        return shown(ask, case_id)


class Adjourn(Door):
    @does(
        CaseView,
        DECIDE,
        summary="Adjourn the decision",
        takes=ADJOURN,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=(ConflictOfDuties, Invalid, NotAllowed, Stale, Unseen, VersionRequired, WrongState),
        example={"until": "2026-07-01", "reason": "The audit of own stocks ends in June."},
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """To a stated day, for a stated reason; the applicant reads both."""
        case = ask.case(case_id)
        government.adjourn_case(
            case,
            ask.user,
            until=date.fromisoformat(ask.body["until"]),
            reason=ask.body["reason"],
            expected=ask.expected(case),
        )
        return shown(ask, case_id)


class Resume(Door):
    @does(
        CaseView,
        DECIDE,
        summary="Resume the decision",
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=(ConflictOfDuties, NotAllowed, Stale, Unseen, WrongState),
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """After an adjournment; the clocks resume."""
        case = ask.case(case_id)
        government.resume_case(case, ask.user, expected=ask.expected(case))
        return shown(ask, case_id)


class Countersign(Door):
    @does(
        CaseView,
        DECIDE,
        summary="Countersign the decision",
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=(ConflictOfDuties, NotAllowed, Stale, Unseen, WrongState),
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """By a second decider, who had no other role in the case. It is optional: the licence is in force without it."""
        case = ask.case(case_id)
        countersigning.countersign_case(case, ask.user, expected=ask.expected(case))
        return shown(ask, case_id)


PATHS: Final = (
    path(f"{CASE}outlook/", Outlook.as_view(), name="outlook"),
    path(f"{CASE}grant/", Grant.as_view(), name="grant"),
    path(f"{CASE}refuse/", Refuse.as_view(), name="refuse"),
    path(f"{CASE}adjourn/", Adjourn.as_view(), name="adjourn"),
    path(f"{CASE}resume/", Resume.as_view(), name="resume"),
    path(f"{CASE}countersign/", Countersign.as_view(), name="countersign"),
)
