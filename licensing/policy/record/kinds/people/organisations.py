"""Organisations, the invitations of their people, and the requests that change hands among them."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Concerned, Freshness
from licensing.policy.record.declaration import BY_CLOCK, BY_LINK, EventDeclaration, Matter, as_news, as_task

_INVITATION: Final = ("invitation", "organisation", "role")
_INVITERS: Final = (Concerned.ORGANISATION, Concerned.KEEPERS)

INVITATION_SENT: Final = EventDeclaration(
    "invitation.sent",
    _("Invitation to Dozvil"),
    deliberation=True,
    internal=(*_INVITATION, "due_on", "sent"),
    concerned=(Concerned.ADDRESSEE, *_INVITERS),
    to_addressee=as_task(
        _(
            "%(organisation)s invites you to work in Dozvil, where exports of military goods are licensed. Accept by the"
            " link below until %(due_on)s; it works once. If you expected no invitation, do nothing."
        )
    ),
    to_concerned=as_news(
        _("Somebody was invited to your organisation. If you do not know why, take it back on the page “Colleagues”.")
    ),
    to_keepers=as_news(_("Somebody was invited to Dozvil; the invitation ends after %(due_on)s.")),
    step_up=Freshness.NOW,
)
INVITATION_REMINDED: Final = EventDeclaration(
    "invitation.reminded",
    _("Reminder of an invitation"),
    deliberation=True,
    internal=("invitation", "due_on"),
    concerned=(Concerned.ADDRESSEE,),
    to_addressee=as_task(
        _("The invitation of %(organisation)s to Dozvil still waits for you. Its link, below, works until %(due_on)s.")
    ),
    without_proof=BY_CLOCK,
)
INVITATION_WITHDRAWN: Final = EventDeclaration(
    "invitation.withdrawn",
    _("Invitation taken back"),
    deliberation=True,
    internal=_INVITATION,
    concerned=_INVITERS,
    to_concerned=as_news(_("An invitation to your organisation was taken back. Its link works no more.")),
    to_keepers=as_news(_("An invitation was taken back. Its link works no more.")),
    step_up=Freshness.NOW,
)
INVITATION_LAPSED: Final = EventDeclaration(
    "invitation.lapsed",
    _("Invitation ended unused"),
    deliberation=True,
    internal=_INVITATION,
    concerned=_INVITERS,
    to_concerned=as_news(_("An invitation to your organisation has ended unused. You can send it again.")),
    to_keepers=as_news(_("An invitation has ended unused. It can be sent again.")),
    without_proof=BY_CLOCK,
)
INVITATION_ACCEPTED: Final = EventDeclaration(
    "invitation.accepted",
    _("Invitation accepted"),
    deliberation=True,
    internal=(*_INVITATION, "person", "opened", "proposal"),
    concerned=_INVITERS,
    to_concerned=as_news(_("Somebody accepted an invitation to your organisation.")),
    to_keepers=as_news(_("Somebody accepted an invitation.")),
    without_proof=BY_LINK,
    tells_of={Matter.DESK: "person"},
)
CASES_HANDED_OVER: Final = EventDeclaration(
    "cases.handed_over",
    _("Requests handed over to a colleague"),
    deliberation=True,
    internal=("organisation", "former", "person", "cases"),
    concerned=(Concerned.PERSON, Concerned.ORGANISATION),
    to_concerned=as_news(_("You look after requests of a colleague from now on; they bear your name on the page “Requests”.")),
    to_organisation=as_news(_("Requests of a colleague were handed over to another one.")),
    step_up=Freshness.SITTING,
)
ORGANISATION_CHANGED: Final = EventDeclaration(
    "organisation.changed",
    _("Organisation opened or corrected"),
    deliberation=True,
    internal=("organisation", "changed", "reason"),
    concerned=(Concerned.ORGANISATION, Concerned.KEEPERS),
    to_concerned=as_news(_("An administrator of the authority corrected what is recorded of your organisation.")),
    to_keepers=as_news(_("An organisation was opened or corrected.")),
    step_up=Freshness.NOW,
)
