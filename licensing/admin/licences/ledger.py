"""Ledgers at the desk: the entries of one licence, and the irregular entries of all, which wait for an officer's look."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from licensing.admin.forms.ledger import USAGE_FORMS, list_irregularities
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.rights import RecordAdmin, filter_by_visible_case
from licensing.admin.requests.case_buttons import Button
from licensing.choices import Verb
from licensing.models import Licence, Usage
from licensing.permissions import Actor
from licensing.policy.licences.counted import describe_quantity


class WaitingFilter(admin.SimpleListFilter):
    """What nobody has looked at; without a choice, because that is why somebody opens the list."""

    title = gettext_lazy("waiting")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", gettext_lazy("Also those that somebody looked at"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset if self.value() == "no" else queryset.to_review()


@admin.register(Usage)
class UsageAdmin(RecordAdmin):
    """Entries that customs reported although the licence did not cover them; all others stand on the page of their licence."""

    list_display = ("licence_link", "cleared", "quantity_of_line", "why", "declaration", "look")
    list_display_links = None
    list_filter = (WaitingFilter,)
    search_fields = ("line__licence__number", "declaration_no", "message_id")
    search_help_text = gettext_lazy("Number of the licence, declaration or message")
    ordering = ("-drawn_at",)
    list_before_template = "admin/licensing/licences/about_irregular.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Usage]:
        rows = Usage.objects.irregular().for_ledger().select_related("line__licence")
        return filter_by_visible_case(rows, request, "line__licence__case")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"title": _("Irregular clearances"), **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        # An entry has no page of its own: it is read in the ledger of its licence.
        return [path("", self.admin_site.admin_view(self.changelist_view), name="licensing_usage_changelist")]

    @display(description=gettext_lazy("Licence"))
    def licence_link(self, usage: Usage) -> SafeString:
        licence = usage.line.licence
        return render_cell("link", url=reverse("admin:licensing_licence_change", args=[licence.pk]), label=licence.number)

    @display(description=gettext_lazy("Cleared"), ordering="cleared_on")
    def cleared(self, usage: Usage) -> SafeString:
        return render_cell("days/day", day=usage.cleared_on)

    @display(description=gettext_lazy("Quantity"))
    def quantity_of_line(self, usage: Usage) -> str:
        return _count_in_line(usage, usage.quantity)

    @display(description=gettext_lazy("Why it is irregular"))
    def why(self, usage: Usage) -> str:
        return "; ".join(list_irregularities(usage))

    @display(description=gettext_lazy("Declaration"))
    def declaration(self, usage: Usage) -> str:
        return f"{usage.declaration_no} · {usage.customs_office}" if usage.customs_office else usage.declaration_no

    @display(description=gettext_lazy("What was found"))
    def look(self, usage: Usage) -> SafeString:
        if hasattr(usage, "review"):
            return render_cell("reason", text=f"{usage.review.reviewed_by.name}: {usage.review.note}")
        if hasattr(usage, "reversed_by"):
            return render_cell("badge", label=_("reversed"), tone="")
        licence = usage.line.licence_id
        url = reverse("admin:licensing_licence_usage_act", args=[licence, usage.pk, Verb.REVIEW_CLEARANCE.value])
        return render_cell("link", url=url, label=_("Look at it"))


def build_ledger_rows(licence: Licence, actor: Actor, entries: Iterable[Usage]) -> list[dict[str, Any]]:
    """Entries of a ledger as the page of its licence prints them, with the way to look at the irregular ones."""
    may_look = Verb.REVIEW_CLEARANCE in licence.list_available_acts(actor)
    return [
        {
            "usage": usage,
            "quantity": _count_in_line(usage, usage.quantity),
            "left": _count_in_line(usage, usage.left_after),
            "why": list_irregularities(usage),
            "review": usage.review if hasattr(usage, "review") else None,
            "is_reversed": hasattr(usage, "reversed_by"),
            "buttons": _usage_buttons(licence, usage) if may_look else [],
        }
        for usage in entries
    ]


def _count_in_line(usage: Usage, quantity: Decimal) -> str:
    return describe_quantity(quantity, usage.line.unit_id, usage.line.unit.name)


def _usage_buttons(licence: Licence, usage: Usage) -> list[Button]:
    if not usage.is_irregular or hasattr(usage, "review") or hasattr(usage, "reversed_by"):
        return []
    verb = Verb.REVIEW_CLEARANCE
    url = reverse("admin:licensing_licence_usage_act", args=[licence.pk, usage.pk, verb.value])
    return [Button(verb, _("Look at it"), url, weight=USAGE_FORMS[verb].button_weight)]
