"""Emergency access at the desk: proposed, confirmed, declined and ended by administrators, read by auditors too."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from licensing.acts.acting import now
from licensing.acts.people.rights.emergency import (
    confirm_access,
    decline_access,
    end_access,
    find_opened_cases,
    may_settle_access,
    propose_access,
)
from licensing.admin.forms.base import build_line_field, build_text_field
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.pages.rights import PEOPLE_EDITORS, RecordAdmin, get_or_404, get_person, has_appointment
from licensing.admin.people.form_page import PeopleForm, handle_form, may_keep, warn_of_leaver
from licensing.admin.people.rights.proposals import TONES
from licensing.choices import Office, ProposalState
from licensing.errors import Gap, Invalid
from licensing.models import Case, EmergencyAccess, User

_READERS = frozenset({Office.AUDITOR}) | PEOPLE_EDITORS


class Propose(PeopleForm):
    """Proposing that somebody may read filed cases for four hours."""

    title = gettext_lazy("Propose emergency access")
    lead = gettext_lazy(
        "The person may read filed cases for four hours from the confirmation, and do nothing in them. Another administrator"
        " confirms it. Auditors, administrators and the heads of all bodies are told at once; each case that is opened says so"
        " in its record."
    )
    done = gettext_lazy("The access is proposed. It waits for a second administrator.")
    button = gettext_lazy("Propose")
    weight = "grave"

    def prepare(self) -> None:
        self.fields["email"] = build_line_field(_("E-mail address of the person"))
        self.fields["reference"] = build_line_field(
            _("Reference of the one case"), required=False, help_text=_("Leave it empty for every filed case.")
        )
        self.fields["reason"] = build_text_field(_("Reason"))

    def execute(self) -> None:
        given = self.cleaned_data
        person = User.objects.filter(email__iexact=given["email"]).first()
        if person is None:
            raise Invalid(gaps=[Gap("unknown", "person", _("Nobody has an account with this address."))])
        case = Case.objects.filter(reference=given["reference"], submitted_at__isnull=False).first()
        if given["reference"] and case is None:
            raise Invalid(gaps=[Gap("unknown", "reference", _("No filed case has this reference."))])
        self._access = propose_access(self.user, person, reason=given["reason"], case=case)

    def get_next_url(self) -> str:
        return get_access_url(self._access)

    def find_field(self, path: str) -> str:
        return "email" if path == "person" else super().find_field(path)


class OfAccess(PeopleForm):
    """A form about an access that there is."""

    subject: EmergencyAccess

    def list_facts(self) -> list[tuple[str, Any]]:
        return list_access_facts(self.subject)


class Confirm(OfAccess):
    """Confirming what another administrator proposed for a third person."""

    title = gettext_lazy("Confirm emergency access")
    lead = gettext_lazy("The four hours begin when you confirm. It can be ended earlier, and never prolonged.")
    done = gettext_lazy("The access is open for four hours.")
    button = gettext_lazy("Confirm")
    weight = "grave"

    def get_hints(self) -> list[str]:
        return warn_of_leaver(self.subject.proposed_by)

    def execute(self) -> None:
        confirm_access(self.subject, self.user)


class Decline(OfAccess):
    """Declining what another administrator proposed."""

    title = gettext_lazy("Decline emergency access")
    done = gettext_lazy("The access is declined.")
    button = gettext_lazy("Decline")

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"))

    def execute(self) -> None:
        decline_access(self.subject, self.user, reason=self.cleaned_data["reason"])


class EndAccess(OfAccess):
    """Ending an open access before its four hours are over."""

    title = gettext_lazy("End emergency access")
    done = gettext_lazy("The access is ended.")
    button = gettext_lazy("End it")

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"))

    def execute(self) -> None:
        end_access(self.subject, self.user, reason=self.cleaned_data["reason"])


@admin.register(EmergencyAccess)
class EmergencyAccessAdmin(RecordAdmin):
    """Read by auditors and administrators, and by the person themselves; only acts write it."""

    list_display = ("who", "to_what", "state_badge", "proposed_by", "due", "open_until")
    list_select_related: ClassVar[tuple[str, ...]] = ("person", "case", "proposed_by")
    list_filter = ("state",)
    search_fields = ("person__name", "person__email")
    search_help_text = gettext_lazy("Name or address of the person")
    ordering = ("-proposed_at",)
    viewers = frozenset({Office.AUDITOR})
    editors = PEOPLE_EDITORS
    list_before_template = "admin/licensing/people/rights/about_access.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[EmergencyAccess]:
        rows = EmergencyAccess.objects.select_related(*self.list_select_related, "settled_by", "ended_by")
        return rows if has_appointment(request, _READERS) else rows.filter(Q(person=get_person(request)))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"may_keep": may_keep(request), **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "licensing_emergencyaccess"
        return [
            path("propose/", view(self.propose), name=f"{name}_propose"),
            path("<uuid:access_id>/confirm/", view(partial(self._settle, form_class=Confirm)), name=f"{name}_confirm"),
            path("<uuid:access_id>/decline/", view(partial(self._settle, form_class=Decline)), name=f"{name}_decline"),
            path("<uuid:access_id>/end/", view(self.end), name=f"{name}_end"),
            *super().get_urls(),
        ]

    def propose(self, request: HttpRequest) -> HttpResponse:
        """Propose an access for somebody else."""
        back = reverse("admin:licensing_emergencyaccess_changelist")
        return handle_form(request, partial(Propose, user=get_person(request), back=back))

    def end(self, request: HttpRequest, access_id: UUID) -> HttpResponse:
        """End an open access at once; also for the person themselves."""
        access = get_or_404(self.get_queryset(request), pk=access_id)
        if not (may_keep(request) or access.person_id == get_person(request).pk):
            raise Http404
        form = partial(EndAccess, user=get_person(request), subject=access, back=get_access_url(access))
        return handle_form(request, form, for_keepers=False)

    def _settle(self, request: HttpRequest, access_id: UUID, form_class: type[OfAccess]) -> HttpResponse:
        access = get_or_404(self.get_queryset(request), pk=access_id)
        person = get_person(request)
        refusal = "" if may_settle_access(access, person, at=now()) else _("Another administrator must settle this access.")
        form = partial(form_class, user=person, subject=access, back=get_access_url(access))
        return handle_form(request, form, refusal=refusal)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        # The person reads their own, whatever office they hold or hold not.
        if request.method in ("GET", "HEAD") and object_id is not None:
            return self.render_record(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One access, with the cases that were opened under it and the buttons of whoever may settle or end it."""
        access = get_or_404(self.get_queryset(request), pk__in=parse_ids(record_id))
        person, at = get_person(request), now()
        is_open = EmergencyAccess.objects.open_at(at).filter(pk=access.pk).exists()
        context = {
            **self.admin_site.each_context(request),
            "title": f"{access.person.name} · {_('Emergency access')}",
            "access": access,
            "facts": list_access_facts(access),
            "state": _name_access_state(access, is_open=is_open),
            "tone": "bad" if is_open else TONES[ProposalState(access.state)] if access.until is None else "",
            "waits": access.state == ProposalState.PENDING and may_keep(request),
            "may_settle": may_settle_access(access, person, at=at),
            "may_end": is_open and (may_keep(request) or access.person_id == person.pk),
            "opened": list(find_opened_cases(access).select_related("case")),
        }
        return TemplateResponse(request, "admin/licensing/people/rights/access.html", context)

    @display(description=gettext_lazy("Person"), ordering="person__name")
    def who(self, access: EmergencyAccess) -> str:
        return access.person.name

    @display(description=gettext_lazy("Cases"))
    def to_what(self, access: EmergencyAccess) -> str:
        return _name_extent(access)

    @display(description=gettext_lazy("State"), ordering="state")
    def state_badge(self, access: EmergencyAccess) -> SafeString:
        is_open = access.until is not None and access.ended_at is None and access.until > now()
        tone = "bad" if is_open else TONES[ProposalState(access.state)] if access.until is None else ""
        return render_cell("badge", label=_name_access_state(access, is_open=is_open), tone=tone)

    @display(description=gettext_lazy("To be confirmed by"), ordering="due_at")
    def due(self, access: EmergencyAccess) -> SafeString:
        return render_cell("days/moment", moment=access.due_at if access.state == ProposalState.PENDING else None)

    @display(description=gettext_lazy("Open until"), ordering="until")
    def open_until(self, access: EmergencyAccess) -> SafeString:
        return render_cell("days/moment", moment=access.ended_at or access.until)


def list_access_facts(access: EmergencyAccess) -> list[tuple[str, Any]]:
    """An access as terms and what is said of each."""
    return [
        (_("Person"), f"{access.person.name} · {access.person.email}"),
        (_("Cases"), _name_extent(access)),
        (_("Reason"), access.reason),
        (_("Proposed by"), access.proposed_by.name),
    ]


def get_access_url(access: EmergencyAccess) -> str:
    return reverse("admin:licensing_emergencyaccess_change", args=[access.pk])


def _name_extent(access: EmergencyAccess) -> str:
    return str(access.case.reference) if access.case else _("Every filed case")


def _name_access_state(access: EmergencyAccess, *, is_open: bool) -> str:
    if access.state != ProposalState.CONFIRMED:
        return str(ProposalState(access.state).label)
    return _("Open now") if is_open else _("Ended")
