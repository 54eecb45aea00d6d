"""The forms of acts on a project of a country plan, and on investments in it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.filling import fill_project, take_case_out
from licensing.acts.plans.countries.investments import commit_investment, drop_investment, end_investment, plan_investment
from licensing.acts.plans.countries.projects import add_project, edit_project, move_project, rank_project, read_draft
from licensing.acts.plans.countries.wanted import draft_from_interest, select_wanting_of_plan
from licensing.admin.forms.base import (
    NOTHING_CHOSEN,
    build_date_field,
    build_line_field,
    build_quantity_field,
    build_radio_field,
    build_select_field,
    build_text_field,
)
from licensing.admin.pages.command_page import SubjectForm
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.plans.parents import INDICATIVE, build_ceilings_field
from licensing.choices import EURO, CooperationForm, Instrument, InvestmentSide, ProjectStatus
from licensing.models import Case, CountryPlan, Currency, Interest, ItemFamily, Participant, Project, ProjectInvestment
from licensing.policy.exact import format_decimal
from licensing.policy.plans.countries.drafting import MAX_PRIORITY, MOVES, InvestmentDraft, ProjectDraft

_LISTED: Final = gettext_lazy("Whoever is missing is entered first on the list of makers and investors.")
# So many lines for volumes stand in an empty form; a project that has as many gets one more.
_LINES: Final = 3


class ProjectForm(SubjectForm):
    """What is written into a project, whether it is new or changed."""

    _lines: int = _LINES

    def add_project_fields(self) -> None:
        """The fields of a project; quantities are in the unit of their family."""
        named, makers = list_family_choices(), [NOTHING_CHOSEN, *_list_participants(self.list_makers())]
        self.fields["title"] = build_line_field(_("Title"))
        self.fields["form"] = build_select_field(_("Form of co-operation"), CooperationForm.choices)
        self.fields["purpose"] = build_text_field(_("What it is for"), required=False)
        for line in range(self._lines):
            self.fields[f"family_{line}"] = build_select_field(_("Item family"), named, required=False)
            self.fields[f"quantity_{line}"] = build_quantity_field(_("Indicative quantity"), required=False)
            self.fields[f"maker_{line}"] = build_select_field(_("Maker"), makers, required=False)
        self.fields["value"] = build_quantity_field(_("Indicative value"), required=False)
        self.fields["currency"] = _build_currency_field(required=False)
        share = _("Of the output, what our own forces get.")
        self.fields["own_share"] = build_quantity_field(_("Own forces' share, per cent"), required=False, help_text=share)
        self.fields["ceilings"] = build_ceilings_field()
        self.initial.setdefault("ceilings", "binding")
        wanting = self.list_interests().order_by("reference")
        choices = [NOTHING_CHOSEN, *((str(one.pk), f"{one.reference} {one.title}") for one in wanting)]
        made = _("What it was made from. The page of the interest then names the project.")
        self.fields["interest"] = build_select_field(_("Expression of interest"), choices, required=False, help_text=made)

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

    def clean(self) -> dict[str, Any] | None:
        for line in range(self._lines):
            family, quantity = self.cleaned_data.get(f"family_{line}"), self.cleaned_data.get(f"quantity_{line}")
            if bool(family) != (quantity is not None) and f"quantity_{line}" not in self.errors:
                self.add_error(f"quantity_{line}", _("Give both the item family and its quantity, or neither."))
            elif self.cleaned_data.get(f"maker_{line}") and not family:
                self.add_error(f"maker_{line}", _("Say which item family it makes, and how many."))
        return self.cleaned_data

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
        )

    def find_field(self, path: str) -> str:
        name, _dot, place = path.partition(".")
        if name in ("volumes", "makers"):
            field = "quantity" if name == "volumes" else "maker"
            return f"{field}_{self._given_lines[int(place)] if place else 0}"
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


class PlanInvestmentForm(SubjectForm):
    """Writing down what somebody means to invest."""

    subject: Project
    title = gettext_lazy("Plan an investment")
    done = gettext_lazy("The investment is in the plan.")
    button = gettext_lazy("Write it")

    def prepare(self) -> None:
        self.fields["side"] = build_radio_field(_("Whose investment"), InvestmentSide.choices)
        investors = _list_participants(Participant.objects.investing())
        self.fields["investor"] = build_select_field(_("Investor"), investors, help_text=_LISTED)
        self.fields["instrument"] = build_select_field(_("Instrument"), Instrument.choices)
        self.fields["amount"] = build_quantity_field(_("Amount"))
        self.fields["currency"] = _build_currency_field()
        # Not the first of the alphabet, which somebody in haste would leave.
        self.initial.setdefault("currency", EURO)
        makers = [NOTHING_CHOSEN, *_list_participants(Participant.objects.making())]
        with_whom = _("With whom the money makes more.")
        self.fields["maker"] = build_select_field(_("Maker"), makers, required=False, help_text=with_whom)
        self.fields["family"] = build_select_field(_("Item family"), list_family_choices(), required=False)
        counts = _("It counts for what can be spared once a body that keeps the supply plans has confirmed it.")
        self.fields["per_month"] = build_quantity_field(_("More a month"), required=False, help_text=counts)
        self.fields["from_on"] = build_date_field(_("From the day"), required=False)

    def list_facts(self) -> list[tuple[str, Any]]:
        return [(_("Project"), str(self.subject))]

    def execute(self) -> None:
        given = self.cleaned_data
        draft = InvestmentDraft(
            side=InvestmentSide(given["side"]),
            investor=UUID(given["investor"]),
            instrument=Instrument(given["instrument"]),
            amount=given["amount"],
            currency=given["currency"],
            maker=UUID(given["maker"]) if given["maker"] else None,
            family=given["family"],
            per_month=given["per_month"],
            from_on=given["from_on"],
        )
        plan_investment(self.subject, self.user, draft)


class InvestmentForm(SubjectForm):
    """A step of an investment that is in the plan."""

    subject: ProjectInvestment

    def list_facts(self) -> list[tuple[str, Any]]:
        return [(_("Investor"), self.subject.investor), (_("Project"), str(self.subject.project))]


class CommitInvestmentForm(InvestmentForm):
    """Writing down by which document an investor is bound."""

    title = gettext_lazy("Commit an investment")
    done = gettext_lazy("The investment is committed.")
    button = gettext_lazy("Commit it")

    def prepare(self) -> None:
        self.fields["committed_on"] = build_date_field(_("Committed on"))
        self.fields["document_no"] = build_line_field(_("Number of the document"), max_length=60)

    def execute(self) -> None:
        commit_investment(self.subject, self.user, **self.cleaned_data)


class DropInvestmentForm(InvestmentForm):
    """Dropping an investment to which nobody is bound."""

    title = gettext_lazy("Drop a planned investment")
    done = gettext_lazy("The investment is dropped.")
    button = gettext_lazy("Drop it")
    weight = "grave"

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"), rows=3)

    def execute(self) -> None:
        drop_investment(self.subject, self.user, reason=self.cleaned_data["reason"])


class EndInvestmentForm(SubjectForm):
    """Writing down that a committed investment has fallen through."""

    subject: ProjectInvestment
    title = gettext_lazy("An investment fell through")
    lead = gettext_lazy(
        "What it would have added to the output counts no more; who hears of a changed supply plan hears of it."
    )
    done = gettext_lazy("The investment has ended.")
    button = gettext_lazy("It fell through")
    weight = "grave"

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"), rows=3)

    def list_facts(self) -> list[tuple[str, Any]]:
        return [(_("Investor"), self.subject.investor), (_("Project"), str(self.subject.project))]

    def execute(self) -> None:
        end_investment(self.subject, self.user, reason=self.cleaned_data["reason"])


def list_family_choices() -> list[tuple[str, Any]]:
    """The item families in force with their units, after a row that names none."""
    families = ItemFamily.objects.filter(active=True).select_related("unit").order_by("pk")
    return [NOTHING_CHOSEN, *((one.pk, f"{one.name} ({one.unit.name})") for one in families)]


def _list_participants(rows: QuerySet[Participant]) -> list[tuple[str, str]]:
    named = rows.select_related("country").order_by("name", "pk")
    return [(str(one.pk), f"{one.name} ({one.country.name}, {one.get_ownership_display()})") for one in named]


def _build_currency_field(*, required: bool = True) -> Any:
    currencies = [(one.pk, one.pk) for one in Currency.objects.order_by("pk")]
    first = [] if required else [NOTHING_CHOSEN]
    return build_select_field(_("Currency"), [*first, *currencies], required=required)
