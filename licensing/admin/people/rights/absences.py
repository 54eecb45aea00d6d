"""Absences at the desk: one's own are recorded and taken back by oneself, and a seat that one holds is handed over."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from licensing.acts.acting import to_local_day
from licensing.acts.people.rights.absences import hand_over, record_absence, take_absence_back
from licensing.admin.forms.base import build_date_field, build_select_field
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.inputs import parse_whole_number
from licensing.admin.pages.rights import (
    AUTHORITY,
    PEOPLE_EDITORS,
    RecordAdmin,
    get_or_404,
    get_person,
    has_appointment,
    list_headed_bodies,
    local_now,
)
from licensing.admin.people.form_page import PeopleForm, handle_form
from licensing.admin.tags import format_day
from licensing.choices import MandateKind
from licensing.errors import Gap, Invalid
from licensing.models import Absence, Mandate
from licensing.models.people.absences import AbsenceQuerySet


class Away(PeopleForm):
    """Saying that one is away on some days."""

    title = gettext_lazy("Record an absence")
    lead = gettext_lazy(
        "Who asks a seat of yours, or calls a sitting, sees that you are away. To be replaced, hand your seat over."
    )
    done = gettext_lazy("The absence is recorded.")
    button = gettext_lazy("Record it")

    def prepare(self) -> None:
        _add_days(self)

    def execute(self) -> None:
        record_absence(self.user, first_on=self.cleaned_data["first_on"], end_on=self.cleaned_data["end_on"])


class HandOver(PeopleForm):
    """Handing a seat that one holds over to a confirmed deputy of the body, for some days."""

    title = gettext_lazy("Hand a seat over")
    lead = gettext_lazy(
        "The deputy is asked in your place on these days, on their desk and by letter, and you are not. Your mandate stays, and"
        " you take the seat back whenever you like. The deputy and the head of the body are told."
    )
    done = gettext_lazy("The seat is handed over.")
    button = gettext_lazy("Hand over")

    def prepare(self) -> None:
        today = to_local_day(local_now())
        self._held = {str(one.pk): one for one in _find_held(self.user, today)}
        bodies = {one.body_id for one in self._held.values()}
        deputies = Mandate.objects.in_force(today).filter(body__in=bodies, kind=MandateKind.DEPUTY).exclude(user=self.user)
        self._deputies = {str(one.pk): one for one in deputies.select_related("user", "body").order_by("body", "order")}
        seats = [(key, one.body.name) for key, one in self._held.items()]
        people = [(key, f"{one.user.name} · {one.body.short}") for key, one in self._deputies.items()]
        self.fields["mandate"] = build_select_field(_("Seat"), seats)
        self.fields["deputy"] = build_select_field(_("Deputy"), [("", _("Choose")), *people])
        _add_days(self)

    def execute(self) -> None:
        given = self.cleaned_data
        deputy = self._deputies.get(given["deputy"])
        if deputy is None:
            raise Invalid(gaps=[Gap("no_deputy", "deputy", _("This person is no confirmed deputy of the body."))])
        hand_over(self.user, self._held[given["mandate"]], deputy, first_on=given["first_on"], end_on=given["end_on"])


class TakeBack(PeopleForm):
    """Being there again."""

    subject: Absence
    title = gettext_lazy("Be there again")
    lead = gettext_lazy("You are asked again at once.")
    done = gettext_lazy("You are asked again.")
    button = gettext_lazy("Be there again")

    def list_facts(self) -> list[tuple[str, Any]]:
        one = self.subject
        return [
            (_("From"), format_day(one.first_on)),
            (_("To (not included)"), format_day(one.end_on)),
            *([(_("Deputy"), one.deputy.user.name)] if one.deputy else []),
        ]

    def execute(self) -> None:
        take_absence_back(self.subject, self.user)


@admin.register(Absence)
class AbsenceAdmin(RecordAdmin):
    """Everybody's own; those of a body for its head, and all for the authority and administrators. Only acts write them."""

    viewers = None
    list_display = ("who", "seat", "since", "until", "instead", "is_over")
    list_display_links = None
    list_select_related: ClassVar[tuple[str, ...]] = ("person", "mandate__body", "deputy__user")
    search_fields = ("person__name",)
    ordering = ("-first_on",)
    list_before_template = "admin/licensing/people/rights/about_absences.html"

    def get_queryset(self, request: HttpRequest) -> AbsenceQuerySet:
        rows = Absence.objects.select_related(*self.list_select_related)
        if has_appointment(request, AUTHORITY | PEOPLE_EDITORS):
            return rows
        mine = Q(person=get_person(request)) | Q(deputy__user=get_person(request))
        return rows.filter(mine | Q(mandate__body__in=list_headed_bodies(request)))

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "licensing_absence"
        return [
            path("record/", view(partial(self._write, form_class=Away)), name=f"{name}_record"),
            path("hand-over/", view(partial(self._write, form_class=HandOver)), name=f"{name}_hand_over"),
            path("<uuid:absence_id>/take-back/", view(self.take_back), name=f"{name}_take_back"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        today, person = to_local_day(local_now()), get_person(request)
        more = {
            "mine": list(self.get_queryset(request).not_over(today).filter(person=person)),
            "may_hand_over": _find_held(person, today).exists(),
        }
        return super().changelist_view(request, more | (extra_context or {}))

    def take_back(self, request: HttpRequest, absence_id: UUID) -> HttpResponse:
        """Be there again; only for who is away."""
        person = get_person(request)
        absence = get_or_404(self.get_queryset(request).filter(person=person), pk=absence_id)
        return handle_form(request, partial(TakeBack, user=person, subject=absence, back=_get_list_url()), for_keepers=False)

    def _write(self, request: HttpRequest, form_class: type[Away | HandOver]) -> HttpResponse:
        person = get_person(request)
        held = form_class is Away or _find_held(person, to_local_day(local_now())).exists()
        refusal = "" if held else _("You hold no seat that you could hand over.")
        seat = parse_whole_number(request.GET.get("mandate", ""))
        initial = {"mandate": str(seat)} if seat else None
        form = partial(form_class, user=person, back=_get_list_url(), initial=initial)
        return handle_form(request, form, refusal=refusal, for_keepers=False)

    @display(description=gettext_lazy("Person"), ordering="person__name")
    def who(self, absence: Absence) -> str:
        return absence.person.name

    @display(description=gettext_lazy("Seat"))
    def seat(self, absence: Absence) -> str:
        return absence.mandate.body.name if absence.mandate else "–"

    @display(description=gettext_lazy("From"), ordering="first_on")
    def since(self, absence: Absence) -> SafeString:
        return render_cell("days/day", day=absence.first_on)

    @display(description=gettext_lazy("To (not included)"), ordering="end_on")
    def until(self, absence: Absence) -> SafeString:
        return render_cell("days/day", day=absence.end_on)

    @display(description=gettext_lazy("Deputy"))
    def instead(self, absence: Absence) -> str:
        return absence.deputy.user.name if absence.deputy else "–"

    @display(description=gettext_lazy("Taken back"), boolean=True)
    def is_over(self, absence: Absence) -> bool:
        return absence.ended_at is not None


def _find_held(person: Any, today: Any) -> Any:
    held = Mandate.objects.in_force(today).filter(user=person, kind=MandateKind.HOLDER)
    return held.select_related("body").order_by("body")


def _add_days(form: PeopleForm) -> None:
    form.fields["first_on"] = build_date_field(_("From"))
    form.fields["first_on"].initial = to_local_day(local_now())
    form.fields["end_on"] = build_date_field(_("To (not included)"), help_text=_("The day on which you are there again."))


def _get_list_url() -> str:
    return reverse("admin:licensing_absence_changelist")
