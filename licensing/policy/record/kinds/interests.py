"""Expressions of interest of partners, and the offers that answer them: before any request, and without a promise."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Concerned, Freshness, Office
from licensing.policy.record.declaration import BY_CLOCK, EventDeclaration, as_news, as_task

# The log of steps keeps what was said; the event, which step it was.
_INTEREST: Final = ("interest", "reference", "organisation", "person", "step")
# Who last spoke for the partner, and who administers its organisation.
_PARTNER: Final = (Concerned.PERSON, Concerned.ORGANISATION)
_BINDS_NOBODY: Final = "it binds nobody and promises nothing; a program of the partner may file it, like a request"

FILED: Final = EventDeclaration(
    "interest.filed",
    _("Expression of interest filed"),
    deliberation=True,
    internal=(*_INTEREST, "carried_from", "under"),
    optional=("carried_from",),
    concerned=(Concerned.OFFICERS,),
    to_keepers=as_task(_("A partner expressed an interest (%(reference)s). Answer it, or make an offer.")),
    under_membership=True,
    without_proof=_BINDS_NOBODY,
)
WITHDRAWN: Final = EventDeclaration(
    "interest.withdrawn",
    _("Expression of interest withdrawn"),
    deliberation=True,
    internal=(*_INTEREST, "under"),
    concerned=(Concerned.OFFICERS,),
    to_keepers=as_news(_("A partner withdrew its expression of interest %(reference)s.")),
    under_membership=True,
    without_proof=_BINDS_NOBODY,
)
ANSWERED: Final = EventDeclaration(
    "interest.answered",
    _("Expression of interest answered"),
    deliberation=True,
    internal=(*_INTEREST, "under"),
    concerned=_PARTNER,
    to_concerned=as_news(_("The authority answered your expression of interest %(reference)s. Read the answer on its page.")),
    to_organisation=as_news(
        _("The authority answered the expression of interest %(reference)s of your organisation. Read it on its page.")
    ),
    under_office=Office.CASE_OFFICER,
    step_up=Freshness.SITTING,
)
DECLINED: Final = EventDeclaration(
    "interest.declined",
    _("Expression of interest declined"),
    deliberation=True,
    internal=(*_INTEREST, "under"),
    concerned=_PARTNER,
    to_concerned=as_news(_("Nothing comes of your expression of interest %(reference)s. Its page says why.")),
    to_organisation=as_news(
        _("Nothing comes of the expression of interest %(reference)s of your organisation. Its page says why.")
    ),
    under_office=Office.CASE_OFFICER,
    step_up=Freshness.SITTING,
)
REMINDED: Final = EventDeclaration(
    "interest.reminded",
    _("Reminder of an expression of interest that waits"),
    deliberation=True,
    internal=(*_INTEREST, "from_on"),
    concerned=(Concerned.OFFICERS,),
    to_keepers=as_task(_("The expression of interest %(reference)s has waited for an answer since %(from_on)s.")),
    without_proof=BY_CLOCK,
)
OFFERED: Final = EventDeclaration(
    "interest.offered",
    _("Offer of the state made"),
    deliberation=True,
    internal=(*_INTEREST, "due_on", "under"),
    concerned=_PARTNER,
    to_concerned=as_task(
        _("The state made an offer on %(reference)s. It stands until %(due_on)s: accept it, or make a counter-offer.")
    ),
    to_organisation=as_task(_("The state made an offer to your organisation on %(reference)s. It stands until %(due_on)s.")),
    under_office=Office.CASE_OFFICER,
    step_up=Freshness.SITTING,
)
COUNTERED: Final = EventDeclaration(
    "interest.countered",
    _("Counter-offer of the partner"),
    deliberation=True,
    internal=(*_INTEREST, "under"),
    concerned=(Concerned.OFFICERS,),
    to_keepers=as_task(_("A partner made a counter-offer on %(reference)s. Accept it, answer it, or make another offer.")),
    under_membership=True,
    without_proof=_BINDS_NOBODY,
)
OFFER_ACCEPTED: Final = EventDeclaration(
    "interest.offer_accepted",
    _("Offer of the state accepted"),
    deliberation=True,
    internal=(*_INTEREST, "under"),
    concerned=(Concerned.OFFICERS,),
    to_keepers=as_news(_("A partner accepted the offer on %(reference)s. A request or a project of a plan follows.")),
    under_membership=True,
    step_up=Freshness.SITTING,
)
COUNTER_OFFER_ACCEPTED: Final = EventDeclaration(
    "interest.counter_offer_accepted",
    _("Counter-offer accepted by the state"),
    deliberation=True,
    internal=(*_INTEREST, "under"),
    concerned=_PARTNER,
    to_concerned=as_news(_("The state accepted your counter-offer on %(reference)s. File the request that follows from it.")),
    to_organisation=as_news(_("The state accepted the counter-offer of your organisation on %(reference)s.")),
    under_office=Office.CASE_OFFICER,
    step_up=Freshness.SITTING,
)
OFFER_REMINDED: Final = EventDeclaration(
    "interest.offer_reminded",
    _("Reminder of an offer that ends soon"),
    deliberation=True,
    internal=(*_INTEREST, "due_on"),
    concerned=_PARTNER,
    to_concerned=as_task(_("The offer of the state on %(reference)s stands until %(due_on)s.")),
    to_organisation=as_task(_("The offer of the state to your organisation on %(reference)s stands until %(due_on)s.")),
    without_proof=BY_CLOCK,
)
OFFER_LAPSED: Final = EventDeclaration(
    "interest.offer_lapsed",
    _("Offer of the state lapsed"),
    deliberation=True,
    internal=(*_INTEREST, "due_on"),
    concerned=(*_PARTNER, Concerned.OFFICERS),
    to_concerned=as_news(_("The offer of the state on %(reference)s stood until %(due_on)s and is over. Ask for a new one.")),
    to_organisation=as_news(_("The offer of the state to your organisation on %(reference)s stood until %(due_on)s.")),
    to_keepers=as_news(_("The offer on %(reference)s stood until %(due_on)s and was not taken up.")),
    without_proof=BY_CLOCK,
)
