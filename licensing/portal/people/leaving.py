"""Changing the role of a colleague, ending their membership or my own, and handing over what somebody looked after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from licensing.acts.acting import now, to_local_day
from licensing.acts.people.organisations.invitations import may_invite_to, refuse_uninviting
from licensing.acts.people.organisations.memberships import list_looked_after, move_cases, remove_member, replace_role
from licensing.acts.people.rights.taking_away import find_last_administrator_refusal
from licensing.choices import DRAFTING_ROLES, EDITABLE_STATES, ProposalState, QuestionState
from licensing.errors import Invalid, NotFound
from licensing.models import Case, Membership, Organisation, User
from licensing.portal.forms.pages import render_form
from licensing.portal.forms.parts import Fault
from licensing.portal.partner_view import get_person, partner_view, submit
from licensing.portal.people.inviting import get_own_organisation, list_role_choices

# So many requests are named before somebody leaves; the others are counted.
_MOST_NAMED = 20


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def edit_role(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Give a colleague another role in an organisation that I administer."""
    member = _get_member(request, membership_id)
    refuse_uninviting(get_person(request), member.organisation, at=now())
    context = {"member": member, "roles": list_role_choices(), "chosen": request.POST.get("role", member.role)}
    return _answer_form(request, "portal/people/colleagues/role.html", _replace_role, member, context)


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def remove_colleague(request: HttpRequest, membership_id: int) -> HttpResponse:
    """End a membership, a colleague's or my own, having read to whom their requests go."""
    member = _get_member(request, membership_id)
    person = get_person(request)
    if member.user_id != person.pk:
        refuse_uninviting(person, member.organisation, at=now())
    refusal = find_last_administrator_refusal(member, now())
    context = {"member": member, "is_own": member.user_id == person.pk, "refusal": str(refusal or "")}
    works = _describe_works(request, member.organisation, member.user)
    return _answer_form(request, "portal/people/colleagues/remove.html", _end_membership, member, context | works)


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def move_requests(request: HttpRequest, organisation_id: UUID, person_id: UUID) -> HttpResponse:
    """Let a colleague go on with what somebody looks after, who may have left."""
    organisation = get_own_organisation(request, organisation_id)
    refuse_uninviting(get_person(request), organisation, at=now())
    former = User.objects.filter(pk=person_id).first()
    if former is None or not list_looked_after(organisation, former).exists():
        raise NotFound
    context = {"organisation": organisation, "former": former} | _describe_works(request, organisation, former)
    return _answer_form(request, "portal/people/colleagues/hand_over.html", _hand_over, (organisation, former), context)


def _get_member(request: HttpRequest, membership_id: int) -> Membership:
    """A membership of an organisation that I administer, or my own; NotFound for any other, and for one that has ended."""
    rows = Membership.objects.in_force(to_local_day(now())).select_related("user", "organisation")
    found: Membership | None = rows.filter(pk=membership_id).first()
    person = get_person(request)
    if found is None or not (found.user_id == person.pk or may_invite_to(person, found.organisation, at=now())):
        raise NotFound
    return found


def _describe_works(request: HttpRequest, organisation: Organisation, former: User) -> dict[str, Any]:
    """What somebody looks after, and who can go on with it."""
    works = list_looked_after(organisation, former)
    drafts, asked = Q(state__in=EDITABLE_STATES), Q(questions__state=QuestionState.OPEN)
    counts = works.aggregate(
        drafts=Count("pk", filter=drafts, distinct=True),
        asked=Count("pk", filter=~drafts & asked, distinct=True),
        all=Count("pk", distinct=True),
    )
    members = Membership.objects.in_force(to_local_day(now())).filter(organisation=organisation, role__in=DRAFTING_ROLES)
    able = members.filter(user__is_active=True, user__is_system=False).exclude(user=former).select_related("user")
    named: list[Case] = list(works.select_related("kind").order_by("-created_at")[:_MOST_NAMED])
    return {
        "works": counts["all"],
        "drafts": counts["drafts"],
        "asked": counts["asked"],
        "rest": counts["all"] - counts["drafts"] - counts["asked"],
        "named": named,
        "more": counts["all"] - len(named),
        "successors": [("", _("Choose")), *((str(one.user_id), one.user.name) for one in able.order_by("user__name"))],
        "successor": request.POST.get("successor", ""),
    }


def _answer_form(
    request: HttpRequest, template: str, command: Callable[..., str], subject: Any, context: Mapping[str, Any]
) -> HttpResponse:
    faults: list[Fault] = []
    if request.method == "POST":
        try:
            return submit(request, command, subject)
        except Invalid as problem:
            faults = [Fault(gap.sentence, f"id_{gap.path}") for gap in problem.gaps] or [Fault(str(problem.sentence))]
    return render_form(request, template, {**context, "reason": request.POST.get("reason", "")}, faults)


def _replace_role(request: HttpRequest, member: Membership) -> str:
    reason = request.POST.get("reason", "")
    proposal = replace_role(member, get_person(request), role=request.POST.get("role", ""), reason=reason)
    holds = proposal.state == ProposalState.CONFIRMED
    done = _("The role is changed.") if holds else _("The role waits for a second administrator; until then the former holds.")
    messages.success(request, done)
    return reverse("portal:colleagues")


def _end_membership(request: HttpRequest, member: Membership) -> str:
    reason, successor = request.POST.get("reason", ""), _read_successor(request)
    remove_member(member, get_person(request), reason=reason, successor=successor)
    messages.success(request, _("%(name)s does not belong to the organisation any more.") % {"name": member.user.name})
    return reverse("portal:colleagues")


def _hand_over(request: HttpRequest, subject: tuple[Organisation, User]) -> str:
    organisation, former = subject
    move_cases(organisation, former, get_person(request), successor=_read_successor(request))
    messages.success(request, _("The requests are handed over. All concerned get a letter."))
    return reverse("portal:colleagues")


def _read_successor(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("successor", ""))
    except ValueError:
        return None
