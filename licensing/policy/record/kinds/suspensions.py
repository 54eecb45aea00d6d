"""The suspension of a licence by an officer: confirmed, declined or lapsed, and ended by two persons."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Audience, Office
from licensing.policy.record.declaration import ALL_SIDES, EventDeclaration, as_news, as_task

SUSPENDED: Final = EventDeclaration(
    "licence.suspended",
    _("Licence suspended"),
    # A decider confirms it. The officer of the file hears what came of it: confirmed, declined or lapsed.
    audiences=(Audience.APPLICANT, Audience.DECIDERS, Audience.SYSTEMS),
    disclosed=("number", "reason", "confirm_by"),
    to_applicant=as_news(
        _(
            "The licence %(licence)s is suspended: nothing may leave under it. "
            "The suspension lapses unless the authority confirms it by %(confirm_by)s."
        )
    ),
    to_authority=as_task(
        _(
            "An officer suspended the licence %(licence)s. "
            "Unless a decider confirms it by %(confirm_by)s, the suspension lapses."
        )
    ),
    internal=("suspension", "under"),
    under_office=Office.CASE_OFFICER,
)
SUSPENDED_BY_REVIEW: Final = EventDeclaration(
    "licence.suspended_by_review",
    _("Licence suspended after a review"),
    # Deciders too: where Dozvil opened the review, another one confirms it within 24 hours.
    audiences=(*ALL_SIDES, Audience.DECIDERS),
    disclosed=("number", "reason", "confirm_by"),
    to_applicant=as_news(_("The licence %(licence)s is suspended: nothing may leave under it.")),
    to_authority=as_news(_("The licence %(licence)s is suspended after a review.")),
    internal=("suspension", "under"),
    under_office=Office.DECIDER,
)
SUSPENSION_CONFIRMED: Final = EventDeclaration(
    "licence.suspension_confirmed",
    _("Suspension confirmed"),
    audiences=ALL_SIDES,
    disclosed=("number",),
    internal=("suspension", "under"),
    to_applicant=as_news(_("The suspension of the licence %(licence)s is confirmed and lasts until it is reinstated.")),
    to_authority=as_news(_("A decider confirmed the suspension of the licence %(licence)s.")),
    under_office=Office.DECIDER,
)
SUSPENSION_DECLINED: Final = EventDeclaration(
    "licence.suspension_declined",
    _("Suspension not confirmed"),
    audiences=ALL_SIDES,
    disclosed=("number", "reason", "still"),
    internal=("suspension", "under"),
    to_applicant=as_news(
        _("The suspension of the licence %(licence)s was not confirmed and has ended. Check whether anything else stops it.")
    ),
    to_authority=as_news(_("A decider declined the suspension of the licence %(licence)s. It has ended.")),
    under_office=Office.DECIDER,
)
SUSPENSION_LAPSED: Final = EventDeclaration(
    "licence.suspension_lapsed",
    _("Suspension lapsed: nobody confirmed it in time"),
    audiences=(Audience.APPLICANT, Audience.OFFICERS, Audience.DECIDERS, Audience.SYSTEMS),
    disclosed=("number", "still"),
    internal=("suspension",),
    to_applicant=as_news(
        _("The suspension of the licence %(licence)s was not confirmed and has ended. Check whether anything else stops it.")
    ),
    to_authority=as_news(_("Nobody confirmed the suspension of the licence %(licence)s within 24 hours. It has lapsed.")),
)
REINSTATEMENT_PROPOSED: Final = EventDeclaration(
    "licence.reinstatement_proposed",
    _("Reinstatement proposed"),
    audiences=(Audience.DECIDERS,),
    deliberation=True,
    internal=("number", "proposal", "reason", "under"),
    to_authority=as_task(_("An officer proposes to reinstate the licence %(licence)s. Confirm or decline it.")),
    under_office=Office.CASE_OFFICER,
)
REINSTATEMENT_DECLINED: Final = EventDeclaration(
    "licence.reinstatement_declined",
    _("Reinstatement declined"),
    audiences=(Audience.OFFICERS,),
    deliberation=True,
    internal=("number", "proposal", "reason", "under"),
    to_authority=as_news(_("A decider declined to reinstate the licence %(licence)s. It stays suspended.")),
    under_office=Office.DECIDER,
)
REINSTATED: Final = EventDeclaration(
    "licence.reinstated",
    _("Licence reinstated"),
    audiences=ALL_SIDES,
    disclosed=("number", "reason"),
    to_applicant=as_news(_("The licence %(licence)s is in force again.")),
    internal=("under",),
    under_office=Office.DECIDER,
)
