"""Forms of what takes two persons: confirming the suspension of a licence, and reinstating it. Its holder is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.licences.changing.refusals import (
    find_confirming_refusal,
    find_declining_refusal,
    find_proposing_refusal,
    find_reinstating_refusal,
)
from licensing.acts.licences.changing.suspension import (
    confirm_suspension,
    decline_reinstatement,
    decline_suspension,
    propose_reinstatement,
    reinstate_licence,
)
from licensing.admin.forms.base import ActForm, build_text_field, describe_refusal, map_by_verb
from licensing.admin.forms.licence import LicenceForm
from licensing.choices import Verb
from licensing.models import Licence
from licensing.models.licences.changing.suspension import find_reinstatement, find_suspension


class SuspensionForm(ActForm[Licence]):
    """An act on the suspension that waits to be confirmed, with its reason beside it; not for the officer who ordered it."""

    def find_obstacles(self) -> Sequence[str]:
        return describe_refusal(find_confirming_refusal(self.subject, self.user, at=self.now))

    def list_notes(self) -> Sequence[str]:
        found = find_suspension(self.subject)
        words = {"who": found.ordered_by.name, "reason": found.reason} if found else {}
        return [_("Suspended by %(who)s: %(reason)s") % words] if found else []


class ConfirmSuspension(SuspensionForm):
    """Confirming a suspension, which then lasts until two persons reinstate the licence."""

    verb = Verb.CONFIRM_SUSPENSION
    button_weight = "primary"
    title = gettext_lazy("Confirm the suspension")
    lead = gettext_lazy("It then lasts until a case officer proposes to reinstate the licence and a decider confirms that.")
    done = gettext_lazy("The suspension is confirmed.")

    def execute(self) -> None:
        confirm_suspension(self.subject, self.user, expected=self.cleaned_data["expected"])


class DeclineSuspension(SuspensionForm, LicenceForm):
    """Declining a suspension: goods may leave again at once."""

    verb = Verb.DECLINE_SUSPENSION
    act = staticmethod(decline_suspension)
    title = gettext_lazy("Decline the suspension")
    lead = gettext_lazy("It ends at once, and goods may leave again, unless an unmet condition suspends the licence too.")
    done = gettext_lazy("The suspension has ended.")


class ProposeReinstatement(LicenceForm):
    """Proposing to reinstate a licence, as the first of two persons."""

    verb = Verb.PROPOSE_REINSTATEMENT
    act = staticmethod(propose_reinstatement)
    title = gettext_lazy("Propose to reinstate the licence")
    lead = gettext_lazy("A decider reads the reason and confirms or declines. Until then nothing may leave.")
    done = gettext_lazy("It is proposed. A decider confirms or declines it.")

    def find_obstacles(self) -> Sequence[str]:
        return describe_refusal(find_proposing_refusal(self.subject, self.user))


class ReinstatementForm(LicenceForm):
    """An act on the proposal to reinstate a licence, with its reason beside it; not for the officer who made it."""

    act: ClassVar[Any]

    def find_obstacles(self) -> Sequence[str]:
        return describe_refusal(find_declining_refusal(self.subject, self.user))

    def list_notes(self) -> Sequence[str]:
        proposal = find_reinstatement(self.subject)
        words = {"who": proposal.proposed_by.name, "reason": proposal.reason} if proposal else {}
        return [_("Proposed by %(who)s: %(reason)s") % words] if proposal else []


class Reinstate(ReinstatementForm):
    """Ending a suspension, as the second of two persons. Without a reason that of the proposal is told to the holder."""

    verb = Verb.REINSTATE
    act = staticmethod(reinstate_licence)
    button_weight = "primary"
    title = gettext_lazy("Reinstate the licence")
    lead = gettext_lazy("Goods may leave under it again.")
    done = gettext_lazy("The licence is reinstated.")

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(
            _("Reason"),
            required=False,
            help_text=_("The holder of the licence reads this; left empty, the reason of the proposal."),
        )

    def find_obstacles(self) -> Sequence[str]:
        return describe_refusal(find_reinstating_refusal(self.subject, self.user))


class DeclineReinstatement(ReinstatementForm):
    """Declining to reinstate a licence; it stays suspended, and its holder hears nothing."""

    verb = Verb.DECLINE_REINSTATEMENT
    act = staticmethod(decline_reinstatement)
    title = gettext_lazy("Decline to reinstate the licence")
    lead = gettext_lazy("The licence stays suspended.")
    done = gettext_lazy("The licence stays suspended.")

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"), help_text=_("The officer who proposed it reads this."))


SUSPENSION_FORMS: Final = map_by_verb(
    ConfirmSuspension, DeclineSuspension, ProposeReinstatement, Reinstate, DeclineReinstatement
)
