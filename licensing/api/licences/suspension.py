"""The suspension of a licence by an officer: confirmed or declined by a decider, and ended by two persons."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.urls import path

from licensing.acts.licences.changing import suspension as acts
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command
from licensing.api.licences.licences import LICENCE, REASON, WRITE, act_with_reason, show_licence
from licensing.errors import BothPersons, Invalid, NotAllowed, NotFound, Stale, WrongState
from licensing.models.read_models.views import LicenceView
from licensing.policy.shapes import as_prose, as_record

OPTIONAL_REASON = as_record((), reason=as_prose(2000))
_SHARED: Final[dict[str, Any]] = {"if_match": IfMatch.OPTIONAL, "tagged": True}
_REFUSES: Final = (Invalid, NotAllowed, Stale, NotFound, WrongState)
_BY_ANOTHER: Final = (BothPersons, *_REFUSES)


class ConfirmSuspension(ApiView):
    @command(LicenceView, WRITE, summary="Confirm a suspension", refuses=_BY_ANOTHER, **_SHARED)
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a decider, until `confirm_by`; never by the officer who suspended it. Otherwise it lapses."""
        licence = call.get_licence(licence_id)
        acts.confirm_suspension(licence, call.user, expected=call.get_expected_revision(licence))
        return show_licence(call, licence_id)


class DeclineSuspension(ApiView):
    @command(
        LicenceView,
        WRITE,
        summary="Decline a suspension",
        takes=REASON,
        refuses=_BY_ANOTHER,
        example={"reason": "The report of the carrier explains it."},
        **_SHARED,
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a decider: it ends at once, and the licence is in force again unless an unmet condition suspends it too."""
        return act_with_reason(call, licence_id, acts.decline_suspension)


class ProposeReinstatement(ApiView):
    @command(
        LicenceView,
        WRITE,
        summary="Propose to reinstate a licence",
        takes=REASON,
        refuses=_REFUSES,
        example={"reason": "The need is covered."},
        **_SHARED,
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a case officer; a decider confirms it with `reinstate`."""
        return act_with_reason(call, licence_id, acts.propose_reinstatement)


class Reinstate(ApiView):
    @command(
        LicenceView,
        WRITE,
        summary="Reinstate a licence",
        takes=OPTIONAL_REASON,
        refuses=_BY_ANOTHER,
        example={"reason": "The need is covered."},
        **_SHARED,
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a decider, once a case officer has proposed it: it is in force again, with the balance that it had."""
        return act_with_reason(call, licence_id, acts.reinstate_licence)


class DeclineReinstatement(ApiView):
    @command(
        LicenceView,
        WRITE,
        summary="Decline to reinstate a licence",
        takes=REASON,
        refuses=_BY_ANOTHER,
        example={"reason": "The need is not covered before May."},
        **_SHARED,
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a decider; the licence stays suspended."""
        return act_with_reason(call, licence_id, acts.decline_reinstatement)


PATHS: Final = (
    path(f"{LICENCE}confirm-suspension/", ConfirmSuspension.as_view(), name="confirm_suspension"),
    path(f"{LICENCE}decline-suspension/", DeclineSuspension.as_view(), name="decline_suspension"),
    path(f"{LICENCE}propose-reinstatement/", ProposeReinstatement.as_view(), name="propose_reinstatement"),
    path(f"{LICENCE}reinstate/", Reinstate.as_view(), name="reinstate"),
    path(f"{LICENCE}decline-reinstatement/", DeclineReinstatement.as_view(), name="decline_reinstatement"),
)
