"""The suspension of a licence by an officer: confirmed or declined by a decider, and ended by two persons."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.urls import path

from licensing.acts.licences.changing import suspension as acts
from licensing.api.http.operations import ApiView, Call, Result
from licensing.api.licences.licences import LICENCE, OPTIONAL_REASON, act_with_reason, declare_licence_act, show_licence
from licensing.errors import BothPersons
from licensing.policy.shapes import as_record


class ConfirmSuspension(ApiView):
    @declare_licence_act("Confirm a suspension", takes=as_record(), refuses=(BothPersons,))
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a decider, until `confirm_by`; never by the officer who suspended it. Otherwise it lapses."""
        licence = call.get_licence(licence_id)
        acts.confirm_suspension(licence, call.user, expected=call.get_expected_revision(licence))
        return show_licence(call, licence_id)


class DeclineSuspension(ApiView):
    @declare_licence_act(
        "Decline a suspension", refuses=(BothPersons,), example={"reason": "The report of the carrier explains it."}
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a decider: it ends at once, and the licence is in force again unless an unmet condition suspends it too."""
        return act_with_reason(call, licence_id, acts.decline_suspension)


class ProposeReinstatement(ApiView):
    @declare_licence_act("Propose to reinstate a licence", example={"reason": "The need is covered."})
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a case officer; a decider confirms it with `reinstate`."""
        return act_with_reason(call, licence_id, acts.propose_reinstatement)


class Reinstate(ApiView):
    @declare_licence_act(
        "Reinstate a licence", takes=OPTIONAL_REASON, refuses=(BothPersons,), example={"reason": "The need is covered."}
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a decider, once a case officer has proposed it: it is in force again, with the balance that it had."""
        return act_with_reason(call, licence_id, acts.reinstate_licence)


class DeclineReinstatement(ApiView):
    @declare_licence_act(
        "Decline to reinstate a licence", refuses=(BothPersons,), example={"reason": "The need is not covered before May."}
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
