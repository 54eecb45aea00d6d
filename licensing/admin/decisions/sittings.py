"""Sittings at the desk: those to come and those that were held, one of them with its agenda, and its minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from licensing.acts.acting import to_local_day
from licensing.acts.decisions import sittings as acts
from licensing.acts.decisions.attendance import count_quorum
from licensing.acts.forms import mark_taken
from licensing.admin.decisions.agenda import list_agenda_rows
from licensing.admin.decisions.minutes import MinutesView, build_minutes_view, render_pdf
from licensing.admin.forms.proposal import Propose
from licensing.admin.forms.sittings import Attend, Call, Conclude, ConfirmAttendance, SittingForm
from licensing.admin.pages.act_page import InvalidForm, execute, redirect_to_next, submit
from licensing.admin.pages.downloads import build_pdf_response
from licensing.admin.pages.rights import RecordAdmin, find_reviewable_cases, get_or_404, get_person, has_appointment, local_now
from licensing.choices import AgendaResult, DecisionOutcome, Office, SittingState
from licensing.errors import NotAllowed, Problem
from licensing.models import Case, Sitting
from licensing.models.decisions.sitting import find_minutes
from licensing.models.people.users import list_languages

SITTING_EDITORS = frozenset({Office.DECIDER})
PAST_PER_PAGE = 50


@admin.register(Sitting)
class SittingAdmin(RecordAdmin):
    """Read by whoever reads every file; kept by deciders, as the acts say."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sitting]:
        return acts.list_sittings(get_person(request))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="licensing_sitting_changelist"),
            path("add/", view(self.raise_not_found), name="licensing_sitting_add"),
            path("call/", view(self.call_sitting), name="licensing_sitting_call"),
            path("<uuid:sitting_id>/change/", view(self.show_sitting), name="licensing_sitting_change"),
            path("<uuid:sitting_id>/attendance/", view(self.record_attendance), name="licensing_sitting_attend"),
            path("<uuid:sitting_id>/confirm/", view(self.confirm_attendance), name="licensing_sitting_confirm"),
            path("<uuid:sitting_id>/agenda/", view(self.fill_agenda), name="licensing_sitting_fill"),
            path("<uuid:sitting_id>/agenda/<uuid:case_id>/", view(self.edit_proposal), name="licensing_sitting_propose"),
            path("<uuid:sitting_id>/agenda/<uuid:case_id>/off/", view(self.take_off), name="licensing_sitting_take_off"),
            path("<uuid:sitting_id>/conclude/", view(self.conclude), name="licensing_sitting_conclude"),
            path("<uuid:sitting_id>/minutes/", view(self.show_minutes), name="licensing_sitting_minutes"),
            path("<uuid:sitting_id>/minutes.<slug:language>.pdf", view(self.download_minutes), name="licensing_sitting_pdf"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Those to come first, the next at the top; then those that were held."""
        _allow_methods(request, "GET", "HEAD")
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = annotate_sittings(self.get_queryset(request))
        held = Paginator(rows.filter(state=SittingState.CLOSED), PAST_PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "title": _("Sittings"),
            "to_come": rows.filter(state=SittingState.CALLED).order_by("held_on", "called_at"),
            "held": held,
            "may_call": has_appointment(request, SITTING_EDITORS),
            "today": to_local_day(local_now()),
        }
        return self._render(request, "admin/licensing/decisions/sittings/sittings.html", context)

    def show_sitting(self, request: HttpRequest, sitting_id: UUID) -> HttpResponse:
        """The agenda, who is there, and what came of it."""
        _allow_methods(request, "GET", "HEAD")
        sitting = self._get_sitting(request, sitting_id)
        may_keep = sitting.state == SittingState.CALLED and has_appointment(request, SITTING_EDITORS)
        context = _sitting_context(sitting) | {
            "points": list_agenda_rows(request, sitting),
            "waiting": _list_waiting_cases(request) if may_keep else (),
            "may_keep": may_keep,
            "may_conclude": may_keep and sitting.held_on <= to_local_day(local_now()),
            "minutes": find_minutes(sitting),
            "languages": dict(list_languages()),
            "key": uuid4(),
        }
        return self._render(request, "admin/licensing/decisions/sittings/sitting.html", context)

    def raise_not_found(self, request: HttpRequest) -> HttpResponse:
        raise Http404

    def call_sitting(self, request: HttpRequest) -> HttpResponse:
        """Call a sitting of a body; its agenda is filled afterwards, on its own page."""
        return self._handle_form(request, partial(Call, user=get_person(request)), _list_url())

    def record_attendance(self, request: HttpRequest, sitting_id: UUID) -> HttpResponse:
        """Who is present, one person for each body; the quorum is counted from it."""
        sitting = self._get_sitting(request, sitting_id)
        form = partial(Attend, user=get_person(request), sitting=sitting)
        return self._handle_form(request, form, get_sitting_url(sitting), _sitting_context(sitting))

    def confirm_attendance(self, request: HttpRequest, sitting_id: UUID) -> HttpResponse:
        """The word of a member who is on the list; they need no office, and see of the sitting only what it is and when."""
        _allow_methods(request, "GET", "HEAD", "POST")
        own = Sitting.objects.filter(attendance__person=get_person(request), attendance__present=True)
        sitting = get_or_404(own, pk=sitting_id)
        form = partial(ConfirmAttendance, user=get_person(request), sitting=sitting)
        return self._answer_form(request, form, {"back": reverse("admin:index"), "sitting": sitting}, once=True)

    def edit_proposal(self, request: HttpRequest, sitting_id: UUID, case_id: UUID) -> HttpResponse:
        """What is proposed for one case, before it is put on the agenda or while it stands there."""
        sitting = self._get_sitting(request, sitting_id)
        case = get_or_404(find_reviewable_cases(request).select_related("kind", "organisation", "partner_country"), pk=case_id)
        form = partial(Propose, user=get_person(request), sitting=sitting, case=case)
        return self._handle_form(request, form, get_sitting_url(sitting), {"sitting": sitting, "case": case})

    def conclude(self, request: HttpRequest, sitting_id: UUID) -> HttpResponse:
        """What will be decided, to be read before it is."""
        sitting = self._get_sitting(request, sitting_id)
        form = partial(Conclude, user=get_person(request), sitting=sitting)
        context = _sitting_context(sitting) | {"points": list_agenda_rows(request, sitting, foreseeing=True)}
        # Not answered from a stored response: each case is decided in a transaction of its own, so a second press has to
        # continue where the first was interrupted, or find the sitting closed.
        return self._handle_form(request, form, get_sitting_url(sitting), context, once=False)

    def fill_agenda(self, request: HttpRequest, sitting_id: UUID) -> HttpResponse:
        """Put several cases on the agenda, each to be granted as it was asked for."""
        _allow_methods(request, "POST")
        _refuse_others(request)
        sitting = self._get_sitting(request, sitting_id)
        ticked = set(request.POST.getlist("case"))
        every = "all" in request.POST
        chosen = [case for case in _list_waiting_cases(request) if every or str(case.pk) in ticked]
        added = [case for case in chosen if self._put_on_agenda(request, sitting, case)]
        if not chosen:
            messages.warning(request, _("Tick the cases first."))
        if added:
            number = len(added)
            sentence = ngettext("%(number)d case is on the agenda.", "%(number)d cases are on the agenda.", number)
            messages.success(request, sentence % {"number": number})
        return mark_taken(HttpResponseRedirect(get_sitting_url(sitting)))

    def take_off(self, request: HttpRequest, sitting_id: UUID, case_id: UUID) -> HttpResponse:
        """Take a case off the agenda, also one that this decider may no longer read."""
        _allow_methods(request, "POST")
        sitting = self._get_sitting(request, sitting_id)
        case = get_or_404(Case.objects.filter(agenda_items__sitting=sitting), pk=case_id)
        # Only now: a case that is on no agenda is answered alike to everybody.
        _refuse_others(request)
        try:
            acts.take_off_agenda(sitting, get_person(request), case)
        except Problem as problem:
            messages.error(request, str(problem.sentence))
        else:
            messages.success(request, _("%(case)s is off the agenda.") % {"case": case.reference})
        return HttpResponseRedirect(get_sitting_url(sitting))

    def show_minutes(self, request: HttpRequest, sitting_id: UUID) -> HttpResponse:
        """The minutes as a page to read and to print."""
        _allow_methods(request, "GET", "HEAD")
        sitting, paper = self._get_minutes(request, sitting_id)
        context = {"paper": paper, "sitting": sitting, "languages": dict(list_languages()), "back": get_sitting_url(sitting)}
        return TemplateResponse(request, "documents/minutes.html", context)

    def download_minutes(self, request: HttpRequest, sitting_id: UUID, language: str) -> HttpResponse:
        """The minutes as a PDF in a language of the settings, whatever language the reader's pages are in."""
        _allow_methods(request, "GET", "HEAD")
        if language not in dict(list_languages()):
            raise Http404
        sitting, paper = self._get_minutes(request, sitting_id, language)
        return build_pdf_response(render_pdf(paper), f"minutes-{sitting.held_on}-{language}.pdf")

    def _put_on_agenda(self, request: HttpRequest, sitting: Sitting, case: Case) -> bool:
        try:
            acts.put_on_agenda(sitting, get_person(request), case, outcome=DecisionOutcome.GRANT)
        except Problem as problem:
            why = " ".join(gap.sentence for gap in problem.gaps) or str(problem.sentence)
            messages.error(request, f"{case.reference}: {why}")
            return False
        return True

    def _get_minutes(self, request: HttpRequest, sitting_id: UUID, language: str = "") -> tuple[Sitting, MinutesView]:
        sitting = self._get_sitting(request, sitting_id)
        if not hasattr(sitting, "minutes"):
            raise Http404
        return sitting, build_minutes_view(sitting.minutes, find_reviewable_cases(request), language=language)

    def _handle_form(
        self,
        request: HttpRequest,
        form_of: Callable[[Any], SittingForm],
        back: str,
        context: Mapping[str, Any] | None = None,
        *,
        once: bool = True,
    ) -> HttpResponse:
        """Show a form, or carry out what it asks for; what was typed stays when it is refused."""
        _allow_methods(request, "GET", "HEAD", "POST")
        if not self.has_view_permission(request):
            raise Http404
        shown = {"back": back, **(context or {})}
        if not has_appointment(request, SITTING_EDITORS):
            return self._render_form(
                request, None, {**shown, "refusal": _("Only a decider keeps the sittings.")}, NotAllowed.status
            )
        return self._answer_form(request, form_of, shown, once=once)

    def _answer_form(
        self, request: HttpRequest, form_of: Callable[[Any], SittingForm], shown: Mapping[str, Any], *, once: bool
    ) -> HttpResponse:
        if request.method != "POST":
            return self._render_form(request, form_of(None), shown)
        form = form_of(request.POST)
        try:
            return redirect_to_next(request, submit(request, form) if once else execute(form))
        except InvalidForm:
            return self._render_form(request, form, shown, 400)
        except Problem as problem:
            form.full_clean()
            form.add_problem(problem)
            return self._render_form(request, form, shown, problem.status)

    def _render_form(
        self, request: HttpRequest, form: SittingForm | None, context: Mapping[str, Any], status: int = 200
    ) -> HttpResponse:
        details = form.build_context() if form else {}
        title = form.heading if form else _("Sittings")
        template = form.template if form else SittingForm.template
        return self._render(request, template, {**context, **details, "form": form, "title": title, "key": uuid4()}, status)

    def _get_sitting(self, request: HttpRequest, sitting_id: UUID) -> Sitting:
        if not self.has_view_permission(request):
            raise Http404
        rows = self.get_queryset(request).select_related("body", "called_by", "minutes")
        found: Sitting = get_or_404(rows, pk=sitting_id)
        return found

    def _render(self, request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
        everything = {**self.admin_site.each_context(request), "title": _("Sitting"), **context}
        return TemplateResponse(request, template, everything, status=status)


def get_sitting_url(sitting: Sitting) -> str:
    return reverse("admin:licensing_sitting_change", args=[sitting.pk])


def annotate_sittings(rows: QuerySet[Sitting]) -> QuerySet[Sitting]:
    """Sittings with what a list says of each."""
    return rows.select_related("body", "minutes").annotate(
        cases=Count("agenda", distinct=True),
        decided=Count("agenda", filter=Q(agenda__result=AgendaResult.DECIDED), distinct=True),
        there=Count("attendance", filter=Q(attendance__present=True), distinct=True),
        confirmed=Count("attendance", filter=Q(attendance__confirmed_at__isnull=False), distinct=True),
    )


def _list_waiting_cases(request: HttpRequest) -> Sequence[Case]:
    """Cases that may be put on an agenda, as far as this person works on them."""
    rows = acts.list_waiting_cases(get_person(request)).filter(pk__in=find_reviewable_cases(request).values("pk"))
    return list(rows.select_related("organisation", "partner_country"))


def _sitting_context(sitting: Sitting) -> dict[str, Any]:
    attendance = list(sitting.attendance.select_related("person", "body").order_by("-present", "body"))
    quorum = count_quorum(sitting)
    return {"sitting": sitting, "title": sitting.title, "attendance": attendance, "quorum": quorum}


def _list_url() -> str:
    return reverse("admin:licensing_sitting_changelist")


def _refuse_others(request: HttpRequest) -> None:
    """Refuse a button without a form to whoever does not keep the sittings, before anything is looked up."""
    if not has_appointment(request, SITTING_EDITORS):
        raise PermissionDenied


def _allow_methods(request: HttpRequest, *methods: str) -> None:
    if request.method not in methods:
        raise Http404
