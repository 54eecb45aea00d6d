"""Lists of listed parties at the desk: a version prepared from a file, what it changes, and its way into force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from licensing.acts.assessment.lists import compare_version, find_publisher_refusal
from licensing.acts.assessment.sweeping import count_unscreened, select_screened_cases
from licensing.admin.assessment.list_forms import DeclineListForm, PrepareListForm, PublishListForm, get_list_url
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.command_page import SubjectForm, handle_command
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.pages.rights import REFERENCE_EDITORS, RecordAdmin, get_or_404, get_person, has_appointment
from licensing.choices import ListVersionState
from licensing.models import ListVersion
from licensing.policy.assessment.lists.entries import ListedEntry

# So many of each group are named on the page of a version; all of them are counted.
_MOST_NAMED: Final = 50
_TONES: Final = {ListVersionState.PREPARED: "warn", ListVersionState.PUBLISHED: "good", ListVersionState.DECLINED: "mute"}


@dataclass(frozen=True, slots=True)
class ChangedGroup:
    """Who is new on a version, changed or gone: all counted, the first named."""

    title: str
    count: int
    named: Sequence[ListedEntry]

    @property
    def unnamed(self) -> int:
        return self.count - len(self.named)


@admin.register(ListVersion)
class ListVersionAdmin(RecordAdmin):
    """Read by the authority; policy officers prepare and settle versions by the acts that the pages lead to."""

    list_display = ("list_name", "title", "number", "day", "entries", "names", "state_badge")
    list_filter = ("state", "code")
    ordering = ("code", "-number")
    editors = REFERENCE_EDITORS
    list_before_template = "admin/licensing/assessment/about_lists.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        forms = (("publish", PublishListForm), ("decline", DeclineListForm))
        of_one = [(name, partial(self._act, form_class=form)) for name, form in forms]
        return [
            path("prepare/", view(self.prepare), name="licensing_listversion_prepare"),
            path("<uuid:version_id>/next/", view(self.prepare_next), name="licensing_listversion_next"),
            *(path(f"<uuid:version_id>/{name}/", view(one), name=f"licensing_listversion_{name}") for name, one in of_one),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ListVersion]:
        rows: QuerySet[ListVersion] = ListVersion.objects.select_related("prepared_by", "settled_by").defer("content")
        return rows

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        more = {"may_prepare": has_appointment(request, REFERENCE_EDITORS)}
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def prepare(self, request: HttpRequest) -> HttpResponse:
        return self._prepare(request, None, reverse("admin:licensing_listversion_changelist"))

    def prepare_next(self, request: HttpRequest, version_id: UUID) -> HttpResponse:
        _require_list_keeper(request)
        version = get_or_404(self.get_queryset(request), pk=version_id)
        return self._prepare(request, version, get_list_url(version))

    def _prepare(self, request: HttpRequest, version: ListVersion | None, back: str) -> HttpResponse:
        _require_list_keeper(request)
        form = partial(PrepareListForm, user=get_person(request), subject=version, back=back, files=request.FILES)
        return handle_command(request, form)

    def _act(self, request: HttpRequest, version_id: UUID, form_class: type[SubjectForm]) -> HttpResponse:
        _require_list_keeper(request)
        version = get_or_404(self.get_queryset(request), pk=version_id)
        refusal = find_publisher_refusal(version, get_person(request)) if form_class is PublishListForm else None
        form = partial(form_class, user=get_person(request), subject=version, back=get_list_url(version))
        return handle_command(request, form, refusal=str(refusal or ""), of_two=True)

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One version: what it brings, how far cases are held against it, and what a policy officer may do with it now."""
        version = get_or_404(ListVersion.objects.select_related("prepared_by", "settled_by"), pk__in=parse_ids(record_id))
        is_officer = has_appointment(request, REFERENCE_EDITORS)
        is_prepared = version.state == ListVersionState.PREPARED
        in_force = ListVersion.objects.in_force().filter(code=version.code).first()
        is_in_force = in_force is not None and in_force.pk == version.pk
        context = {
            **self.admin_site.each_context(request),
            "title": f"{version.code} · {version.title}",
            "version": version,
            "tone": _TONES[ListVersionState(version.state)],
            "groups": _build_groups(version),
            "is_in_force": is_in_force,
            "cases": select_screened_cases().count() if is_in_force else 0,
            "unscreened": count_unscreened(version) if is_in_force else 0,
            "may_settle": is_officer and is_prepared,
            "may_publish": is_officer and is_prepared and not find_publisher_refusal(version, get_person(request)),
            "may_follow": is_officer and is_in_force,
        }
        return TemplateResponse(request, "admin/licensing/assessment/list_version.html", context)

    @display(description=gettext_lazy("List"), ordering="code")
    def list_name(self, version: ListVersion) -> str:
        return version.code

    @display(description=gettext_lazy("Day of the list"), ordering="as_of")
    def day(self, version: ListVersion) -> SafeString:
        return render_cell("days/day", day=version.as_of)

    @display(description=gettext_lazy("State"), ordering="state")
    def state_badge(self, version: ListVersion) -> SafeString:
        state = ListVersionState(version.state)
        return render_cell("badge", label=state.label, tone=_TONES[state])


def _require_list_keeper(request: HttpRequest) -> None:
    """Whoever is no policy officer finds no such page."""
    if not (get_person(request).is_staff and has_appointment(request, REFERENCE_EDITORS)):
        raise Http404


def _build_groups(version: ListVersion) -> list[ChangedGroup]:
    changes = compare_version(version)
    groups = (
        (_("New on the list"), changes.added),
        (_("The list says something else of them"), [after for _before, after in changes.changed]),
        (_("Gone from the list"), changes.gone),
    )
    return [ChangedGroup(title, len(entries), entries[:_MOST_NAMED]) for title, entries in groups if entries]
