"""Procedures and the decision table, to be read; they are changed in a draft of changes, or come as files."""

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

from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.inputs import parse_whole_number
from licensing.admin.pages.rights import get_or_404, has_appointment
from licensing.admin.reference.change_sets.list_admin import ListFilesAdmin
from licensing.admin.reference.drafts import list_editors
from licensing.admin.reference.procedure_words import list_assessment_words
from licensing.admin.reference.procedures import editor
from licensing.admin.reference.routing_editor import (
    edit_routing_row,
    end_routing_row,
    show_routing_draft,
    undo_routing_row,
)
from licensing.admin.reference.routing_words import ConditionFormatter, RoutingNames
from licensing.admin.signoff.ballot_view import format_stage_rule, list_seat_traits
from licensing.admin.signoff.simulate_routing import show_routing_simulation
from licensing.admin.signoff.simulate_rule import SIMULATION_USERS, show_rule_simulation
from licensing.choices import OnFail, SeatRole, TermUnit
from licensing.models import Body, Procedure, RoutingRow, Seat, Stage
from licensing.models.reference.texts import InAlphabet, TextIn
from licensing.policy.signoff.rules import Rule


@admin.register(Procedure)
class ProcedureAdmin(ListFilesAdmin):
    """Procedures are read by everybody at the desk. A new version is written in a draft of changes, and never here."""

    viewers = None
    list_display = ("title", "code", "version", "valid_from", "is_published", "sample")
    list_display_links = ("title",)
    search_fields = ("code", "names")
    ordering = ("code", "-version")
    list_before_template = "admin/licensing/signoff/about_procedures.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**list_editors(request, "procedure_draft"), **(extra_context or {})})

    @display(description=_("Procedure"), ordering=InAlphabet(TextIn("names")))
    def title(self, procedure: Procedure) -> str:
        return procedure.name

    @display(description=_("Published"), boolean=True)
    def is_published(self, procedure: Procedure) -> bool:
        return procedure.published_at is not None

    def get_urls(self) -> list[URLPattern]:
        pages: list[URLPattern] = super().get_urls()
        view = self.admin_site.admin_view
        one = "draft/<uuid:set_id>/<str:code>/"
        return [
            path("try/", view(show_rule_simulation), name="licensing_procedure_try"),
            *self.build_file_urls("procedures"),
            path("draft/<uuid:set_id>/", view(editor.show_drafts), name="licensing_procedure_draft"),
            path(one, view(editor.show_draft), name="licensing_procedure_draft_one"),
            path(f"{one}drop/", view(editor.drop_draft), name="licensing_procedure_draft_drop"),
            path(f"{one}<str:place>/", view(editor.edit_piece), name="licensing_procedure_draft_piece"),
            path(f"{one}<str:place>/order/", view(editor.edit_order), name="licensing_procedure_draft_order"),
            *pages,
        ]

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """A procedure with its stages, their seats and rules in words."""
        seats = Seat.objects.select_related("body").order_by("number")
        stages = Stage.objects.prefetch_related(Prefetch("seats", seats)).order_by("number")
        rows = Procedure.objects.select_related("calendar").prefetch_related(Prefetch("stages", stages))
        procedure = get_or_404(rows, pk=parse_whole_number(record_id))
        context = {
            **self.admin_site.each_context(request),
            "title": procedure.name,
            "procedure": procedure,
            "term_unit": TermUnit(procedure.term_unit).label,
            "stages": _stage_rows(procedure),
            "may_try": has_appointment(request, SIMULATION_USERS),
            "others": Procedure.objects.filter(code=procedure.code).exclude(pk=procedure.pk).order_by("-version"),
        }
        return TemplateResponse(request, "admin/licensing/signoff/procedure.html", context)


@admin.register(RoutingRow)
class RoutingRowAdmin(ListFilesAdmin):
    """The decision table, highest priority first: the order in which its rows are asked."""

    viewers = None
    list_display = ("priority", "because", "in_force")
    list_display_links = None
    search_fields = ("code", "procedure_code", "reasons")
    ordering = ("-priority", "code")
    list_before_template = "admin/licensing/signoff/about_routing.html"

    def get_urls(self) -> list[URLPattern]:
        pages: list[URLPattern] = super().get_urls()
        view = self.admin_site.admin_view
        table = "draft/<uuid:set_id>/"
        return [
            path("try/", view(show_routing_simulation), name="licensing_routingrow_try"),
            *self.build_file_urls("routing"),
            path(table, view(show_routing_draft), name="licensing_routingrow_draft"),
            path(f"{table}add/", view(edit_routing_row), name="licensing_routingrow_draft_add"),
            # A code may hold a slash, so the longer addresses come first.
            path(f"{table}row/<path:code>/end/", view(end_routing_row), name="licensing_routingrow_draft_end"),
            path(f"{table}row/<path:code>/undo/", view(undo_routing_row), name="licensing_routingrow_draft_undo"),
            path(f"{table}row/<path:code>/", view(edit_routing_row), name="licensing_routingrow_draft_row"),
            *pages,
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(
            request,
            {
                "may_try": has_appointment(request, SIMULATION_USERS),
                **list_editors(request, "routingrow_draft"),
                **(extra_context or {}),
            },
        )

    def get_list_display(self, request: HttpRequest) -> Any:
        """Conditions and codes as people say them, their names read once for the whole list."""
        conditions, words = ConditionFormatter(), RoutingNames.from_rows(RoutingRow.objects.all())

        @display(description=_("Procedure"), ordering="procedure_code")
        def procedure(row: RoutingRow) -> str:
            return words.format_procedure(row)

        @display(description=_("When"))
        def condition(row: RoutingRow) -> str:
            return conditions.format_condition(row.when)

        @display(description=_("Adds"))
        def adds(row: RoutingRow) -> str:
            return ", ".join(words.list_additions(row))

        return ("priority", "because", procedure, condition, adds, "in_force")

    @display(description=_("Because"))
    def because(self, row: RoutingRow) -> SafeString:
        return render_cell("because", because=row.reason, code=row.code)

    @display(description=_("In force"), ordering="valid_from")
    def in_force(self, row: RoutingRow) -> SafeString:
        return render_cell("days/in_force", row=row)


def _stage_rows(procedure: Procedure) -> list[dict[str, Any]]:
    names = {stage.code: stage.name for stage in procedure.stages.all()}
    bodies = {body.pk: body.name for body in Body.objects.all()}
    return [_stage_row(stage, names, bodies) for stage in procedure.stages.all()]


def _stage_row(stage: Stage, names: Mapping[str, str], bodies: Mapping[str, str]) -> dict[str, Any]:
    return {
        "stage": stage,
        "rule": format_stage_rule(Rule.parse(stage.rule)),
        "unit": TermUnit(stage.term_unit).label,
        "on_fail": OnFail(stage.on_fail).label,
        "assessments": list_assessment_words(stage.assessments, lambda code: bodies.get(code, code)),
        "refers_to": names.get(stage.escalation.get("to", ""), stage.escalation.get("to", "")),
        "seats": [(seat, SeatRole(seat.role).label, list_seat_traits(seat)) for seat in stage.seats.all()],
    }
