"""What two administrators do to an account together, at the desk: proposed by one, confirmed or declined by another."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from licensing.acts.people.accounts.proposals import confirm_account_step, decline_account_step, propose_account_step
from licensing.admin.forms.base import build_line_field, build_text_field
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.pages.rights import PEOPLE_EDITORS, RecordAdmin, get_or_404, get_person, local_now
from licensing.admin.people.form_page import PeopleForm, handle_form, list_account_facts, may_keep, warn_of_leaver
from licensing.admin.people.rights.proposals import TONES
from licensing.choices import AccountStep, Office, ProposalState
from licensing.models import AccountProposal, User
from licensing.policy.people.accounts.proposals import find_account_proposer_refusal, find_account_settler_refusal


class ProposeStep(PeopleForm):
    """Proposing one of the steps for the account of somebody else."""

    subject: User
    done = gettext_lazy("It is proposed, and waits for a second administrator.")
    button = gettext_lazy("Propose")
    step: ClassVar[AccountStep]

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"), help_text=_("Also how you know that it is this person who asks."))

    def list_facts(self) -> list[tuple[str, Any]]:
        return list_account_facts(self.subject)

    def execute(self) -> None:
        self._proposal = propose_account_step(self.user, self.subject, step=self.step, **self.cleaned_data)

    def get_next_url(self) -> str:
        return _get_account_proposal_url(self._proposal)

    def find_field(self, path: str) -> str:
        return path if path in self.fields else "reason"


class ProposeReset(ProposeStep):
    """Proposing to reset a second factor that was lost."""

    step = AccountStep.RESET_FACTOR
    title = gettext_lazy("Reset the second factor")
    lead = gettext_lazy(
        "For somebody who has lost it, and their recovery codes. A second administrator confirms it; then every sign-in of the"
        " account ends, and the person sets up a new one. The person and the heads of their bodies are told."
    )


class ProposeIdentity(ProposeStep):
    """Proposing to connect an identity at the sign-in service."""

    step = AccountStep.CONNECT_IDENTITY
    title = gettext_lazy("Connect an identity at the sign-in service")
    lead = gettext_lazy(
        "Whoever signs in there with this subject is signed in here as this person. A second administrator confirms it. The"
        " person and the heads of their bodies are told."
    )

    def prepare(self) -> None:
        self.fields["subject"] = build_line_field(_("Subject at the sign-in service"), max_length=255)
        super().prepare()


class ProposeReopening(ProposeStep):
    """Proposing to open an account that was closed with its rights."""

    step = AccountStep.REOPEN
    title = gettext_lazy("Open the account again")
    lead = gettext_lazy(
        "It opens with the rights that it has. Ask the person by a way that you know, and whether the address above is in"
        " their hands alone: by it they choose a new password. If it is not, close the account for good and invite them under"
        " another one."
    )


FORMS: dict[str, type[ProposeStep]] = {one.step.value: one for one in (ProposeReset, ProposeReopening, ProposeIdentity)}


class ConfirmStep(PeopleForm):
    """Confirming what another administrator proposed."""

    subject: AccountProposal
    title = gettext_lazy("Confirm a change of an account")
    lead = gettext_lazy("Ask the person yourself, by a way that you know. It is done at once, and they are told.")
    done = gettext_lazy("It is done.")
    button = gettext_lazy("Confirm")

    def list_facts(self) -> list[tuple[str, Any]]:
        return list_account_proposal_facts(self.subject)

    def get_hints(self) -> list[str]:
        return warn_of_leaver(self.subject.proposed_by)

    def execute(self) -> None:
        confirm_account_step(self.subject, self.user)


class DeclineStep(ConfirmStep):
    """Declining what another administrator proposed."""

    title = gettext_lazy("Decline a change of an account")
    lead = gettext_lazy("Nothing changes. The proposer and the person are told.")
    done = gettext_lazy("It is declined.")
    button = gettext_lazy("Decline")
    weight = "grave"

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"))

    def execute(self) -> None:
        decline_account_step(self.subject, self.user, reason=self.cleaned_data["reason"])


@admin.register(AccountProposal)
class AccountProposalAdmin(RecordAdmin):
    """Read by administrators of people and auditors; only acts write it."""

    viewers = frozenset({Office.ADMINISTRATOR, Office.AUDITOR})
    editors = PEOPLE_EDITORS
    list_display = ("who", "step", "state_badge", "proposed_by", "due")
    list_select_related: ClassVar[tuple[str, ...]] = ("person", "proposed_by")
    list_filter = ("state", "step")
    search_fields = ("person__name", "person__email")
    ordering = ("-proposed_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccountProposal]:
        rows: QuerySet[AccountProposal] = AccountProposal.objects.select_related(*self.list_select_related, "settled_by")
        return rows

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        confirm, decline = partial(self._settle, form_class=ConfirmStep), partial(self._settle, form_class=DeclineStep)
        return [
            path("propose/<uuid:user_id>/<slug:kind>/", view(self.propose), name="licensing_accountproposal_propose"),
            path("<uuid:proposal_id>/confirm/", view(confirm), name="licensing_accountproposal_confirm"),
            path("<uuid:proposal_id>/decline/", view(decline), name="licensing_accountproposal_decline"),
            *super().get_urls(),
        ]

    def propose(self, request: HttpRequest, user_id: UUID, kind: str) -> HttpResponse:
        """Propose one of the steps for the account of somebody else."""
        if kind not in FORMS:
            raise Http404
        person = get_or_404(User.objects.all(), pk=user_id)
        refusal = find_account_proposer_refusal(proposer=get_person(request).pk, person=person.pk)
        back = reverse("admin:licensing_user_change", args=[person.pk])
        form = partial(FORMS[kind], user=get_person(request), subject=person, back=back)
        return handle_form(request, form, refusal=str(refusal or ""))

    def _settle(self, request: HttpRequest, proposal_id: UUID, form_class: type[ConfirmStep]) -> HttpResponse:
        proposal = get_or_404(self.get_queryset(request), pk=proposal_id)
        form = partial(form_class, user=get_person(request), subject=proposal, back=_get_account_proposal_url(proposal))
        return handle_form(request, form, refusal=_find_account_refusal(proposal, get_person(request)))

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One proposal, with the buttons of a second person where there is something to settle."""
        proposal = get_or_404(self.get_queryset(request), pk__in=parse_ids(record_id))
        state = proposal.find_state(local_now())
        waits = state == ProposalState.PENDING and may_keep(request)
        context = {
            **self.admin_site.each_context(request),
            "title": str(proposal),
            "proposal": proposal,
            "facts": list_account_proposal_facts(proposal),
            "state": state,
            "tone": TONES[state],
            "waits": waits,
            "refusal": _find_account_refusal(proposal, get_person(request)) if waits else "",
        }
        return TemplateResponse(request, "admin/licensing/people/accounts/account_proposal.html", context)

    @display(description=gettext_lazy("Person"), ordering="person__name")
    def who(self, proposal: AccountProposal) -> str:
        return proposal.person.name

    @display(description=gettext_lazy("State"), ordering="state")
    def state_badge(self, proposal: AccountProposal) -> SafeString:
        state = proposal.find_state(local_now())
        return render_cell("badge", label=state.label, tone=TONES[state])

    @display(description=gettext_lazy("To be confirmed by"), ordering="due_at")
    def due(self, proposal: AccountProposal) -> SafeString:
        return render_cell("days/moment", moment=proposal.due_at)


def list_account_proposal_facts(proposal: AccountProposal) -> list[tuple[str, Any]]:
    """What is proposed for an account, as terms and what is said of each."""
    facts: list[tuple[str, Any]] = [
        (_("What"), AccountStep(proposal.step).label),
        (_("Person"), f"{proposal.person.name} · {proposal.person.email}"),
        (_("Subject at the sign-in service"), proposal.subject),
        (_("Reason"), proposal.reason),
        (_("Proposed by"), proposal.proposed_by.name),
    ]
    return [(term, said) for term, said in facts if said]


def _find_account_refusal(proposal: AccountProposal, user: User) -> str:
    refusal = find_account_settler_refusal(settler=user.pk, proposer=proposal.proposed_by_id, person=proposal.person_id)
    return str(refusal or "")


def _get_account_proposal_url(proposal: AccountProposal) -> str:
    return reverse("admin:licensing_accountproposal_change", args=[proposal.pk])
