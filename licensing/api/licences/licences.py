"""Licences: read by their holder, the authority and customs; activated, suspended and ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.urls import path

from licensing.acts.licences import licence as acts
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command, query
from licensing.api.http.pagination import PAGING, Page, paginate_newest_first
from licensing.choices import LicenceState
from licensing.errors import BothPersons, Invalid, NotAllowed, NotFound, Problem, Stale, WrongState
from licensing.models import Licence
from licensing.models.read_models import read_licence, read_licence_rows
from licensing.models.read_models.views import LicenceRow, LicenceView
from licensing.policy.shapes import (
    Schema,
    as_code,
    as_prose,
    as_record,
    choose_from,
    forbid_empty,
)

READ, WRITE = "licences:read", "licences:write"
# The address of one licence; whatever belongs to a licence has its address below it.
LICENCE: Final = "licences/<uuid:licence_id>/"

FILTERS: dict[str, Schema] = {
    "state": choose_from(LicenceState),
    "number": as_code("licence number", 32),
    **PAGING,
}
REASON = as_record(("reason",), reason=forbid_empty(as_prose(2000)))
OPTIONAL_REASON = as_record((), reason=as_prose(2000))
_REFUSES: Final = (Invalid, NotAllowed, Stale, NotFound, WrongState)


def declare_licence_act(summary: str, *, takes: Schema = REASON, refuses: Sequence[type[Problem]] = (), **more: Any) -> Any:
    """Declare an act on a licence, which is answered with the licence as it is afterwards; `refuses` is what else stops it."""
    return command(
        LicenceView,
        WRITE,
        summary=summary,
        takes=takes,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=(*refuses, *_REFUSES),
        **more,
    )


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


class Activate(ApiView):
    @declare_licence_act("Activate a dormant licence", example={"reason": "The consent of the country of origin is on file."})
    def post(self, call: Call, licence_id: UUID) -> Result:
        """The event that it waited for has happened."""
        return act_with_reason(call, licence_id, acts.activate_licence)


class Suspend(ApiView):
    @declare_licence_act("Suspend a licence", refuses=(BothPersons,), example={"reason": "Urgent need of our own forces."})
    def post(self, call: Call, licence_id: UUID) -> Result:
        """From now on every draw-down is refused. It lapses after 24 hours unless a decider confirms it."""
        return act_with_reason(call, licence_id, acts.suspend_licence)


class Revoke(ApiView):
    @declare_licence_act("Revoke a licence", example={"reason": "The goods were passed on without consent."})
    def post(self, call: Call, licence_id: UUID) -> Result:
        """For cause, and permanently."""
        return act_with_reason(call, licence_id, acts.revoke_licence)


class Surrender(ApiView):
    @declare_licence_act("Surrender a licence", example={"reason": "The contract has ended."})
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By its holder, unused or partly used."""
        return act_with_reason(call, licence_id, acts.surrender_licence)


def act_with_reason(call: Call, licence_id: UUID, act: Any) -> Result:
    """Carry out an act that takes a reason, and answer with the licence as it is afterwards."""
    licence = call.get_licence(licence_id)
    act(licence, call.user, reason=call.body.get("reason", ""), expected=call.get_expected_revision(licence))
    return show_licence(call, licence_id)


def show_licence(call: Call, licence_id: UUID) -> Result:
    """The licence as it is now, as far as this caller may see it, with its revision for ETag. Raises NotFound."""
    # Fetched again after an act, which worked on a locked row of its own.
    licence = call.get_licence(licence_id)
    return Result(read_licence(licence, call.get_reader(licence)), revision=licence.revision)


PATHS: Final = (
    path("licences/", Licences.as_view(), name="licences"),
    path(LICENCE, OneLicence.as_view(), name="licence"),
    path(f"{LICENCE}activate/", Activate.as_view(), name="activate"),
    path(f"{LICENCE}suspend/", Suspend.as_view(), name="suspend"),
    path(f"{LICENCE}revoke/", Revoke.as_view(), name="revoke"),
    path(f"{LICENCE}surrender/", Surrender.as_view(), name="surrender"),
)
