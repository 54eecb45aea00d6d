"""Hits of screening at the desk: the work list of those that wait, one hit with what is alike, and its disposition."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from licensing.admin.assessment.hit_forms import DisposeHit
from licensing.admin.assessment.hit_rows import build_hit_row
from licensing.admin.pages.act_page import act_page
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.pages.rights import RecordAdmin, filter_by_visible_case, get_actor, get_or_404, open_case
from licensing.admin.requests.case_page import get_state_tone
from licensing.choices import HitStanding, Verb
from licensing.models import Case, ScreeningHit
from licensing.models.requests.case import CaseQuerySet


class WaitingFilter(admin.SimpleListFilter):
    """What waits for somebody, unless another standing is asked for."""

    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("all", _("All that were ever found")), *HitStanding.choices]

    def choices(self, changelist: Any) -> Any:
        every = list(super().choices(changelist))
        # The framework calls it “All”; here it is what waits.
        every[0]["display"] = _("Waiting for somebody")
        return every

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() in HitStanding.values:
            return queryset.current().filter(standing=self.value())
        return queryset if self.value() == "all" else queryset.waiting()


@admin.register(ScreeningHit)
class ScreeningHitAdmin(RecordAdmin):
    """Hits of the cases that a reader may see; case officers say who they are."""

    list_display = ("party", "listed_name", "list_code", "score", "strength", "standing_badge", "of_case", "found")
    list_filter = (WaitingFilter, "strength", "list_code")
    search_fields = ("party_name", "matched", "case__reference")
    ordering = ("-strength", "-score", "found_at")
    list_before_template = "admin/licensing/assessment/about_hits.html"

    def get_urls(self) -> list[URLPattern]:
        dispose = path(
            "<uuid:hit_id>/dispose/", self.admin_site.admin_view(self.dispose), name="licensing_screeninghit_dispose"
        )
        return [dispose, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ScreeningHit]:
        rows: QuerySet[ScreeningHit] = filter_by_visible_case(ScreeningHit.objects.all(), request)
        return rows.select_related("case", "version").defer("version__content")

    def dispose(self, request: HttpRequest, hit_id: UUID) -> HttpResponse:
        """The form on which an officer says who a hit is."""
        hit = get_or_404(self.get_queryset(request), pk=hit_id)

        def select(rows: CaseQuerySet) -> CaseQuerySet:
            return rows.select_related("kind", "organisation", "partner_country", "officer", "procedure")

        return act_page(request, DisposeHit, lambda: open_case(request, select, pk=hit.case_id), target=hit)

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One hit: the two parties side by side, what is alike, and what was said of it."""
        rows = self.get_queryset(request).select_related("case__organisation").prefetch_related("dispositions__by")
        hit = get_or_404(rows, pk__in=parse_ids(record_id))
        # Parties of cases alone are held against lists, never those of what the state signs off for itself.
        former = hit.case.organisation.former_names
        may_dispose = hit.case.find_denial(Verb.DISPOSE_HIT, get_actor(request)) is None
        context = {
            **self.admin_site.each_context(request),
            "title": str(hit),
            "case": hit.case,
            "row": build_hit_row(hit, may_dispose=may_dispose and _is_possible(hit.case), former_names=former),
        }
        return TemplateResponse(request, "admin/licensing/assessment/hit.html", context)

    @display(description=_("Party"), ordering="party_name")
    def party(self, hit: ScreeningHit) -> str:
        return hit.party_name

    @display(description=_("Named like"), ordering="matched")
    def listed_name(self, hit: ScreeningHit) -> str:
        return hit.matched

    @display(description=_("Standing"), ordering="standing")
    def standing_badge(self, hit: ScreeningHit) -> SafeString:
        row = build_hit_row(hit, may_dispose=False)
        return render_cell("badge", label=row.standing, tone=row.tone)

    @display(description=_("Case"), ordering="case__reference")
    def of_case(self, hit: ScreeningHit) -> SafeString:
        return render_cell("case", case=hit.case, tone=get_state_tone(hit.case.state))

    @display(description=_("Found"), ordering="found_at")
    def found(self, hit: ScreeningHit) -> SafeString:
        return render_cell("days/moment", moment=hit.found_at)


def _is_possible(case: Case) -> bool:
    return Verb.DISPOSE_HIT in case.list_possible_acts()
