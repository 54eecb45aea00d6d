"""The public pages of the measures of the state: those that hold or will, those that are over, and one with its history."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from licensing.acts.acting import now, to_local_day
from licensing.models import Measure
from licensing.models.read_models.plans.measures import read_history, read_measures
from licensing.portal.paging import paginate

OVER = "over"


@require_safe
def list_measures(request: HttpRequest) -> HttpResponse:
    """Show the measures that were ever published, newest first, for whoever asks; nobody signs in for it."""
    today = to_local_day(now())
    chosen = OVER if request.GET.get("show") == OVER else ""
    rows = Measure.objects.over(today) if chosen else Measure.objects.current(today)
    page = paginate(rows, "settled_at", request.GET.get("after", ""))
    context = {
        "page": page,
        "chosen": chosen,
        "filters": [("", _("In force and announced")), (OVER, _("Over"))],
        "shown": read_measures(page.rows, today=today),
    }
    return render(request, "portal/plans/measures/measures.html", context)


@require_safe
def show_measure(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Show one measure that was published, with what became of it before and since."""
    measure = get_object_or_404(Measure.objects.published(), pk=measure_id)
    [shown] = read_measures([measure], today=to_local_day(now()))
    return render(request, "portal/plans/measures/page.html", {"one": shown, "history": read_history(measure)})
