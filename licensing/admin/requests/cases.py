"""Cases at the desk: the list, the one page of a case, its documents, and the forms of its acts."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from licensing.acts.acting import to_local_day
from licensing.acts.documents.files import read_cleared_content
from licensing.admin.assessment.assess_form import RecordAssessment
from licensing.admin.assessment.criteria.pages import build_criteria_context, write_case_annex
from licensing.admin.assessment.goods_search import match_goods
from licensing.admin.decisions.papers import answer_case_paper
from licensing.admin.forms.on_case import FORMS_OF_CASE
from licensing.admin.forms.questions import QUESTION_FORMS
from licensing.admin.pages.act_page import act_page
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.downloads import build_sheet_response
from licensing.admin.pages.rights import (
    RecordAdmin,
    filter_by_visible_case,
    find_reviewable_cases,
    get_or_404,
    get_person,
    local_now,
    open_case,
    store_actor,
)
from licensing.admin.people.rights.banner import read_open_access
from licensing.admin.requests.case_buttons import get_case_url
from licensing.admin.requests.case_page import build_case_page, get_short_state, get_state_tone, select_case_relations
from licensing.admin.requests.clock_badge import (
    find_first_due_badge,
    find_late_clocks,
    match_paused_clocks,
    prefetch_running_clocks,
)
from licensing.choices import CaseState, QuestionState
from licensing.errors import FileAltered, FileRefused, NotFound
from licensing.models import Answer, Case, Clock, ConditionDuty, Document, Licence, Question, read_actor
from licensing.models.licences.delivery_sheets import write_delivery_sheet
from licensing.models.requests.case import CaseQuerySet
from licensing.models.requests.schedules import write_schedule
from licensing.policy.assessment.kinds import RECORDED_KINDS


class StateFilter(admin.SimpleListFilter):
    """One state, or all that are open; drafts are never listed, so they are no choice."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("All that are open")), *((one.value, one.label) for one in CaseState if one != CaseState.DRAFT)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "open":
            return queryset.open()
        return queryset.filter(state=self.value()) if self.value() in CaseState.values else queryset


