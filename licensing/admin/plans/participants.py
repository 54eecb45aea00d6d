"""Makers and investors at the desk: whom projects of country plans name, with what makers make against what is planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Final
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BooleanField
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from licensing.acts.acting import to_local_day
from licensing.acts.plans import participants as acts
from licensing.admin.forms.base import (
    build_date_field,
    build_line_field,
    build_quantity_field,
    build_radio_field,
    build_select_field,
    build_text_field,
)
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.command_page import SubjectForm, handle_command
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.pages.rights import RecordAdmin, get_or_404, get_person, local_now
from licensing.admin.plans.countries.fields import list_family_choices
from licensing.choices import MakerOwnership
from licensing.models import Country, CountryPlan, ItemFamily, MakerCapacity, Participant
from licensing.models.plans.country_plans import may_read_country_plans
from licensing.models.plans.participants import may_keep_participants
from licensing.models.read_models.plans.capacities import compare_makers, may_read_capacities
from licensing.policy.plans.countries.participants import CapacityDraft, MakerYear, ParticipantDraft


class EnterParticipantForm(SubjectForm):
    """Putting a maker or an investor on the list."""

    title = gettext_lazy("Enter a maker or an investor")
    lead = gettext_lazy("Projects of country plans name it from then on: who makes their goods, and who invests in them.")
    done = gettext_lazy("It is on the list.")
    button = gettext_lazy("Enter it")

    def prepare(self) -> None:
        countries = sorted(((one.pk, one.name) for one in Country.objects.all()), key=lambda one: one[1])
        self.fields["name"] = build_line_field(_("Name"))
        self.fields["country"] = build_select_field(_("Country"), countries)
        self.fields["ownership"] = build_radio_field(_("Whose it is"), MakerOwnership.choices)
        self.fields["makes"] = BooleanField(label=_("It makes goods"), required=False)
        self.fields["invests"] = BooleanField(label=_("It invests"), required=False)
        self.fields["capabilities"] = build_text_field(_("What it is able to make"), required=False)
        self.initial.setdefault("country", "UA")

    def read_participant(self) -> ParticipantDraft:
        """The row as it was typed."""
        given = self.cleaned_data
        return ParticipantDraft(
            name=given["name"],
            country=given["country"],
            ownership=MakerOwnership(given["ownership"]),
            makes=given["makes"],
            invests=given["invests"],
            capabilities=given["capabilities"],
        )

    def execute(self) -> None:
        self.back = _get_url(acts.enter_participant(self.user, self.read_participant()))


class EditParticipantForm(EnterParticipantForm):
    """Changing a row."""

    subject: Participant
    title = gettext_lazy("Change a maker or an investor")
    lead = gettext_lazy("What it makes or invests it goes on to. If that is over, end the row.")
    done = gettext_lazy("The row is changed.")
    button = gettext_lazy("Save")

    def prepare(self) -> None:
        one = self.subject
        self.initial.update(name=one.name, country=one.country_id, ownership=one.ownership, capabilities=one.capabilities)
        self.initial.update(makes=one.makes, invests=one.invests)
        super().prepare()

    def execute(self) -> None:
        acts.edit_participant(self.subject, self.user, self.read_participant())


class EndParticipantForm(SubjectForm):
    """Ending a row."""

    subject: Participant
    title = gettext_lazy("End a maker or an investor")
    lead = gettext_lazy("Projects that name it keep it. No other project and no investment names it any more.")
    done = gettext_lazy("The row has ended.")
    button = gettext_lazy("End it")
    weight = "grave"

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"), rows=3)

    def list_facts(self) -> list[tuple[str, Any]]:
        return [(_("Name"), self.subject.name)]

    def execute(self) -> None:
        acts.end_participant(self.subject, self.user, reason=self.cleaned_data["reason"])


class EnterCapacityForm(SubjectForm):
    """Writing down what a maker makes a month."""

    subject: Participant
    title = gettext_lazy("Enter what a maker makes")
    lead = gettext_lazy(
        "It holds from its day on until the next row of the item family. A mistake is entered again for its day."
    )
    done = gettext_lazy("The capacity is entered.")
    button = gettext_lazy("Enter it")

    def prepare(self) -> None:
        self.fields["family"] = build_select_field(_("Item family"), list_family_choices())
        self.fields["per_month"] = build_quantity_field(_("Made a month"))
        self.fields["from_on"] = build_date_field(_("From the day"))

    def list_facts(self) -> list[tuple[str, Any]]:
        return [(_("Maker"), self.subject.name)]

    def execute(self) -> None:
        acts.enter_capacity(self.subject, self.user, CapacityDraft(**self.cleaned_data))


_STEPS: Final[Mapping[str, type[SubjectForm]]] = {
    "edit": EditParticipantForm,
    "end": EndParticipantForm,
    "capacity": EnterCapacityForm,
}


@dataclass(frozen=True, slots=True)
class _YearRow:
    """A year of one family in words; `left` is less than nothing where projects plan more than is made."""

    family: str
    year: MakerYear
    made: str
    planned: str
    left: str


@admin.register(Participant)
class ParticipantAdmin(RecordAdmin):
    """The list for everybody who reads country plans; figures for whoever keeps it, and for the authority."""

    list_display = ("name", "country_name", "ownership", "makes", "invests", "state_badge")
    list_filter = ("ownership", "makes", "invests")
    list_select_related: ClassVar[tuple[str, ...]] = ("country",)
    search_fields = ("name", "capabilities")
    ordering = ("name",)
    list_before_template = "admin/licensing/plans/participants/about_participants.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        person = get_person(request)
        return person.is_staff and may_read_country_plans(person, on=to_local_day(local_now()))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("enter/", view(self.enter), name="licensing_participant_enter"),
            path("<uuid:participant_id>/act/<slug:step>/", view(self.take_step), name="licensing_participant_step"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"may_keep": _may_keep(request), **(extra_context or {})})

    def enter(self, request: HttpRequest) -> HttpResponse:
        """Put one on the list; whoever does not keep it finds no such page."""
        if not _may_keep(request):
            raise Http404
        back = reverse("admin:licensing_participant_changelist")
        return handle_command(request, partial(EnterParticipantForm, user=get_person(request), back=back))

    def take_step(self, request: HttpRequest, participant_id: UUID, step: str) -> HttpResponse:
        form = _STEPS.get(step)
        if form is None or not _may_keep(request):
            raise Http404
        participant: Participant = get_or_404(self.get_queryset(request), pk=participant_id)
        person = get_person(request)
        return handle_command(request, partial(form, user=person, subject=participant, back=_get_url(participant)))

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One maker or investor: what it makes and what is planned of it by year, and where it is named."""
        rows = self.get_queryset(request).select_related("country", "entered_by")
        participant: Participant = get_or_404(rows, pk__in=parse_ids(record_id))
        may_keep = _may_keep(request)
        sees_figures = may_read_capacities(get_person(request), on=to_local_day(local_now()))
        plans = CountryPlan.objects.visible_to(get_person(request), on=to_local_day(local_now()))
        context = {
            **self.admin_site.each_context(request),
            "title": participant.name,
            "participant": participant,
            "badge": self.state_badge(participant),
            "may_keep": may_keep and not participant.is_ended,
            "sees_figures": sees_figures,
            "capacities": _select_capacities(participant) if sees_figures else [],
            "years": _list_years(participant) if sees_figures else [],
            "volumes": participant.volumes.filter(project__plan__in=plans).select_related("project__plan", "family"),
            "investments": participant.investments.filter(project__plan__in=plans).select_related("project__plan"),
        }
        return TemplateResponse(request, "admin/licensing/plans/participants/participant.html", context)

    @display(description=gettext_lazy("Country"), ordering="country")
    def country_name(self, participant: Participant) -> str:
        return participant.country.name

    @display(description=gettext_lazy("State"), ordering="ended_at")
    def state_badge(self, participant: Participant) -> SafeString:
        ended = participant.is_ended
        return render_cell("badge", label=_("Ended") if ended else _("On the list"), tone="mute" if ended else "good")


def _get_url(participant: Participant) -> str:
    return reverse("admin:licensing_participant_change", args=[participant.pk])


def _may_keep(request: HttpRequest) -> bool:
    person = get_person(request)
    return person.is_staff and may_keep_participants(person, on=to_local_day(local_now()))


def _select_capacities(participant: Participant) -> QuerySet[MakerCapacity]:
    rows: QuerySet[MakerCapacity] = participant.capacities.select_related("family__unit", "entered_by")
    return rows.order_by("family", "-from_on", "-pk")


def _list_years(participant: Participant) -> list[_YearRow]:
    families = {one.pk: one for one in ItemFamily.objects.select_related("unit")}
    return [
        _YearRow(
            families[family].name,
            year,
            *map(families[family].count, (year.made, year.planned, year.made - year.planned)),
        )
        for (_maker, family), years in compare_makers([participant.pk]).items()
        for year in years
    ]
