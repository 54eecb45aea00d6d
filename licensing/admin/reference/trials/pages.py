"""The pages of trials: of a change set, and of one that the worker makes, with how far it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from licensing.acts.forms import mark_taken
from licensing.acts.reference.trial_runs import ask_for_trial, is_tried_at_once, stop_trial
from licensing.admin.pages.rights import get_or_404, get_person, has_appointment
from licensing.admin.reference.drafts import find_set
from licensing.admin.reference.trials.panel import TrialPanel, build_panel, build_run_panel
from licensing.admin.signoff.simulate_rule import SIMULATION_USERS
from licensing.models import TrialRun


def ask_or_show_trial(request: HttpRequest, set_id: UUID) -> HttpResponse:
    """The trial of a change set on GET; on POST the worker is asked for one, where there are too many cases for a page."""
    change_set = find_set(request, set_id)
    if request.method == "POST":
        if not is_tried_at_once() and change_set.lines.exists():
            ask_for_trial(get_person(request), change_set)
        return mark_taken(HttpResponseRedirect(_find_way_back(request, reverse(_TRY, args=[change_set.pk]))))
    panel = build_panel(request, change_set)
    if panel is None:
        # Its page has the trials that stay with it.
        return HttpResponseRedirect(reverse("admin:licensing_changeset_change", args=[change_set.pk]))
    return _render_trial(request, panel)


def show_trial_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """A trial that the worker makes; with `?part=1` only the part of a page that says how far it is."""
    run = _find_run(request, run_id)
    panel = build_run_panel(request, run, TrialPanel(run.change_set, typed=run.typed))
    if request.GET.get("part"):
        return TemplateResponse(request, "admin/licensing/reference/trials/trial_panel.html", {"panel": panel})
    return _render_trial(request, panel)


def stop_trial_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Stop a trial that one has asked for oneself."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    run = _find_run(request, run_id)
    if run.asked_by_id != get_person(request).pk:
        raise Http404
    if not stop_trial(run):
        messages.info(request, _("The trial was over already."))
    return mark_taken(HttpResponseRedirect(_find_way_back(request, reverse("admin:licensing_changeset_trial", args=[run.pk]))))


_TRY = "admin:licensing_changeset_try"


def _find_run(request: HttpRequest, run_id: UUID) -> TrialRun:
    """A trial for policy officers and auditors; what somebody was typing is theirs alone. 404 for others as for none."""
    if not has_appointment(request, SIMULATION_USERS):
        raise Http404
    found: TrialRun = get_or_404(TrialRun.objects.select_related("change_set", "asked_by"), pk=run_id)
    if found.typed and found.asked_by_id != get_person(request).pk:
        raise Http404
    return found


def _find_way_back(request: HttpRequest, otherwise: str) -> str:
    """The editor from which the button was pressed, if it is a page of ours."""
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(reverse("admin:index"))
    return f"{back}#trial" if is_ours else otherwise


def _render_trial(request: HttpRequest, panel: TrialPanel) -> HttpResponse:
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Trial of a change set"),
        "change_set": panel.change_set,
        "panel": panel,
    }
    return TemplateResponse(request, "admin/licensing/reference/trials/try_changes.html", context)
