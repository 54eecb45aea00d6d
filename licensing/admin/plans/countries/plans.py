"""Country plans at the desk: read by the authority and by the bodies that work on them, who write them by acts alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar, Final
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from licensing.acts.acting import to_local_day
from licensing.acts.plans.countries.briefing import print_briefing, print_plan
from licensing.acts.plans.countries.working import read_group, read_leads
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.command_page import SubjectForm, handle_command
from licensing.admin.pages.downloads import build_pdf_response
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.pages.rights import (
    RecordAdmin,
    find_reviewable_cases,
    get_actor,
    get_or_404,
    get_person,
    has_appointment,
    local_now,
)
from licensing.admin.plans.countries.decision_forms import CallVersionBackForm, DecideVersionForm, SubmitVersionForm
from licensing.admin.plans.countries.investment_forms import (
    CommitInvestmentForm,
    DropInvestmentForm,
    EndInvestmentForm,
    PlanInvestmentForm,
)
from licensing.admin.plans.countries.pages import read_plan_projects, show_all_countries, show_country
from licensing.admin.plans.countries.plan_forms import (
    AddBodyForm,
    AskForCommentsForm,
    CommentForm,
    EditPlanForm,
    EndPlanForm,
    OpenPlanForm,
    RemoveBodyForm,
    get_plan_url,
)
from licensing.admin.plans.countries.project_forms import (
    AddProjectForm,
    EditProjectForm,
    FillProjectForm,
    MoveProjectForm,
    RankProjectForm,
    TakeCaseOutForm,
)
from licensing.admin.requests.history import build_lines
from licensing.choices import Office, PlanState
from licensing.models import Body, Case, Country, CountryPlan, Event, PlanVersion, Project, ProjectInvestment
from licensing.models.people.users import list_languages
from licensing.models.read_models.plans.country_plans import add_up_investments
from licensing.models.read_models.plans.plan_periods import read_period
from licensing.models.read_models.plans.plan_reviews import read_version

_OF_PLAN: Final[Mapping[str, type[SubjectForm]]] = {
    "edit": EditPlanForm,
    "ask": AskForCommentsForm,
    "end": EndPlanForm,
    "join": AddBodyForm,
    "leave": RemoveBodyForm,
    "comment": CommentForm,
    "project": AddProjectForm,
    "submit": SubmitVersionForm,
}
_OF_PROJECT: Final[Mapping[str, type[SubjectForm]]] = {
    "edit": EditProjectForm,
    "move": MoveProjectForm,
    "rank": RankProjectForm,
    "fill": FillProjectForm,
    "invest": PlanInvestmentForm,
}
_OF_INVESTMENT: Final[Mapping[str, type[SubjectForm]]] = {
    "commit": CommitInvestmentForm,
    "drop": DropInvestmentForm,
    "end": EndInvestmentForm,
}
# So many of the latest steps stand on the page of a plan; the record has all of them.
_LATEST: Final = 60
_DECIDERS: Final = frozenset({Office.DECIDER})


@admin.register(CountryPlan)
class CountryPlanAdmin(RecordAdmin):
    """Plans that this person may read; the pages of their acts are for the working group alone."""

    list_display = ("code", "country_name", "owner_name", "tier", "first", "last", "state_badge")
    list_filter = ("state", "tier")
    list_select_related: ClassVar[tuple[str, ...]] = ("country", "owner")
    search_fields = ("code", "country__code")
    ordering = ("-opened_at",)
    list_before_template = "admin/licensing/plans/countries/about_country_plans.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        speaks = not get_actor(request).is_program and bool(get_actor(request).bodies)
        return super().has_view_permission(request, obj) or (get_person(request).is_staff and speaks)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CountryPlan]:
        rows = CountryPlan.objects.visible_to(get_person(request), on=to_local_day(local_now()))
        return rows.select_related("country", "owner", "opened_by")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        name = "licensing_countryplan_{}".format
        return [
            path("open/", view(self.open), name=name("open")),
            path("countries/", view(self.show_countries), name=name("countries")),
            path("countries/<str:code>/", view(self.show_countries), name=name("country")),
            path("countries/<str:code>/briefing.<slug:language>.pdf", view(self.print_briefing), name=name("briefing")),
            path("<uuid:plan_id>/plan.<slug:language>.pdf", view(self.print_plan), name=name("pdf")),
            path("<uuid:plan_id>/act/<slug:step>/", view(self.act_on_plan), name=name("act")),
            path("projects/<uuid:project_id>/act/<slug:step>/", view(self.act_on_project), name=name("project")),
            path("requests/<uuid:case_id>/out/", view(self.take_case_out), name=name("take_out")),
            path("versions/<uuid:version_id>/", view(self.show_version), name=name("version")),
            path("versions/<uuid:version_id>/back/", view(self.call_back), name=name("call_back")),
            path("versions/<uuid:version_id>/decide/", view(self.decide), name=name("decide")),
            path("investments/<uuid:investment_id>/act/<slug:step>/", view(self.act_on_investment), name=name("investment")),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"may_open": bool(get_actor(request).bodies), **(extra_context or {})})

    def open(self, request: HttpRequest) -> HttpResponse:
        """Open a plan; whoever speaks for no body finds no such page."""
        if not self.has_view_permission(request) or not get_actor(request).bodies:
            raise Http404
        back = reverse("admin:licensing_countryplan_changelist")
        return handle_command(request, partial(OpenPlanForm, user=get_person(request), back=back))

    def show_countries(self, request: HttpRequest, code: str = "") -> HttpResponse:
        """One country, or all of them, for whoever reads plans; of requests and figures each sees what they may."""
        if not self.has_view_permission(request):
            raise Http404
        return show_country(request, code) if code else show_all_countries(request)

    def print_briefing(self, request: HttpRequest, code: str, language: str) -> HttpResponse:
        """All of a country as a PDF in a language of the settings; who takes it stands in the record."""
        _allow_reading(request, language)
        if not self.has_view_permission(request):
            raise Http404
        country = get_or_404(Country.objects.all(), pk=code)
        content = print_briefing(country, get_person(request), language=language)
        return build_pdf_response(content, f"briefing-{country.pk}-{language}.pdf")

    def print_plan(self, request: HttpRequest, plan_id: UUID, language: str) -> HttpResponse:
        """A plan as a PDF in a language of the settings; who takes it stands in the record."""
        _allow_reading(request, language)
        plan = self._get_plan(request, plan_id)
        content = print_plan(plan, get_person(request), language=language)
        return build_pdf_response(content, f"plan-{plan.code.replace('/', '-')}-{language}.pdf")

    def act_on_plan(self, request: HttpRequest, plan_id: UUID, step: str) -> HttpResponse:
        plan = self._get_plan(request, plan_id)
        # A project may be made from an interest, whose page leads here.
        given = {"interest": request.GET.get("interest", "")}
        return self._act(request, plan, plan, _OF_PLAN.get(step), given)

    def act_on_project(self, request: HttpRequest, project_id: UUID, step: str) -> HttpResponse:
        project = get_or_404(Project.objects.select_related("plan"), pk=project_id)
        plan = self._get_plan(request, project.plan_id)
        return self._act(request, plan, project, _OF_PROJECT.get(step))

    def act_on_investment(self, request: HttpRequest, investment_id: UUID, step: str) -> HttpResponse:
        investment = get_or_404(ProjectInvestment.objects.select_related("project__plan"), pk=investment_id)
        plan = self._get_plan(request, investment.project.plan_id)
        return self._act(request, plan, investment, _OF_INVESTMENT.get(step))

    def take_case_out(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        """Take a request out of the project that it fills; of a request that they may not see nobody finds the page."""
        rows = find_reviewable_cases(request).select_related("project__plan").filter(project__isnull=False)
        case: Case = get_or_404(rows, pk=case_id)
        assert case.project is not None  # by the filter
        plan = self._get_plan(request, case.project.plan_id)
        return self._act(request, plan, case, TakeCaseOutForm)

    def show_version(self, request: HttpRequest, version_id: UUID) -> HttpResponse:
        """A version as it was submitted, to be read and printed by whoever reads the plan."""
        version = self._get_version(request, version_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{version.plan.code} · {version.plan.country.name}",
            "version": version,
            "reading": read_version(version),
            "sees_review": find_reviewable_cases(request).filter(plan_version=version).exists(),
        }
        return TemplateResponse(request, "admin/licensing/plans/countries/plan_version.html", context)

    def call_back(self, request: HttpRequest, version_id: UUID) -> HttpResponse:
        """Call a version back from review before it is decided."""
        version = self._get_version(request, version_id)
        return self._act(request, version.plan, version, CallVersionBackForm)

    def decide(self, request: HttpRequest, version_id: UUID) -> HttpResponse:
        """Record the government's decision; whoever is no decider finds no such page."""
        version = self._get_version(request, version_id)
        if not has_appointment(request, _DECIDERS):
            raise Http404
        form = partial(DecideVersionForm, user=get_person(request), subject=version, back=get_plan_url(version.plan))
        return handle_command(request, form)

    def _get_version(self, request: HttpRequest, version_id: UUID) -> PlanVersion:
        rows = PlanVersion.objects.select_related("plan__country", "submitted_by", "settled_by", "review")
        version: PlanVersion = get_or_404(rows, pk=version_id)
        self._get_plan(request, version.plan_id)
        return version

    def _get_plan(self, request: HttpRequest, plan_id: UUID) -> CountryPlan:
        plan: CountryPlan = self.get_shown(request, plan_id)
        return plan

    def _act(
        self,
        request: HttpRequest,
        plan: CountryPlan,
        subject: Any,
        form_class: type[SubjectForm] | None,
        given: dict[str, str] | None = None,
    ) -> HttpResponse:
        if form_class is None or not _works_on(request, plan):
            raise Http404
        form = partial(form_class, user=get_person(request), subject=subject, back=get_plan_url(plan), initial=given)
        return handle_command(request, form)

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One plan: what it is to reach, its projects by priority, who works on it and what they say."""
        plan = get_or_404(self.get_queryset(request), pk__in=parse_ids(record_id))
        projects = read_plan_projects(request, plan)
        leads, bodies = read_leads(), get_actor(request).bodies.keys()
        may_work = plan.is_open and _works_on(request, plan)
        works, steers = may_work and plan.state == PlanState.WORKING, may_work and bool((leads | {plan.owner_id}) & bodies)
        events = Event.objects.filter(case=None, data__plan=str(plan.pk)).select_related("actor").order_by("-number")
        context = {
            **self.admin_site.each_context(request),
            "title": f"{plan.code} · {plan.country.name}",
            "plan": plan,
            "period": read_period(plan, on=to_local_day(local_now())),
            "projects": projects,
            "investments": add_up_investments(projects),
            "group": Body.objects.filter(pk__in=read_group(plan)).order_by("pk"),
            "leads": leads,
            "comments": plan.comments.select_related("body", "author", "project").order_by("-written_at"),
            "works": works,
            "may_comment": may_work,
            "steers": works and steers,
            "calls_back": steers and not works,
            "decides": has_appointment(request, _DECIDERS) and not _works_on(request, plan),
            "versions": plan.versions.select_related("submitted_by", "review").order_by("-number"),
            "reviews": set(find_reviewable_cases(request).filter(plan_version__plan=plan).values_list("pk", flat=True)),
            "ranks": works and bool(leads & bodies),
            "history": build_lines(events[:_LATEST]),
            "languages": dict(list_languages()),
        }
        return TemplateResponse(request, "admin/licensing/plans/countries/country_plan.html", context)

    @display(description=gettext_lazy("Country"), ordering="country")
    def country_name(self, plan: CountryPlan) -> str:
        return plan.country.name

    @display(description=gettext_lazy("Owner"), ordering="owner")
    def owner_name(self, plan: CountryPlan) -> str:
        return plan.owner.short

    @display(description=gettext_lazy("First day"), ordering="first_on")
    def first(self, plan: CountryPlan) -> SafeString:
        return render_cell("days/day", day=plan.first_on)

    @display(description=gettext_lazy("Last day"), ordering="last_on")
    def last(self, plan: CountryPlan) -> SafeString:
        return render_cell("days/day", day=plan.last_on)

    @display(description=gettext_lazy("State"), ordering="state")
    def state_badge(self, plan: CountryPlan) -> SafeString:
        tone = {PlanState.WORKING: "busy", PlanState.DECIDING: "warn", PlanState.ENDED: "mute"}[PlanState(plan.state)]
        return render_cell("badge", label=plan.get_state_display(), tone=tone)


def _works_on(request: HttpRequest, plan: CountryPlan) -> bool:
    """Whether the person speaks for a body of the working group; everybody else only reads the plan."""
    return bool(get_actor(request).bodies.keys() & set(read_group(plan)))


def _allow_reading(request: HttpRequest, language: str) -> None:
    """A paper is asked for, in a language that there is; a look ahead that takes nothing writes nothing."""
    if request.method != "GET" or language not in dict(list_languages()):
        raise Http404
