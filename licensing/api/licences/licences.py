"""Licences: read by their holder, the authority and customs; drawn down by customs; suspended, reinstated and ended."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.licences import licence as acts
from licensing.acts.licences.clearance import Clearance, find_clearance_obstacle
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command, query
from licensing.api.http.pagination import PAGING, Page, paginate_newest_first
from licensing.choices import LicenceState
from licensing.errors import Invalid, NotAllowed, NotFound, NotInForce, Overdrawn, Stale, WrongState
from licensing.models import Licence, Usage
from licensing.models.read_models import read_licence, read_licence_rows, read_usage
from licensing.models.read_models.views import LicenceRow, LicenceView, UsageView
from licensing.policy.exact import format_decimal
from licensing.policy.shapes import (
    DATE,
    Schema,
    as_code,
    as_line,
    as_prose,
    as_quantity,
    as_record,
    as_whole,
    choose_from,
    forbid_empty,
)

READ, WRITE, DRAW = "licences:read", "licences:write", "usages:write"
# The address of one licence; whatever belongs to a licence has its address below it.
LICENCE: Final = "licences/<uuid:licence_id>/"

FILTERS: dict[str, Schema] = {
    "state": choose_from(LicenceState),
    "number": as_code("licence number", 32),
    **PAGING,
}
REASON = as_record(("reason",), reason=forbid_empty(as_prose(2000)))
OPTIONAL_REASON = as_record((), reason=as_prose(2000))
LEAVING: dict[str, Schema] = {
    "line": as_whole(1, 999, "number of the licence line"),
    "quantity": as_quantity("the quantity to be shipped, in the unit of the line"),
}
USAGE = as_record(
    ("message_id", "line", "quantity", "declaration_no"),
    message_id=forbid_empty(as_line(100, "id of this message in your system; the same id twice is one entry")),
    line=as_whole(1, 999, "number of the licence line"),
    quantity=as_quantity("the quantity cleared, in the unit of the line"),
    declaration_no=forbid_empty(as_line(60)),
    customs_office=as_line(60),
    cleared_on=DATE,
)
REVERSAL = as_record(("message_id",), message_id=forbid_empty(as_line(100, "id of this message in your system")))
_REFUSES = (Invalid, NotAllowed, Stale, NotFound, WrongState)
_EXAMPLE = {"reason": "Urgent need of our own forces."}


class LeavingView(TypedDict):
    """Whether a shipment may leave now, and if not, why."""

    may_leave: bool
    because: str
    left: str | None
    unit: str | None


class Licences(ApiView):
    @query(Page[LicenceRow], READ, summary="List licences", query=FILTERS)
    def get(self, call: Call) -> Result:
        """Those that you may see, newest first."""
        licences = Licence.objects.visible_to(call.user, on=call.at)
        licences = licences.filter(**{name: call.query[name] for name in ("state", "number") if name in call.query})
        return Result(paginate_newest_first(licences, call, "issued_at", read_licence_rows))


class OneLicence(ApiView):
    @query(LicenceView, READ, summary="Read a licence", tagged=True, refuses=(NotFound,))
    def get(self, call: Call, licence_id: UUID) -> Result:
        """Its lines with what is used and left, its conditions, its validity."""
        return show_licence(call, licence_id)


class MayLeave(ApiView):
    @query(LeavingView, READ, summary="Check whether a shipment may leave", query=LEAVING, refuses=(Invalid, NotFound))
    def get(self, call: Call, licence_id: UUID) -> Result:
        """Changes nothing; the quantity is deducted when you draw it down."""
        licence = call.get_licence(licence_id)
        # A parameter that is left out counts as 0, which is the number of no line: the answer is then a sentence that says so.
        number, amount = int(call.query.get("line", 0)), Decimal(call.query.get("quantity", "0"))
        because = find_clearance_obstacle(licence, line=number, quantity=amount, day=call.day)
        line = licence.lines.filter(number=number).first()
        return Result(
            LeavingView(
                may_leave=not because,
                because=because,
                left=format_decimal(line.left) if line else None,
                unit=line.unit_id if line else None,
            )
        )


class Usages(ApiView):
    @query(Page[UsageView], READ, summary="Read the ledger of a licence", query=PAGING, refuses=(NotFound,))
    def get(self, call: Call, licence_id: UUID) -> Result:
        """The newest entry first; a reversal is an entry of its own."""
        rows = Usage.objects.filter(line__licence=call.get_licence(licence_id))
        return Result(paginate_newest_first(rows, call, "drawn_at", _read_usages))

    @command(
        UsageView,
        DRAW,
        summary="Draw down a licence",
        takes=USAGE,
        status=201,
        refuses=(Invalid, NotAllowed, NotInForce, Overdrawn, NotFound, WrongState),
        example={"message_id": "MRN-26UA100-1", "line": 1, "quantity": "10", "declaration_no": "26UA100000000001U1"},
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """One entry per message id, however often it is sent. A quantity above the balance is refused with what is left."""
        body = call.body
        clearance = Clearance(
            message_id=body["message_id"],
            line=body["line"],
            quantity=Decimal(body["quantity"]),
            declaration_no=body["declaration_no"],
            customs_office=body.get("customs_office", ""),
            cleared_on=date.fromisoformat(body["cleared_on"]) if "cleared_on" in body else None,
        )
        return Result(read_usage(acts.draw_down_licence(call.get_licence(licence_id), call.user, clearance)))


class ReverseUsage(ApiView):
    @command(
        UsageView,
        DRAW,
        summary="Reverse a draw-down",
        takes=REVERSAL,
        status=201,
        refuses=(Invalid, NotAllowed, NotFound, WrongState),
        example={"message_id": "MRN-26UA100-1-R"},
    )
    def post(self, call: Call, licence_id: UUID, usage_id: UUID) -> Result:
        """Gives the quantity back, as a new entry that names the old one."""
        licence = call.get_licence(licence_id)
        return Result(read_usage(acts.reverse_usage(licence, call.user, usage_id, message_id=call.body["message_id"])))


class Activate(ApiView):
    @command(
        LicenceView,
        WRITE,
        summary="Activate a dormant licence",
        takes=REASON,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=_REFUSES,
        example={"reason": "The consent of the country of origin is on file."},
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """The event that it waited for has happened."""
        return _act_with_reason(call, licence_id, acts.activate_licence)


class Suspend(ApiView):
    @command(
        LicenceView,
        WRITE,
        summary="Suspend a licence",
        takes=REASON,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=_REFUSES,
        example=_EXAMPLE,
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """From now on every draw-down is refused."""
        return _act_with_reason(call, licence_id, acts.suspend_licence)


class Reinstate(ApiView):
    @command(
        LicenceView,
        WRITE,
        summary="Reinstate a licence",
        takes=OPTIONAL_REASON,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=_REFUSES,
        example={"reason": "The need is covered."},
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """A suspended licence is in force again, with the balance that it had."""
        return _act_with_reason(call, licence_id, acts.reinstate_licence)


class Revoke(ApiView):
    @command(
        LicenceView,
        WRITE,
        summary="Revoke a licence",
        takes=REASON,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=_REFUSES,
        example={"reason": "The goods were passed on without consent."},
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """For cause, and permanently."""
        return _act_with_reason(call, licence_id, acts.revoke_licence)


class Surrender(ApiView):
    @command(
        LicenceView,
        WRITE,
        summary="Surrender a licence",
        takes=REASON,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=_REFUSES,
        example={"reason": "The contract has ended."},
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By its holder, unused or partly used."""
        return _act_with_reason(call, licence_id, acts.surrender_licence)


