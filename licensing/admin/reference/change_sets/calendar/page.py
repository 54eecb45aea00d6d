"""The page of a calendar: its year as one looks at it, in which days off and days worked are chosen and put into a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.reference.change_sets.drafting import drop_change_lines
from licensing.admin.forms.base import build_radio_field
from licensing.admin.pages.command_page import handle_command
from licensing.admin.pages.inputs import parse_whole_number
from licensing.admin.pages.rights import get_or_404, get_person, local_now
from licensing.admin.pages.texts import TextsInputs
from licensing.admin.reference.change_sets.calendar.picture import AS_THE_WEEK, OFF, WORKING, Entry, Year, build_year
from licensing.admin.reference.change_sets.drafts import DraftForm, list_drafts
from licensing.admin.reference.change_sets.list_admin import GovernedAdmin, may_propose, refuse_others
from licensing.choices import ChangeAction
from licensing.errors import Gap, Invalid
from licensing.models import Calendar, ChangeLine, Holiday
from licensing.models.reference.texts import TextsField, in_reader_language
from licensing.policy.reference.governed import GOVERNED, RowChange

_LIST: Final = "holidays"
_YEARS: Final = (1990, 2199)
_BECOMES: Final = (
    (OFF, gettext_lazy("days off, not worked")),
    (WORKING, gettext_lazy("days worked, although a weekend")),
    (AS_THE_WEEK, gettext_lazy("as the week has them: their entry goes")),
)


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A calendar in one of its years, with what the drafts of the reader make of its days."""

    calendar: Calendar
    year: Year
    drafted: Mapping[date, ChangeLine]

    @property
    def neighbours(self) -> Sequence[int]:
        """The years before and after, where there are any."""
        return [one for one in (self.year.number - 1, self.year.number + 1) if _YEARS[0] <= one <= _YEARS[1]]


class DaysForm(DraftForm):
    """Days of a year, chosen in its picture, and what they become; several at once under one name."""

    subject: CalendarView
    template = "admin/licensing/reference/change_sets/calendar/calendar.html"
    title = gettext_lazy("Calendar")
    button = gettext_lazy("Put these days into the draft")

    @property
    def view(self) -> CalendarView:
        return self.subject

    def prepare(self) -> None:
        names = Holiday._meta.get_field("names")
        assert isinstance(names, TextsField)
        self.fields["days"] = forms.TypedMultipleChoiceField(
            choices=[(day.on.isoformat(), day.on.isoformat()) for day in self.subject.year.days],
            coerce=date.fromisoformat,
            error_messages={"required": _("Choose at least one day in the picture.")},
        )
        # Nothing chosen and "as the week has them" must not be the same, so the choices are named.
        self.fields["becomes"] = build_radio_field(
            _("The chosen days become"), [(value or "week", label) for value, label in _BECOMES]
        )
        self.fields["becomes"].initial = OFF
        self.fields["names"] = TextsInputs(
            names,
            label=_("What they are called"),
            required=False,
            help_text=_("Not for days that become as the week has them."),
        )
        words = {"calendar": self.subject.calendar.name, "year": self.subject.year.number}
        self.add_draft_fields(_("%(calendar)s: days of %(year)s") % words)

    @property
    def chosen(self) -> Sequence[str]:
        """The days that were chosen when the form was sent, so that a refused form keeps them."""
        return self.data.getlist("days") if isinstance(self.data, QueryDict) else ()

    def list_changes(self) -> list[RowChange]:
        given = self.cleaned_data
        if given["becomes"] == "week":
            stored = {one.on for one in self.subject.year.entries}
            return [self._build_end(on) for on in given["days"] if on in stored]
        return [self._build_change(on, given["becomes"], given["names"] or {}) for on in given["days"]]

    def build_tried_lines(self) -> list[ChangeLine]:
        lines = super().build_tried_lines()
        # A day that only the draft has an entry for is given back by taking it out of the draft.
        back = set(self.cleaned_data["days"]) if self.cleaned_data["becomes"] == "week" else set()
        gone = {f"{self.subject.calendar.pk}:{on.isoformat()}" for on in back - {one.on for one in self.subject.year.entries}}
        return [one for one in lines if not (one.list == _LIST and one.key in gone)]

    def execute(self) -> None:
        if self.cleaned_data["becomes"] == "week":
            self._give_back(self.cleaned_data["days"])
        else:
            self.propose(self.list_changes())

    def find_field(self, path: str) -> str:
        column = super().find_field(path)
        return {"on": "days", "kind": "becomes"}.get(column, column)

    def _build_change(self, on: date, kind: str, names: Mapping[str, str]) -> RowChange:
        row = {"calendar": self.subject.calendar.pk, "on": on.isoformat(), "kind": kind, "names": dict(names)}
        return RowChange(_LIST, GOVERNED[_LIST].build_key(row), ChangeAction.PUT, row)

    def _build_end(self, on: date) -> RowChange:
        return RowChange(_LIST, f"{self.subject.calendar.pk}:{on.isoformat()}", ChangeAction.END)

    def _give_back(self, days: Sequence[date]) -> None:
        """End the entries of days; what only stands in a draft is taken out of it."""
        stored = {one.on for one in self.subject.year.entries}
        only_drafted = [on for on in days if on not in stored and on in self.subject.drafted]
        if plain := [on for on in days if on not in stored and on not in self.subject.drafted]:
            sentence = _("These days are as the week has them already: %(days)s.")
            raise Invalid(gaps=[Gap("unchanged", "days", sentence % {"days": ", ".join(one.isoformat() for one in plain)})])
        for line in {self.subject.drafted[on].change_set for on in only_drafted}:
            rows = [(_LIST, self.subject.drafted[on].key) for on in only_drafted if self.subject.drafted[on].change_set == line]
            self.draft = drop_change_lines(line, self.user, rows)
        if any(on in stored for on in days):
            self.propose(self.list_changes())


