"""Procedures and the decision table, to be read: they are written as files, checked whole, and published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from licensing.admin.pages.cells import cell
from licensing.admin.pages.inputs import whole
from licensing.admin.pages.rights import RecordAdmin, found_or_404, holds
from licensing.admin.signoff.ballot_view import rule_in_words, traits_of
from licensing.admin.signoff.simulate_routing import Conditions, Words, flag_in_words, routing_page
from licensing.admin.signoff.simulate_rule import TRIERS, rule_page
from licensing.choices import OnFail, SeatRole, TermUnit
from licensing.models import Procedure, RoutingRow, Seat, Stage
from licensing.models.reference.texts import TextIn
from licensing.policy.signoff.rules import Rule


@admin.register(Procedure)
class ProcedureAdmin(RecordAdmin):
    seen_by = None
    list_display = ("title", "code", "version", "valid_from", "is_published", "sample")
    list_display_links = ("title",)
    search_fields = ("code", "names")
    ordering = ("code", "-version")

    @display(description=_("Procedure"), ordering=TextIn("names"))
    def title(self, procedure: Procedure) -> str:
        return procedure.name

    @display(description=_("Published"), boolean=True)
    def is_published(self, procedure: Procedure) -> bool:
        return procedure.published_at is not None

    def get_urls(self) -> list[URLPattern]:
        pages: list[URLPattern] = super().get_urls()
        return [path("try/", self.admin_site.admin_view(rule_page), name="licensing_procedure_try"), *pages]

    def record_page(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """A procedure with its stages, their seats and rules in words."""
        seats = Seat.objects.select_related("body").order_by("number")
        stages = Stage.objects.prefetch_related(Prefetch("seats", seats)).order_by("number")
        rows = Procedure.objects.select_related("calendar").prefetch_related(Prefetch("stages", stages))
        procedure = found_or_404(rows, pk=whole(record_id))
        context = {
            **self.admin_site.each_context(request),
            "title": procedure.name,
            "procedure": procedure,
            "term_unit": TermUnit(procedure.term_unit).label,
            "stages": _stages(procedure),
            "may_try": holds(request, TRIERS),
            "others": Procedure.objects.filter(code=procedure.code).exclude(pk=procedure.pk).order_by("-version"),
        }
        return TemplateResponse(request, "admin/licensing/procedure.html", context)


@admin.register(RoutingRow)
class RoutingRowAdmin(RecordAdmin):
    seen_by = None
    list_display = ("priority", "because", "in_force")
    list_display_links = None
    search_fields = ("code", "procedure_code", "reasons")
    ordering = ("-priority", "code")
    list_before_template = "admin/licensing/parts/about_routing.html"

    def get_urls(self) -> list[URLPattern]:
        pages: list[URLPattern] = super().get_urls()
        return [path("try/", self.admin_site.admin_view(routing_page), name="licensing_routingrow_try"), *pages]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"may_try": holds(request, TRIERS), **(extra_context or {})})

    def get_list_display(self, request: HttpRequest) -> Any:
        """Conditions and codes as people say them, their names read once for the whole list."""
        conditions, words = Conditions(), Words.of_table()

        @display(description=_("Procedure"), ordering="procedure_code")
        def procedure(row: RoutingRow) -> str:
            return words.procedures.get(row.procedure_code, row.procedure_code) or "–"

        @display(description=_("When"))
        def condition(row: RoutingRow) -> str:
            return conditions.in_words(row.when)

        @display(description=_("Adds"))
        def adds(row: RoutingRow) -> str:
            return ", ".join((*(words.bodies.get(code, code) for code in row.extra_seats), *map(flag_in_words, row.flags)))

        return ("priority", "because", procedure, condition, adds, "in_force")

    @display(description=_("Because"))
    def because(self, row: RoutingRow) -> SafeString:
        return cell("because", because=row.reason, code=row.code)

    @display(description=_("In force"), ordering="valid_from")
    def in_force(self, row: RoutingRow) -> SafeString:
        return cell("in_force", row=row)


def _stages(procedure: Procedure) -> list[dict[str, Any]]:
    names = {stage.code: stage.name for stage in procedure.stages.all()}
    return [_stage(stage, names) for stage in procedure.stages.all()]


def _stage(stage: Stage, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "stage": stage,
        "rule": rule_in_words(Rule.parse(stage.rule)),
        "unit": TermUnit(stage.term_unit).label,
        "on_fail": OnFail(stage.on_fail).label,
        "refers_to": names.get(stage.escalation.get("to", ""), stage.escalation.get("to", "")),
        "seats": [(seat, SeatRole(seat.role).label, traits_of(seat)) for seat in stage.seats.all()],
    }