def _act_with_reason(call: Call, licence_id: UUID, act: Any) -> Result:
    """Carry out an act that takes a reason, and answer with the licence as it is afterwards."""
    licence = call.get_licence(licence_id)
    act(licence, call.user, reason=call.body.get("reason", ""), expected=call.get_expected_revision(licence))
    return show_licence(call, licence_id)


def show_licence(call: Call, licence_id: UUID) -> Result:
    """The licence as it is now, as far as this caller may see it, with its revision for ETag. Raises NotFound."""
    # Fetched again after an act, which worked on a locked row of its own.
    licence = call.get_licence(licence_id)
    return Result(read_licence(licence, call.get_reader(licence)), revision=licence.revision)


def _read_usages(rows: Any) -> list[UsageView]:
    return [read_usage(one) for one in rows.select_related("line")]


PATHS: Final = (
    path("licences/", Licences.as_view(), name="licences"),
    path(LICENCE, OneLicence.as_view(), name="licence"),
    path(f"{LICENCE}may-leave/", MayLeave.as_view(), name="may_leave"),
    path(f"{LICENCE}usages/", Usages.as_view(), name="usages"),
    path(f"{LICENCE}usages/<uuid:usage_id>/reverse/", ReverseUsage.as_view(), name="reverse_usage"),
    path(f"{LICENCE}activate/", Activate.as_view(), name="activate"),
    path(f"{LICENCE}suspend/", Suspend.as_view(), name="suspend"),
    path(f"{LICENCE}reinstate/", Reinstate.as_view(), name="reinstate"),
    path(f"{LICENCE}revoke/", Revoke.as_view(), name="revoke"),
    path(f"{LICENCE}surrender/", Surrender.as_view(), name="surrender"),
)
