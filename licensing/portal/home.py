"""Home: what waits for my organisation, and all its requests."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from licensing.acts.acting import now, to_local_day
from licensing.choices import DRAFTING_ROLES, CaseState, QuestionState
from licensing.models import Case, ConditionDuty, Licence, Membership, Question
from licensing.models.read_models.licences.obligations import ReportsOwed, find_licences_owing_reports, list_reports_owed
from licensing.portal.forms.fields import Words
from licensing.portal.paging import paginate
from licensing.portal.partner_view import get_person, partner_view

WAITING = "waiting"
GROUPS: Mapping[str, tuple[Words, tuple[CaseState, ...]]] = {
    "drafts": (_("Drafts"), (CaseState.DRAFT, CaseState.RETURNED)),
    "review": (
        _("With the authority"),
        (CaseState.SUBMITTED, CaseState.MINISTRY_REVIEW, CaseState.GOVERNMENT_DECISION, CaseState.ADJOURNED),
    ),
    "decided": (_("Decided"), (CaseState.GRANTED, CaseState.REFUSED, CaseState.NOT_REQUIRED)),
    "withdrawn": (_("Withdrawn"), (CaseState.WITHDRAWN, CaseState.CARRIED_OVER)),
}
# As many as fit on a screen; the filter "waiting for you" shows the rest.
_NEXT = 5


@partner_view
@require_safe
def show_home(request: HttpRequest) -> HttpResponse:
    """Show my organisation's requests, newest first, and on the first page before them what waits for us."""
    chosen = request.GET.get("show", "")
    cases = select_own_cases(request)
    page = paginate(_filter_chosen(cases, chosen), "created_at", request.GET.get("after", ""))
    waits = _filter_waiting(cases)
    # One more than is shown, to know whether there are more.
    waiting = list(waits.order_by("-created_at")[: _NEXT + 1]) if page.is_first and not chosen else []
    filters = [("", _("All")), (WAITING, _("Waiting for you")), *((slug, name) for slug, (name, _states) in GROUPS.items())]
    number = waits.count() if len(waiting) > _NEXT else len(waiting)
    duties = _select_evidence_due(request)
    next_duties = list(duties[: _NEXT + 1]) if page.is_first and not chosen else []
    context = {
        "page": page,
        "chosen": chosen,
        "filters": filters,
        "waiting": waiting[:_NEXT],
        "waiting_number": number,
        "duties": next_duties[:_NEXT],
        "reports": _list_reports_owed(request) if page.is_first and not chosen else [],
        "duty_number": duties.count() if len(next_duties) > _NEXT else len(next_duties),
        "may_begin": _may_begin(request),
    }
    return render(request, "portal/home/home.html", context)


def select_own_cases(request: HttpRequest) -> QuerySet[Case]:
    """The requests this person may know of, each with its number of open questions and the day the first is due."""
    # Without an order: its columns would join the grouping, and every question would be counted by itself.
    asked = Question.objects.filter(case=OuterRef("pk"), state=QuestionState.OPEN).order_by()
    count = asked.values("case").annotate(count=Count("pk")).values("count")
    return (
        Case.objects.visible_to(get_person(request), on=now())
        .for_lists()
        .select_related("handed_to", "created_by")
        .annotate(
            open_questions=Coalesce(Subquery(count), 0),
            answer_by=Subquery(asked.order_by("due_on").values("due_on")[:1]),
        )
    )


def _select_evidence_due(request: HttpRequest) -> QuerySet[ConditionDuty]:
    """Days by which we must show that a condition of a licence is met, and have filed nothing yet; the first to come first."""
    licences = Licence.objects.visible_to(get_person(request), on=now())
    unfiled = ConditionDuty.objects.unmet().filter(filed_at__isnull=True, condition__licence__in=licences)
    return unfiled.select_related("condition__licence").order_by("due_on", "pk")


def _list_reports_owed(request: HttpRequest) -> list[ReportsOwed]:
    """The reports that we may file now and have not, of the licences that ended first; the first due come first."""
    licences, today = Licence.objects.visible_to(get_person(request), on=now()), to_local_day(now())
    owing = find_licences_owing_reports(licences, today).select_related("case__kind").prefetch_related("reports")
    return list_reports_owed(owing[:_NEXT], today)[:_NEXT]


def _may_begin(request: HttpRequest) -> bool:
    """Whether this person drafts requests for an organisation; a reader reads what others file."""
    rows = Membership.objects.in_force(to_local_day(now())).filter(user=get_person(request), role__in=DRAFTING_ROLES)
    return bool(rows.exists())


def _filter_waiting(cases: QuerySet[Case]) -> QuerySet[Case]:
    """What is paused until we act: an open question, or a request that came back."""
    asked = Exists(Question.objects.filter(case=OuterRef("pk"), state=QuestionState.OPEN))
    return cases.filter(Q(asked) | Q(state=CaseState.RETURNED))


def _filter_chosen(cases: QuerySet[Case], chosen: str) -> QuerySet[Case]:
    if chosen == WAITING:
        return _filter_waiting(cases)
    return cases.filter(state__in=GROUPS[chosen][1]) if chosen in GROUPS else cases
