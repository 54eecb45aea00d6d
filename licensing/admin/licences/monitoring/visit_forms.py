"""Forms of visits to delivered goods: planned, recorded with what was found, called off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.licences.monitoring.refusals import find_planning_refusal, find_recording_refusal, find_visit_refusal
from licensing.acts.licences.monitoring.visit import call_off_visit, plan_visit, record_visit
from licensing.admin.forms.base import (
    ActForm,
    build_date_field,
    build_line_field,
    build_radio_field,
    build_text_field,
    describe_refusal,
    map_by_verb,
)
from licensing.admin.forms.licence import LicenceForm
from licensing.choices import Verb, VisitFinding, VisitKind
from licensing.models import Country, Licence
from licensing.models.licences.monitoring.visit import find_planned_visit
from licensing.models.read_models.licences.shipment import load_granted_request
from licensing.policy.destinations.splitting import END_USERS
from licensing.policy.licences.visits import LONGEST_LINE


class PlanVisit(ActForm[Licence]):
    """Planning a visit, with the end users and their addresses beside it. The holder is told."""

    verb = Verb.PLAN_VISIT
    title = gettext_lazy("Plan a visit to delivered goods")
    lead = gettext_lazy("The holder is told where who comes, and until when. Officers are reminded of the day.")
    done = gettext_lazy("The visit is planned, and the holder is told.")

    def prepare(self) -> None:
        self.fields["kind"] = build_radio_field(_("Kind"), VisitKind.choices)
        self.fields["place"] = build_line_field(_("Where"), max_length=LONGEST_LINE)
        self.fields["persons"] = build_line_field(
            _("Who carries it out"), max_length=LONGEST_LINE, help_text=_("Names and offices; the holder admits them.")
        )
        self.fields["due_on"] = build_date_field(_("To be carried out by"))

    def find_obstacles(self) -> Sequence[str]:
        return describe_refusal(find_planning_refusal(self.subject))

    def list_notes(self) -> Sequence[str]:
        served = load_granted_request(self.subject).list_parties(*END_USERS)
        names = {one.pk: one.name for one in Country.objects.filter(pk__in={one["country"] for one in served})}
        words = [", ".join(filter(None, (one["name"], one["address"], names.get(one["country"])))) for one in served]
        return [f"{_('End user')}: {one}" for one in words]

    def execute(self) -> None:
        given = self.cleaned_data
        plan_visit(
            self.subject,
            self.user,
            kind=VisitKind(given["kind"]),
            place=given["place"],
            persons=given["persons"],
            due_on=given["due_on"],
            expected=given["expected"],
        )


class RecordVisit(ActForm[Licence]):
    """Recording what a visit found. The holder is told that it was carried out, not what it found."""

    verb = Verb.RECORD_VISIT
    button_weight = "primary"
    title = gettext_lazy("Record what the visit found")
    lead = gettext_lazy(
        "What is adverse opens reviews of all licences in force of the same end users, and of this one unless it has ended. "
        "The holder hears that the visit was carried out, not what it found."
    )
    done = gettext_lazy("The finding is recorded.")

    def prepare(self) -> None:
        planned = find_planned_visit(self.subject)
        self.fields["done_on"] = build_date_field(_("Day of the visit"))
        self.fields["done_on"].initial = to_local_day(self.now)
        self.fields["persons"] = build_line_field(_("Who carried it out"), max_length=LONGEST_LINE)
        self.fields["persons"].initial = planned.persons if planned else ""
        self.fields["finding"] = build_radio_field(_("Finding"), VisitFinding.choices)
        self.fields["report"] = build_text_field(_("Report"), help_text=_("For the authority only."))

    def find_obstacles(self) -> Sequence[str]:
        return describe_refusal(find_recording_refusal(self.subject))

    def list_notes(self) -> Sequence[str]:
        planned = find_planned_visit(self.subject)
        return [f"{planned.get_kind_display()}: {planned.place}"] if planned else []

    def execute(self) -> None:
        given = self.cleaned_data
        record_visit(
            self.subject,
            self.user,
            done_on=given["done_on"],
            persons=given["persons"],
            finding=VisitFinding(given["finding"]),
            report=given["report"],
            expected=given["expected"],
        )


class CallOffVisit(LicenceForm):
    """Calling off a visit, with the reason for the file."""

    verb = Verb.CALL_OFF_VISIT
    act = staticmethod(call_off_visit)
    title = gettext_lazy("Call off the visit")
    lead = gettext_lazy("The holder is told that nobody comes.")
    done = gettext_lazy("The visit is called off.")

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"), help_text=_("For the authority only."))

    def find_obstacles(self) -> Sequence[str]:
        return describe_refusal(find_visit_refusal(self.subject))


VISIT_FORMS: Final = map_by_verb(PlanVisit, RecordVisit, CallOffVisit)
