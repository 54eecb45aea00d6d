"""State bodies and partner organisations. Who heads a body is a right, and changes by acts alone."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from licensing.admin.pages.rights import AUTHORITY, PEOPLE_EDITORS, REFERENCE_EDITORS, RecordAdmin, get_or_404, get_person
from licensing.admin.people.form_page import handle_form, may_keep
from licensing.admin.people.organisations.forms import CorrectOrganisation, OpenOrganisation, get_organisation_url
from licensing.admin.people.rights.forms import CorrectHead, End
from licensing.admin.reference.change_sets.list_admin import GovernedAdmin
from licensing.models import Body, Organisation, User
from licensing.models.reference.texts import InAlphabet, TextIn


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    """Partner organisations: read by the authority, opened and corrected by administrators."""

    editors = PEOPLE_EDITORS
    list_display = ("name", "name_original", "country", "register_no")
    list_select_related = ("country",)
    search_fields = ("name", "name_original", "register_no")
    ordering = ("name",)
    list_before_template = "admin/licensing/people/organisations/about_organisations.html"
    change_form_before_template = "admin/licensing/people/organisations/about_organisation.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("open/", view(self.open), name="licensing_organisation_open"),
            path("<uuid:organisation_id>/correct/", view(self.correct), name="licensing_organisation_correct"),
            *super().get_urls(),
        ]

    def open(self, request: HttpRequest) -> HttpResponse:
        back = reverse("admin:licensing_organisation_changelist")
        return handle_form(request, partial(OpenOrganisation, user=get_person(request), back=back))

    def correct(self, request: HttpRequest, organisation_id: UUID) -> HttpResponse:
        organisation = get_or_404(self.get_queryset(request), pk=organisation_id)
        back = get_organisation_url(organisation)
        return handle_form(request, partial(CorrectOrganisation, user=get_person(request), subject=organisation, back=back))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"may_keep": may_keep(request), **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        page: HttpResponse = super().render_change_form(request, context | {"may_keep": may_keep(request)}, *args, **kwargs)
        return page


@admin.register(Body)
class BodyAdmin(GovernedAdmin):
    """State bodies, a governed list like others; the head is a right, and named by a proposal."""

    list_display = ("names", "code", "states_need", "plans_supply", "leads_plans", "head")
    list_select_related = ("head",)
    search_fields = ("code", "names", "short_names")
    ordering = (InAlphabet(TextIn("names")),)
    viewers = AUTHORITY
    editors = REFERENCE_EDITORS | PEOPLE_EDITORS
    row_notice_template = "admin/licensing/people/organisations/about_body.html"

    def get_urls(self) -> list[URLPattern]:
        end = self.admin_site.admin_view(self.end_head)
        correct = self.admin_site.admin_view(self.correct_head)
        return [
            path("<str:code>/end-head/", end, name="licensing_body_end_head"),
            path("<str:code>/correct-head/<uuid:person_id>/", correct, name="licensing_body_correct_head"),
            *super().get_urls(),
        ]

    def correct_head(self, request: HttpRequest, code: str, person_id: UUID) -> HttpResponse:
        """Record that somebody was not the head of a body on some past days."""
        body = get_or_404(self.get_queryset(request), pk=code)
        person = get_or_404(User.objects.all(), pk=person_id)
        back = reverse("admin:licensing_body_change", args=[body.pk])
        return handle_form(request, partial(CorrectHead, user=get_person(request), subject=(body, person), back=back))

    def end_head(self, request: HttpRequest, code: str) -> HttpResponse:
        """Take the head of a body away at once."""
        body = get_or_404(self.get_queryset(request).filter(head__isnull=False), pk=code)
        back = reverse("admin:licensing_body_change", args=[body.pk])
        return handle_form(request, partial(End, user=get_person(request), subject=body, back=back))

    def describe_row(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        return super().describe_row(request, row) | {"may_keep": may_keep(request)}
