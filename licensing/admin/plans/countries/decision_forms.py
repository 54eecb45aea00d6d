"""The forms by which a version of a country plan is sent for review, called back, and decided project by project."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.plans.countries.deciding import call_version_back, decide_version, submit_version
from licensing.admin.forms.base import build_date_field, build_line_field, build_radio_field, build_text_field
from licensing.admin.pages.command_page import FormSection, SubjectForm
from licensing.choices import ProjectVerdict
from licensing.models import CountryPlan, PlanVersion
from licensing.models.read_models.plans.country_plans import read_version_content


class SubmitVersionForm(SubjectForm):
    """Sending a version of a plan for review."""

    subject: CountryPlan
    title = gettext_lazy("Send the plan for review")
    lead = gettext_lazy(
        "The bodies of the working group sign it off, then the government decides project by project. Until then nothing of the"
        " plan changes, unless you call it back."
    )
    done = gettext_lazy("The version is in review.")
    button = gettext_lazy("Send it")

    def list_facts(self) -> list[tuple[str, Any]]:
        return [
            (_("Priority %(number)s") % {"number": one.priority or "–"}, str(one)) for one in self.subject.select_proposed()
        ]

    def execute(self) -> None:
        submit_version(self.subject, self.user)


class CallVersionBackForm(SubjectForm):
    """Calling a version back from review before it is decided."""

    subject: PlanVersion
    title = gettext_lazy("Call a version back from review")
    lead = gettext_lazy("The working group goes on with the plan.")
    done = gettext_lazy("The version is called back.")
    button = gettext_lazy("Call it back")

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"), rows=3)

    def execute(self) -> None:
        call_version_back(self.subject, self.user, reason=self.cleaned_data["reason"])


class DecideVersionForm(SubjectForm):
    """Recording what the government decided on each project of a version."""

    subject: PlanVersion
    title = gettext_lazy("Record the government's decision")
    lead = gettext_lazy("One decision on each project. What is not approved needs a reason, which the working group reads.")
    done = gettext_lazy("The decision is recorded.")
    button = gettext_lazy("Record it")

    def prepare(self) -> None:
        self.fields["resolution_no"] = build_line_field(_("Number of the resolution"), max_length=60)
        self.fields["resolution_on"] = build_date_field(_("Date of the resolution"))
        proposed = self.subject.plan.select_proposed()
        self._names = {one.number: str(one) for one in proposed}
        self._frozen = read_version_content(self.subject)
        for number, name in self._names.items():
            self.fields[f"ruling_{number}"] = build_radio_field(name, ProjectVerdict.choices)
            reason = build_text_field(_("Reason on project %(number)d") % {"number": number}, required=False, rows=2)
            self.fields[f"reason_{number}"] = reason

    def list_facts(self) -> list[tuple[str, Any]]:
        return [(_("Country plan"), self.subject.plan.code), (_("Version"), self.subject.number)]

    def list_sections(self) -> list[FormSection]:
        """The resolution, then each project with what the version says of it: volumes, value, priority and investments."""
        said = {one.number: "; ".join(f"{term}: {words}" for term, words in one.facts) for one in self._frozen.projects}
        projects = [
            self.build_section(name, [f"ruling_{number}", f"reason_{number}"], lead=said.get(number, ""))
            for number, name in self._names.items()
        ]
        return [self.build_section(_("Resolution"), ["resolution_no", "resolution_on"]), *projects]

    def find_field(self, path: str) -> str:
        # `rulings.2` and `reasons.2` of the act are fields of the project's own here.
        name, _dot, number = path.partition(".")
        return f"{name.removesuffix('s')}_{number}" if number else super().find_field(path)

    def execute(self) -> None:
        given = self.cleaned_data
        decide_version(
            self.subject,
            self.user,
            resolution_no=given["resolution_no"],
            resolution_on=given["resolution_on"],
            rulings={one: (ProjectVerdict(given[f"ruling_{one}"]), given[f"reason_{one}"]) for one in self._names},
        )
