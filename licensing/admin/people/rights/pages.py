"""Mandates, offices and memberships as they are: read here, and changed by acts alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from licensing.acts.acting import now, to_local_day
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.inputs import parse_whole_number
from licensing.admin.pages.rights import PEOPLE_EDITORS, RecordAdmin, get_or_404, get_person
from licensing.admin.people.form_page import handle_form, may_keep
from licensing.admin.people.rights.forms import Correct, End
from licensing.choices import RightKind
from licensing.models import Appointment, CaseKind, Mandate, Membership


class RightAdmin(RecordAdmin):
    """Rows that hold for a time. They are proposed, confirmed and ended; nobody edits one, so no administrator their own."""

    editors = PEOPLE_EDITORS
    list_select_related: ClassVar[tuple[str, ...]] = ("user",)
    list_before_template = "admin/licensing/people/rights/about_rights.html"
    change_form_before_template = "admin/licensing/people/rights/about_right.html"
    proposed_as: ClassVar[RightKind]

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, f"licensing_{self.opts.model_name}"
        return [
            path("<int:number>/end/", view(self.end), name=f"{name}_end"),
            path("<int:number>/correct/", view(self.correct), name=f"{name}_correct"),
            *super().get_urls(),
        ]

    def end(self, request: HttpRequest, number: int) -> HttpResponse:
        """End a right now, or from a later day."""
        right = get_or_404(self.get_queryset(request), pk=parse_whole_number(number))
        back = reverse(f"admin:licensing_{self.opts.model_name}_change", args=[right.pk])
        return handle_form(request, partial(End, user=get_person(request), subject=right, back=back))

    def correct(self, request: HttpRequest, number: int) -> HttpResponse:
        """Record that a right did not hold on some past days."""
        right = get_or_404(self.get_queryset(request), pk=parse_whole_number(number))
        back = reverse(f"admin:licensing_{self.opts.model_name}_change", args=[right.pk])
        return handle_form(request, partial(Correct, user=get_person(request), subject=right, back=back))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        proposed_as = self.proposed_as if may_keep(request) else ""
        return super().changelist_view(request, {"proposed_as": proposed_as, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        right = context["original"]
        over = right.ended_at is not None or (right.period.upper is not None and right.period.upper <= to_local_day(now()))
        end = reverse(f"admin:licensing_{self.opts.model_name}_end", args=[right.pk]) if may_keep(request) and not over else ""
        correct = reverse(f"admin:licensing_{self.opts.model_name}_correct", args=[right.pk]) if may_keep(request) else ""
        more = {"end_url": end, "correct_url": correct}
        page: HttpResponse = super().render_change_form(request, context | more, *args, **kwargs)
        return page

    @display(description=gettext_lazy("Person"), ordering="user__name")
    def who(self, row: Any) -> str:
        return str(row.user)

    @display(description=gettext_lazy("From"), ordering="period")
    def since(self, row: Any) -> SafeString:
        return render_cell("days/day", day=row.period.lower)

    @display(description=gettext_lazy("To (not included)"))
    def until(self, row: Any) -> SafeString:
        return render_cell("days/day", day=row.period.upper)

    @display(description=gettext_lazy("Taken away at"), ordering="ended_at")
    def taken_away(self, row: Any) -> SafeString:
        return render_cell("days/moment", moment=row.ended_at)

    @display(description=gettext_lazy("Holds today"), boolean=True)
    def holds_today(self, row: Any) -> bool:
        return row.ended_at is None and to_local_day(now()) in row.period


@admin.register(Mandate)
class MandateAdmin(RightAdmin):
    """Who speaks for which body, as holder or deputy, and for which kinds of case."""

    proposed_as = RightKind.MANDATE
    list_display = ("who", "of_body", "kind", "place", "since", "until", "taken_away", "holds_today")
    list_select_related: ClassVar[tuple[str, ...]] = ("user", "body")
    list_filter = ("body", "kind")
    search_fields = ("user__name", "user__email", "body__code")
    fields = ("user", "body", "kind", "order", "since", "until", "holds_today", "kinds", "ended_at", "given_by", "proposal")
    readonly_fields = ("since", "until", "holds_today", "kinds")
    ordering = ("body", "kind", "order")

    def get_list_display(self, request: HttpRequest) -> Any:
        return [*super().get_list_display(request), _build_kinds_column()]

    @display(description=gettext_lazy("Body"), ordering="body")
    def of_body(self, mandate: Mandate) -> str:
        return mandate.body.name

    @display(description=gettext_lazy("No."), ordering="order")
    def place(self, mandate: Mandate) -> int:
        return mandate.order

    @display(description=gettext_lazy("Only for"))
    def kinds(self, mandate: Mandate) -> str:
        return _name_scope(mandate.scope, _load_kind_names)


def _build_kinds_column() -> Callable[[Mandate], str]:
    """What mandates are limited to; the names of the kinds are read once for the list, where one is limited at all."""
    load = cache(_load_kind_names)

    @display(description=gettext_lazy("Only for"))
    def kinds(mandate: Mandate) -> str:
        return _name_scope(mandate.scope, load)

    shown: Callable[[Mandate], str] = kinds
    return shown


def _load_kind_names() -> dict[str, str]:
    return {kind.pk: kind.name for kind in CaseKind.objects.all()}


def _name_scope(scope: Sequence[str], load: Callable[[], Mapping[str, str]]) -> str:
    return ", ".join(load().get(code, code) for code in scope) if scope else _("every kind of case")


@admin.register(Appointment)
class AppointmentAdmin(RightAdmin):
    """Offices of the authority, held for a period: case officer, decider, auditor, policy officer, administrator."""

    proposed_as = RightKind.APPOINTMENT
    list_display = ("who", "kind", "since", "until", "taken_away", "holds_today")
    list_filter = ("kind",)
    search_fields = ("user__name", "user__email")
    fields = ("user", "kind", "since", "until", "holds_today", "ended_at", "proposal")
    readonly_fields = ("since", "until", "holds_today")
    ordering = ("kind", "user__name")


@admin.register(Membership)
class MembershipAdmin(RightAdmin):
    """Who belongs to which partner organisation. Leaving ends it; what the person has filed stays with the organisation."""

    proposed_as = RightKind.MEMBERSHIP
    list_display = ("who", "organisation", "role", "since", "until", "taken_away", "holds_today")
    list_select_related: ClassVar[tuple[str, ...]] = ("user", "organisation")
    list_filter = ("role",)
    search_fields = ("user__name", "user__email", "organisation__name")
    fields = ("user", "organisation", "role", "since", "until", "holds_today", "ended_at", "proposal")
    readonly_fields = ("since", "until", "holds_today")
    ordering = ("organisation__name", "user__name")
