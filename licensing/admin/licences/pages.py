"""Licences at the desk: the list, the page of a licence with its ledger, and the forms of its acts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import admin
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from licensing.acts.acting import to_local_day
from licensing.acts.obstacles.listing import list_stopping
from licensing.acts.obstacles.situation import Situation
from licensing.admin.forms.ledger import USAGE_FORMS
from licensing.admin.forms.obligations import DUTY_FORMS
from licensing.admin.licences.acts import FORMS, build_licence_buttons
from licensing.admin.licences.changing.variation_rows import build_variation_rows
from licensing.admin.licences.conditions import build_condition_rows
from licensing.admin.licences.differences import DIFFERENCE_FORMS, build_difference_rows
from licensing.admin.licences.duties import build_duty_rows, list_duties
from licensing.admin.licences.ledger import build_ledger_rows
from licensing.admin.licences.papers import answer_paper, answer_preview, build_paper_rows
from licensing.admin.licences.record_forms import CONDITION_FORMS, RECORD_FORMS
from licensing.admin.licences.rows import build_line_row, get_licence_tone, get_state_label
from licensing.admin.pages.act_page import act_page
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.downloads import build_sheet_response
from licensing.admin.pages.rights import RecordAdmin, filter_by_visible_case, get_or_404, get_person, local_now, store_actor
from licensing.admin.requests import history
from licensing.admin.requests.obstacle_rows import build_obstacle_rows
from licensing.choices import PaperKind, Step
from licensing.models import (
    ConditionRecord,
    Event,
    Licence,
    LicenceCondition,
    LicenceLine,
    ReportDifference,
    Usage,
    read_actor,
)
from licensing.models.licences.changing.suspension import list_suspensions, read_state_reason
from licensing.models.licences.delivery_sheets import write_delivery_sheet
from licensing.models.licences.licence import LicenceQuerySet
from licensing.models.licences.monitoring.visit import list_visits
from licensing.models.licences.revocation import find_appeal_window
from licensing.models.read_models import Reader, read_appeals
from licensing.models.read_models.excerpts import read_excerpt
from licensing.models.read_models.licences.gate import calculate_leaving_now, load_gate
from licensing.models.read_models.licences.obligations import may_read_duties, read_duties, read_report_periods
from licensing.models.read_models.licences.reviews import find_review_start, select_reviews
from licensing.models.read_models.licences.shipment import load_granted_request
from licensing.models.read_models.licences.timeline import read_timeline
from licensing.models.read_models.licences.years import load_year_limits


def find_visible_licences(request: HttpRequest) -> LicenceQuerySet:
    """Licences that this person may read, and never those of a case that they are kept out of."""
    visible = Licence.objects.visible_to(get_person(request), on=local_now())
    return filter_by_visible_case(visible, request)


@admin.register(Licence)
class LicenceAdmin(RecordAdmin):
    """Licences as the authority reads them; members of bodies sign on cases and see no licence."""

    list_display = ("what", "holder", "where", "validity", "case_link")
    list_display_links = None
    list_filter = ("state", "case__kind")
    search_fields = ("number", "organisation__name", "case__reference")
    search_help_text = _("Number, holder or reference of the case")
    ordering = ("-issued_at",)

    def get_queryset(self, request: HttpRequest) -> LicenceQuerySet:
        return find_visible_licences(request).for_lists()

    @display(description=_("Licence"), ordering="number")
    def what(self, licence: Licence) -> SafeString:
        return render_cell("licence", licence=licence)

    @display(description=_("Holder"), ordering="organisation__name")
    def holder(self, licence: Licence) -> str:
        return licence.organisation.name

    @display(description=_("State"), ordering="state")
    def where(self, licence: Licence) -> SafeString:
        return render_cell("badge", label=get_state_label(licence), tone=get_licence_tone(licence))

    @display(description=_("Valid"), ordering="valid_until")
    def validity(self, licence: Licence) -> SafeString:
        return render_cell("days/validity", licence=licence)

    @display(description=_("Case"), ordering="case__reference")
    def case_link(self, licence: Licence) -> SafeString:
        return render_cell(
            "link", url=reverse("admin:licensing_case_change", args=[licence.case_id]), label=licence.case.reference
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="licensing_licence_changelist"),
            path("add/", view(self.raise_not_found), name="licensing_licence_add"),
            path("<uuid:licence_id>/change/", view(self.show_licence), name="licensing_licence_change"),
            path(
                "<uuid:licence_id>/duties/<uuid:duty_id>/act/<slug:verb>/",
                view(self.act_on_duty),
                name="licensing_licence_duty_act",
            ),
            path(
                "<uuid:licence_id>/usages/<uuid:usage_id>/act/<slug:verb>/",
                view(self.act_on_usage),
                name="licensing_licence_usage_act",
            ),
            path(
                "<uuid:licence_id>/conditions/<int:place>/act/<slug:verb>/",
                view(self.act_on_condition),
                name="licensing_licence_condition_act",
            ),
            path(
                "<uuid:licence_id>/records/<uuid:record_id>/act/<slug:verb>/",
                view(self.act_on_record),
                name="licensing_licence_record_act",
            ),
            path(
                "<uuid:licence_id>/differences/<uuid:difference_id>/act/<slug:verb>/",
                view(self.act_on_difference),
                name="licensing_licence_difference_act",
            ),
            path("<uuid:licence_id>/act/<slug:verb>/", view(self.act), name="licensing_licence_act"),
            path("<uuid:licence_id>/papers/preview.pdf", view(self.preview), name="licensing_licence_preview"),
            path("<uuid:licence_id>/papers/<int:number>.pdf", view(self.download_paper), name="licensing_licence_paper"),
            path("<uuid:licence_id>/notices/preview.pdf", view(self.preview_notice), name="licensing_licence_notice_preview"),
            path("<uuid:licence_id>/notices/<int:number>.pdf", view(self.download_notice), name="licensing_licence_notice"),
            path("<uuid:licence_id>/deliveries.csv", view(self.download_deliveries), name="licensing_licence_deliveries"),
        ]

    def raise_not_found(self, request: HttpRequest) -> HttpResponse:
        raise Http404

    def show_licence(self, request: HttpRequest, licence_id: UUID) -> HttpResponse:
        """A licence with its lines, its ledger, its conditions and its history."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        self._require_view_permission(request)
        now = local_now()
        licence: Licence = get_or_404(_prefetch_all(find_visible_licences(request)), pk=licence_id)
        # With their part in this case: whoever signed or decided it may be barred from an act that their office would allow.
        actor = read_actor(get_person(request), on=to_local_day(now), case_id=licence.case_id, kind=licence.case.kind_id)
        gate = load_gate(licence, at=now)
        limits = load_year_limits(licence, list(licence.lines.all()), today=to_local_day(now))
        leaving = {one.number: calculate_leaving_now(licence, gate, one, limits) for one in licence.lines.all()}
        store_actor(request, actor)
        asked, granted = request.GET.dict(), load_granted_request(licence)
        events = read_excerpt(
            Event.objects.filter(licence=licence).select_related("actor").order_by("-number"), asked, "history"
        )
        ledger = Usage.objects.filter(line__licence=licence).for_ledger().order_by("-drawn_at", "-pk")
        usages = read_excerpt(ledger, asked, "ledger")
        window = find_appeal_window(licence, at=now)
        reader = Reader(actor, now, to_local_day(now), "en")
        periods = read_report_periods(licence, licence.lines.all(), reader)
        conditions = build_condition_rows(licence, gate, actor, read_duties(licence, reader))
        context = {
            **self.admin_site.each_context(request),
            "title": licence.number,
            "licence": licence,
            "state": get_state_label(licence),
            "tone": get_licence_tone(licence),
            "state_reason": read_state_reason(licence),
            "lines": [build_line_row(one, granted.name_line(one), leaving[one.number]) for one in licence.lines.all()],
            "conditions": conditions,
            "timeline": read_timeline(licence, [one["condition"] for one in conditions], periods, reader),
            "usages": build_ledger_rows(licence, actor, usages.rows),
            "ledger": usages,
            "duties": build_duty_rows(licence, actor, to_local_day(now)),
            "periods": periods,
            "differences": build_difference_rows(licence, actor, licence.lines.all()),
            "appeals": read_appeals(licence),
            "suspensions": list_suspensions(licence),
            "variations": build_variation_rows(licence),
            "reviews": select_reviews(licence, reader),
            "visits": list_visits(licence) if may_read_duties(licence, reader) else [],
            "under_review": find_review_start(licence, reader),
            "papers": build_paper_rows(licence, to_local_day(now)),
            "notices": build_paper_rows(licence, to_local_day(now), PaperKind.SUSPENSION),
            "appeal_by": window.due_on if window else None,
            "buttons": build_licence_buttons(licence, actor, now),
            "stopped": {"obstacles": build_obstacle_rows(list_stopping(Situation(licence.case, now, Step.DRAW_DOWN)))},
            "history": events.convert(history.build_lines(events.rows)),
        }
        return TemplateResponse(request, "admin/licensing/licences/licence.html", context)

    def download_deliveries(self, request: HttpRequest, licence_id: UUID) -> HttpResponse:
        """What has left under a licence, entry by entry, as a sheet."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        self._require_view_permission(request)
        licence = self._get_licence(request, licence_id)
        return build_sheet_response(write_delivery_sheet(Licence.objects.filter(pk=licence.pk)), "deliveries.csv")

    def preview(self, request: HttpRequest, licence_id: UUID) -> HttpResponse:
        """The paper of a licence as it would be issued now, marked as a preview."""
        self._require_view_permission(request)
        return answer_preview(request, self._get_licence(request, licence_id))

    def download_paper(self, request: HttpRequest, licence_id: UUID, number: int) -> HttpResponse:
        """A paper of a licence that was issued."""
        self._require_view_permission(request)
        return answer_paper(request, self._get_licence(request, licence_id), number)

    def preview_notice(self, request: HttpRequest, licence_id: UUID) -> HttpResponse:
        """The notice of its suspension as it would be issued now, marked as a preview."""
        self._require_view_permission(request)
        return answer_preview(request, self._get_licence(request, licence_id), PaperKind.SUSPENSION)

    def download_notice(self, request: HttpRequest, licence_id: UUID, number: int) -> HttpResponse:
        """A notice of its suspension that was issued."""
        self._require_view_permission(request)
        return answer_paper(request, self._get_licence(request, licence_id), number, PaperKind.SUSPENSION)

    def act(self, request: HttpRequest, licence_id: UUID, verb: str) -> HttpResponse:
        """The form of an act on a licence; 404 for a verb that has none here."""
        form = FORMS.get(verb)
        if form is None:
            raise Http404
        self._require_view_permission(request)
        return act_page(request, form, lambda: self._get_licence(request, licence_id))

    def act_on_duty(self, request: HttpRequest, licence_id: UUID, duty_id: UUID, verb: str) -> HttpResponse:
        """The form of an act on the evidence for one condition; 404 where the condition is of another licence."""
        form = DUTY_FORMS.get(verb)
        if form is None:
            raise Http404
        self._require_view_permission(request)
        duty = get_or_404(list_duties(self._get_licence(request, licence_id)), pk=duty_id)
        return act_page(request, form, lambda: self._get_licence(request, licence_id), target=duty)

    def act_on_usage(self, request: HttpRequest, licence_id: UUID, usage_id: UUID, verb: str) -> HttpResponse:
        """The form of an act on an entry of the ledger; 404 where the entry is of another licence."""
        form = USAGE_FORMS.get(verb)
        if form is None:
            raise Http404
        self._require_view_permission(request)
        entries = Usage.objects.filter(line__licence=self._get_licence(request, licence_id))
        usage = get_or_404(entries.select_related("line__unit", "system"), pk=usage_id)
        return act_page(request, form, lambda: self._get_licence(request, licence_id), target=usage)

    def act_on_condition(self, request: HttpRequest, licence_id: UUID, place: int, verb: str) -> HttpResponse:
        """The form of a record on a condition; 404 where the licence has no such condition."""
        form = CONDITION_FORMS.get(verb)
        if form is None:
            raise Http404
        self._require_view_permission(request)
        conditions = LicenceCondition.objects.filter(licence=self._get_licence(request, licence_id))
        condition = get_or_404(conditions.select_related("condition"), number=place)
        return act_page(request, form, lambda: self._get_licence(request, licence_id), target=condition)

    def act_on_record(self, request: HttpRequest, licence_id: UUID, record_id: UUID, verb: str) -> HttpResponse:
        """The form of a correction or an end of a record; 404 where the record is of another licence."""
        form = RECORD_FORMS.get(verb)
        if form is None:
            raise Http404
        self._require_view_permission(request)
        records = ConditionRecord.objects.filter(condition__licence=self._get_licence(request, licence_id))
        record = get_or_404(records.for_lists(), pk=record_id)
        return act_page(request, form, lambda: self._get_licence(request, licence_id), target=record)

    def act_on_difference(self, request: HttpRequest, licence_id: UUID, difference_id: UUID, verb: str) -> HttpResponse:
        """The form that settles what a report says otherwise than the ledger; 404 where it is of another licence."""
        form = DIFFERENCE_FORMS.get(verb)
        if form is None:
            raise Http404
        self._require_view_permission(request)
        rows = ReportDifference.objects.filter(licence=self._get_licence(request, licence_id))
        found = get_or_404(rows.select_related("licence", "report", "duty__condition", "settled_by"), pk=difference_id)
        return act_page(request, form, lambda: self._get_licence(request, licence_id), target=found)

    def _get_licence(self, request: HttpRequest, licence_id: UUID) -> Licence:
        licence: Licence = get_or_404(find_visible_licences(request).for_lists(), pk=licence_id)
        return licence

    def _require_view_permission(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise Http404


def _prefetch_all(licences: LicenceQuerySet) -> LicenceQuerySet:
    return licences.for_lists().prefetch_related(
        Prefetch("lines", LicenceLine.objects.select_related("unit").order_by("number")),
    )
