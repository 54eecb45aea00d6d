"""Supply plans at the desk: read and entered by who speaks for a body that keeps them; for everybody else there are none."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar, Final
from uuid import UUID

from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from licensing.acts.acting import to_local_day
from licensing.acts.supply.promises import load_supplies
from licensing.acts.supply.raises import confirm_raise, take_raise_up
from licensing.admin.pages.command_page import SubjectForm, handle_command
from licensing.admin.pages.downloads import build_sheet_response
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.pages.rights import RecordAdmin, get_or_404, get_person, local_now
from licensing.admin.supply.plan_form import EnterPlan, preview_sheet
from licensing.admin.supply.words import PathView, build_path_view, list_promise_rows
from licensing.models import ProjectInvestment, SupplyPlan
from licensing.models.plans.plan_versions import find_approved_share, find_approved_shares
from licensing.models.read_models.plans.country_plans import describe_raise
from licensing.models.supply.families import load_families
from licensing.models.supply.plans import may_keep_plans
from licensing.policy.licences.counted import describe_quantity
from licensing.policy.supply.sheets import write_periods


class ConfirmRaiseForm(SubjectForm):
    """Confirming what an investment adds to the output."""

    subject: ProjectInvestment
    title = gettext_lazy("Confirm the output of an investment")
    lead = gettext_lazy("From now on it counts for what can be spared, month by month as it is made.")
    done = gettext_lazy("The output is confirmed.")
    button = gettext_lazy("Confirm it")

    def list_facts(self) -> list[tuple[str, Any]]:
        return _list_raise_facts(self.subject)

    def execute(self) -> None:
        confirm_raise(self.subject, self.user)


class ContainRaiseForm(SubjectForm):
    """Saying that the supply plan contains what an investment adds."""

    subject: ProjectInvestment
    title = gettext_lazy("The supply plan contains it")
    lead = gettext_lazy("The output of the newest plan has what this investment adds, so it is counted beside it no more.")
    done = gettext_lazy("It counts by the supply plan alone.")
    button = gettext_lazy("It is in the plan")

    def list_facts(self) -> list[tuple[str, Any]]:
        return _list_raise_facts(self.subject)

    def execute(self) -> None:
        take_raise_up(self.subject, self.user)


_OF_RAISES: Final[Mapping[str, type[SubjectForm]]] = {"confirm": ConfirmRaiseForm, "contain": ContainRaiseForm}


@admin.register(SupplyPlan)
class SupplyPlanAdmin(RecordAdmin):
    """All plans, newest first, for the bodies that keep them; only the act writes them."""

    list_display = ("family_name", "number", "data_on", "kind", "entered_by", "entered_at")
    list_select_related: ClassVar[tuple[str, ...]] = ("family", "entered_by")
    search_fields = ("family__code", "document_no")
    ordering = ("-entered_at",)
    list_before_template = "admin/licensing/supply/about_plans.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        person = get_person(request)
        return person.is_staff and may_keep_plans(person, on=to_local_day(local_now()))

    def get_queryset(self, request: HttpRequest) -> QuerySet[SupplyPlan]:
        rows = SupplyPlan.objects.visible_to(get_person(request), on=to_local_day(local_now()))
        return rows.select_related("family__unit", "body", "entered_by")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("enter/", view(self.enter), name="licensing_supplyplan_enter"),
            path("raises/<uuid:investment_id>/<slug:step>/", view(self.keep_raise), name="licensing_supplyplan_raise"),
            path("<uuid:plan_id>/periods.csv", view(self.export), name="licensing_supplyplan_export"),
            *super().get_urls(),
        ]

    def enter(self, request: HttpRequest) -> HttpResponse:
        """Enter a plan; whoever keeps none finds no such page."""
        if not self.has_view_permission(request):
            raise Http404
        back = reverse("admin:licensing_supplyplan_changelist")
        sent = request.FILES.get("sheet")
        if isinstance(sent, UploadedFile):
            return preview_sheet(request, sent, back)
        return handle_command(request, partial(EnterPlan, user=get_person(request), back=back))

    def keep_raise(self, request: HttpRequest, investment_id: UUID, step: str) -> HttpResponse:
        """Confirm what an investment adds, or say that a plan contains it; whoever keeps no plan finds no such page."""
        form = _OF_RAISES.get(step)
        if form is None or not self.has_view_permission(request):
            raise Http404
        rows = ProjectInvestment.objects.raising().select_related("project__plan", "family__unit")
        investment = get_or_404(rows, pk=investment_id)
        back = reverse("admin:licensing_supplyplan_changelist")
        return handle_command(request, partial(form, user=get_person(request), subject=investment, back=back))

    def export(self, request: HttpRequest, plan_id: UUID) -> HttpResponse:
        """The periods of a plan as the file that the form reads; nobody else finds it."""
        plan = get_or_404(self.get_queryset(request).prefetch_related("periods"), pk=plan_id)
        return build_sheet_response(write_periods(plan.as_policy().periods), f"{plan.family_id}-{plan.number}.csv")

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One plan with its periods, and as the sheet that it could be entered from."""
        rows = self.get_queryset(request).prefetch_related("periods")
        plan = get_or_404(rows, pk__in=parse_ids(record_id))
        periods = plan.as_policy().periods
        context = {
            **self.admin_site.each_context(request),
            "title": _("Supply plan %(number)d: %(family)s") % {"number": plan.number, "family": plan.family.name},
            "plan": plan,
            "facts": _list_plan_facts(plan),
            "periods": periods,
            "sheet": write_periods(periods),
            "path": (path := _build_newest_path(plan)),
            "promises": list_promise_rows(plan.family, at=local_now()) if path else [],
            "raises": _describe_raises(plan),
        }
        return TemplateResponse(request, "admin/licensing/supply/plan.html", context)

    @display(description=gettext_lazy("Item family"), ordering="family")
    def family_name(self, plan: SupplyPlan) -> str:
        return plan.family.name

    @display(description=gettext_lazy("What it holds"))
    def kind(self, plan: SupplyPlan) -> str:
        return _("document %(number)s") % {"number": plan.document_no} if plan.is_reference else _("figures")


