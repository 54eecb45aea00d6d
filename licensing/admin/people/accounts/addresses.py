"""Changes of address at the desk: what waits for a second administrator, and what became of the others."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from licensing.acts.people.accounts.addresses import approve_address, decline_address
from licensing.admin.forms.base import build_text_field
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.pages.rights import PEOPLE_EDITORS, RecordAdmin, get_or_404, get_person
from licensing.admin.people.form_page import PeopleForm, handle_form, may_keep
from licensing.choices import AddressState, Office
from licensing.models import AddressChange, User
from licensing.policy.people.accounts.addresses import find_address_settler_refusal

TONES = {
    AddressState.SENT: "busy",
    AddressState.CONFIRMED: "busy",
    AddressState.CHANGED: "good",
    AddressState.DECLINED: "bad",
    AddressState.UNDONE: "bad",
}


class SettleAddress(PeopleForm):
    """A new address of somebody of the authority, at which a second person looks."""

    subject: AddressChange

    def list_facts(self) -> list[tuple[str, Any]]:
        return list_address_facts(self.subject)


class ApproveAddress(SettleAddress):
    """Confirming that a person of the authority asked for the address themselves."""

    title = gettext_lazy("Confirm a new address")
    lead = gettext_lazy(
        "Ask the person, by a way that you know and not by mail, whether they asked for it. Whoever has this address"
        " can choose a new password for the account."
    )
    done = gettext_lazy("The account has moved to the new address.")
    button = gettext_lazy("The person asked for it: confirm")

    def execute(self) -> None:
        approve_address(self.subject, self.user)


class DeclineAddress(SettleAddress):
    """Declining an address that the person did not ask for, or should not have."""

    title = gettext_lazy("Decline a new address")
    done = gettext_lazy("The address is declined; the account stays as it was.")
    button = gettext_lazy("Decline")
    weight = "grave"

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"))

    def execute(self) -> None:
        decline_address(self.subject, self.user, reason=self.cleaned_data["reason"])


@admin.register(AddressChange)
class AddressChangeAdmin(RecordAdmin):
    """Read by administrators and auditors; only acts write it."""

    list_display = ("who", "former", "address", "state_badge", "asked_at", "due")
    list_select_related: ClassVar[tuple[str, ...]] = ("person", "settled_by")
    list_filter = ("state",)
    search_fields = ("person__name", "former", "address")
    search_help_text = gettext_lazy("Name or address of the person")
    ordering = ("-asked_at",)
    viewers = frozenset({Office.AUDITOR})
    editors = PEOPLE_EDITORS

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        approve, decline = partial(self._settle, form_class=ApproveAddress), partial(self._settle, form_class=DeclineAddress)
        return [
            path("<uuid:change_id>/confirm/", view(approve), name="licensing_addresschange_confirm"),
            path("<uuid:change_id>/decline/", view(decline), name="licensing_addresschange_decline"),
            *super().get_urls(),
        ]

    def _settle(self, request: HttpRequest, change_id: UUID, form_class: type[SettleAddress]) -> HttpResponse:
        change = get_or_404(self.get_queryset(request), pk=change_id)
        back = reverse("admin:licensing_addresschange_change", args=[change.pk])
        form = partial(form_class, user=get_person(request), subject=change, back=back)
        return handle_form(request, form, refusal=_find_address_refusal(change, get_person(request)))

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One change of address, with the buttons of a second administrator where it waits for one."""
        change = get_or_404(self.get_queryset(request).select_related("person", "settled_by"), pk__in=parse_ids(record_id))
        waits = change.state == AddressState.CONFIRMED and may_keep(request)
        context = {
            **self.admin_site.each_context(request),
            "title": str(change),
            "change": change,
            "facts": list_address_facts(change),
            "tone": TONES.get(AddressState(change.state), ""),
            "waits": waits,
            "refusal": _find_address_refusal(change, get_person(request)) if waits else "",
        }
        return TemplateResponse(request, "admin/licensing/people/accounts/address.html", context)

    @display(description=gettext_lazy("Person"), ordering="person__name")
    def who(self, change: AddressChange) -> str:
        return change.person.name

    @display(description=gettext_lazy("State"), ordering="state")
    def state_badge(self, change: AddressChange) -> SafeString:
        state = AddressState(change.state)
        return render_cell("badge", label=state.label, tone=TONES.get(state, ""))

    @display(description=gettext_lazy("To be confirmed by"), ordering="due_at")
    def due(self, change: AddressChange) -> SafeString:
        return render_cell("days/moment", moment=change.due_at)


def list_address_facts(change: AddressChange) -> list[tuple[str, Any]]:
    """What a change of address is about."""
    return [(_("Person"), change.person.name), (_("Former address"), change.former), (_("New address"), change.address)]


def _find_address_refusal(change: AddressChange, user: User) -> str:
    """Why this person may not settle a new address, before anything is typed; the act says the same."""
    refusal = find_address_settler_refusal(settler=user.pk, person=change.person_id)
    return str(refusal) if refusal else ""
