"""Sittings: an agenda of cases, who attended, and one resolution that decides them."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, TypedDict
from uuid import UUID

from django.urls import path, reverse
from django.utils.translation import gettext as _

from licensing.acts.decisions import sittings
from licensing.api.decisions.government import DECIDE
from licensing.api.http.operations import Ask, Door, Reply, does, reads
from licensing.choices import AgendaResult, DecisionOutcome, SittingState
from licensing.errors import Gap, Invalid, NotAllowed, Unseen, WrongState
from licensing.models import AgendaItem, Body, Sitting, User
from licensing.models.decisions.sitting import kept_minutes
from licensing.policy.shapes import DATE, FLAG, code, filled, line, record, several, whole

CALL = record(
    ("body", "title", "held_on", "quorum"),
    body=code("code of the body that sits", 24),
    title=filled(line(200)),
    held_on=DATE,
    quorum=whole(1, 500, "members who must be present"),
)
_DETAILS = {"type": "object", "maxProperties": 10, "title": "reasons, valid_until, quantities, conditions, grounds"}
PUT = record(
    ("case", "outcome"),
    case=code("id of the case", 36),
    outcome={"type": "string", "enum": [DecisionOutcome.GRANT.value, DecisionOutcome.REFUSE.value]},
    details=_DETAILS,
)
_MEMBER = record(
    ("person", "body", "present"), person=filled(line(200, "e-mail")), body=code("code of a body", 24), present=FLAG
)
ATTEND = record(("members",), members=several(_MEMBER, 500))
CONCLUDE = record(("resolution_no",), resolution_no=filled(line(60)))


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


class SittingView(TypedDict):
    """A sitting as it stands; `minutes_digest` comes with its conclusion."""

    id: UUID
    body: str
    title: str
    held_on: date
    quorum: int
    state: SittingState
    resolution_no: str
    agenda: list[AgendaView]
    attendance: list[AttendanceView]
    minutes_digest: str | None


class Sittings(Door):
    @does(
        SittingView,
        DECIDE,
        summary="Call a sitting",
        takes=CALL,
        status=201,
        refuses=(Invalid, NotAllowed),
        example={"body": "CMU", "title": "Weekly sitting", "held_on": "2026-05-04", "quorum": 3},
    )
    def post(self, ask: Ask) -> Reply:
        """The agenda and the attendance are added next."""
        said = ask.body
        sitting = sittings.call_sitting(
            ask.user,
            body=_body(said["body"], "body"),
            title=said["title"],
            held_on=date.fromisoformat(said["held_on"]),
            quorum=said["quorum"],
        )
        return Reply(_read(sitting), location=reverse("api:sitting", args=[sitting.pk]))


class OneSitting(Door):
    @reads(SittingView, DECIDE, summary="Read a sitting", refuses=(Unseen,))
    def get(self, ask: Ask, sitting_id: UUID) -> Reply:
        """With the result of each case, once it is concluded."""
        return Reply(_read(_seen(ask, sitting_id)))


class Agenda(Door):
    @does(
        SittingView,
        DECIDE,
        summary="Put a case on the agenda",
        takes=PUT,
        refuses=(Invalid, NotAllowed, Unseen, WrongState),
        example={"case": "0b8f6c9e-2f5c-4a63-9a1c-0d6a6f1f7b11", "outcome": "refuse", "details": {"grounds": ["R10"]}},
    )
    def post(self, ask: Ask, sitting_id: UUID) -> Reply:
        """With the proposed outcome, and what the resolution says about this case."""
        sitting, said = _seen(ask, sitting_id), ask.body
        case = ask.case(_uuid(said["case"]))
        outcome = DecisionOutcome(said["outcome"])
        sittings.put_on_agenda(sitting, ask.user, case, outcome=outcome, details=said.get("details", {}))
        return Reply(_read(sitting))


class Attend(Door):
    @does(
        SittingView,
        DECIDE,
        summary="Record who attended",
        takes=ATTEND,
        refuses=(Invalid, NotAllowed, Unseen, WrongState),
        example={"members": [{"person": "dora@government.example", "body": "CMU", "present": True}]},
    )
    def post(self, ask: Ask, sitting_id: UUID) -> Reply:
        """The whole list; it replaces an earlier one."""
        sitting = _seen(ask, sitting_id)
        people = {one.email: one for one in User.objects.filter(email__in=[m["person"] for m in ask.body["members"]])}
        members = []
        for number, one in enumerate(ask.body["members"]):
            if one["person"] not in people:
                raise Invalid(gaps=[Gap("unknown", f"members.{number}.person", _("Nobody has this e-mail address."))])
            members.append((people[one["person"]], _body(one["body"], f"members.{number}.body"), one["present"]))
        sittings.record_attendance(sitting, ask.user, members)
        return Reply(_read(sitting))


class Conclude(Door):
    @does(
        SittingView,
        DECIDE,
        summary="Conclude a sitting",
        takes=CONCLUDE,
        refuses=(Invalid, NotAllowed, Unseen, WrongState),
        example={"resolution_no": "512-r"},
    )
    def post(self, ask: Ask, sitting_id: UUID) -> Reply:
        """One resolution for the whole agenda. A case that fails a check says why, and the others are decided."""
        sitting = _seen(ask, sitting_id)
        return Reply(_read(sittings.conclude_sitting(sitting, ask.user, resolution_no=ask.body["resolution_no"])))


def _seen(ask: Ask, sitting_id: UUID) -> Sitting:
    found = sittings.sittings_for(ask.user).filter(pk=sitting_id).first()
    if found is None:
        raise Unseen
    return found


def _body(code_of: str, path: str) -> Body:
    found = Body.objects.filter(pk=code_of).first()
    if found is None:
        raise Invalid(gaps=[Gap("unknown_code", path, _("There is no body “%(code)s”.") % {"code": code_of})])
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as broken:
        raise Unseen from broken


def _read(sitting: Sitting) -> SittingView:
    agenda = sitting.agenda.select_related("case").order_by("number")
    attendance: Any = sitting.attendance.select_related("person").order_by("body_id")
    minutes = kept_minutes(sitting)
    return SittingView(
        id=sitting.pk,
        body=sitting.body_id,
        title=sitting.title,
        held_on=sitting.held_on,
        quorum=sitting.quorum,
        state=SittingState(sitting.state),
        resolution_no=sitting.resolution_no,
        agenda=[_item(one) for one in agenda],
        attendance=[AttendanceView(person=one.person.email, body=one.body_id, present=one.present) for one in attendance],
        minutes_digest=minutes.digest if minutes else None,
    )


def _item(one: AgendaItem) -> AgendaView:
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
    path("sittings/<uuid:sitting_id>/conclude/", Conclude.as_view(), name="conclude"),
)
