"""Papers that leave the authority."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Office
from licensing.policy.record.declaration import APPLICANT_AND_SYSTEMS, EventDeclaration, as_news

ISSUED: Final = EventDeclaration(
    "licence.paper_issued",
    _("Paper of the licence issued"),
    audiences=APPLICANT_AND_SYSTEMS,
    disclosed=("number", "version", "paper", "edition", "form", "digest"),
    internal=("under",),
    to_applicant=as_news(_("The paper of the licence %(licence)s was issued. You can download it at the licence.")),
    under_office=Office.CASE_OFFICER,
)
NOTICE_ISSUED: Final = EventDeclaration(
    "licence.notice_issued",
    _("Notice of suspension issued"),
    audiences=APPLICANT_AND_SYSTEMS,
    disclosed=("number", "version", "paper", "edition", "form", "digest"),
    internal=("under",),
    to_applicant=as_news(
        _("The notice of the suspension of the licence %(licence)s was issued. You can download it at the licence.")
    ),
    under_office=Office.CASE_OFFICER,
)
MADE: Final = EventDeclaration(
    "case.paper_made",
    _("Paper of a decision or receipt made"),
    deliberation=True,
    internal=("paper", "kind", "edition", "form", "digest"),
    only_tells=True,
    changes_revision=False,
)
