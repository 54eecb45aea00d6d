"""The ledger of a licence: whether goods may leave, what is drawn down, what is reported afterwards, and its corrections."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.urls import path

from licensing.acts.acting import database_now
from licensing.acts.licences import ledger as acts
from licensing.acts.licences.clearance import Clearance, ask_clearance
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command, query
from licensing.api.http.pagination import PAGING, Page, paginate_newest_first
from licensing.api.licences.licences import LICENCE, READ, WRITE
from licensing.errors import (
    AlreadyReversed,
    BeforeItsYear,
    ConditionNotMet,
    Invalid,
    MessageReused,
    MilestoneNotMet,
    NoSuchLine,
    NotAllowed,
    NotFound,
    NotInForce,
    NotWhole,
    OutsideValidity,
    Overdrawn,
    Stale,
    StoppedByCertificate,
    StoppedByMeasure,
    StoppedByScreening,
    UnitMismatch,
    WrongState,
)
from licensing.models import Usage
from licensing.models.read_models import read_usage
from licensing.models.read_models.views import LeavingView, UsageView
from licensing.policy.exact import format_decimal
from licensing.policy.licences.clearance import AskedClearance, Entry, Refusal
from licensing.policy.requests.sections import MOST_ITEMS
from licensing.policy.shapes import DATE, Schema, as_code, as_line, as_prose, as_quantity, as_record, as_whole, forbid_empty

DRAW: Final = "usages:write"
_LINE = as_whole(1, MOST_ITEMS, "number of the licence line")
_UNIT = as_code("unit of the quantity, where it is not that of the line: converted if the ratio is fixed, refused if not", 3)
LEAVING: dict[str, Schema] = {"line": _LINE, "quantity": as_quantity("the quantity to be shipped"), "unit": _UNIT}
_CLEARANCE: Final[dict[str, Schema]] = {
    "message_id": forbid_empty(as_line(100, "id of this message in your system; the same id twice is one entry")),
    "line": _LINE,
    "quantity": as_quantity("the quantity cleared"),
    "unit": _UNIT,
    "declaration_no": forbid_empty(as_line(60)),
    "customs_office": as_line(60),
    "cleared_on": DATE | {"title": "the day of the clearance; today, if it is left out"},
}
# What stops goods at the gate, whatever the licence itself would let leave.
_STOPPED: Final = (StoppedByCertificate, StoppedByMeasure, StoppedByScreening)
_REQUIRED: Final = ("message_id", "line", "quantity", "declaration_no")
USAGE = as_record(_REQUIRED, **_CLEARANCE)
REPORTED = as_record((*_REQUIRED, "cleared_on"), **_CLEARANCE)
REVERSAL = as_record(("message_id",), message_id=forbid_empty(as_line(100, "id of this message in your system")))
REVIEW = as_record(("note",), note=forbid_empty(as_prose(2000)))
_REFUSES: Final = (
    AlreadyReversed,
    Invalid,
    MessageReused,
    NoSuchLine,
    NotAllowed,
    NotFound,
    NotInForce,
    NotWhole,
    OutsideValidity,
    UnitMismatch,
)
_EXAMPLE: Final = {"message_id": "MRN-26UA100-1", "line": 1, "quantity": "10", "declaration_no": "26UA100000000001U1"}


class MayLeave(ApiView):
    @query(
        LeavingView,
        READ,
        summary="Check whether a shipment may leave",
        query=LEAVING,
        query_required=("line", "quantity"),
        refuses=(Invalid, NotFound),
    )
    def get(self, call: Call, licence_id: UUID) -> Result:
        """Changes nothing; a draw-down at this moment would be answered alike. It deducts the quantity, this does not.

        Its holder reads what stops the goods in words meant for them, and `held_back` where it is for the authority alone.
        """
        licence, given = call.get_licence(licence_id), call.query
        asked = AskedClearance(given["line"], Decimal(given["quantity"]), given.get("unit", ""))
        for_holder = call.get_reader(licence).is_applicant(licence.case)
        return Result(_build_leaving_view(ask_clearance(licence, asked, at=database_now(), for_holder=for_holder)))


class Usages(ApiView):
    @query(Page[UsageView], READ, summary="Read the ledger of a licence", query=PAGING, refuses=(NotFound,))
    def get(self, call: Call, licence_id: UUID) -> Result:
        """The newest entry first; a reversal is an entry of its own."""
        licence = call.get_licence(licence_id)
        rows = Usage.objects.filter(line__licence=licence)
        read = partial(_read_usages, for_holder=call.get_reader(licence).is_applicant(licence.case))
        return Result(paginate_newest_first(rows, call, "drawn_at", read))

    @command(
        UsageView,
        DRAW,
        summary="Draw down a licence",
        takes=USAGE,
        status=201,
        refuses=(*_REFUSES, BeforeItsYear, ConditionNotMet, MilestoneNotMet, Overdrawn, *_STOPPED, WrongState),
        example=_EXAMPLE,
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """Before goods leave. Permitted or refused by the moment at which it is asked, whatever day it names.

        One entry per message id, however often it is sent. A quantity above the balance is refused with what is left.
        """
        return Result(read_usage(acts.draw_down_licence(call.get_licence(licence_id), call.user, _read_clearance(call))))


class ReportClearance(ApiView):
    @command(
        UsageView,
        DRAW,
        summary="Report a clearance afterwards",
        takes=REPORTED,
        status=201,
        refuses=_REFUSES,
        example=_EXAMPLE | {"cleared_on": "2026-06-14"},
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """What has left already and was never drawn. It is kept if the licence was in force on that day, and permits nothing.

        Where the licence is not in force any more, or has too little left, the entry is `irregular` and an officer looks at it.
        """
        return Result(read_usage(acts.report_clearance(call.get_licence(licence_id), call.user, _read_clearance(call))))


class ReverseUsage(ApiView):
    @command(
        UsageView,
        DRAW,
        summary="Reverse a draw-down",
        takes=REVERSAL,
        status=201,
        refuses=(AlreadyReversed, Invalid, MessageReused, NotAllowed, NotFound, WrongState),
        example={"message_id": "MRN-26UA100-1-R"},
    )
    def post(self, call: Call, licence_id: UUID, usage_id: UUID) -> Result:
        """Gives the quantity back, as a new entry that names the old one."""
        licence = call.get_licence(licence_id)
        return Result(read_usage(acts.reverse_usage(licence, call.user, usage_id, message_id=call.body["message_id"])))


class ReviewUsage(ApiView):
    @command(
        UsageView,
        WRITE,
        summary="Record a look at an irregular clearance",
        takes=REVIEW,
        if_match=IfMatch.OPTIONAL,
        refuses=(Invalid, NotAllowed, Stale, NotFound),
        example={"note": "The goods had left before the suspension. Customs confirmed the declaration."},
    )
    def post(self, call: Call, licence_id: UUID, usage_id: UUID) -> Result:
        """What you found; only the authority reads it. The entry stays as customs reported it."""
        licence = call.get_licence(licence_id)
        expected = call.get_expected_revision(licence)
        review = acts.review_clearance(licence, call.user, usage_id, note=call.body["note"], expected=expected)
        return Result(read_usage(review.usage))


def _read_clearance(call: Call) -> Clearance:
    body = call.body
    return Clearance(
        message_id=body["message_id"],
        line=body["line"],
        quantity=Decimal(body["quantity"]),
        declaration_no=body["declaration_no"],
        customs_office=body.get("customs_office", ""),
        cleared_on=date.fromisoformat(body["cleared_on"]) if "cleared_on" in body else None,
        unit=body.get("unit", ""),
    )


def _build_leaving_view(verdict: Entry | Refusal) -> LeavingView:
    refusal = verdict if isinstance(verdict, Refusal) else None
    data: dict[str, Any] = dict(refusal.data) if refusal else {}
    return LeavingView(
        may_leave=refusal is None,
        code=refusal.code if refusal else None,
        because=str(refusal.message) if refusal else "",
        quantity=format_decimal(verdict.quantity) if isinstance(verdict, Entry) else None,
        left=format_decimal(verdict.line.left) if verdict.line else None,
        unit=verdict.line.unit if verdict.line else None,
        state=data.get("state"),
        since=data.get("since"),
        condition=data.get("condition"),
        needs=data.get("needs", ""),
        left_now=data.get("left_now"),
        reason=data.get("reason", ""),
    )


def _read_usages(rows: Any, *, for_holder: bool) -> list[UsageView]:
    return [read_usage(one, for_holder=for_holder) for one in rows.for_ledger()]


PATHS: Final = (
    path(f"{LICENCE}may-leave/", MayLeave.as_view(), name="may_leave"),
    path(f"{LICENCE}usages/", Usages.as_view(), name="usages"),
    path(f"{LICENCE}clearances/", ReportClearance.as_view(), name="clearances"),
    path(f"{LICENCE}usages/<uuid:usage_id>/reverse/", ReverseUsage.as_view(), name="reverse_usage"),
    path(f"{LICENCE}usages/<uuid:usage_id>/review/", ReviewUsage.as_view(), name="review_usage"),
)
