"""Variations of a licence: asked for by its holder or proposed by an officer, decided by a decider."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.urls import path

from licensing.acts.licences.changing import variation as acts
from licensing.api.http.operations import ApiView, Call, Result
from licensing.api.licences.licences import LICENCE, OPTIONAL_REASON, act_with_reason, declare_licence_act, show_licence
from licensing.errors import BothPersons
from licensing.policy.licences.request_changes import REPLACES
from licensing.policy.requests.sections import LEG, PARTY
from licensing.policy.shapes import DATE, allow_null, as_prose, as_quantity, as_record, forbid_empty

_QUANTITIES: Final = {
    "type": "object",
    "propertyNames": {"pattern": "^[1-9][0-9]{0,3}$"},
    "additionalProperties": as_quantity("what the line with this number is to be for; what it is for if left out"),
    "maxProperties": 1000,
    "title": "by line number",
}
_PARTY: Final = PARTY.to_schema()
_PARTIES: Final = {
    "type": "array",
    "maxItems": 50,
    "items": _PARTY
    | {
        "properties": _PARTY["properties"]
        | {
            REPLACES: allow_null(
                {"type": "integer", "minimum": 1, "maximum": 5000, "title": "the party in whose place it comes, from 1"}
            )
        }
    },
}
_ROUTE: Final = {"type": "array", "maxItems": 50, "items": LEG.to_schema(), "title": "the whole route"}
VARIATION: Final = as_record(
    ("reason",),
    reason=forbid_empty(as_prose(4000)),
    valid_until=allow_null(DATE),
    quantities=_QUANTITIES,
    parties=_PARTIES,
    route=_ROUTE,
)
_EXAMPLE: Final = {"reason": "The buyer takes delivery later.", "valid_until": "2027-03-31", "quantities": {"1": "30"}}


class AskVariation(ApiView):
    @declare_licence_act("Ask for a variation", takes=VARIATION, example=_EXAMPLE)
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By its holder: another last day, less or a tenth more of lines, another consignee, end user or route.

        Less than has left already is refused (`below_drawn`), as is more than a tenth (`beyond_authorised`), another country of
        destination (`other_destination`) and what other bodies would have to weigh (`other_procedure`).
        """
        return _ask_with_values(call, licence_id, acts.ask_variation)


class ProposeVariation(ApiView):
    @declare_licence_act("Propose a variation", takes=VARIATION, example=_EXAMPLE)
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a case officer. The holder is told."""
        return _ask_with_values(call, licence_id, acts.propose_variation)


class GrantVariation(ApiView):
    @declare_licence_act(
        "Grant a variation",
        takes=OPTIONAL_REASON,
        refuses=(BothPersons,),
        example={"reason": "The delivery is late for reasons of the buyer."},
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a decider, never by who proposed it: the licence goes on as its next version, and what was drawn stays drawn."""
        return act_with_reason(call, licence_id, acts.grant_variation)


class RefuseVariation(ApiView):
    @declare_licence_act(
        "Refuse a variation", refuses=(BothPersons,), example={"reason": "The certificate ends before that day."}
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a decider, with the reason; the licence stays as it is."""
        return act_with_reason(call, licence_id, acts.refuse_variation)


class WithdrawVariation(ApiView):
    @declare_licence_act("Withdraw a variation", example={"reason": "The buyer takes delivery in time."})
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By its holder, as long as it is not decided."""
        return act_with_reason(call, licence_id, acts.withdraw_variation)


def _ask_with_values(call: Call, licence_id: UUID, act: Any) -> Result:
    licence, body = call.get_licence(licence_id), call.body
    until = body.get("valid_until")
    act(
        licence,
        call.user,
        reason=body["reason"],
        valid_until=date.fromisoformat(until) if until else None,
        quantities={int(number): Decimal(quantity) for number, quantity in body.get("quantities", {}).items()},
        parties=body.get("parties", ()),
        route=body.get("route", ()),
        expected=call.get_expected_revision(licence),
    )
    return show_licence(call, licence_id)


PATHS: Final = (
    path(f"{LICENCE}ask-variation/", AskVariation.as_view(), name="ask_variation"),
    path(f"{LICENCE}propose-variation/", ProposeVariation.as_view(), name="propose_variation"),
    path(f"{LICENCE}grant-variation/", GrantVariation.as_view(), name="grant_variation"),
    path(f"{LICENCE}refuse-variation/", RefuseVariation.as_view(), name="refuse_variation"),
    path(f"{LICENCE}withdraw-variation/", WithdrawVariation.as_view(), name="withdraw_variation"),
)
