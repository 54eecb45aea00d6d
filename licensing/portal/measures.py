"""The public page of the measures of the state: those in force and announced, and those that are over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from licensing.acts.acting import now, to_local_day
from licensing.models import Measure
from licensing.models.read_models.measures import read_measures


@require_safe
def list_measures(request: HttpRequest) -> HttpResponse:
    """Show every measure that was ever published, for whoever asks; nobody signs in for it."""
    today = to_local_day(now())
    published = Measure.objects.published().order_by("-valid_from", "code", "-version")
    shown = read_measures(published, today=today)
    # Those that hold, then those that are to come, then those that are over.
    parts = {
        "in_force": [one for one in shown if one.in_force],
        "announced": [one for one in shown if not one.in_force and one.measure.valid_from > today],
        "over": [one for one in shown if not one.in_force and one.measure.valid_from <= today],
    }
    return render(request, "portal/measures.html", parts)