class OfficerFilter(admin.SimpleListFilter):
    """Files of the reader, of nobody yet, or of other officers."""

    title = _("case officer")
    parameter_name = "file"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("mine", _("My files")), ("nobody", _("Nobody's files")), ("others", _("Files of others"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "mine":
                return queryset.filter(officer=request.user)
            case "nobody":
                return queryset.filter(officer__isnull=True)
            case "others":
                return queryset.filter(officer__isnull=False).exclude(officer=request.user)
        return queryset


class ClockFilter(admin.SimpleListFilter):
    """Cases with a late clock, with a paused one, or with an open question. A paused clock is never late."""

    title = _("clock")
    parameter_name = "clock"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("overdue", _("Overdue")), ("still", _("Stands still")), ("question", _("A question is open"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        now = local_now()
        still = Clock.objects.running().filter(match_paused_clocks(now=now), case=OuterRef("pk"))
        match self.value():
            case "overdue":
                return queryset.filter(Exists(find_late_clocks(now=now).filter(case=OuterRef("pk"))))
            case "still":
                return queryset.filter(Exists(still))
            case "question":
                return queryset.filter(Exists(Question.objects.filter(case=OuterRef("pk"), state=QuestionState.OPEN)))
        return queryset


@admin.register(Case)
class CaseAdmin(RecordAdmin):
    """Cases for everybody at the desk, each person seeing those they may review; drafts for nobody.

    What an emergency opens is in no list: whoever has such access names one case after the other, and each says so.
    """

    viewers = None
    list_display = ("what", "applicant", "where", "who", "due", "filed")
    list_display_links = None
    list_filter = (StateFilter, ClockFilter, OfficerFilter, "kind", "urgent")
    search_fields = ("reference", "title", "organisation__name")
    search_help_text = _("Reference, title, applicant or goods, in either language")
    ordering = ("-created_at",)
    list_before_template = "admin/licensing/requests/about_cases.html"

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By what the columns say, or by goods that are named by this word or by another for the same thing."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if not search_term.strip():
            return found, may_repeat
        return found | queryset.filter(match_goods(search_term)), may_repeat

    def get_queryset(self, request: HttpRequest) -> CaseQuerySet:
        """Cases that the person may see; what a list shows of each is read along."""
        due = Clock.objects.running().filter(case=OuterRef("pk")).order_by("due_at").values("due_at")[:1]
        visible = find_reviewable_cases(request).for_lists().annotate(due_at=Subquery(due))
        return visible.prefetch_related(prefetch_running_clocks())

    @display(description=_("Case"), ordering="reference")
    def what(self, case: Case) -> SafeString:
        return render_cell("case", case=case, tone=get_state_tone(case.state))

    @display(description=_("Applicant"), ordering="organisation__name")
    def applicant(self, case: Case) -> SafeString:
        return render_cell("applicant", case=case)

    @display(description=_("State"), ordering="state")
    def where(self, case: Case) -> SafeString:
        return render_cell("state", case=case, label=get_short_state(case.state), tone=get_state_tone(case.state))

    @display(description=_("Case officer"), ordering="officer__name")
    def who(self, case: Case) -> str:
        return case.officer.name if case.officer else "–"

    @display(description=_("Due"), ordering="due_at")
    def due(self, case: Any) -> SafeString:
        return render_cell("days/due", badge=find_first_due_badge(case.running, now=local_now()))

    @display(description=_("Filed"), ordering="submitted_at")
    def filed(self, case: Case) -> SafeString:
        return render_cell("days/moment", moment=case.submitted_at)

    def get_urls(self) -> list[URLPattern]:
        """The pages that exist: no adding, no deleting, and no form of the framework that would write a row."""
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="licensing_case_changelist"),
            path("add/", view(self.raise_not_found), name="licensing_case_add"),
            path("<uuid:case_id>/change/", view(self.show_case), name="licensing_case_change"),
            path("<uuid:case_id>/act/<slug:verb>/", view(self.act), name="licensing_case_act"),
            path("<uuid:case_id>/assess/<slug:kind>/", view(self.assess), name="licensing_case_assess"),
            path("<uuid:case_id>/criteria/", view(self.show_criteria), name="licensing_case_criteria"),
            path("<uuid:case_id>/criteria.csv", view(self.download_annex), name="licensing_case_annex"),
            path(
                "<uuid:case_id>/questions/<uuid:question_id>/<slug:verb>/",
                view(self.act_on_question),
                name="licensing_case_question",
            ),
            path(
                "<uuid:case_id>/documents/<uuid:document_id>/",
                view(self.download_document),
                name="licensing_case_document",
            ),
            path(
                "<uuid:case_id>/schedules/<slug:name>.csv",
                view(self.download_schedule),
                name="licensing_case_schedule",
            ),
            path("<uuid:case_id>/papers/<slug:kind>.pdf", view(self.download_paper), name="licensing_case_paper"),
            path("<uuid:case_id>/deliveries.csv", view(self.download_deliveries), name="licensing_case_deliveries"),
        ]

    def raise_not_found(self, request: HttpRequest) -> HttpResponse:
        raise Http404

    def show_case(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        """Everything about one case, and what this person may do with it now."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        now = local_now()
        case = open_case(request, select_case_relations, pk=case_id)
        actor = read_actor(get_person(request), on=to_local_day(now), case_id=case.pk, kind=case.kind_id)
        store_actor(request, actor)
        shown = build_case_page(case, actor, reader=get_person(request), now=now, asked=request.GET.dict())
        context = {**self.admin_site.each_context(request), "title": str(case), "d": shown, "case": case}
        context["open_access"] = read_open_access(request)
        return TemplateResponse(request, "admin/licensing/requests/case.html", context)

    def act(self, request: HttpRequest, case_id: UUID, verb: str) -> HttpResponse:
        """The form of an act on the case; 404 for a verb that the desk has no form for, such as those of the applicant."""
        form = FORMS_OF_CASE.get(verb)
        if form is None:
            raise Http404
        return act_page(request, form, lambda: self._get_case(request, case_id))

    def assess(self, request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
        """The form of one kind of assessment; 404 for a kind that is read from records of its own."""
        if kind not in RECORDED_KINDS:
            raise Http404
        return act_page(request, RecordAssessment, lambda: self._get_case(request, case_id), target=kind)

    def show_criteria(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        """What was found by each criterion, with what was found in cases like it; 404 while nothing is."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        case = self._get_case(request, case_id)
        shown = build_criteria_context(case, get_person(request), now=local_now())
        if shown is None:
            raise Http404
        context = {**self.admin_site.each_context(request), "title": _("Findings by criterion"), "case": case, **shown}
        context["back"] = get_case_url(case)
        return TemplateResponse(request, "admin/licensing/assessment/criteria/findings.html", context)

    def download_annex(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        """The findings by criterion as a sheet: those that count now, or as the annex of the decision that is asked for."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        case = self._get_case(request, case_id)
        sheet = write_case_annex(case, request.GET.get("decision", ""))
        if sheet is None:
            raise Http404
        return build_sheet_response(sheet, f"{case.reference}-criteria.csv")

    def act_on_question(self, request: HttpRequest, case_id: UUID, question_id: UUID, verb: str) -> HttpResponse:
        """The form of an act on one question; 404 where the question is of another case."""
        form = QUESTION_FORMS.get(verb)
        if form is None:
            raise Http404
        case = self._get_case(request, case_id)
        question = get_or_404(case.questions.select_related("asked_by"), pk=question_id)
        return act_page(request, form, lambda: self._get_case(request, case_id), target=question)

    def download_document(self, request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
        """Hand out a document of a filed version, or one that came with an answer, exactly as it was attached."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        case = self._get_case(request, case_id)
        document = get_or_404(_filed_documents(case), pk=document_id)
        try:
            content = read_cleared_content(document)
        except FileRefused as kept_back:
            return self._render_withheld(request, case, document, kept_back.sentence)
        except (FileAltered, FileNotFoundError):
            return self._render_withheld(request, case, document, FileAltered.title)
        return _build_attachment(document, content)

    def download_schedule(self, request: HttpRequest, case_id: UUID, name: str) -> HttpResponse:
        """Hand out loan, prices, capital or deliveries of the newest filed version as a sheet."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        version = self._get_case(request, case_id).versions.order_by("-number").first()
        sheet = write_schedule(json.loads(version.canonical), name) if version else None
        if sheet is None:
            raise Http404
        return build_sheet_response(sheet, f"{name}.csv")

    def download_paper(self, request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
        """Hand out a paper of the case: the receipt, the decision, the letter that it needs no licence, or the extract."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return answer_case_paper(request, self._get_case(request, case_id), kind)

    def download_deliveries(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        """What has left under the licences that draw on an authorisation, as a sheet: of those that this person may read."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        case = self._get_case(request, case_id)
        if not case.is_drawn_on:
            raise Http404
        licences = Licence.objects.visible_to(get_person(request), on=local_now()).drawing_on(case)
        return build_sheet_response(write_delivery_sheet(filter_by_visible_case(licences, request)), "deliveries.csv")

    def _get_case(self, request: HttpRequest, case_id: UUID) -> Case:
        def select(rows: CaseQuerySet) -> CaseQuerySet:
            return rows.select_related("kind", "organisation", "partner_country", "officer", "procedure")

        return open_case(request, select, pk=case_id)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if "open" in request.GET:
            return _lead_to_case(request, request.GET["open"].strip())
        return super().changelist_view(request, {"open_access": read_open_access(request), **(extra_context or {})})

    def _render_withheld(self, request: HttpRequest, case: Case, document: Document, sentence: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": document.title,
            "case": case,
            "document": document,
            "sentence": sentence,
        }
        return TemplateResponse(request, "admin/licensing/requests/withheld.html", context, status=409)


def _lead_to_case(request: HttpRequest, number: str) -> HttpResponse:
    """To the page of the case with this reference, or with this number of its licence; in an emergency no list names them."""

    def select(rows: CaseQuerySet) -> CaseQuerySet:
        return rows.filter(Q(reference=number) | Q(licence__number=number))

    try:
        return redirect(get_case_url(open_case(request, select)))
    except (Http404, NotFound):
        messages.error(request, _("You may read no case with this reference, and none with a licence of this number."))
        return redirect("admin:licensing_case_changelist")


def _filed_documents(case: Case) -> QuerySet[Document]:
    """Documents of the versions that were filed, those of answers and of evidence; never one that is attached but not filed."""
    answered = Answer.objects.filter(question__case=case, document__isnull=False).values("document")
    versions = [json.loads(one) for one in case.versions.values_list("canonical", flat=True)]
    filed = {one["id"] for version in versions for one in version.get("documents", ())}
    shown = ConditionDuty.objects.filter(condition__licence__case=case, document__isnull=False).values("document")
    return case.documents.filter(Q(pk__in=filed) | Q(pk__in=answered) | Q(pk__in=shown))


def _build_attachment(document: Document, content: bytes) -> HttpResponse:
    """A file that the browser saves and never runs, and that no cache keeps."""
    response = HttpResponse(content, content_type=document.media_type)
    response["Content-Disposition"] = content_disposition_header(True, document.file_name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
