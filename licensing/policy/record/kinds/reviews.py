"""A licence reviewed because of what became known after its grant. Its holder hears of what the review leads to."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Audience, Office
from licensing.policy.record.declaration import EventDeclaration, as_news, as_task

_REVIEW: Final = ("number", "review", "cause", "due_on")

OPENED: Final = EventDeclaration(
    "licence.review_opened",
    _("Review of the licence opened"),
    audiences=(Audience.OFFICERS, Audience.DECIDERS),
    deliberation=True,
    internal=(*_REVIEW, "finding", "under"),
    to_authority=as_task(_("Something became known of the licence %(licence)s since its grant. A decider reviews it.")),
    under_office=Office.CASE_OFFICER,
)
STARTED: Final = EventDeclaration(
    "licence.review_started",
    _("Review of the licence opened by what Dozvil found"),
    audiences=(Audience.OFFICERS, Audience.DECIDERS),
    deliberation=True,
    internal=(*_REVIEW, "finding"),
    to_authority=as_task(_("Something became known of the licence %(licence)s since its grant. A decider reviews it.")),
)
CONCLUDED: Final = EventDeclaration(
    "licence.review_concluded",
    _("Review of the licence concluded"),
    audiences=(Audience.OFFICERS, Audience.DECIDERS),
    deliberation=True,
    internal=(*_REVIEW, "outcome", "reason", "under"),
    to_authority=as_news(_("The review of the licence %(licence)s is concluded.")),
    under_office=Office.DECIDER,
)
