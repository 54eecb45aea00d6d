"""Messages to people and systems: deliveries, dead letters, and the buttons that send them again or set them aside."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from licensing.acts.forms import mark_taken
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.rights import AUTHORITY, RecordAdmin, get_or_404, get_person, has_appointment
from licensing.choices import DeliveryState, Office
from licensing.errors import Invalid
from licensing.models import Delivery, UnsentEvent
from licensing.outbox.delivery.dead_letters import replay_deliveries, replay_event, set_aside_deliveries

OUTBOX_VIEWERS = frozenset({*AUTHORITY, Office.ADMINISTRATOR})
# An auditor reads all and changes nothing, not even the state of a message.
OUTBOX_SENDERS = frozenset({Office.CASE_OFFICER, Office.POLICY_OFFICER, Office.ADMINISTRATOR})
TONES = {DeliveryState.SENT: "good", DeliveryState.DEAD: "bad", DeliveryState.DUE: "busy", DeliveryState.ASIDE: ""}


class OutboxAdmin(RecordAdmin):
    """Rows of the outbox: read by the authority and administrators; an auditor sends nothing."""

    viewers = OUTBOX_VIEWERS

    def may_send(self, request: HttpRequest) -> bool:
        """Whether this person may make a message due again or set it aside."""
        return get_person(request).is_staff and has_appointment(request, OUTBOX_SENDERS)

    def refuse_others(self, request: HttpRequest) -> None:
        if not self.may_send(request):
            raise PermissionDenied


@admin.register(Delivery)
class DeliveryAdmin(OutboxAdmin):
    """One message to one recipient: due, sent, given up (a dead letter), or set aside."""

    list_display = ("when", "what", "about", "recipient", "channel", "where", "attempts", "reason", "again")
    list_display_links = None
    list_filter = ("state", "channel")
    search_fields = ("event__case__reference", "person__name", "person__email", "endpoint__url", "address")
    search_help_text = gettext_lazy("Reference of the case, recipient or address")
    ordering = ("-created_at",)
    list_before_template = "admin/licensing/record/about_deliveries.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        # A message names its case and what happened there, which a recused person may not read either.
        rows = Delivery.objects.select_related("event__case", "person", "endpoint")
        return rows.exclude(event__case__recusals__person=get_person(request))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"may_send": self.may_send(request), **(extra_context or {})})

    def get_list_display(self, request: HttpRequest) -> Any:
        hidden = set() if self.may_send(request) else {"again"}
        # Administrators see that a message failed, and neither of which case it is nor what happened there.
        hidden |= set() if has_appointment(request, AUTHORITY) else {"what", "about"}
        return [one for one in super().get_list_display(request) if one not in hidden]

    def get_search_fields(self, request: HttpRequest) -> Any:
        # A search would answer for a reference that the list does not show.
        fields = super().get_search_fields(request)
        return fields if has_appointment(request, AUTHORITY) else [one for one in fields if "case" not in one]

    @display(description=gettext_lazy("Owed since"), ordering="created_at")
    def when(self, delivery: Delivery) -> SafeString:
        return render_cell("days/moment", moment=delivery.created_at)

    @display(description=gettext_lazy("Event"), ordering="event")
    def what(self, delivery: Delivery) -> str:
        return f"{delivery.event_id} · {delivery.event.kind_label}"

    @display(description=gettext_lazy("Case"))
    def about(self, delivery: Delivery) -> str:
        return (delivery.event.case.reference if delivery.event.case_id else "") or "–"

    @display(description=gettext_lazy("Recipient"))
    def recipient(self, delivery: Delivery) -> str:
        return str(delivery.person or delivery.endpoint or delivery.address)

    @display(description=gettext_lazy("State"), ordering="state")
    def where(self, delivery: Delivery) -> SafeString:
        state = DeliveryState(delivery.state)
        return render_cell("badge", label=state.label, tone=TONES[state])

    @display(description=gettext_lazy("Why it did not go"))
    def reason(self, delivery: Delivery) -> SafeString:
        return render_cell("reason", text=delivery.last_error)

    @display(description="")
    def again(self, delivery: Delivery) -> SafeString | str:
        if delivery.state != DeliveryState.DEAD:
            return ""
        again = reverse("admin:licensing_delivery_again", args=[delivery.pk])
        aside = reverse("admin:licensing_delivery_aside", args=[delivery.pk])
        return render_cell("links", links=[(again, _("Send again")), (aside, _("Lay aside"))])

    def get_urls(self) -> list[URLPattern]:
        again = self.admin_site.admin_view(self.send_again)
        every = self.admin_site.admin_view(self.send_all_again)
        aside = self.admin_site.admin_view(self.set_aside)
        return [
            path("<uuid:delivery_id>/lay-aside/", aside, name="licensing_delivery_aside"),
            path("dead/send-again/", every, name="licensing_delivery_all_again"),
            path("<uuid:delivery_id>/send-again/", again, name="licensing_delivery_again"),
            *super().get_urls(),
        ]

    def send_again(self, request: HttpRequest, delivery_id: UUID) -> HttpResponse:
        """Ask first, then make a dead letter due again, under the id it always had: its receiver can tell it from a new one."""
        self.refuse_others(request)
        delivery = get_or_404(self.get_queryset(request), pk=delivery_id)
        return self._confirm_replay(request, [delivery])

    def send_all_again(self, request: HttpRequest) -> HttpResponse:
        """Ask first, then make the dead letters due again, 500 at a time: after that the page still lists the rest."""
        self.refuse_others(request)
        return self._confirm_replay(request, list(self.get_queryset(request).filter(state=DeliveryState.DEAD)[:500]))

    def set_aside(self, request: HttpRequest, delivery_id: UUID) -> HttpResponse:
        """Ask for the reason, then set a dead letter aside for good: it is never sent again."""
        self.refuse_others(request)
        delivery = get_or_404(self.get_queryset(request), pk=delivery_id)
        if request.method != "POST":
            return self._render_confirmation(request, _("Lay aside"), [delivery], needs_reason=True)
        reason = request.POST.get("reason", "")
        try:
            number = set_aside_deliveries([delivery.pk], get_person(request), reason=reason)
        except Invalid as refused:
            [gap] = refused.gaps
            return self._render_confirmation(
                request, _("Lay aside"), [delivery], needs_reason=True, refusal=gap.sentence, reason=reason
            )
        if not number:
            refusal = _("Nothing was laid aside: the message is not given up any more.")
            return self._render_confirmation(request, _("Lay aside"), [], refusal=refusal)
        messages.success(request, _("The message is laid aside. The record of its case says who did so, and why."))
        return mark_taken(HttpResponseRedirect(_dead_letters_url()))

    def _confirm_replay(self, request: HttpRequest, deliveries: list[Delivery]) -> HttpResponse:
        if request.method != "POST":
            return self._render_confirmation(request, _("Send again"), deliveries)
        number = replay_deliveries([one.pk for one in deliveries], get_person(request))
        if number:
            sentence = ngettext("%(number)d message will be sent again.", "%(number)d messages will be sent again.", number)
            messages.success(request, sentence % {"number": number})
        else:
            messages.warning(request, _("Nothing was sent again: it was on its way already, or the system is switched off."))
        return mark_taken(HttpResponseRedirect(_dead_letters_url()))

    def _render_confirmation(self, request: HttpRequest, title: str, deliveries: list[Delivery], **more: Any) -> HttpResponse:
        dead = [one for one in deliveries if one.state == DeliveryState.DEAD]
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "deliveries": dead,
            "shows_event": has_appointment(request, AUTHORITY),
            "back": _dead_letters_url(),
            **more,
        }
        status = 400 if "refusal" in more else 200
        return TemplateResponse(request, "admin/licensing/record/send_again.html", context, status=status)


def _dead_letters_url() -> str:
    return reverse("admin:licensing_delivery_changelist") + "?state__exact=dead"


@admin.register(UnsentEvent)
class UnsentEventAdmin(OutboxAdmin):
    """Events that could not be turned into messages; they are set aside so that those behind them are not held up."""

    list_display = ("event_number", "what", "at", "error", "again")
    list_display_links = None
    ordering = ("event",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return UnsentEvent.objects.select_related("event")

    @display(description=gettext_lazy("Event"), ordering="event")
    def event_number(self, unsent: UnsentEvent) -> int:
        return unsent.event_id

    @display(description=gettext_lazy("What"))
    def what(self, unsent: UnsentEvent) -> str:
        return unsent.event.kind_label

    @display(description="")
    def again(self, unsent: UnsentEvent) -> SafeString:
        return render_cell("link", url=reverse("admin:licensing_unsentevent_again", args=[unsent.pk]), label=_("Try again"))

    def get_urls(self) -> list[URLPattern]:
        again = self.admin_site.admin_view(self.try_again)
        return [path("<int:number>/try-again/", again, name="licensing_unsentevent_again"), *super().get_urls()]

    def try_again(self, request: HttpRequest, number: int) -> HttpResponse:
        """Fan an event out again, once what was wrong with it is repaired."""
        self.refuse_others(request)
        unsent = get_or_404(self.get_queryset(request), pk=number)
        back = reverse("admin:licensing_unsentevent_changelist")
        if request.method != "POST":
            context = {**self.admin_site.each_context(request), "title": _("Try again"), "unsent": unsent, "back": back}
            return TemplateResponse(request, "admin/licensing/record/send_again.html", context)
        owed = replay_event(unsent.event)
        sentence = ngettext("The event owes %(number)d message.", "The event owes %(number)d messages.", owed)
        messages.success(request, sentence % {"number": owed})
        return HttpResponseRedirect(back)
