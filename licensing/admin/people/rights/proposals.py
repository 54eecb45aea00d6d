"""Rights that were proposed: what waits for a second person, and what became of the others."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from licensing.acts.acting import now
from licensing.acts.people.rights.giving import find_settling_refusal, has_proposer_left
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.pages.rights import (
    AUTHORITY,
    PEOPLE_EDITORS,
    RecordAdmin,
    get_or_404,
    get_person,
    has_appointment,
    list_headed_bodies,
)
from licensing.admin.people.form_page import handle_form, may_keep, warn_of_proposer
from licensing.admin.people.rights.forms import Confirm, Decline, Propose, Settle, get_proposal_url, list_proposal_facts
from licensing.admin.people.who.page import show_right, show_rights
from licensing.choices import Office, ProposalState, RightKind
from licensing.models import RightProposal, User
from licensing.policy.people.rights import find_settler_refusal

TONES = {
    ProposalState.PENDING: "busy",
    ProposalState.CONFIRMED: "good",
    ProposalState.DECLINED: "bad",
    ProposalState.LAPSED: "",
}


@admin.register(RightProposal)
class RightProposalAdmin(RecordAdmin):
    """Read by the authority and administrators, and by the head of a body as far as it is theirs; only acts write it."""

    list_display = ("who", "kind", "of_what", "state_badge", "proposed_by", "since", "until", "due")
    list_select_related: ClassVar[tuple[str, ...]] = ("person", "body", "organisation", "proposed_by")
    list_filter = ("state", "kind")
    search_fields = ("person__name", "person__email")
    search_help_text = gettext_lazy("Name or address of the person")
    ordering = ("-proposed_at",)
    editors = PEOPLE_EDITORS
    list_before_template = "admin/licensing/people/rights/about_proposals.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) or bool(list_headed_bodies(request))

    def get_queryset(self, request: HttpRequest) -> QuerySet[RightProposal]:
        rows = RightProposal.objects.select_related(*self.list_select_related, "settled_by")
        if has_appointment(request, AUTHORITY | PEOPLE_EDITORS):
            return rows
        return rows.filter(Q(body__head=get_person(request)) | Q(person=get_person(request)))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        kinds = RightKind.choices if may_keep(request) else ()
        return super().changelist_view(request, {"kinds": kinds, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("who/", view(show_rights), name="licensing_who"),
            path("who/<slug:kind>/<str:key>/", view(show_right), name="licensing_who_right"),
            path("propose/<slug:kind>/", view(self.propose), name="licensing_rightproposal_propose"),
            path("<uuid:proposal_id>/confirm/", view(self.confirm), name="licensing_rightproposal_confirm"),
            path("<uuid:proposal_id>/decline/", view(self.decline), name="licensing_rightproposal_decline"),
            *super().get_urls(),
        ]

    def propose(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Propose a right of one kind; the person, body or organisation may be named in the address."""
        if kind not in RightKind.values:
            raise Http404
        back = reverse("admin:licensing_rightproposal_changelist")
        initial = _read_initial(request) if request.method == "GET" and may_keep(request) else None
        form = partial(Propose, user=get_person(request), subject=RightKind(kind), back=back, initial=initial)
        return handle_form(request, form)

    def confirm(self, request: HttpRequest, proposal_id: UUID) -> HttpResponse:
        """Confirm what another administrator proposed for a third person."""
        return self._settle(request, proposal_id, Confirm)

    def decline(self, request: HttpRequest, proposal_id: UUID) -> HttpResponse:
        """Decline what another administrator proposed for a third person, with a reason."""
        return self._settle(request, proposal_id, Decline)

    def _settle(self, request: HttpRequest, proposal_id: UUID, form_class: type[Settle]) -> HttpResponse:
        proposal, user = self.get_shown(request, proposal_id), get_person(request)
        form = partial(form_class, user=user, subject=proposal, back=get_proposal_url(proposal))
        # Others are refused too: whoever settles for an organisation that can do it itself.
        alone = find_settler_refusal(settler=user.pk, proposer=proposal.proposed_by_id, receiver=proposal.person_id)
        return handle_form(request, form, refusal=_find_refusal(proposal, user), of_two=alone is not None)

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One proposal, with the buttons of a second person where there is something to settle."""
        proposal = get_or_404(self.get_queryset(request), pk__in=parse_ids(record_id))
        waits = proposal.state == ProposalState.PENDING and may_keep(request)
        context = {
            **self.admin_site.each_context(request),
            "title": str(proposal),
            "proposal": proposal,
            "facts": list_proposal_facts(proposal),
            "tone": TONES[ProposalState(proposal.state)],
            "waits": waits,
            "warnings": warn_of_proposer(has_left=has_proposer_left(proposal, at=now())) if waits else [],
            "refusal": _find_refusal(proposal, get_person(request)) if waits else "",
        }
        return TemplateResponse(request, "admin/licensing/people/rights/proposal.html", context)

    @display(description=gettext_lazy("Person"), ordering="person__name")
    def who(self, proposal: RightProposal) -> str:
        return proposal.person.name

    @display(description=gettext_lazy("Body, organisation or office"))
    def of_what(self, proposal: RightProposal) -> str:
        return _name_subject(proposal)

    @display(description=gettext_lazy("From"), ordering="first_on")
    def since(self, proposal: RightProposal) -> SafeString:
        return render_cell("days/day", day=proposal.starts_on or proposal.first_on)

    @display(description=gettext_lazy("To (not included)"), ordering="end_on")
    def until(self, proposal: RightProposal) -> SafeString:
        return render_cell("days/day", day=proposal.end_on)

    @display(description=gettext_lazy("State"), ordering="state")
    def state_badge(self, proposal: RightProposal) -> SafeString:
        state = ProposalState(proposal.state)
        return render_cell("badge", label=state.label, tone=TONES[state])

    @display(description=gettext_lazy("To be confirmed by"), ordering="due_at")
    def due(self, proposal: RightProposal) -> SafeString:
        return render_cell("days/moment", moment=proposal.due_at)


def _find_refusal(proposal: RightProposal, user: User) -> str:
    """Why this person may not settle a proposal, before anything is typed; the act says the same."""
    refusal = find_settling_refusal(proposal, user, at=now())
    return str(refusal) if refusal else ""


def _name_subject(proposal: RightProposal) -> str:
    if proposal.kind == RightKind.APPOINTMENT:
        return str(Office(proposal.role).label)
    return str(proposal.body.name if proposal.body else proposal.organisation)


def _read_initial(request: HttpRequest) -> dict[str, Any]:
    """What the address names for a new proposal; what names nothing is left out."""
    person = User.objects.filter(pk__in=parse_ids(request.GET.get("person", ""))).first()
    return {
        "email": person.email if person else "",
        "body": request.GET.get("body", ""),
        "organisation": request.GET.get("organisation", ""),
    }