class YearAdmin(GovernedAdmin):
    """The pages of calendars: each is shown as a year. Their days are a list of their own, which has files here."""

    list_before_template = "admin/licensing/reference/change_sets/calendar/about_calendars.html"

    def get_urls(self) -> list[URLPattern]:
        days = self.admin_site.admin_view(self.propose_days)
        year = path("<path:row_id>/days/<int:year>/", days, name="licensing_calendar_days")
        return [year, *self.build_file_urls(_LIST, "days/"), *super().get_urls()]

    def propose_days(self, request: HttpRequest, row_id: str, year: int) -> HttpResponse:
        refuse_others(request)
        view = load_view(request, self._get_row(request, row_id), year)
        back = f"{self._get_row_url(row_id)}?year={view.year.number}"
        return handle_command(request, partial(DaysForm, user=get_person(request), subject=view, back=back))

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """A calendar with the picture of a year."""
        calendar = get_or_404(self.get_queryset(request), pk=record_id)
        view = load_view(request, calendar, parse_whole_number(request.GET.get("year", "")))
        back = self._get_row_url(record_id)
        form = DaysForm(user=get_person(request), subject=view, back=back) if may_propose(request) else None
        context = {
            **self.admin_site.each_context(request),
            **self.describe_row(request, calendar),
            "title": calendar.name,
            "original": calendar,
            "form": form,
            **(form.build_context(request) if form else {}),
            "view": view,
            "back": back,
            "key": "",
        }
        return TemplateResponse(request, "admin/licensing/reference/change_sets/calendar/calendar.html", context)


def load_view(request: HttpRequest, calendar: Calendar, year: int | None) -> CalendarView:
    """A calendar in a year, by default the present one, with what the reader's drafts say of its days."""
    number = year if year is not None and _YEARS[0] <= year <= _YEARS[1] else local_now().year
    stored = calendar.days.filter(on__year=number)
    entries = {one.on: Entry(one.kind, in_reader_language(one.names)) for one in stored}
    drafted = _load_drafted(request, calendar) if may_propose(request) else {}
    lines = {on: line for on, line in drafted.items() if on.year == number}
    return CalendarView(calendar, build_year(number, entries, {on: _to_entry(line) for on, line in lines.items()}), lines)


def _load_drafted(request: HttpRequest, calendar: Calendar) -> dict[date, ChangeLine]:
    lines = ChangeLine.objects.filter(
        list=_LIST, key__startswith=f"{calendar.pk}:", change_set__in=list_drafts(get_person(request))
    )
    return {date.fromisoformat(line.key.rpartition(":")[2]): line for line in lines.select_related("change_set")}


def _to_entry(line: ChangeLine) -> Entry:
    after = line.after or {}
    return Entry(after.get("kind", AS_THE_WEEK), in_reader_language(after.get("names") or {}))
