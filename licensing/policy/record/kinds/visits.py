"""Visits to delivered goods. The holder hears when somebody comes and that they came, never what they found."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Audience, Office
from licensing.policy.record.declaration import EventDeclaration, as_news, as_task

_TO_HOLDER: Final = (Audience.APPLICANT, Audience.OFFICERS)

PLANNED: Final = EventDeclaration(
    "licence.visit_planned",
    _("Visit to delivered goods planned"),
    audiences=_TO_HOLDER,
    disclosed=("number", "kind", "place", "persons", "due_on"),
    internal=("visit", "under"),
    to_applicant=as_task(
        _("Goods under the licence %(licence)s are to be verified or visited by %(due_on)s. Please admit whoever comes.")
    ),
    under_office=Office.CASE_OFFICER,
)
RECORDED: Final = EventDeclaration(
    "licence.visit_recorded",
    _("Visit to delivered goods carried out"),
    audiences=(Audience.APPLICANT, Audience.OFFICERS, Audience.DECIDERS),
    disclosed=("number", "kind", "done_on"),
    internal=("visit", "persons", "finding", "report", "concerned", "under"),
    to_applicant=as_news(_("A visit to goods under the licence %(licence)s was carried out.")),
    to_authority=as_news(_("A visit to goods under the licence %(licence)s was carried out. Its finding is on its page.")),
    under_office=Office.CASE_OFFICER,
)
CALLED_OFF: Final = EventDeclaration(
    "licence.visit_called_off",
    _("Visit to delivered goods called off"),
    audiences=_TO_HOLDER,
    disclosed=("number", "kind"),
    internal=("visit", "reason", "under"),
    to_applicant=as_news(_("The visit to goods under the licence %(licence)s was called off.")),
    under_office=Office.CASE_OFFICER,
)
