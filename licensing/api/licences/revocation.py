"""Appeals against the revocation of a licence: filed by its holder, decided by somebody who had no part in it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.urls import path

from licensing.acts.licences import revocation as acts
from licensing.api.http.operations import ApiView, Call, Result
from licensing.api.licences.licences import LICENCE, declare_licence_act, show_licence
from licensing.api.requests.documents import APPEAL, decode_enclosure
from licensing.choices import RevocationOutcome
from licensing.errors import ConflictOfDuties, FileRefused
from licensing.policy.shapes import as_prose, as_record, choose_from, forbid_empty

RULING = as_record(("outcome", "reasons"), outcome=choose_from(RevocationOutcome), reasons=forbid_empty(as_prose(4000)))


class AppealRevocation(ApiView):
    @declare_licence_act(
        "Appeal against a revocation",
        takes=APPEAL,
        refuses=(FileRefused,),
        example={"reason": "The goods never left the depot; the report of the carrier is enclosed."},
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By its holder, until `appeal_by` of the licence. Nothing may leave meanwhile."""
        body, licence = call.body, call.get_licence(licence_id)
        acts.appeal_revocation(
            licence,
            call.user,
            reason=body["reason"],
            **decode_enclosure(body, "appeal"),
            expected=call.get_expected_revision(licence),
        )
        return show_licence(call, licence_id)


class DecideRevocation(ApiView):
    @declare_licence_act(
        "Decide an appeal against a revocation",
        takes=RULING,
        refuses=(ConflictOfDuties,),
        example={"outcome": "set_aside", "reasons": "The goods are in the depot, as an inspection found."},
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """Finally. Set aside, the licence is in force again from now on; its last day stays as it was."""
        body, licence = call.body, call.get_licence(licence_id)
        acts.decide_revocation(
            licence,
            call.user,
            outcome=RevocationOutcome(body["outcome"]),
            reasons=body["reasons"],
            expected=call.get_expected_revision(licence),
        )
        return show_licence(call, licence_id)


PATHS: Final = (
    path(f"{LICENCE}appeal/", AppealRevocation.as_view(), name="appeal_revocation"),
    path(f"{LICENCE}decide-appeal/", DecideRevocation.as_view(), name="decide_revocation"),
)
