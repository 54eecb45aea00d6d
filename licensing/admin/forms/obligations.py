"""Evidence on a condition of a licence at the desk: accepted, or returned with what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.licences.consequences import lift_consequence
from licensing.acts.licences.obligations import accept_evidence, return_evidence
from licensing.acts.licences.reports.reconciling import find_unsettled_refusal
from licensing.admin.forms.base import ActForm, build_text_field, describe_refusal, map_by_verb
from licensing.choices import DutyState, LicenceState, Verb
from licensing.models import ConditionDuty, DutyConsequence, Licence, ReportDifference
from licensing.policy.licences.duties.consequences import choose_consequence


def list_reported_lines(duty: ConditionDuty, units: Mapping[int, str]) -> list[dict[str, Any]]:
    """What the holder reports of each line by a day, with its unit; `units` are by the number of the line."""
    return [row | {"unit": units[row["line"]]} for row in duty.report.get("lines", ())]


def _list_consequences(duty: ConditionDuty, licence: Licence) -> dict[str, Any]:
    """What follows from a condition now, or what would if it is not met in time."""
    followed = list(DutyConsequence.objects.in_effect().filter(duty=duty).order_by("began_at"))
    open_still = duty.met_at is None and duty.ceased_at is None
    follows = choose_consequence(duty.condition.breach, LicenceState(licence.state)) if open_still else None
    return {"followed": followed, "follows": follows}


class DutyForm(ActForm[Licence]):
    """An act on the evidence for one day on which a condition is due; the evidence is shown."""

    def build_context(self) -> Mapping[str, Any]:
        units = dict(self.subject.lines.values_list("number", "unit_id")) if self.target.report else {}
        differences = ReportDifference.objects.unsettled().filter(duty=self.target)
        return {
            "duty": self.target,
            "reported": list_reported_lines(self.target, units),
            "differing": [row | {"unit": units.get(row["line"], "")} for one in differences for row in one.lines],
            **_list_consequences(self.target, self.subject),
        }

    def find_obstacles(self) -> Sequence[str]:
        return [] if self.target.state == DutyState.FILED else [_("No evidence waits to be looked at here.")]


class AcceptEvidence(DutyForm):
    """Finding that the evidence proves the condition for its day."""

    verb = Verb.ACCEPT_EVIDENCE
    button_weight = "primary"
    title = gettext_lazy("Accept the evidence")
    lead = gettext_lazy("The condition is met for this day, and nothing more is asked about it.")
    done = gettext_lazy("The evidence is accepted.")

    def find_obstacles(self) -> Sequence[str]:
        return super().find_obstacles() or describe_refusal(find_unsettled_refusal(self.target))

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


class LiftConsequence(ActForm[Licence]):
    """Lifting by name what followed from an unmet condition; the condition binds as before, with its reminders."""

    verb = Verb.LIFT_CONSEQUENCE
    title = gettext_lazy("Lift the consequence")
    lead = gettext_lazy("A suspension, a bar to requests or a warning ends for this day. The condition is still to be met.")
    done = gettext_lazy("The consequence is lifted.")

    def build_context(self) -> Mapping[str, Any]:
        return {"duty": self.target, **_list_consequences(self.target, self.subject)}

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"), help_text=_("The holder of the licence reads this."))

    def find_obstacles(self) -> Sequence[str]:
        in_effect = DutyConsequence.objects.in_effect().filter(duty=self.target)
        return [] if in_effect.exists() else [_("Nothing follows from this condition, or it has ended already.")]

    def execute(self) -> None:
        given = self.cleaned_data
        lift_consequence(self.subject, self.user, self.target.pk, reason=given["reason"], expected=given["expected"])


DUTY_FORMS: Final = map_by_verb(AcceptEvidence, ReturnEvidence, LiftConsequence)
