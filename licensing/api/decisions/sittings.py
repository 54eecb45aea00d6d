"""Sittings: an agenda of cases, who attended, and one resolution that decides them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final, TypedDict
from uuid import UUID

from django.urls import path, reverse
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.decisions import sittings
from licensing.acts.decisions.attendance import count_quorum, list_own_attendance
from licensing.api.decisions.appeals import RULINGS
from licensing.api.decisions.government import DECIDE, GRANT, REFUSE
from licensing.api.http.operations import ApiView, Call, Result, command, query
from licensing.api.signoff.rounds import SIGN
from licensing.choices import AgendaResult, DecisionOutcome, SittingState
from licensing.errors import (
    BelowOwnShare,
    Gap,
    Invalid,
    NoMandate,
    NoQuorum,
    NotAllowed,
    NotFound,
    PlanEnded,
    ProhibitedByCriterion,
    RiskNotMitigated,
    StoppedByCertificate,
    StoppedByMeasure,
    WrongState,
)
from licensing.models import AgendaItem, Attendance, Body, Sitting, User
from licensing.models.decisions.sitting import find_minutes
from licensing.policy.shapes import DATE, FLAG, as_code, as_line, as_record, as_whole, forbid_empty, list_of

CALL = as_record(
    ("body", "title", "held_on"),
    body=as_code("code of the body that sits", 24),
    title=forbid_empty(as_line(200)),
    held_on=DATE,
    quorum=as_whole(1, 500, "members who must attend, if more than the procedures of the cases ask for"),
)
# What a resolution says about one case; its number and its day are those of the sitting.
_OF_SITTING: Final = ("resolution_no", "resolution_on")
_OF_CASE: Final = REFUSE["properties"] | GRANT["properties"] | {"rulings": RULINGS}
_DETAILS = as_record((), **{name: shape for name, shape in _OF_CASE.items() if name not in _OF_SITTING})
PUT = as_record(
    ("case", "outcome"),
    case=as_code("id of the case", 36),
    outcome={"type": "string", "enum": [DecisionOutcome.GRANT.value, DecisionOutcome.REFUSE.value]},
    details=_DETAILS,
)
_MEMBER = as_record(
    ("person", "body", "present"), person=forbid_empty(as_line(200, "e-mail")), body=as_code("code of a body", 24), present=FLAG
)
ATTEND = as_record(("members",), members=list_of(_MEMBER, 500))
CONCLUDE = as_record(("resolution_no",), resolution_no=forbid_empty(as_line(60)))


class AgendaView(TypedDict):
    number: int
    case: UUID
    reference: str | None
    outcome: DecisionOutcome
    result: AgendaResult
    why_not: str


class AttendanceView(TypedDict):
    person: str
    body: str
    present: bool
    confirmed_at: datetime | None


class OwnAttendanceView(TypedDict):
    """A sitting that the caller is stated to attend, and when they confirmed it."""

    sitting: UUID
    title: str
    held_on: date
    body: str
    confirmed_at: datetime | None


class SittingView(TypedDict):
    """A sitting as it stands: `quorum` members must confirm that they attend, of which some are `missing`."""

    id: UUID
    body: str
    title: str
    held_on: date
    quorum: int
    confirmed: int
    missing: int
    state: SittingState
    resolution_no: str
    agenda: list[AgendaView]
    attendance: list[AttendanceView]
    minutes_digest: str | None


class Sittings(ApiView):
    @command(
        SittingView,
        DECIDE,
        summary="Call a sitting",
        takes=CALL,
        status=201,
        refuses=(Invalid, NotAllowed),
        example={"body": "CMU", "title": "Weekly sitting", "held_on": "2026-05-04", "quorum": 3},
    )
    def post(self, call: Call) -> Result:
        """The agenda and the attendance are added next."""
        body = call.body
        sitting = sittings.call_sitting(
            call.user,
            body=_get_body(body["body"], "body"),
            title=body["title"],
            held_on=date.fromisoformat(body["held_on"]),
            quorum=body.get("quorum", 1),
        )
        return Result(_serialize_sitting(sitting), location=reverse("api:sitting", args=[sitting.pk]))


class OneSitting(ApiView):
    @query(SittingView, DECIDE, summary="Read a sitting", refuses=(NotFound,))
    def get(self, call: Call, sitting_id: UUID) -> Result:
        """With the result of each case, once it is concluded."""
        return Result(_serialize_sitting(_get_sitting(call, sitting_id)))


class Agenda(ApiView):
    @command(
        SittingView,
        DECIDE,
        summary="Put a case on the agenda",
        takes=PUT,
        refuses=(
            *(BelowOwnShare, Invalid, NotAllowed, NotFound, PlanEnded, ProhibitedByCriterion, RiskNotMitigated),
            *(StoppedByCertificate, StoppedByMeasure, WrongState),
        ),
        example={"case": "0b8f6c9e-2f5c-4a63-9a1c-0d6a6f1f7b11", "outcome": "refuse", "details": {"grounds": ["R10"]}},
    )
    def post(self, call: Call, sitting_id: UUID) -> Result:
        """With the proposed outcome, and what the resolution says about this case."""
        sitting, body = _get_sitting(call, sitting_id), call.body
        case = call.get_case(_parse_id(body["case"]))
        outcome = DecisionOutcome(body["outcome"])
        sittings.put_on_agenda(sitting, call.user, case, outcome=outcome, details=body.get("details", {}))
        return Result(_serialize_sitting(sitting))


class Attend(ApiView):
    @command(
        SittingView,
        DECIDE,
        summary="Record who attended",
        takes=ATTEND,
        refuses=(Invalid, NotAllowed, NotFound, WrongState),
        example={"members": [{"person": "dora@government.example", "body": "CMU", "present": True}]},
    )
    def post(self, call: Call, sitting_id: UUID) -> Result:
        """The whole list; it replaces an earlier one. Each of those present confirms it for themselves."""
        sitting = _get_sitting(call, sitting_id)
        people = {one.email: one for one in User.objects.filter(email__in=[m["person"] for m in call.body["members"]])}
        # People and bodies that are unknown are named by their place in the list, so that one row of many can be corrected.
        members = []
        for number, one in enumerate(call.body["members"]):
            if one["person"] not in people:
                raise Invalid(gaps=[Gap("unknown", f"members.{number}.person", _("Nobody has this e-mail address."))])
            members.append((people[one["person"]], _get_body(one["body"], f"members.{number}.body"), one["present"]))
        sittings.record_attendance(sitting, call.user, members)
        return Result(_serialize_sitting(sitting))


class OwnAttendance(ApiView):
    @query(list[OwnAttendanceView], SIGN, summary="List the sittings that you are to confirm")
    def get(self, call: Call) -> Result:
        """Those whose day has come, in which you are stated to be present, until they are concluded."""
        return Result([_serialize_own(one) for one in list_own_attendance(call.user, on=to_local_day(call.at))])


class Confirm(ApiView):
    @command(OwnAttendanceView, SIGN, summary="Confirm that you attend a sitting", refuses=(NoMandate, NotFound, WrongState))
    def post(self, call: Call, sitting_id: UUID) -> Result:
        """For yourself alone. Only confirmed members count towards the quorum; a second confirmation changes nothing."""
        sitting = Sitting.objects.filter(pk=sitting_id, attendance__person=call.user).first()
        if sitting is None:
            raise NotFound
        own = sittings.confirm_attendance(sitting, call.user)
        own.sitting = sitting
        return Result(_serialize_own(own))


class Conclude(ApiView):
    @command(
        SittingView,
        DECIDE,
        summary="Conclude a sitting",
        takes=CONCLUDE,
        refuses=(Invalid, NoQuorum, NotAllowed, NotFound, WrongState),
        example={"resolution_no": "512-r"},
    )
    def post(self, call: Call, sitting_id: UUID) -> Result:
        """One resolution for the whole agenda. A case that fails a check says why, and the others are decided."""
        sitting = _get_sitting(call, sitting_id)
        return Result(
            _serialize_sitting(sittings.conclude_sitting(sitting, call.user, resolution_no=call.body["resolution_no"]))
        )


def _get_sitting(call: Call, sitting_id: UUID) -> Sitting:
    """A sitting that this caller may know of; NotFound for any other."""
    found = sittings.list_sittings(call.user).filter(pk=sitting_id).first()
    if found is None:
        raise NotFound
    return found


def _get_body(code_of: str, path: str) -> Body:
    found = Body.objects.filter(pk=code_of).first()
    if found is None:
        raise Invalid(gaps=[Gap("unknown_code", path, _("There is no body “%(code)s”.") % {"code": code_of})])
    return found


def _parse_id(text: str) -> UUID:
    """The id of a case; NotFound for a text that is none, as for a case that the caller may not know of."""
    try:
        return UUID(text)
    except ValueError as broken:
        raise NotFound from broken


def _serialize_sitting(sitting: Sitting) -> SittingView:
    agenda = sitting.agenda.select_related("case").order_by("number")
    attendance: Any = sitting.attendance.select_related("person").order_by("body_id")
    minutes, quorum = find_minutes(sitting), count_quorum(sitting)
    return SittingView(
        id=sitting.pk,
        body=sitting.body_id,
        title=sitting.title,
        held_on=sitting.held_on,
        quorum=quorum.needed,
        confirmed=quorum.confirmed,
        missing=quorum.missing,
        state=SittingState(sitting.state),
        resolution_no=sitting.resolution_no,
        agenda=[_serialize_agenda_item(one) for one in agenda],
        attendance=[
            AttendanceView(person=one.person.email, body=one.body_id, present=one.present, confirmed_at=one.confirmed_at)
            for one in attendance
        ],
        minutes_digest=minutes.digest if minutes else None,
    )


def _serialize_own(one: Attendance) -> OwnAttendanceView:
    return OwnAttendanceView(
        sitting=one.sitting_id,
        title=one.sitting.title,
        held_on=one.sitting.held_on,
        body=one.body_id,
        confirmed_at=one.confirmed_at,
    )


def _serialize_agenda_item(one: AgendaItem) -> AgendaView:
    return AgendaView(
        number=one.number,
        case=one.case_id,
        reference=one.case.reference,
        outcome=DecisionOutcome(one.outcome),
        result=AgendaResult(one.result),
        why_not=one.sentence,
    )


PATHS: Final = (
    path("sittings/", Sittings.as_view(), name="sittings"),
    path("sittings/<uuid:sitting_id>/", OneSitting.as_view(), name="sitting"),
    path("sittings/<uuid:sitting_id>/agenda/", Agenda.as_view(), name="agenda"),
    path("sittings/<uuid:sitting_id>/attendance/", Attend.as_view(), name="attendance"),
    path("sittings/<uuid:sitting_id>/attendance/confirm/", Confirm.as_view(), name="confirm_attendance"),
    path("sittings/attending/", OwnAttendance.as_view(), name="own_attendance"),
    path("sittings/<uuid:sitting_id>/conclude/", Conclude.as_view(), name="conclude"),
)
