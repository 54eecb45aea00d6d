"""Evidence on a condition of a licence at the desk: accepted, or returned with what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.licences.obligations import accept_evidence, return_evidence
from licensing.admin.forms.base import ActForm, build_text_field, map_by_verb
from licensing.choices import DutyState, Verb
from licensing.models import Licence


class DutyForm(ActForm[Licence]):
    """An act on the evidence for one day on which a condition is due; the evidence is shown."""

    def build_context(self) -> Mapping[str, Any]:
        return {"duty": self.target}

    def find_obstacles(self) -> Sequence[str]:
        return [] if self.target.state == DutyState.FILED else [_("No evidence waits to be looked at here.")]


class AcceptEvidence(DutyForm):
    """Finding that the evidence proves the condition for its day."""

    verb = Verb.ACCEPT_EVIDENCE
    button_weight = "primary"
    title = gettext_lazy("Accept the evidence")
    lead = gettext_lazy("The condition is met for this day, and nothing more is asked about it.")
    done = gettext_lazy("The evidence is accepted.")

    def execute(self) -> None:
        accept_evidence(self.subject, self.user, self.target.pk, expected=self.cleaned_data["expected"])


class ReturnEvidence(DutyForm):
    """Finding it insufficient: the condition is open again, and reminders and the overdue day count as before."""

    verb = Verb.RETURN_EVIDENCE
    title = gettext_lazy("Return the evidence")
    lead = gettext_lazy("The condition is open again, and its holder is reminded as before.")
    done = gettext_lazy("The evidence is returned.")

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("What is missing"), help_text=_("The holder of the licence reads this."))

    def execute(self) -> None:
        given = self.cleaned_data
        return_evidence(self.subject, self.user, self.target.pk, reason=given["reason"], expected=given["expected"])


DUTY_FORMS: Final = map_by_verb(AcceptEvidence, ReturnEvidence)
