"""The stages of collective sign-off, the positions in them, and what refers a case up."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Audience, Office
from licensing.policy.record.declaration import EventDeclaration, as_news, as_task

_POSITION: Final = ("position", "round", "seat", "choice", "digest", "replaces", "under", "release")

ROUND_OPENED: Final = EventDeclaration(
    "round.opened",
    _("Stage opened for sign-off"),
    audiences=(Audience.SEATS,),
    disclosed=("stage", "version"),
    internal=("round", "number", "seats"),
    to_authority=as_task(_("The request %(reference)s waits for the position of your body.")),
)
POSITION_TAKEN: Final = EventDeclaration(
    "position.taken",
    _("Position taken"),
    deliberation=True,
    internal=_POSITION,
    attests="position",
    under_mandate_of="seat",
    cites_release=True,
)
POSITION_REPLACED: Final = EventDeclaration(
    "position.replaced",
    _("Position replaced"),
    deliberation=True,
    internal=_POSITION,
    attests="position",
    under_mandate_of="seat",
    cites_release=True,
)
POSITION_VOIDED: Final = EventDeclaration(
    "position.voided",
    _("Position voided"),
    audiences=(Audience.SEATS,),
    deliberation=True,
    internal=("position", "round", "seat", "because", "under"),
    optional=("under",),
    # Its author takes an objection back; by anything else it falls without its seat.
    under_mandate_of="seat",
    under_if=("because", "taken_back"),
    to_authority=as_task(_("The position of your body on %(reference)s no longer counts. Please take a new one.")),
)
MEMBER_RECUSED: Final = EventDeclaration(
    "member.recused",
    _("Member recused"),
    deliberation=True,
    internal=("person", "reason", "imposed", "under"),
    under_office=Office.CASE_OFFICER,
    under_if=("imposed", True),
    optional=("under",),
)
ROUND_CLOSED: Final = EventDeclaration(
    "round.closed",
    _("Stage closed"),
    audiences=(Audience.OFFICERS,),
    deliberation=True,
    internal=("round", "number", "stage", "ended_by", "outcome", "explanation"),
    to_authority=as_task(_("A stage of %(reference)s has ended. See its outcome.")),
)
ESCALATED: Final = EventDeclaration(
    "case.escalated",
    _("Case referred up"),
    audiences=(Audience.OFFICERS,),
    deliberation=True,
    internal=("round", "to", "body", "reason", "under"),
    to_authority=as_news(_("The request %(reference)s was referred up.")),
    under_mandate_of="body",
)
OUTCOME_STANDS: Final = EventDeclaration(
    "outcome.stands",
    _("Nobody referred the case up in time"),
    audiences=(Audience.OFFICERS,),
    deliberation=True,
    internal=("round", "outcome", "default"),
    to_authority=as_news(_("Nobody referred %(reference)s up in time. The outcome of its stage stands.")),
)
