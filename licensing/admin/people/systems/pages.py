"""Systems at the desk: who answers for each, its secrets, when it was last used, and what waits for a second person."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from licensing.acts.acting import now
from licensing.acts.people.systems.keeping import end_former_secrets, is_handover_overdue, may_rotate, rotate_secret
from licensing.acts.people.systems.leaving import list_leavers
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.inputs import parse_ids, parse_whole_number
from licensing.admin.pages.rights import AUTHORITY, PEOPLE_EDITORS, RecordAdmin, get_or_404, get_person, has_appointment
from licensing.admin.people.form_page import handle_form, may_keep
from licensing.admin.people.rights.proposals import TONES
from licensing.admin.people.systems.forms import (
    ConfirmOwner,
    ConfirmSecrets,
    ConfirmSystem,
    CorrectSystem,
    DeclineOwner,
    DeclineSystem,
    EndSystem,
    ProposeOwner,
    ProposeSystem,
    ResumeSystem,
    SuspendSystem,
    SystemForm,
    get_system_url,
    list_system_facts,
)
from licensing.choices import ProposalState, SystemKind
from licensing.errors import Problem
from licensing.models import System
from licensing.policy.people.programs import LONGEST_OVERLAP_HOURS, find_owner_settler_refusal, find_system_settler_refusal

_ACTS: dict[str, type[SystemForm]] = {
    "confirm": ConfirmSystem,
    "decline": DeclineSystem,
    "correct": CorrectSystem,
    "owner": ProposeOwner,
    "confirm_owner": ConfirmOwner,
    "decline_owner": DeclineOwner,
    "confirm_secrets": ConfirmSecrets,
    "suspend": SuspendSystem,
    "resume": ResumeSystem,
    "end": EndSystem,
}
_OVERLAPS = (0, 1, 24, 72, LONGEST_OVERLAP_HOURS)


@admin.register(System)
class SystemAdmin(RecordAdmin):
    """Read by the authority and administrators, and by whoever answers for a system; only acts write it."""

    list_display = ("name", "kind", "owner", "of_whom", "state_badge", "due", "last_call", "ends")
    list_select_related: ClassVar[tuple[str, ...]] = ("owner", "organisation", "body", "account", "proposed_by")
    list_filter = ("state", "kind")
    search_fields = ("name", "client_id", "owner__name")
    ordering = ("name",)
    editors = PEOPLE_EDITORS
    list_before_template = "admin/licensing/people/systems/about_systems.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if super().has_view_permission(request, obj):
            return True
        person = get_person(request)
        return person.is_staff and person.is_active and System.objects.filter(owner=person).exists()

    def get_queryset(self, request: HttpRequest) -> QuerySet[System]:
        rows = System.objects.select_related(*self.list_select_related, "settled_by", "next_owner", "next_owner_by")
        return rows if has_appointment(request, AUTHORITY | PEOPLE_EDITORS) else rows.filter(owner=get_person(request))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        # Whoever only answers for a system sees it here, and is offered nothing that would be refused.
        kinds = SystemKind.choices if may_keep(request) else ()
        return super().changelist_view(request, {"kinds": kinds, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        acts = [
            path(f"<uuid:system_id>/{name}/", view(partial(self.act, form_class=form)), name=f"licensing_system_{name}")
            for name, form in _ACTS.items()
        ]
        return [
            path("propose/<slug:kind>/", view(self.propose), name="licensing_system_propose"),
            path("<uuid:system_id>/secret/", view(self.rotate), name="licensing_system_secret"),
            *acts,
            *super().get_urls(),
        ]

    def propose(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in SystemKind.values:
            raise Http404
        back = reverse("admin:licensing_system_changelist")
        return handle_form(request, partial(ProposeSystem, user=get_person(request), subject=SystemKind(kind), back=back))

    def act(self, request: HttpRequest, system_id: UUID, form_class: type[SystemForm]) -> HttpResponse:
        system = self.get_shown(request, system_id)
        refusal = ""
        if form_class in (ConfirmSystem, DeclineSystem):
            refusal = _find_settling_refusal(request, system)
        elif form_class is ConfirmSecrets and not may_rotate(system, get_person(request), at=now()):
            # Answered like a system that there is not, as on the page of its secrets.
            raise Http404
        elif form_class in (ConfirmOwner, DeclineOwner):
            refusal = _find_owner_refusal(request, system)
        form = partial(form_class, user=get_person(request), subject=system, back=get_system_url(system))
        return handle_form(request, form, refusal=refusal)

    def rotate(self, request: HttpRequest, system_id: UUID) -> HttpResponse:
        """Make a secret and show it this once, or end a former one. The answer is stored nowhere, unlike that of other acts."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        system = self.get_shown(request, system_id)
        # Answered like a system that there is not: a refusal would tell that it has a secret.
        if not may_rotate(system, get_person(request), at=now()):
            raise Http404
        told: dict[str, Any] = {}
        if request.method == "POST":
            told = _execute_rotation(request, system)
        at = now()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Secret of %(system)s") % {"system": system.name},
            "system": system,
            "back": get_system_url(system),
            "secrets": system.secrets.select_related("made_by").order_by("-made_at")[:10],
            "former": system.secrets.filter(ends_at__gt=at).exists(),
            "overlaps": _OVERLAPS,
            "now": at,
            **told,
        }
        return TemplateResponse(request, "admin/licensing/people/systems/secret.html", context, status=told.get("status", 200))

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One system, with the buttons of what can be done to it now."""
        system = get_or_404(self.get_queryset(request), pk__in=parse_ids(record_id))
        waits = system.state == ProposalState.PENDING and may_keep(request)
        is_live = system.state == ProposalState.CONFIRMED and system.ended_at is None
        context = {
            **self.admin_site.each_context(request),
            "title": str(system),
            "system": system,
            "facts": list_system_facts(system),
            "state": _name_system_state(system),
            "tone": _choose_tone(system),
            "waits": waits,
            "refusal": _find_settling_refusal(request, system) if waits else "",
            "may_keep": is_live and may_keep(request),
            "may_rotate": is_live and not system.is_public and may_rotate(system, get_person(request), at=now()),
            "owner_waits": is_live and may_keep(request) and system.next_owner_id is not None,
            "owner_refusal": _find_owner_refusal(request, system),
            "owner_is_gone": not system.owner.is_active,
            "leavers": list_leavers(system, at=now()) if is_live else [],
            "is_overdue": is_handover_overdue(system, at=now()),
        }
        return TemplateResponse(request, "admin/licensing/people/systems/system.html", context)

    @display(description=gettext_lazy("Of"))
    def of_whom(self, system: System) -> str:
        return str(system.organisation or (system.body and system.body.name) or "–")

    @display(description=gettext_lazy("State"), ordering="state")
    def state_badge(self, system: System) -> SafeString:
        return render_cell("badge", label=_name_system_state(system), tone=_choose_tone(system))

    @display(description=gettext_lazy("To be confirmed by"), ordering="due_at")
    def due(self, system: System) -> SafeString:
        return render_cell("days/moment", moment=system.due_at if system.state == ProposalState.PENDING else None)

    @display(description=gettext_lazy("Last used"), ordering="last_used_at")
    def last_call(self, system: System) -> SafeString | str:
        return render_cell("days/moment", moment=system.last_used_at) if system.last_used_at else "–"

    @display(description=gettext_lazy("It ends on (not included)"), ordering="end_on")
    def ends(self, system: System) -> SafeString:
        return render_cell("days/day", day=system.end_on)


def _execute_rotation(request: HttpRequest, system: System) -> dict[str, Any]:
    """What the page says after the press: the secret, or why there is none."""
    try:
        if request.POST.get("what") == "end":
            end_former_secrets(system, get_person(request))
            return {"is_ended": True}
        hours = parse_whole_number(request.POST.get("hours", "0"))
        return {"secret": rotate_secret(system, get_person(request), hours=-1 if hours is None else hours)}
    except Problem as problem:
        return {"problem": problem.first_sentence, "status": problem.status}


def _find_settling_refusal(request: HttpRequest, system: System) -> str:
    """Why this person may not settle a system, before anything is typed; the act says the same."""
    refusal = find_system_settler_refusal(settler=get_person(request).pk, proposer=system.proposed_by_id, owner=system.owner_id)
    return str(refusal) if refusal else ""


def _find_owner_refusal(request: HttpRequest, system: System) -> str:
    """Why this person may not settle who is proposed to answer for a system; empty where nobody is."""
    if system.next_owner_id is None or system.next_owner_by_id is None:
        return ""
    person = get_person(request).pk
    refusal = find_owner_settler_refusal(settler=person, proposer=system.next_owner_by_id, proposed=system.next_owner_id)
    return str(refusal) if refusal else ""


def _name_system_state(system: System) -> str:
    if system.ended_at is not None:
        return _("Ended")
    return _("Suspended") if system.suspended_at is not None else str(ProposalState(system.state).label)


def _choose_tone(system: System) -> str:
    if system.ended_at is not None:
        return ""
    return "bad" if system.suspended_at is not None else TONES[ProposalState(system.state)]
