"""Invitations at the desk: to the desk itself, or to an organisation; sent again and taken back by administrators."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.decorators import display

from licensing.acts.people.organisations.invitations import InvitationInput, invite_person, send_again, withdraw_invitation
from licensing.admin.forms.base import build_line_field, build_select_field, build_text_field
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.pages.rights import PEOPLE_EDITORS, RecordAdmin, get_or_404, get_person
from licensing.admin.people.form_page import PeopleForm, handle_form, may_keep
from licensing.choices import InvitationState, MembershipRole
from licensing.models import Invitation, Organisation
from licensing.models.people.users import list_languages

TONES = {
    InvitationState.PENDING: "busy",
    InvitationState.ACCEPTED: "good",
    InvitationState.WITHDRAWN: "bad",
    InvitationState.LAPSED: "",
}
_THE_DESK = ("", pgettext_lazy("where somebody is invited to", "The reviewers' desk"))
_NO_ROLE = ("", gettext_lazy("None: rights at the desk are proposed one by one"))


class Invite(PeopleForm):
    """Inviting somebody by mail, to the desk or to an organisation."""

    title = gettext_lazy("Invite somebody")
    lead = gettext_lazy(
        "They get a letter with a link that works once. A role in an organisation holds after a second person has confirmed it."
    )
    done = gettext_lazy("The invitation is on its way.")
    button = gettext_lazy("Send the invitation")

    def prepare(self) -> None:
        organisations = Organisation.objects.order_by("name").values_list("pk", "name")
        self.fields["email"] = build_line_field(_("E-mail"), max_length=254)
        self.fields["organisation"] = build_select_field(
            _("To"), [_THE_DESK, *((str(key), name) for key, name in organisations)], required=False
        )
        self.fields["role"] = build_select_field(_("Role"), [_NO_ROLE, *MembershipRole.choices], required=False)
        self.fields["language"] = build_select_field(_("Language of the letter"), list_languages())
        self.fields["language"].initial = settings.LANGUAGE_CODE
        self.fields["reason"] = build_text_field(_("Reason"))

    def execute(self) -> None:
        given = self.cleaned_data
        organisation = Organisation.objects.filter(pk=given["organisation"]).first() if given["organisation"] else None
        wish = InvitationInput(
            email=given["email"],
            language=given["language"],
            reason=given["reason"],
            organisation=organisation,
            role=given["role"],
        )
        self._invitation = invite_person(self.user, wish)

    def get_next_url(self) -> str:
        return _get_invitation_url(self._invitation)


class SendAgain(PeopleForm):
    """Sending an invitation once more, with another link."""

    subject: Invitation
    title = gettext_lazy("Send an invitation again")
    lead = gettext_lazy("It has a new link; that of the letter before works no more.")
    done = gettext_lazy("The invitation was sent again.")
    button = gettext_lazy("Send it again")

    def list_facts(self) -> list[tuple[str, Any]]:
        return list_invitation_facts(self.subject)

    def execute(self) -> None:
        send_again(self.subject, self.user)


class TakeBack(SendAgain):
    """Taking an invitation back that nobody has accepted."""

    title = gettext_lazy("Take an invitation back")
    lead = gettext_lazy("Its link works no more.")
    done = gettext_lazy("The invitation is taken back.")
    button = gettext_lazy("Take it back")
    weight = "grave"

    def execute(self) -> None:
        withdraw_invitation(self.subject, self.user)


@admin.register(Invitation)
class InvitationAdmin(RecordAdmin):
    """Read by administrators of people; only acts write it."""

    viewers = PEOPLE_EDITORS
    editors = PEOPLE_EDITORS
    list_display = ("email", "to_where", "as_what", "state_badge", "invited_by", "due")
    list_select_related: ClassVar[tuple[str, ...]] = ("organisation", "invited_by")
    list_filter = ("state",)
    search_fields = ("email", "organisation__name")
    ordering = ("-invited_at",)
    list_before_template = "admin/licensing/people/organisations/about_invitations.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        return Invitation.objects.select_related(*self.list_select_related, "settled_by", "proposal")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        again, back = partial(self._act, form_class=SendAgain), partial(self._act, form_class=TakeBack)
        return [
            path("invite/", view(self.invite), name="licensing_invitation_invite"),
            path("<uuid:invitation_id>/again/", view(again), name="licensing_invitation_again"),
            path("<uuid:invitation_id>/back/", view(back), name="licensing_invitation_back"),
            *super().get_urls(),
        ]

    def invite(self, request: HttpRequest) -> HttpResponse:
        """Invite somebody to the desk or to an organisation."""
        back = reverse("admin:licensing_invitation_changelist")
        return handle_form(request, partial(Invite, user=get_person(request), back=back))

    def _act(self, request: HttpRequest, invitation_id: UUID, form_class: type[SendAgain]) -> HttpResponse:
        invitation = get_or_404(self.get_queryset(request), pk=invitation_id)
        back = _get_invitation_url(invitation)
        return handle_form(request, partial(form_class, user=get_person(request), subject=invitation, back=back))

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One invitation, with what became of it."""
        invitation = get_or_404(self.get_queryset(request), pk__in=parse_ids(record_id))
        context = {
            **self.admin_site.each_context(request),
            "title": str(invitation),
            "invitation": invitation,
            "facts": list_invitation_facts(invitation),
            "tone": TONES[InvitationState(invitation.state)],
            "may_keep": may_keep(request),
        }
        return TemplateResponse(request, "admin/licensing/people/organisations/invitation.html", context)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"may_keep": may_keep(request), **(extra_context or {})})

    @display(description=gettext_lazy("To"), ordering="organisation__name")
    def to_where(self, invitation: Invitation) -> str:
        return _name_goal(invitation)

    @display(description=gettext_lazy("Role"), ordering="role")
    def as_what(self, invitation: Invitation) -> str:
        return str(invitation.get_role_display())

    @display(description=gettext_lazy("State"), ordering="state")
    def state_badge(self, invitation: Invitation) -> SafeString:
        state = InvitationState(invitation.state)
        return render_cell("badge", label=state.label, tone=TONES[state])

    @display(description=gettext_lazy("Link ends at"), ordering="ends_at")
    def due(self, invitation: Invitation) -> SafeString:
        return render_cell("days/moment", moment=invitation.ends_at)


def list_invitation_facts(invitation: Invitation) -> list[tuple[str, Any]]:
    """What an invitation is about."""
    return [
        (_("E-mail"), invitation.email),
        (_("To"), _name_goal(invitation)),
        (_("Role"), invitation.get_role_display()),
        (_("Reason"), invitation.reason),
        (_("Invited by"), invitation.invited_by.name),
    ]


def _name_goal(invitation: Invitation) -> str:
    return str(invitation.organisation or _THE_DESK[1])


def _get_invitation_url(invitation: Invitation) -> str:
    return reverse("admin:licensing_invitation_change", args=[invitation.pk])