def _build_newest_path(plan: SupplyPlan) -> PathView | None:
    """The path of the family, with all that is promised by now; of a plan that was superseded there is none."""
    supply = load_supplies(load_families(), [plan.family_id], today=to_local_day(local_now())).get(plan.family_id)
    if supply is None or plan.is_reference or supply.number != plan.number:
        return None
    return build_path_view(plan.family, supply)


def _list_raise_facts(investment: ProjectInvestment) -> list[tuple[str, Any]]:
    return [
        (_("Project"), investment.project.reference),
        (_("Maker"), investment.maker),
        (_("More output"), describe_raise(investment, find_approved_share(investment.project))),
    ]


def _describe_raises(plan: SupplyPlan) -> list[tuple[ProjectInvestment, str]]:
    rows = list(_list_raises(plan))
    shares = find_approved_shares([one.project for one in rows])
    return [(one, describe_raise(one, shares[one.project_id])) for one in rows]


def _list_raises(plan: SupplyPlan) -> QuerySet[ProjectInvestment]:
    rows = ProjectInvestment.objects.raising().filter(family=plan.family_id)
    return rows.select_related("project__plan", "family__unit").order_by("from_on", "pk")


def _list_plan_facts(plan: SupplyPlan) -> list[tuple[str, Any]]:
    amounts = [
        (_("Stock on hand"), plan.opening_stock),
        (_("Reserve that must stay"), plan.reserve_floor),
        (_("Domestic orders"), plan.domestic_orders),
    ]
    unit = plan.family.unit
    figures = [(term, describe_quantity(amount, unit.pk, unit.name)) for term, amount in amounts if amount is not None]
    document = [(_("Document"), plan.document_no), (_("What that document comes to"), plan.get_verdict_display())]
    return [*figures, *(document if plan.is_reference else [])]
