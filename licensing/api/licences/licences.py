"""Licences: read by their holder, the authority and customs; drawn down by customs; suspended, reinstated and ended."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.licences import licence as acts
from licensing.api.http.operations import Ask, Door, IfMatch, Reply, does, reads
from licensing.api.http.pagination import PAGING, Page, newest_first
from licensing.choices import LicenceState
from licensing.errors import Invalid, NotAllowed, NotInForce, Overdrawn, Stale, Unseen, WrongState
from licensing.models import Licence, Usage
from licensing.models.read_models import licence_rows, read_licence, read_usage
from licensing.models.read_models.views import LicenceRow, LicenceView, UsageView
from licensing.policy.exact import plain
from licensing.policy.shapes import DATE, Schema, code, filled, line, one_of, prose, quantity, record, whole

READ, WRITE, DRAW = "licences:read", "licences:write", "usages:write"
# Where one licence has its address, and under it whatever belongs to it.
LICENCE: Final = "licences/<uuid:licence_id>/"

FILTERS: dict[str, Schema] = {
    "state": one_of(LicenceState),
    "number": code("licence number", 32),
    **PAGING,
}
REASON = record(("reason",), reason=filled(prose(2000)))
MAYBE_REASON = record((), reason=prose(2000))
LEAVING: dict[str, Schema] = {
    "line": whole(1, 999, "number of the licence line"),
    "quantity": quantity("the quantity to be shipped, in the unit of the line"),
}
USAGE = record(
    ("message_id", "line", "quantity", "declaration_no"),
    message_id=filled(line(100, "id of this message in your system; the same id twice is one entry")),
    line=whole(1, 999, "number of the licence line"),
    quantity=quantity("the quantity cleared, in the unit of the line"),
    declaration_no=filled(line(60)),
    customs_office=line(60),
    cleared_on=DATE,
)
REVERSAL = record(("message_id",), message_id=filled(line(100, "id of this message in your system")))
_REFUSES = (Invalid, NotAllowed, Stale, Unseen, WrongState)
_EXAMPLE = {"reason": "Urgent need of our own forces."}


class LeavingView(TypedDict):
    """Whether a shipment may leave now, and if not, why."""

    may_leave: bool
    because: str
    left: str | None
    unit: str | None


class Licences(Door):
    @reads(Page[LicenceRow], READ, summary="List licences", query=FILTERS)
    def get(self, ask: Ask) -> Reply:
        """Those that you may see, newest first."""
        licences = Licence.objects.visible_to(ask.user, on=ask.at)
        licences = licences.filter(**{name: ask.query[name] for name in ("state", "number") if name in ask.query})
        return Reply(newest_first(licences, ask, "issued_at", licence_rows))


class OneLicence(Door):
    @reads(LicenceView, READ, summary="Read a licence", tagged=True, refuses=(Unseen,))
    def get(self, ask: Ask, licence_id: UUID) -> Reply:
        """Its lines with what is used and left, its conditions, its validity."""
        return shown(ask, licence_id)


class MayLeave(Door):
    @reads(LeavingView, READ, summary="Check whether a shipment may leave", query=LEAVING, refuses=(Invalid, Unseen))
    def get(self, ask: Ask, licence_id: UUID) -> Reply:
        """Changes nothing; the quantity is deducted when you draw it down."""
        licence = ask.licence(licence_id)
        number, amount = int(ask.query.get("line", 0)), Decimal(ask.query.get("quantity", "0"))
        because = acts.may_leave(licence, line=number, quantity=amount, day=ask.day)
        line = licence.lines.filter(number=number).first()
        return Reply(
            LeavingView(
                may_leave=not because,
                because=because,
                left=plain(line.left) if line else None,
                unit=line.unit_id if line else None,
            )
        )


class Usages(Door):
    @reads(Page[UsageView], READ, summary="Read the ledger of a licence", query=PAGING, refuses=(Unseen,))
    def get(self, ask: Ask, licence_id: UUID) -> Reply:
        """The newest entry first; a reversal is an entry of its own."""
        rows = Usage.objects.filter(line__licence=ask.licence(licence_id))
        return Reply(newest_first(rows, ask, "drawn_at", _entries))

    @does(
        UsageView,
        DRAW,
        summary="Draw down a licence",
        takes=USAGE,
        status=201,
        refuses=(Invalid, NotAllowed, NotInForce, Overdrawn, Unseen, WrongState),
        example={"message_id": "MRN-26UA100-1", "line": 1, "quantity": "10", "declaration_no": "26UA100000000001U1"},
    )
    def post(self, ask: Ask, licence_id: UUID) -> Reply:
        """One entry per message id, however often it is sent. A quantity above the balance is refused with what is left."""
        said = ask.body
        clearance = acts.Clearance(
            message_id=said["message_id"],
            line=said["line"],
            quantity=Decimal(said["quantity"]),
            declaration_no=said["declaration_no"],
            customs_office=said.get("customs_office", ""),
            cleared_on=date.fromisoformat(said["cleared_on"]) if "cleared_on" in said else None,
        )
        return Reply(read_usage(acts.draw_down_licence(ask.licence(licence_id), ask.user, clearance)))


class ReverseUsage(Door):
    @does(
        UsageView,
        DRAW,
        summary="Reverse a draw-down",
        takes=REVERSAL,
        status=201,
        refuses=(Invalid, NotAllowed, Unseen, WrongState),
        example={"message_id": "MRN-26UA100-1-R"},
    )
    def post(self, ask: Ask, licence_id: UUID, usage_id: UUID) -> Reply:
        """Gives the quantity back, as a new entry that names the old one."""
        licence = ask.licence(licence_id)
        return Reply(read_usage(acts.reverse_usage(licence, ask.user, usage_id, message_id=ask.body["message_id"])))


class Activate(Door):
    @does(
        LicenceView,
        WRITE,
        summary="Activate a dormant licence",
        takes=REASON,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=_REFUSES,
        example={"reason": "The consent of the country of origin is on file."},
    )
    def post(self, ask: Ask, licence_id: UUID) -> Reply:
        """The event that it waited for has happened."""
        return _after(ask, licence_id, acts.activate_licence)


class Suspend(Door):
    @does(
        LicenceView,
        WRITE,
        summary="Suspend a licence",
        takes=REASON,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=_REFUSES,
        example=_EXAMPLE,
    )
    def post(self, ask: Ask, licence_id: UUID) -> Reply:
        """From now on every draw-down is refused."""
        return _after(ask, licence_id, acts.suspend_licence)


class Reinstate(Door):
    @does(
        LicenceView,
        WRITE,
        summary="Reinstate a licence",
        takes=MAYBE_REASON,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=_REFUSES,
        example={"reason": "The need is covered."},
    )
    def post(self, ask: Ask, licence_id: UUID) -> Reply:
        """A suspended licence is in force again, with the balance that it had."""
        return _after(ask, licence_id, acts.reinstate_licence)


class Revoke(Door):
    @does(
        LicenceView,
        WRITE,
        summary="Revoke a licence",
        takes=REASON,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=_REFUSES,
        example={"reason": "The goods were passed on without consent."},
    )
    def post(self, ask: Ask, licence_id: UUID) -> Reply:
        """For cause, and permanently."""
        return _after(ask, licence_id, acts.revoke_licence)


class Surrender(Door):
    @does(
        LicenceView,
        WRITE,
        summary="Surrender a licence",
        takes=REASON,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=_REFUSES,
        example={"reason": "The contract has ended."},
    )
    def post(self, ask: Ask, licence_id: UUID) -> Reply:
        """By its holder, unused or partly used."""
        return _after(ask, licence_id, acts.surrender_licence)


def _after(ask: Ask, licence_id: UUID, act: Any) -> Reply:
    """The licence after an act that takes a reason."""
    licence = ask.licence(licence_id)
    act(licence, ask.user, reason=ask.body.get("reason", ""), expected=ask.expected(licence))
    return shown(ask, licence_id)


def shown(ask: Ask, licence_id: UUID) -> Reply:
    """The licence as it is now."""
    licence = ask.licence(licence_id)
    return Reply(read_licence(licence, ask.reader(licence)), revision=licence.revision)


def _entries(rows: Any) -> list[UsageView]:
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
