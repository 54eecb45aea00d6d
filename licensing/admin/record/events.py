"""The chain of events, to be read: who did what on which case, and the digests that tie it together."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.inputs import parse_whole_number
from licensing.admin.pages.rights import RecordAdmin, filter_by_visible_case, get_or_404
from licensing.admin.requests import history
from licensing.admin.requests.case_buttons import get_case_url
from licensing.models import Event
from licensing.policy.record.event_kinds import EventKind


class KindFilter(admin.SimpleListFilter):
    """Filters by what happened. Every kind is offered, also one that has not happened yet."""

    title = _("what")
    parameter_name = "kind__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return EventKind.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(RecordAdmin):
    """Events of the cases that this person may review, newest first."""

    list_display = ("number", "when", "what", "about", "who", "link_digest")
    list_display_links = ("number",)
    list_filter = (KindFilter,)
    search_fields = ("case__reference",)
    search_help_text = _("Reference of the case")
    ordering = ("-number",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return filter_by_visible_case(Event.objects.select_related("case", "actor", "licence"), request)

    @display(description=_("When"), ordering="number")
    def when(self, event: Event) -> SafeString:
        return render_cell("days/moment", moment=event.at)

    @display(description=_("What"), ordering="kind")
    def what(self, event: Event) -> str:
        return event.kind_label

    @display(description=_("Case"))
    def about(self, event: Event) -> SafeString:
        return render_cell("link", url=get_case_url(event.case, "history"), label=event.case.reference)

    @display(description=_("Who"))
    def who(self, event: Event) -> str:
        return event.actor.name if event.actor else str(_("the clock"))

    @display(description=_("Digest"))
    def link_digest(self, event: Event) -> SafeString:
        return render_cell("digest", digest=event.digest)

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One event with everything that its digest covers."""
        event = get_or_404(self.get_queryset(request), pk=parse_whole_number(record_id))
        context = {
            **self.admin_site.each_context(request),
            "title": f"{event.number} · {event.kind_label}",
            "event": event,
            "line": history.build_lines([event])[0],
        }
        return TemplateResponse(request, "admin/licensing/record/event.html", context)
