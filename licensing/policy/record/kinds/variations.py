"""A licence varied: asked for or proposed, and granted as the next version, refused or withdrawn."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Audience, Office
from licensing.policy.record.declaration import ALL_SIDES, EventDeclaration, as_news, as_task

_CHANGES: Final = ("valid_until", "quantities", "parties", "route")
# Of variations before parties and routes could be varied nothing is said of these.
_LATER: Final = ("parties", "route")
_ASKED: Final = ("number", "variation", *_CHANGES, "reason")
# A decider decides it; an officer looks at it first, and clears the hits of parties that it names.
_TO_DECIDE: Final = (Audience.APPLICANT, Audience.OFFICERS, Audience.DECIDERS, Audience.SYSTEMS)

ASKED: Final = EventDeclaration(
    "licence.variation_asked",
    _("Variation of the licence asked for"),
    audiences=_TO_DECIDE,
    disclosed=_ASKED,
    optional=_LATER,
    internal=("under",),
    to_applicant=as_news(_("Your request to vary the licence %(licence)s has been received. It holds as it is meanwhile.")),
    to_authority=as_task(_("The holder of the licence %(licence)s asks for a variation. Look at it; a decider decides it.")),
    under_membership=True,
)
PROPOSED: Final = EventDeclaration(
    "licence.variation_proposed",
    _("Variation of the licence proposed"),
    audiences=_TO_DECIDE,
    disclosed=_ASKED,
    optional=_LATER,
    internal=("under",),
    to_applicant=as_news(_("The authority proposes to vary the licence %(licence)s. It holds as it is until that is decided.")),
    to_authority=as_task(_("An officer proposes a variation of the licence %(licence)s. Look at it; a decider decides it.")),
    under_office=Office.CASE_OFFICER,
)
VARIED: Final = EventDeclaration(
    "licence.varied",
    _("Licence varied"),
    audiences=ALL_SIDES,
    disclosed=("number", "version", "variation", *_CHANGES, "before", "request_version", "reason"),
    # Of versions before they cited the release nothing is said of it.
    optional=(*_LATER, "request_version", "release"),
    internal=("release", "under"),
    to_applicant=as_news(_("The licence %(licence)s was varied. Its new version holds from now on.")),
    under_office=Office.DECIDER,
    cites_release=True,
)
REFUSED: Final = EventDeclaration(
    "licence.variation_refused",
    _("Variation of the licence refused"),
    audiences=ALL_SIDES,
    disclosed=_ASKED,
    optional=_LATER,
    internal=("under",),
    to_applicant=as_news(_("The variation of the licence %(licence)s was refused. The licence stays as it is.")),
    under_office=Office.DECIDER,
)
WITHDRAWN: Final = EventDeclaration(
    "licence.variation_withdrawn",
    _("Variation of the licence withdrawn"),
    audiences=ALL_SIDES,
    disclosed=_ASKED,
    optional=_LATER,
    internal=("under",),
    to_applicant=as_news(_("The request to vary the licence %(licence)s was withdrawn.")),
    under_membership=True,
)
REQUEST_VARIED: Final = EventDeclaration(
    "case.varied",
    _("Request changed by a variation of its licence"),
    audiences=(Audience.SYSTEMS,),
    disclosed=("version", "digest", "variation"),
    internal=("release",),
    optional=("release",),
    attests="version",
    cites_release=True,
)
