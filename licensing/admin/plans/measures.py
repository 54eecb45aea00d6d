"""Measures of the state at the desk: prepared by one policy officer, tried on cases, settled by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from unfold.decorators import display

from licensing.acts.acting import to_local_day
from licensing.acts.plans.measures.trials import TriedGroup, TriedMeasureCase, try_measure
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.command_page import SubjectForm, handle_command
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.pages.rights import (
    REFERENCE_EDITORS,
    RecordAdmin,
    find_reviewable_cases,
    get_or_404,
    get_person,
    has_appointment,
    local_now,
)
from licensing.admin.plans.measure_forms import (
    ConfirmEndForm,
    DeclineEndForm,
    DeclineMeasureForm,
    EndForm,
    PrepareForm,
    PublishForm,
    get_measure_url,
)
from licensing.choices import MeasureState
from licensing.messages import Amount
from licensing.models import Measure, MeasureEnd
from licensing.models.read_models.plans.measures import get_standing_tone, read_measures
from licensing.policy.plans.measures.drafting import find_settler_refusal
from licensing.policy.plans.measures.effects import Effect

_TITLES = {
    "under_way": gettext_noop("Cases under way"),
    "licences": gettext_noop("Licences in force"),
    "past": gettext_noop("Past cases, as if they were filed again"),
}
# So many of a group are named on the page of a measure; all of them are counted.
_MOST_NAMED = 50
_EFFECT_WORDS = {
    Effect.STOPPED: (gettext_lazy("would stop"), "bad"),
    Effect.EXEMPT: (gettext_lazy("exempt"), "good"),
    Effect.NOTED: (gettext_lazy("goes on, with a note"), "busy"),
}


@dataclass(frozen=True, slots=True)
class TriedRow:
    """A case of a trial as its reader sees it."""

    tried: TriedMeasureCase
    effect: str
    tone: str
    value: Amount | None


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of a trial: counted whole, and the cases that this reader may see named."""

    title: str
    group: TriedGroup
    stopped: int
    exempt: int
    noted: int
    value: Amount
    rows: Sequence[TriedRow]
    unnamed: int


