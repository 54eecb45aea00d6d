"""Collective sign-off: rounds for those who may read the deliberation, positions, statements of need, conflicts of interest."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts import supply
from licensing.acts.signoff import ballots, objections, positions, recusal, referral
from licensing.api.http.operations import Ask, Door, IfMatch, Reply, does, reads
from licensing.api.requests.cases import CASE, HANDLE, READ
from licensing.choices import NeedVerdict, PositionChoice, RecusalReason
from licensing.errors import (
    ConflictOfDuties,
    Invalid,
    NeedNotStated,
    NoMandate,
    NotAllowed,
    RoundClosed,
    SeatTaken,
    Stale,
    StaleVersion,
    Unseen,
    WrongState,
)
from licensing.models import Case, User
from licensing.models.read_models import read_need, read_position, read_rounds
from licensing.models.read_models.views import NeedFigures, PositionView, RoundView
from licensing.models.signoff.round import serialize_tally
from licensing.policy.shapes import DATE, FLAG, ID, Schema, code, filled, line, maybe, one_of, prose, record, several, whole

SIGN = "positions:write"
PARAMETER: Schema = {"anyOf": [line(500), whole(0, 10**9), several(line(40), 260)]}
CONDITION = record(
    (),
    code=code("condition of the library; leave out for one in free words", 8) | {"minLength": 0, "pattern": "^[A-Za-z0-9_-]*$"},
    parameters={"type": "object", "maxProperties": 20, "additionalProperties": PARAMETER},
    text=prose(2000),
)
POSITION = record(
    ("choice", "version"),
    choice=one_of(PositionChoice),
    version=whole(1, 999, "the version of the request that you have read"),
    seat=code("body, if you hold several mandates", 24),
    grounds=several(code("ground of refusal", 8), 20),
    conditions=several(CONDITION, 50),
    comment=prose(),
    casting=FLAG | {"title": "the chair's casting vote"},
    replaces=maybe(ID) | {"title": "the effective position when you read the case"},
)
FIGURE: Schema = {"anyOf": [line(200), whole(0, 2**53 - 1), FLAG, {"type": "null"}]}
NEED = record(
    ("verdict", "data_on", "expires_on"),
    verdict=one_of(NeedVerdict),
    data_on=DATE,
    expires_on=DATE,
    figures={"type": "object", "maxProperties": 100, "additionalProperties": FIGURE},
    note=prose(),
)
RECUSAL = record(
    ("reason",),
    reason=one_of(RecusalReason),
    note=prose(2000),
    person=ID | {"title": "whose conflict it is; only a case officer may name another person"},
)
REFER_UP = record(("reason",), reason=filled(prose(2000)))


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


class Rounds(Door):
    @reads(RoundsView, READ, summary="Read the deliberation", refuses=(NotAllowed, Unseen))
    def get(self, ask: Ask, case_id: UUID) -> Reply:
        """For the authority only. The stage and the clock that an applicant may see are part of the case itself."""
        case = ask.case(case_id)
        reader = ask.reader(case)
        if reader.is_applicant(case):
            raise NotAllowed
        return Reply(RoundsView(rounds=read_rounds(case, reader), now=_now(case, ask)))


class Positions(Door):
    @does(
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
            NoMandate,
            RoundClosed,
            SeatTaken,
            Stale,
            StaleVersion,
            Unseen,
            WrongState,
        ),
        example={"choice": "conditions", "version": 1, "conditions": [{"code": "P01", "parameters": {}}], "comment": ""},
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """On the version that you have read. Your body follows from your mandate; a new position replaces your last."""
        case, said = ask.case(case_id), ask.body
        view = positions.View(
            choice=PositionChoice(said["choice"]),
            grounds=said.get("grounds", ()),
            conditions=said.get("conditions", ()),
            comment=said.get("comment", ""),
            casting=said.get("casting", False),
        )
        position = positions.sign_case(
            case,
            ask.user,
            view,
            version=said["version"],
            seat=said.get("seat", ""),
            replaces=UUID(said["replaces"]) if said.get("replaces") else None,
            expected=ask.expected(case),
        )
        return Reply(read_position(position))


class NeedStatements(Door):
    @does(
        NeedFigures,
        SIGN,
        summary="State domestic need",
        takes=NEED,
        status=201,
        refuses=(ConflictOfDuties, Invalid, NoMandate, Unseen, WrongState),
        example={"verdict": "sufficient", "data_on": "2026-05-04", "expires_on": "2026-08-04", "figures": {"stock": 900}},
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """Whether our own forces can spare the goods. The figures stay with the authority; the applicant reads the verdict."""
        said = ask.body
        statement = supply.state_need(
            ask.case(case_id),
            ask.user,
            verdict=NeedVerdict(said["verdict"]),
            data_on=date.fromisoformat(said["data_on"]),
            expires_on=date.fromisoformat(said["expires_on"]),
            figures=said.get("figures"),
            note=said.get("note", ""),
        )
        return Reply(read_need(statement))


class Recusals(Door):
    @does(
        RecusalView,
        SIGN,
        HANDLE,
        summary="Record a conflict of interest",
        takes=RECUSAL,
        status=201,
        refuses=(Invalid, NotAllowed, Unseen, WrongState),
        example={"reason": "shareholding"},
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """From now on that person can neither act in this case nor read it."""
        recorded = recusal.recuse_member(
            ask.case(case_id),
            ask.user,
            reason=RecusalReason(ask.body["reason"]),
            note=ask.body.get("note", ""),
            person=_person(ask.body.get("person")),
        )
        return Reply(
            RecusalView(
                person=recorded.person_id,
                reason=RecusalReason(recorded.reason),
                note=recorded.note,
                imposed=recorded.imposed,
            )
        )


class TakeBack(Door):
    @does(
        RoundsView,
        SIGN,
        summary="Withdraw an objection",
        takes=REFER_UP,
        refuses=(ConflictOfDuties, Invalid, NoMandate, Unseen, WrongState),
        example={"reason": "The embargo was lifted."},
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """An objection of your body on an absolute ground, after its stage has closed; it no longer binds the decision."""
        objections.take_back_objection(ask.case(case_id), ask.user, reason=ask.body["reason"])
        case = ask.case(case_id)
        return Reply(RoundsView(rounds=read_rounds(case, ask.reader(case)), now=_now(case, ask)))


class ReferUp(Door):
    @does(
        RoundsView,
        SIGN,
        summary="Refer a case up",
        takes=REFER_UP,
        refuses=(Invalid, NoMandate, Unseen, WrongState),
        example={"reason": "We do not agree with the outcome of the working group."},
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """Within the referral window of the stage, for bodies that did not agree."""
        case = ask.case(case_id)
        referral.escalate_case(case, ask.user, reason=ask.body["reason"])
        case = ask.case(case_id)
        return Reply(RoundsView(rounds=read_rounds(case, ask.reader(case)), now=_now(case, ask)))


def _now(case: Case, ask: Ask) -> OpenTally | None:
    round = case.rounds.open().select_related("stage", "stage__procedure", "version").first()
    return OpenTally(round=round.pk, tally=serialize_tally(ballots.tally_now(round, case, at=ask.at))) if round else None


def _person(named: str | None) -> User | None:
    if named is None:
        return None
    person = User.objects.filter(pk=named).first()
    if person is None:
        raise Unseen
    return person


PATHS: Final = (
    path(f"{CASE}rounds/", Rounds.as_view(), name="rounds"),
    path(f"{CASE}positions/", Positions.as_view(), name="positions"),
    path(f"{CASE}need-statements/", NeedStatements.as_view(), name="need_statements"),
    path(f"{CASE}recusals/", Recusals.as_view(), name="recusals"),
    path(f"{CASE}take-back/", TakeBack.as_view(), name="take_back"),
    path(f"{CASE}escalate/", ReferUp.as_view(), name="escalate"),
)
