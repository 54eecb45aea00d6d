"""Organisations that ask to be registered: read by the authority, accepted or sent back by a case officer."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from licensing.acts.acting import now
from licensing.acts.documents.files import read_cleared_content
from licensing.acts.people.organisations.registrations import (
    accept_registration,
    list_duplicates,
    list_others_asking,
    may_settle_registrations,
    return_registration,
)
from licensing.admin.forms.base import build_text_field
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.command_page import SubjectForm, handle_command
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.pages.rights import AUTHORITY, PEOPLE_EDITORS, RecordAdmin, get_or_404, get_person
from licensing.choices import RegistrationState
from licensing.errors import FileAltered, FileRefused
from licensing.models import Registration

TONES = {
    RegistrationState.FILED: "busy",
    RegistrationState.ACCEPTED: "good",
    RegistrationState.RETURNED: "warn",
    RegistrationState.ASKED: "",
    RegistrationState.LAPSED: "",
}


class Accept(SubjectForm):
    """Opening the organisation, and inviting its first administrator."""

    subject: Registration
    title = gettext_lazy("Accept a registration")
    lead = gettext_lazy(
        "The organisation is opened and its contact invited. Once the invitation is accepted, an administrator of people"
        " confirms the role of administrator; nobody can submit before."
    )
    done = gettext_lazy("The organisation is registered, and its contact is invited.")
    button = gettext_lazy("Accept it")

    def list_facts(self) -> list[tuple[str, Any]]:
        return list_registration_facts(self.subject)

    def execute(self) -> None:
        accept_registration(self.subject, self.user)


class Return(Accept):
    """Sending a registration back with what is missing."""

    title = gettext_lazy("Send a registration back")
    lead = gettext_lazy("The applicant gets a letter, reads the reason, and can send it again.")
    done = gettext_lazy("The registration is sent back.")
    button = gettext_lazy("Send it back")

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("What is missing or wrong"))

    def execute(self) -> None:
        return_registration(self.subject, self.user, **self.cleaned_data)


@admin.register(Registration)
class RegistrationAdmin(RecordAdmin):
    """What was sent, and what became of it; what nobody has sent yet is its applicant's alone."""

    viewers = AUTHORITY | PEOPLE_EDITORS
    list_display = ("reference", "name", "country", "register_no", "state_badge", "sent")
    list_select_related: ClassVar[tuple[str, ...]] = ("country",)
    list_filter = ("state",)
    search_fields = ("reference", "name", "name_original", "register_no")
    ordering = ("-filed_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Registration]:
        rows = Registration.objects.select_related(*self.list_select_related, "settled_by", "organisation", "invitation")
        return rows.filter(filed_at__isnull=False)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        accept, give_back = partial(self._settle, form_class=Accept), partial(self._settle, form_class=Return)
        return [
            path("<uuid:registration_id>/accept/", view(accept), name="licensing_registration_accept"),
            path("<uuid:registration_id>/return/", view(give_back), name="licensing_registration_return"),
            path(
                "<uuid:registration_id>/documents/<uuid:document_id>/",
                view(self.download_document),
                name="licensing_registration_document",
            ),
            *super().get_urls(),
        ]

    def _settle(self, request: HttpRequest, registration_id: UUID, form_class: type[Accept]) -> HttpResponse:
        registration = self._get_registration(request, registration_id)
        person = get_person(request)
        may = may_settle_registrations(person, at=now())
        back = reverse("admin:licensing_registration_change", args=[registration.pk])
        form = partial(form_class, user=person, subject=registration, back=back)
        return handle_command(request, form, refusal="" if may else _("Only a case officer checks registrations."))

    def download_document(self, request: HttpRequest, registration_id: UUID, document_id: UUID) -> HttpResponse:
        """Hand out a document as it was attached, where the scanner does not keep it back."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        registration = self._get_registration(request, registration_id)
        document = get_or_404(registration.documents.filter(registration__erased_at=None), pk=document_id)
        try:
            content = read_cleared_content(document)
        except (FileRefused, FileAltered, FileNotFoundError) as kept_back:
            sentence = kept_back.sentence if isinstance(kept_back, FileRefused) else FileAltered.title
            context = {**self.admin_site.each_context(request), "title": document.file_name, "sentence": sentence}
            context |= {"registration": registration}
            return TemplateResponse(request, "admin/licensing/people/organisations/withheld.html", context, status=409)
        response = HttpResponse(content, content_type=document.media_type)
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=document.file_name)
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One registration with its documents, and what may be the same organisation."""
        registration = get_or_404(self.get_queryset(request), pk__in=parse_ids(record_id))
        waits = registration.state == RegistrationState.FILED
        context = {
            **self.admin_site.each_context(request),
            "title": str(registration),
            "registration": registration,
            "facts": list_registration_facts(registration),
            "tone": TONES[RegistrationState(registration.state)],
            "documents": list(registration.documents.filter(registration__erased_at=None).order_by("attached_at")),
            "duplicates": list_duplicates(registration) if waits else [],
            "others": list_others_asking(registration) if waits else [],
            "may_settle": waits and may_settle_registrations(get_person(request), at=now()),
        }
        return TemplateResponse(request, "admin/licensing/people/organisations/registration.html", context)

    def _get_registration(self, request: HttpRequest, registration_id: UUID) -> Registration:
        found: Registration = self.get_shown(request, registration_id)
        return found

    @display(description=gettext_lazy("State"), ordering="state")
    def state_badge(self, registration: Registration) -> SafeString:
        state = RegistrationState(registration.state)
        return render_cell("badge", label=state.label, tone=TONES[state])

    @display(description=gettext_lazy("Sent at"), ordering="filed_at")
    def sent(self, registration: Registration) -> SafeString:
        return render_cell("days/moment", moment=registration.filed_at)


def list_registration_facts(registration: Registration) -> list[tuple[str, Any]]:
    """What a registration says."""
    return [
        (_("Name of the organisation"), registration.name),
        (_("Name in its own script"), registration.name_original),
        (_("Country"), registration.country.name),
        (_("Number in the register of that country"), registration.register_no),
        (_("Address"), registration.address),
        (_("Who signs for it"), f"{registration.signatory}, {registration.signatory_position}"),
        (_("Whom we may ask"), f"{registration.contact}, {registration.email}"),
    ]
