"""The forms of acts on a country plan as a whole: opening and changing it, its working group, and what its bodies say."""

from __future__ import annotations

from typing import Any

from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.plans.countries.group import add_body, comment_on_plan, remove_body
from licensing.acts.plans.countries.opening import ask_for_comments, edit_plan, end_plan, open_plan
from licensing.acts.plans.countries.working import read_group
from licensing.admin.forms.base import NOTHING_CHOSEN, build_date_field, build_select_field, build_text_field
from licensing.admin.pages.command_page import SubjectForm
from licensing.admin.pages.rights import local_now
from licensing.choices import PartnerTier, PlanMarking
from licensing.models import Body, Country, CountryPlan, read_actor
from licensing.policy.destinations.places import OWN_STATE
from licensing.policy.plans.countries.drafting import PlanDraft


class PlanForm(SubjectForm):
    """What is written into a plan, whether it is opened or changed."""

    def add_plan_fields(self) -> None:
        tiers = [one for one in PartnerTier.choices if one[0] != PartnerTier.EXCLUDED]
        self.fields["objectives"] = build_text_field(_("Objectives"), rows=6)
        self.fields["tier"] = build_select_field(_("Tier on which the plan rests"), tiers)
        self.fields["first_on"] = build_date_field(_("First day"))
        self.fields["last_on"] = build_date_field(_("Last day"))
        stands = _("It stands on every page of the plan and of its papers.")
        self.fields["marking"] = build_select_field(_("Classification"), PlanMarking.choices, required=False, help_text=stands)

    def read_plan(self, country: str, marking: PlanMarking = PlanMarking.OFFICIAL) -> PlanDraft:
        """The plan as it was typed; with this classification where none was sent."""
        given = self.cleaned_data
        return PlanDraft(
            country,
            given["objectives"],
            PartnerTier(given["tier"]),
            first_on=given["first_on"],
            last_on=given["last_on"],
            marking=PlanMarking(given["marking"] or marking),
        )


class OpenPlanForm(PlanForm):
    """Opening the plan of a country."""

    title = gettext_lazy("Open a country plan")
    lead = gettext_lazy(
        "The plan belongs to your body. The body that leads the work on country plans is in its working group from the first"
        " day; you ask the others to join."
    )
    done = gettext_lazy("The country plan is open.")
    button = gettext_lazy("Open it")

    def prepare(self) -> None:
        mine = read_actor(self.user, on=to_local_day(local_now())).bodies
        self._bodies = {one.pk: one for one in Body.objects.filter(pk__in=mine).order_by("pk")}
        countries = sorted(((one.pk, one.name) for one in Country.objects.exclude(pk=OWN_STATE)), key=lambda one: one[1])
        self.fields["owner"] = build_select_field(_("Owner"), [(key, one.name) for key, one in self._bodies.items()])
        self.fields["country"] = build_select_field(_("Country"), countries)
        self.add_plan_fields()

    def execute(self) -> None:
        given = self.cleaned_data
        opened = open_plan(self.user, self._bodies[given["owner"]], self.read_plan(given["country"]))
        self.back = get_plan_url(opened)


class EditPlanForm(PlanForm):
    """Changing what a plan is to reach."""

    subject: CountryPlan
    title = gettext_lazy("Change a country plan")
    done = gettext_lazy("The country plan is changed.")
    button = gettext_lazy("Save")

    def prepare(self) -> None:
        self.add_plan_fields()
        self.initial.update(model_to_dict(self.subject, fields=["objectives", "tier", "first_on", "last_on", "marking"]))

    def execute(self) -> None:
        plan = self.subject
        edit_plan(plan, self.user, self.read_plan(plan.country_id, PlanMarking(plan.marking)))


class AskForCommentsForm(SubjectForm):
    """Asking the working group for comments until a day."""

    subject: CountryPlan
    title = gettext_lazy("Ask the working group for comments")
    lead = gettext_lazy("Everybody who speaks for a body of the working group gets a letter with the day.")
    done = gettext_lazy("The working group is asked.")
    button = gettext_lazy("Ask")

    def prepare(self) -> None:
        self.fields["until"] = build_date_field(_("Until"))

    def execute(self) -> None:
        ask_for_comments(self.subject, self.user, until=self.cleaned_data["until"])


class EndPlanForm(SubjectForm):
    """Ending a plan."""

    subject: CountryPlan
    title = gettext_lazy("End a country plan")
    lead = gettext_lazy("Nothing more is worked out under it. It stays readable, with all that was said.")
    done = gettext_lazy("The country plan has ended.")
    button = gettext_lazy("End it")
    weight = "grave"

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"))

    def execute(self) -> None:
        end_plan(self.subject, self.user, reason=self.cleaned_data["reason"])


class AddBodyForm(SubjectForm):
    """Asking a body into the working group."""

    subject: CountryPlan
    title = gettext_lazy("Ask a body into the working group")
    lead = gettext_lazy("Its people see the plan from now on; they write projects and comment.")
    done = gettext_lazy("The body is in the working group.")
    button = gettext_lazy("Ask it to join")

    def prepare(self) -> None:
        self.fields["body"] = _build_body_field(Body.objects.exclude(pk__in=read_group(self.subject)))

    def execute(self) -> None:
        add_body(self.subject, self.user, Body.objects.get(pk=self.cleaned_data["body"]))


class RemoveBodyForm(SubjectForm):
    """Letting a body leave the working group."""

    subject: CountryPlan
    title = gettext_lazy("Let a body leave the working group")
    lead = gettext_lazy("What it said stays. Its people see the plan no more.")
    done = gettext_lazy("The body has left the working group.")
    button = gettext_lazy("Let it leave")

    def prepare(self) -> None:
        staying = Body.objects.filter(leads_plans=True).values("pk")
        leaving = Body.objects.filter(pk__in=read_group(self.subject)).exclude(pk__in=staying)
        self.fields["body"] = _build_body_field(leaving.exclude(pk=self.subject.owner_id))

    def execute(self) -> None:
        remove_body(self.subject, self.user, Body.objects.get(pk=self.cleaned_data["body"]))


class CommentForm(SubjectForm):
    """Saying something for one's body."""

    subject: CountryPlan
    title = gettext_lazy("Comment on the plan")
    lead = gettext_lazy("You write for your body. A comment is never changed.")
    done = gettext_lazy("The comment is in the plan.")
    button = gettext_lazy("Write it")

    def prepare(self) -> None:
        self._projects = {str(one.pk): one for one in self.subject.projects.order_by("number")}
        named = [(key, str(one)) for key, one in self._projects.items()]
        self.fields["project"] = build_select_field(_("On the project"), [NOTHING_CHOSEN, *named], required=False)
        self.fields["text"] = build_text_field(_("Comment"), rows=6)

    def execute(self) -> None:
        given = self.cleaned_data
        comment_on_plan(self.subject, self.user, text=given["text"], project=self._projects.get(given["project"]))


def get_plan_url(plan: CountryPlan) -> str:
    """The page of a country plan at the desk."""
    return reverse("admin:licensing_countryplan_change", args=[plan.pk])


def _build_body_field(bodies: Any) -> Any:
    return build_select_field(_("Body"), [(one.pk, one.name) for one in bodies.order_by("pk")])
