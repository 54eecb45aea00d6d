"""State bodies and partner organisations. Who heads a body is a right, and changes by acts alone."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from licensing.admin.pages.rights import AUTHORITY, PEOPLE_EDITORS, REFERENCE_EDITORS, DeskAdmin, get_or_404, get_person
from licensing.admin.people.form_page import handle_form, may_keep
from licensing.admin.people.forms import End
from licensing.models import Body, Organisation
from licensing.models.reference.texts import InAlphabet, TextIn
from licensing.policy.record.event_kinds import EventKind


@admin.register(Organisation)
class OrganisationAdmin(DeskAdmin):
    """Partner organisations: read by the authority, kept by administrators."""

    editors = PEOPLE_EDITORS
    recorded_as = EventKind.RIGHTS_CHANGED
    list_display = ("name", "name_original", "country", "register_no")
    list_select_related = ("country",)
    search_fields = ("name", "name_original", "register_no")
    autocomplete_fields = ("country",)
    ordering = ("name",)


@admin.register(Body)
class BodyAdmin(DeskAdmin):
    """State bodies, with their names; the head is named by a proposal."""

    list_display = ("names", "code", "states_need", "head")
    list_select_related = ("head",)
    search_fields = ("code", "names", "short_names")
    ordering = (InAlphabet(TextIn("names")),)
    viewers = AUTHORITY
    editors = REFERENCE_EDITORS | PEOPLE_EDITORS
    recorded_as = EventKind.RIGHTS_CHANGED
    change_form_before_template = "admin/licensing/people/about_body.html"

    def get_fixed_fields(self, obj: Any) -> tuple[str, ...]:
        return ("code", "head") if obj else ("head",)

    def get_urls(self) -> list[URLPattern]:
        end = self.admin_site.admin_view(self.end_head)
        return [path("<str:code>/end-head/", end, name="licensing_body_end_head"), *super().get_urls()]

    def end_head(self, request: HttpRequest, code: str) -> HttpResponse:
        """Take the head of a body away at once."""
        body = get_or_404(self.get_queryset(request).filter(head__isnull=False), pk=code)
        back = reverse("admin:licensing_body_change", args=[body.pk])
        return handle_form(request, partial(End, user=get_person(request), subject=body, back=back))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        page: HttpResponse = super().render_change_form(request, context | {"may_keep": may_keep(request)}, *args, **kwargs)
        return page
