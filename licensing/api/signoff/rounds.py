"""Collective sign-off: rounds for those who may read the deliberation, positions, statements of need, conflicts of interest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.signoff import ballots, objections, positions, recusal, referral
from licensing.acts.supply import need_statements
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command, query
from licensing.api.requests.cases import CASE, HANDLE, READ
from licensing.choices import ItemAdvice, NeedVerdict, PositionChoice, RecusalReason
from licensing.errors import (
    ConflictOfDuties,
    Invalid,
    NeedNotStated,
    NoMandate,
    NotAllowed,
    NotFound,
    OpenQuestion,
    PlanEnded,
    RoundClosed,
    SeatTaken,
    Stale,
    StaleVersion,
    StoppedByMeasure,
    WrongState,
)
from licensing.models import Case, User
from licensing.models.read_models import read_need, read_position, read_rounds
from licensing.models.read_models.views import NeedFigures, PositionView, RoundView
from licensing.models.signoff.round import serialize_tally
from licensing.policy.shapes import (
    DATE,
    FLAG,
    ID,
    Schema,
    allow_null,
    as_code,
    as_line,
    as_prose,
    as_quantity,
    as_record,
    as_whole,
    choose_from,
    forbid_empty,
    list_of,
)
from licensing.policy.supply.spare import Claim

SIGN = "positions:write"
PARAMETER: Schema = {"anyOf": [as_line(500), as_whole(0, 10**9), list_of(as_line(40), 260)]}
CONDITION = as_record(
    (),
    code=as_code("condition of the library; leave out for one in free words", 8)
    | {"minLength": 0, "pattern": "^[A-Za-z0-9_-]*$"},
    parameters={"type": "object", "maxProperties": 20, "additionalProperties": PARAMETER},
    text=as_prose(2000),
)
ITEM_ADVICE = as_record(
    ("item", "advice"),
    item=as_whole(1, 9999, "number of the item"),
    advice=choose_from(ItemAdvice),
)
POSITION = as_record(
    ("choice", "version"),
    choice=choose_from(PositionChoice),
    version=as_whole(1, 999, "the version of the request that you have read"),
    seat=as_code("body, if you hold several mandates", 24),
    grounds=list_of(as_code("ground of refusal", 8), 20),
    conditions=list_of(CONDITION, 50),
    items=list_of(ITEM_ADVICE, 500) | {"title": "advice on single items; the choice is the advice on all others"},
    comment=as_prose(),
    casting=FLAG | {"title": "the chair's casting vote"},
    replaces=allow_null(ID) | {"title": "the effective position when you read the case"},
)
FIGURE: Schema = {"anyOf": [as_line(200), as_whole(0, 2**53 - 1), FLAG, {"type": "null"}]}
DELIVERY = as_record(
    ("item", "on", "quantity"), item=as_whole(1, 9999, "number of the item"), on=DATE, quantity=as_quantity("what leaves then")
)
NEED = as_record(
    (),
    verdict=choose_from(NeedVerdict) | {"title": "where supply plans cover the items, the computed one, or left out"},
    data_on=DATE | {"title": "left out where supply plans cover the items"},
    expires_on=DATE | {"title": "if left out, as long as the supply plans are good"},
    document_no=as_line(80, "the document that speaks for items without a supply plan"),
    deliveries=list_of(DELIVERY, 500) | {"title": "when the items leave; at once if left out"},
    figures={"type": "object", "maxProperties": 100, "additionalProperties": FIGURE},
    note=as_prose(),
)
RECUSAL = as_record(
    ("reason",),
    reason=choose_from(RecusalReason),
    note=as_prose(2000),
    person=ID | {"title": "whose conflict it is; only a case officer may name another person"},
)
REFER_UP = as_record(("reason",), reason=forbid_empty(as_prose(2000)))


class RecusalView(TypedDict):
    person: UUID
    reason: RecusalReason
    note: str
    imposed: bool


class OpenTally(TypedDict):
    """How the open round stands at this moment."""

    round: UUID
    tally: dict[str, Any]


class RoundsView(TypedDict):
    rounds: list[RoundView]
    now: OpenTally | None


class Rounds(ApiView):
    @query(RoundsView, READ, summary="Read the deliberation", refuses=(NotAllowed, NotFound))
    def get(self, call: Call, case_id: UUID) -> Result:
        """For the authority only. The stage and the clock that an applicant may see are part of the case itself."""
        case = call.get_case(case_id)
        reader = call.get_reader(case)
        if reader.is_applicant(case):
            raise NotAllowed
        return Result(RoundsView(rounds=read_rounds(case, reader), now=_read_open_tally(case, call)))


class Positions(ApiView):
    @command(
        PositionView,
        SIGN,
        summary="Take a position for your body",
        takes=POSITION,
        status=201,
        if_match=IfMatch.OPTIONAL,
        refuses=(
            ConflictOfDuties,
            Invalid,
            NeedNotStated,
            OpenQuestion,
            PlanEnded,
            StoppedByMeasure,
            NoMandate,
            RoundClosed,
            SeatTaken,
            Stale,
            StaleVersion,
            NotFound,
            WrongState,
        ),
        example={"choice": "conditions", "version": 1, "conditions": [{"code": "P01", "parameters": {}}], "comment": ""},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """On the version that you have read. Your body follows from your mandate; a new position replaces your last."""
        case, body = call.get_case(case_id), call.body
        view = positions.PositionInput(
            choice=PositionChoice(body["choice"]),
            grounds=body.get("grounds", ()),
            conditions=body.get("conditions", ()),
            items=body.get("items", ()),
            comment=body.get("comment", ""),
            casting=body.get("casting", False),
        )
        position = positions.sign_case(
            case,
            call.user,
            view,
            version=body["version"],
            seat=body.get("seat", ""),
            replaces=UUID(body["replaces"]) if body.get("replaces") else None,
            expected=call.get_expected_revision(case),
        )
        return Result(read_position(position))


class NeedStatements(ApiView):
    @command(
        NeedFigures,
        SIGN,
        summary="State domestic need",
        takes=NEED,
        status=201,
        refuses=(ConflictOfDuties, Invalid, NoMandate, NotFound, WrongState),
        example={"verdict": "sufficient", "data_on": "2026-05-04", "expires_on": "2026-08-04", "figures": {"stock": 900}},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """Whether our own forces can spare the goods. The figures stay with the authority; the applicant reads the verdict.

        Where supply plans cover the items the verdict is computed from them, and you confirm it.
        """
        body = call.body
        days = {name: date.fromisoformat(body[name]) for name in ("data_on", "expires_on") if name in body}
        statement = need_statements.state_need(
            call.get_case(case_id),
            call.user,
            verdict=NeedVerdict(body["verdict"]) if "verdict" in body else None,
            **days,
            document_no=body.get("document_no", ""),
            deliveries=_read_deliveries(body.get("deliveries", ())),
            figures=body.get("figures"),
            note=body.get("note", ""),
        )
        return Result(read_need(statement))


class Recusals(ApiView):
    @command(
        RecusalView,
        SIGN,
        HANDLE,
        summary="Record a conflict of interest",
        takes=RECUSAL,
        status=201,
        refuses=(Invalid, NotAllowed, NotFound, WrongState),
        example={"reason": "shareholding"},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """From now on that person can neither act in this case nor read it."""
        recorded = recusal.recuse_member(
            call.get_case(case_id),
            call.user,
            reason=RecusalReason(call.body["reason"]),
            note=call.body.get("note", ""),
            person=_find_person(call.body.get("person")),
        )
        return Result(
            RecusalView(
                person=recorded.person_id,
                reason=RecusalReason(recorded.reason),
                note=recorded.note,
                imposed=recorded.imposed,
            )
        )


class TakeBack(ApiView):
    @command(
        RoundsView,
        SIGN,
        summary="Withdraw an objection",
        takes=REFER_UP,
        refuses=(ConflictOfDuties, Invalid, NoMandate, NotFound, WrongState),
        example={"reason": "The embargo was lifted."},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """An objection of your body on an absolute ground, after its stage has closed; it no longer binds the decision."""
        # The case is read again for the answer: the act changed a row of its own.
        objections.withdraw_objection(call.get_case(case_id), call.user, reason=call.body["reason"])
        case = call.get_case(case_id)
        return Result(RoundsView(rounds=read_rounds(case, call.get_reader(case)), now=_read_open_tally(case, call)))


class ReferUp(ApiView):
    @command(
        RoundsView,
        SIGN,
        summary="Refer a case up",
        takes=REFER_UP,
        refuses=(Invalid, NoMandate, NotFound, WrongState),
        example={"reason": "We do not agree with the outcome of the working group."},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """Within the referral window of the stage, for bodies that did not agree."""
        case = call.get_case(case_id)
        referral.escalate_case(case, call.user, reason=call.body["reason"])
        case = call.get_case(case_id)
        return Result(RoundsView(rounds=read_rounds(case, call.get_reader(case)), now=_read_open_tally(case, call)))


def _read_deliveries(sent: Sequence[Mapping[str, Any]]) -> dict[int, list[Claim]]:
    found: dict[int, list[Claim]] = {}
    for one in sent:
        found.setdefault(one["item"], []).append(Claim(date.fromisoformat(one["on"]), Decimal(one["quantity"])))
    return found


def _read_open_tally(case: Case, call: Call) -> OpenTally | None:
    """The tally of the open round as if it closed now; None between rounds. It is computed, never stored."""
    round = case.rounds.open().select_related("stage", "stage__procedure", "version").first()
    return OpenTally(round=round.pk, tally=serialize_tally(ballots.tally_round(round, case, at=call.at))) if round else None


def _find_person(named: str | None) -> User | None:
    """The person of this id, None for the caller's own conflict. Whether the caller may name another is for the act."""
    if named is None:
        return None
    person = User.objects.filter(pk=named).first()
    if person is None:
        raise NotFound
    return person


PATHS: Final = (
    path(f"{CASE}rounds/", Rounds.as_view(), name="rounds"),
    path(f"{CASE}positions/", Positions.as_view(), name="positions"),
    path(f"{CASE}need-statements/", NeedStatements.as_view(), name="need_statements"),
    path(f"{CASE}recusals/", Recusals.as_view(), name="recusals"),
    path(f"{CASE}take-back/", TakeBack.as_view(), name="take_back"),
    path(f"{CASE}escalate/", ReferUp.as_view(), name="escalate"),
)