@admin.register(Measure)
class MeasureAdmin(RecordAdmin):
    """Read by the authority; policy officers prepare and settle measures by the acts that the pages lead to."""

    list_display = ("code", "name", "kind", "first", "last", "ended", "state_badge")
    list_filter = ("state", "kind")
    ordering = ("-prepared_at",)
    editors = REFERENCE_EDITORS
    list_before_template = "admin/licensing/plans/measures/about_measures.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        of_one = (("publish", PublishForm), ("decline", DeclineMeasureForm), ("supersede", PrepareForm), ("end", EndForm))
        of_end = (("confirm", ConfirmEndForm), ("decline", DeclineEndForm))
        return [
            path("prepare/", view(self.prepare), name="licensing_measure_prepare"),
            *(
                path(f"<uuid:measure_id>/{name}/", view(partial(self._act, form_class=form)), name=f"licensing_measure_{name}")
                for name, form in of_one
            ),
            *(
                path(
                    f"ends/<uuid:end_id>/{name}/",
                    view(partial(self._act_on_end, form_class=form)),
                    name=f"licensing_measure_end_{name}",
                )
                for name, form in of_end
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        more = {"may_prepare": has_appointment(request, REFERENCE_EDITORS)}
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def prepare(self, request: HttpRequest) -> HttpResponse:
        _require_officer(request)
        back = reverse("admin:licensing_measure_changelist")
        return handle_command(request, partial(PrepareForm, user=get_person(request), back=back))

    def _act(self, request: HttpRequest, measure_id: UUID, form_class: type[SubjectForm]) -> HttpResponse:
        _require_officer(request)
        measure = get_or_404(self.get_queryset(request), pk=measure_id)
        refusal = _find_measure_refusal(request, measure.prepared_by_id) if form_class is PublishForm else ""
        form = partial(form_class, user=get_person(request), subject=measure, back=get_measure_url(measure))
        return handle_command(request, form, refusal=refusal, of_two=True)

    def _act_on_end(self, request: HttpRequest, end_id: UUID, form_class: type[SubjectForm]) -> HttpResponse:
        _require_officer(request)
        end = get_or_404(MeasureEnd.objects.select_related("measure"), pk=end_id)
        refusal = _find_measure_refusal(request, end.proposed_by_id) if form_class is ConfirmEndForm else ""
        form = partial(form_class, user=get_person(request), subject=end, back=get_measure_url(end.measure))
        return handle_command(request, form, refusal=refusal, of_two=True)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Measure]:
        rows: QuerySet[Measure] = Measure.objects.select_related("prepared_by", "settled_by", "supersedes")
        return rows

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One measure in words, what it would do or does, and what a policy officer may do with it now."""
        measure = get_or_404(self.get_queryset(request), pk__in=parse_ids(record_id))
        today = to_local_day(local_now())
        [shown] = read_measures([measure], today=today)
        is_officer = has_appointment(request, REFERENCE_EDITORS)
        is_prepared = measure.state == MeasureState.PREPARED
        is_replaceable = measure.is_replaceable(today)
        context = {
            **self.admin_site.each_context(request),
            "title": str(measure),
            "measure": measure,
            "shown": shown,
            "may_settle": is_officer and is_prepared,
            "may_publish": is_officer and is_prepared and not _find_measure_refusal(request, measure.prepared_by_id),
            "may_end": is_officer and is_replaceable,
            "ends": measure.ends.select_related("proposed_by", "settled_by").order_by("-proposed_at"),
            "person_id": get_person(request).pk,
            "is_officer": is_officer,
            "followers": measure.followed_by.exclude(state=MeasureState.DECLINED).order_by("version"),
            "notices": measure.notices.filter(freed_at__isnull=True).count(),
            "trial": _build_trial_views(request, measure) if is_prepared or is_replaceable else [],
        }
        return TemplateResponse(request, "admin/licensing/plans/measures/measure.html", context)

    @display(description=gettext_lazy("Title"))
    def name(self, measure: Measure) -> str:
        return measure.title

    @display(description=gettext_lazy("First day"), ordering="valid_from")
    def first(self, measure: Measure) -> SafeString:
        return render_cell("days/day", day=measure.valid_from)

    @display(description=gettext_lazy("Last day"), ordering="valid_until")
    def last(self, measure: Measure) -> SafeString:
        return render_cell("days/day", day=measure.valid_until)

    @display(description=gettext_lazy("Ended from"), ordering="lifted_from")
    def ended(self, measure: Measure) -> SafeString:
        return render_cell("days/day", day=measure.lifted_from)

    @display(description=gettext_lazy("State"), ordering="state")
    def state_badge(self, measure: Measure) -> SafeString:
        if measure.state != MeasureState.PUBLISHED:
            tone = "warn" if measure.state == MeasureState.PREPARED else "mute"
            return render_cell("badge", label=MeasureState(measure.state).label, tone=tone)
        standing = measure.as_policy().get_standing(to_local_day(local_now()))
        return render_cell("badge", label=standing.label, tone=get_standing_tone(standing))


def _require_officer(request: HttpRequest) -> None:
    """Whoever is no policy officer finds no such page."""
    if not (get_person(request).is_staff and has_appointment(request, REFERENCE_EDITORS)):
        raise Http404


def _find_measure_refusal(request: HttpRequest, author: UUID) -> str:
    return str(find_settler_refusal(settler=get_person(request).pk, author=author) or "")


def _build_trial_views(request: HttpRequest, measure: Measure) -> list[GroupView]:
    """The trial for one reader: what they may not see of it is counted only."""
    trial = try_measure(measure)
    groups = {"under_way": trial.under_way, "licences": trial.licences, "past": trial.past}
    ids = [one.case_id for group in groups.values() for one in group.covered]
    visible = set(find_reviewable_cases(request).filter(pk__in=ids).values_list("pk", flat=True))
    return [_build_group_view(name, group, visible) for name, group in groups.items()]


def _build_group_view(name: str, group: TriedGroup, visible: set[UUID]) -> GroupView:
    named = [one for one in group.covered if one.case_id in visible][:_MOST_NAMED]
    rows = [
        TriedRow(
            one,
            str(_EFFECT_WORDS[one.effect][0]),
            _EFFECT_WORDS[one.effect][1],
            None if one.value is None else Amount(one.value),
        )
        for one in named
    ]
    return GroupView(
        title=_(_TITLES[name]),
        group=group,
        stopped=group.count(Effect.STOPPED),
        exempt=group.count(Effect.EXEMPT),
        noted=group.count(Effect.NOTED),
        value=Amount(group.add_up(Effect.STOPPED)),
        rows=rows,
        unnamed=len(group.covered) - len(rows),
    )
