"""The forms of acts on a project of a country plan: what is written of it, where it stands, and what fills it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.filling import fill_project, take_case_out
from licensing.acts.plans.countries.projects import add_project, edit_project, move_project, rank_project, read_draft
from licensing.acts.plans.countries.wanted import draft_from_interest, select_wanting_of_plan
from licensing.admin.forms.base import (
    NOTHING_CHOSEN,
    build_line_field,
    build_quantity_field,
    build_radio_field,
    build_select_field,
    build_text_field,
)
from licensing.admin.pages.command_page import FormSection, SubjectForm
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.plans.countries.fields import build_currency_field, list_family_choices, list_participant_choices
from licensing.admin.plans.countries.year_fields import VALUE, YearFields
from licensing.admin.plans.parents import INDICATIVE, build_ceilings_field
from licensing.choices import CooperationForm, ProjectStatus
from licensing.models import Case, CountryPlan, Interest, Participant, Project
from licensing.policy.exact import format_decimal
from licensing.policy.plans.countries.drafting import MAX_PRIORITY, MOVES, ProjectDraft

# So many lines for volumes stand in an empty form; a project that has as many gets one more.
_LINES: Final = 3
# The fields of a line by what a refusal calls them.
_FIELDS: Final = {"volumes": "quantity", "makers": "maker", "years": "quantity"}


class ProjectForm(YearFields):
    """What is written into a project, whether it is new or changed."""

    _lines: int = _LINES

    def add_project_fields(self) -> None:
        """The fields of a project; quantities are in the unit of their family."""
        named, makers = list_family_choices(), [NOTHING_CHOSEN, *list_participant_choices(self.list_makers())]
        self.fields["title"] = build_line_field(_("Title"))
        self.fields["form"] = build_select_field(_("Form of co-operation"), CooperationForm.choices)
        self.fields["purpose"] = build_text_field(_("What it is for"), required=False)
        for line in range(self._lines):
            self.fields[f"family_{line}"] = build_select_field(_("Item family"), named, required=False)
            self.fields[f"quantity_{line}"] = build_quantity_field(_("Indicative quantity"), required=False)
            self.fields[f"maker_{line}"] = build_select_field(_("Maker"), makers, required=False)
            self.add_year_fields(line)
        self.fields["value"] = build_quantity_field(_("Indicative value"), required=False)
        self.fields["currency"] = build_currency_field(required=False)
        self.add_year_fields(VALUE)
        share = _("Of the output, what our own forces get.")
        self.fields["own_share"] = build_quantity_field(_("Own forces' share, per cent"), required=False, help_text=share)
        self.fields["ceilings"] = build_ceilings_field()
        self.initial.setdefault("ceilings", "binding")
        wanting = self.list_interests().order_by("reference")
        choices = [NOTHING_CHOSEN, *((str(one.pk), f"{one.reference} {one.title}") for one in wanting)]
        made = _("What it was made from. The page of the interest then names the project.")
        self.fields["interest"] = build_select_field(_("Expression of interest"), choices, required=False, help_text=made)

    def list_sections(self) -> list[FormSection]:
        """What it is, its goods line by line, and what it is worth, each with its years; and what else is said of it."""
        goods = [
            section
            for line in range(self._lines)
            for section in (
                self.build_section(
                    _("Goods %(number)d") % {"number": line + 1}, [f"family_{line}", f"quantity_{line}", f"maker_{line}"]
                ),
                self.build_year_section(line, _("Goods %(number)d, by year") % {"number": line + 1}),
            )
        ]
        return [
            self.build_section(_("The project"), ["title", "form", "purpose"]),
            *goods,
            self.build_section(_("What it is worth"), ["value", "currency"]),
            self.build_year_section(VALUE, _("What it is worth, by year")),
            self.build_section(_("Further"), ["own_share", "ceilings", "interest"]),
        ]

    def get_plan(self) -> CountryPlan:
        """The plan into which the project is written."""
        raise NotImplementedError

    def list_makers(self) -> QuerySet[Participant]:
        """Which makers may be named: those on the list, and those that it names already."""
        return Participant.objects.making()

    def list_interests(self) -> QuerySet[Interest]:
        """Of which interests it may be made: those of its country that go on, and the one that it names already."""
        return select_wanting_of_plan(self.get_plan(), self.user, today=to_local_day(now()))

    def offer_draft(self, draft: ProjectDraft) -> None:
        """Put a project into the fields, to be changed."""
        said = {"title": draft.title, "form": draft.form, "purpose": draft.purpose, "currency": draft.currency}
        self.initial.update(said)
        self.initial["ceilings"] = "binding" if draft.binding else INDICATIVE
        self.initial["interest"] = str(draft.interest or "")
        # Without the zeros of the column: a number such as 120.000 has two readings, and would be refused when it is sent.
        numbers = {"value": draft.value, "own_share": draft.own_share}
        self.initial.update({name: format_decimal(number) for name, number in numbers.items() if number is not None})
        for line, (family, quantity) in enumerate(draft.volumes):
            self.initial.update({f"family_{line}": family, f"quantity_{line}": format_decimal(quantity)})
            self.initial[f"maker_{line}"] = str(draft.makers.get(family, ""))
            self.offer_years(line, draft.years.get(family, {}))
        self.offer_years(VALUE, draft.value_years)

    def clean(self) -> dict[str, Any] | None:
        self._fill_whole(VALUE, VALUE)
        for line in range(self._lines):
            self._fill_whole(f"quantity_{line}", line)
            family, quantity = self.cleaned_data.get(f"family_{line}"), self.cleaned_data.get(f"quantity_{line}")
            if bool(family) != (quantity is not None) and f"quantity_{line}" not in self.errors:
                self.add_error(f"quantity_{line}", _("Give both the item family and its quantity, or neither."))
            elif self.cleaned_data.get(f"maker_{line}") and not family:
                self.add_error(f"maker_{line}", _("Say which item family it makes, and how many."))
        return self.cleaned_data

    def _fill_whole(self, name: str, line: int | str) -> None:
        """What is left empty is what its years come to."""
        years = self.read_years(line)
        if years and self.cleaned_data.get(name) is None and name not in self.errors:
            self.cleaned_data[name] = sum(years.values(), Decimal())

    def read_project(self) -> ProjectDraft:
        """The project as it was typed."""
        given = self.cleaned_data
        self._given_lines = [line for line in range(self._lines) if given[f"family_{line}"]]
        return ProjectDraft(
            title=given["title"],
            form=CooperationForm(given["form"]),
            purpose=given["purpose"],
            volumes=[(given[f"family_{line}"], given[f"quantity_{line}"]) for line in self._given_lines],
            value=given["value"],
            currency=given["currency"],
            own_share=given["own_share"],
            binding=given["ceilings"] != INDICATIVE,
            makers={
                given[f"family_{line}"]: UUID(given[f"maker_{line}"]) for line in self._given_lines if given[f"maker_{line}"]
            },
            interest=UUID(given["interest"]) if given["interest"] else None,
            years={given[f"family_{line}"]: self.read_years(line) for line in self._given_lines},
            value_years=self.read_years(VALUE),
        )

    def find_field(self, path: str) -> str:
        name, _dot, place = path.partition(".")
        if name == "value_years":
            return f"year_{VALUE}_{place}" if place else VALUE
        if name in _FIELDS:
            number, _dot, year = place.partition(".")
            line = self._given_lines[int(number)] if number else 0
            return f"year_{line}_{year}" if year else f"{_FIELDS[name]}_{line}"
        return super().find_field(path)


class AddProjectForm(ProjectForm):
    """Writing a project into a plan."""

    subject: CountryPlan
    title = gettext_lazy("Write a project into the plan")
    lead = gettext_lazy("It begins as an idea, with a title and a form. To be proposed it needs a volume and a value too.")
    done = gettext_lazy("The project is in the plan.")
    button = gettext_lazy("Write it")

    def prepare(self) -> None:
        named = parse_ids(str(self.initial.get("interest", "")))
        interest = self.list_interests().filter(pk__in=named).first()
        draft = draft_from_interest(interest) if interest else None
        self._lines = max(_LINES, len(draft.volumes) + 1) if draft else _LINES
        self.choose_years(self.subject, draft)
        self.add_project_fields()
        if draft:
            self.offer_draft(draft)

    def get_plan(self) -> CountryPlan:
        return self.subject

    def execute(self) -> None:
        add_project(self.subject, self.user, self.read_project())


class EditProjectForm(ProjectForm):
    """Changing a project."""

    subject: Project
    title = gettext_lazy("Change a project")
    done = gettext_lazy("The project is changed.")
    button = gettext_lazy("Save")

    def prepare(self) -> None:
        draft = read_draft(self.subject)
        self._lines = max(_LINES, len(draft.volumes) + 1)
        self.choose_years(self.subject.plan, draft)
        self.add_project_fields()
        self.offer_draft(draft)

    def get_plan(self) -> CountryPlan:
        return self.subject.plan

    def list_makers(self) -> QuerySet[Participant]:
        named = Participant.objects.filter(volumes__project=self.subject).values("pk")
        return Participant.objects.filter(Q(pk__in=super().list_makers().values("pk")) | Q(pk__in=named))

    def list_interests(self) -> QuerySet[Interest]:
        return super().list_interests() | Interest.objects.filter(projects=self.subject)

    def execute(self) -> None:
        edit_project(self.subject, self.user, self.read_project())


class MoveProjectForm(SubjectForm):
    """Moving a project on, or stopping it."""

    subject: Project
    title = gettext_lazy("Say where a project stands")
    done = gettext_lazy("The project stands otherwise now.")
    button = gettext_lazy("Move it on")

    def prepare(self) -> None:
        ways = MOVES[ProjectStatus(self.subject.status)]
        choices = [(one.value, one.label) for one in ProjectStatus if one in ways]
        self.fields["status"] = build_radio_field(_("It is now"), choices)
        self.fields["reason"] = build_text_field(_("Reason"), rows=3)

    def list_facts(self) -> list[tuple[str, Any]]:
        return [(_("Project"), str(self.subject)), (_("Status"), self.subject.get_status_display())]

    def execute(self) -> None:
        given = self.cleaned_data
        move_project(self.subject, self.user, ProjectStatus(given["status"]), reason=given["reason"])


class RankProjectForm(SubjectForm):
    """Setting the priority of a project."""

    subject: Project
    title = gettext_lazy("Set the priority of a project")
    lead = gettext_lazy("1 comes first. The reason stands in the plan under your name.")
    done = gettext_lazy("The priority is set.")
    button = gettext_lazy("Set it")

    def prepare(self) -> None:
        whole = forms.NumberInput(attrs={"class": "dz-input dz-input-number", "min": 1, "max": MAX_PRIORITY})
        self.fields["priority"] = forms.IntegerField(label=_("Priority"), widget=whole)
        self.fields["reason"] = build_text_field(_("Reason"), rows=3)

    def list_facts(self) -> list[tuple[str, Any]]:
        return [(_("Project"), str(self.subject)), (_("Priority"), self.subject.priority or "–")]

    def execute(self) -> None:
        rank_project(self.subject, self.user, **self.cleaned_data)


class FillProjectForm(SubjectForm):
    """Naming a request that fills a project."""

    subject: Project
    title = gettext_lazy("Name a request that fills the project")
    lead = gettext_lazy(
        "It draws on the project from now on. The partner is told whether it fits, without number or figures. "
        "A request fills one project at a time."
    )
    done = gettext_lazy("The request fills the project.")
    button = gettext_lazy("Name it")

    def prepare(self) -> None:
        self.fields["reference"] = build_line_field(_("Reference of the request"), max_length=24)

    def list_facts(self) -> list[tuple[str, Any]]:
        return [(_("Project"), str(self.subject))]

    def execute(self) -> None:
        fill_project(self.subject, self.user, reference=self.cleaned_data["reference"])


class TakeCaseOutForm(SubjectForm):
    """Taking a request out of a project."""

    subject: Case
    title = gettext_lazy("Take a request out of a project")
    done = gettext_lazy("The request is taken out.")
    button = gettext_lazy("Take it out")

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"), rows=3)

    def list_facts(self) -> list[tuple[str, Any]]:
        return [(_("Request"), self.subject.reference), (_("Project"), str(self.subject.project))]

    def execute(self) -> None:
        take_case_out(self.subject, self.user, reason=self.cleaned_data["reason"])
