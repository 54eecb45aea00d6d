"""Inviting a colleague, and settling the roles that wait for a second administrator."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from licensing.acts.acting import now, to_local_day
from licensing.acts.people.organisations.invitations import (
    InvitationInput,
    invite_person,
    may_invite_to,
    refuse_uninviting,
    send_again,
    withdraw_invitation,
)
from licensing.acts.people.rights.giving import confirm_right, decline_right
from licensing.choices import MembershipRole
from licensing.errors import Invalid, NotFound
from licensing.models import Invitation, Organisation, RightProposal, list_organisations_of
from licensing.models.people.users import list_languages
from licensing.policy.people.memberships import needs_second_person
from licensing.portal.forms.fields import Words
from licensing.portal.forms.pages import index_faults
from licensing.portal.forms.parts import Fault
from licensing.portal.forms.reasons import answer_reason_form
from licensing.portal.partner_view import get_form_key, get_person, partner_view, submit


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def invite_colleague(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Invite somebody by mail to an organisation that I administer."""
    organisation = get_own_organisation(request, organisation_id)
    refuse_uninviting(get_person(request), organisation, at=now())
    if request.method != "POST":
        return _render_invite(request, organisation, [])
    try:
        return submit(request, _invite, organisation)
    except Invalid as problem:
        faults = [Fault(gap.sentence, f"id_{gap.path}") for gap in problem.gaps]
        return _render_invite(request, organisation, faults, status=422)


@partner_view
@require_POST
def send_invitation_again(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Send an invitation once more, with a new link."""
    return submit(request, _send_again, _get_invitation(request, invitation_id))


@partner_view
@require_POST
def take_invitation_back(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back that nobody has accepted."""
    return submit(request, _take_back, _get_invitation(request, invitation_id))


@partner_view
@require_POST
def confirm_role(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Confirm a role that another administrator gave to a third person."""
    return submit(request, _confirm, _get_proposal(request, proposal_id))


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def decline_role(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Decline a role that another administrator gave to a third person, with a reason."""
    proposal = _get_proposal(request, proposal_id)
    return answer_reason_form(
        request, "portal/people/invitations/decline.html", partial(_decline, proposal), {"proposal": proposal}
    )


def get_own_organisation(request: HttpRequest, organisation_id: UUID) -> Organisation:
    """An organisation that I belong to; NotFound for any other."""
    found = list_organisations_of(get_person(request), on=to_local_day(now())).filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    return found


def list_role_choices() -> list[tuple[str, Words, str]]:
    """The roles from the least to the most, each with what it lets somebody do."""
    hints = {
        MembershipRole.READER: _("Sees all requests and licences of the organisation."),
        MembershipRole.DRAFTER: _("Also writes drafts; a colleague submits them."),
        MembershipRole.PREPARER: _("Also submits, answers, reports and withdraws."),
        MembershipRole.ADMINISTRATOR: _("Also invites, removes and gives roles."),
    }
    more = _("Holds after a second administrator has confirmed it.")
    return [
        (role.value, role.label, f"{hint} {more}" if needs_second_person(role, from_within=True) else hint)
        for role, hint in hints.items()
    ]


def _get_invitation(request: HttpRequest, invitation_id: UUID) -> Invitation:
    person = get_person(request)
    found = Invitation.objects.select_related("organisation").filter(pk=invitation_id, organisation__isnull=False).first()
    if found is None or not may_invite_to(person, found.organisation, at=now()):
        raise NotFound
    return found


def _get_proposal(request: HttpRequest, proposal_id: UUID) -> RightProposal:
    person = get_person(request)
    found = RightProposal.objects.select_related("organisation", "person", "proposed_by").filter(pk=proposal_id).first()
    if found is None or found.organisation is None or not may_invite_to(person, found.organisation, at=now()):
        raise NotFound
    return found


def _invite(request: HttpRequest, organisation: Organisation) -> str:
    wish = InvitationInput(
        email=request.POST.get("email", ""),
        language=request.POST.get("language", ""),
        role=request.POST.get("role", ""),
        reason=request.POST.get("reason", ""),
        organisation=organisation,
    )
    invitation = invite_person(get_person(request), wish)
    messages.success(request, _("The invitation is on its way to %(address)s.") % {"address": invitation.email})
    return reverse("portal:colleagues")


def _send_again(request: HttpRequest, invitation: Invitation) -> str:
    send_again(invitation, get_person(request))
    messages.success(request, _("The invitation was sent again. The link of the letter before works no more."))
    return reverse("portal:colleagues")


def _take_back(request: HttpRequest, invitation: Invitation) -> str:
    withdraw_invitation(invitation, get_person(request))
    messages.success(request, _("The invitation is taken back. Its link works no more."))
    return reverse("portal:colleagues")


def _confirm(request: HttpRequest, proposal: RightProposal) -> str:
    confirm_right(proposal, get_person(request))
    messages.success(request, _("The role is confirmed. All concerned get a letter."))
    return reverse("portal:colleagues")


def _decline(proposal: RightProposal, request: HttpRequest, reason: str) -> str:
    decline_right(proposal, get_person(request), reason=reason)
    messages.success(request, _("The role is declined. All concerned get a letter."))
    return reverse("portal:colleagues")


def _render_invite(request: HttpRequest, organisation: Organisation, faults: list[Fault], *, status: int = 200) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in ("email", "language", "role", "reason")}
    context = {
        "organisation": organisation,
        "roles": list_role_choices(),
        "languages": list_languages(),
        "typed": typed | {"language": typed["language"] or get_person(request).language},
        "faults": faults,
        "fault_at": index_faults(faults),
        "key": get_form_key(request),
    }
    return render(request, "portal/people/invitations/invite.html", context, status=status)
