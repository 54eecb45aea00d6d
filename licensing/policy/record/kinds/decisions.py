"""The government's decisions, their appeals and corrections, and the sittings that take them."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Audience, Freshness, Office
from licensing.policy.record.declaration import ALL_SIDES, EventDeclaration, as_news, as_task

_DECISION: Final = ("decision", "outcome", "resolution_no", "resolution_on", "digest")
_AGENDA: Final = ("sitting", "title", "held_on")

FORWARDED: Final = EventDeclaration(
    "case.forwarded",
    _("Forwarded to the government"),
    audiences=(Audience.APPLICANT, Audience.DECIDERS, Audience.SYSTEMS),
    disclosed=("stage",),
    to_applicant=as_news(_("Your request %(reference)s is now before the government for its decision.")),
    to_authority=as_task(_("The request %(reference)s waits for the government's decision.")),
)
ADJOURNED: Final = EventDeclaration(
    "case.adjourned",
    _("Decision adjourned"),
    audiences=ALL_SIDES,
    disclosed=("until", "reason"),
    to_applicant=as_news(_("The decision on %(reference)s is adjourned until %(until)s.")),
    internal=("under",),
    under_office=Office.DECIDER,
)
RESUMED: Final = EventDeclaration(
    "case.resumed",
    _("Decision resumed"),
    audiences=ALL_SIDES,
    to_applicant=as_news(_("The decision on %(reference)s has been taken up again.")),
    internal=("under",),
    under_office=Office.DECIDER,
)
GRANTED: Final = EventDeclaration(
    "case.granted",
    _("Request granted"),
    audiences=ALL_SIDES,
    disclosed=_DECISION,
    internal=("sitting", "under", "release"),
    optional=("sitting",),
    attests="decision",
    to_applicant=as_news(
        _("The request %(reference)s was granted. The decision says what is granted and on which conditions.")
    ),
    under_office=Office.DECIDER,
    cites_release=True,
)
REFUSED: Final = EventDeclaration(
    "case.refused",
    _("Request refused"),
    audiences=ALL_SIDES,
    disclosed=_DECISION,
    internal=("sitting", "under", "release"),
    optional=("sitting",),
    attests="decision",
    to_applicant=as_news(_("The request %(reference)s was refused. The decision gives the grounds.")),
    under_office=Office.DECIDER,
    cites_release=True,
)
DECISION_COUNTERSIGNED: Final = EventDeclaration(
    "decision.countersigned",
    _("Decision countersigned"),
    deliberation=True,
    internal=("decision", "countersignature", "digest", "under"),
    attests="countersignature",
    under_office=Office.DECIDER,
)
DECISION_CORRECTED: Final = EventDeclaration(
    "decision.corrected",
    _("Decision corrected"),
    audiences=ALL_SIDES,
    disclosed=("decision", "resolution_no", "resolution_on", "reason"),
    internal=("correction", "digest", "under"),
    attests="correction",
    to_applicant=as_news(
        _("A slip of the pen in the decision on %(reference)s was corrected. What was decided stays as it is.")
    ),
    under_office=Office.DECIDER,
)
APPEALED: Final = EventDeclaration(
    "case.appealed",
    _("Decision appealed against"),
    audiences=(Audience.APPLICANT, Audience.OFFICERS, Audience.DECIDERS, Audience.SYSTEMS),
    # `conditions` are the numbers of those of the grant that it is against; a refusal has none.
    disclosed=("reason", "conditions"),
    internal=("decision", "stage", "under"),
    optional=("conditions",),
    to_applicant=as_news(
        _("Your appeal on the request %(reference)s has been received. The government looks at the request again.")
    ),
    to_authority=as_news(_("The applicant appealed against the decision on %(reference)s. It waits for a new one.")),
    under_membership=True,
)
APPEAL_DECIDED: Final = EventDeclaration(
    "appeal.decided",
    _("Appeal decided"),
    audiences=ALL_SIDES,
    disclosed=_DECISION,
    internal=("sitting", "under", "release"),
    under_office=Office.DECIDER,
    optional=("sitting",),
    attests="decision",
    to_applicant=as_news(
        _("Your appeal on the request %(reference)s was decided. What was granted stands; the decision says what changes.")
    ),
    cites_release=True,
)
AGENDA_PUT: Final = EventDeclaration(
    "agenda.put",
    _("Put on the agenda of a sitting"),
    deliberation=True,
    internal=(*_AGENDA, "outcome", "under"),
    under_office=Office.DECIDER,
)
AGENDA_TAKEN_OFF: Final = EventDeclaration(
    "agenda.taken_off",
    _("Taken off the agenda of a sitting"),
    deliberation=True,
    internal=(*_AGENDA, "under"),
    under_office=Office.DECIDER,
)
SITTING_CONCLUDED: Final = EventDeclaration(
    "sitting.concluded",
    _("Sitting concluded, minutes kept"),
    deliberation=True,
    internal=("minutes", "digest", "resolution_no", "result", "under"),
    attests="minutes",
    under_office=Office.DECIDER,
    step_up=Freshness.NOW,
)
SITTING_PREPARED: Final = EventDeclaration(
    "sitting.prepared",
    _("Sitting called, its attendance or its end noted"),
    deliberation=True,
    internal=("sitting", "under"),
    under_office=Office.DECIDER,
    # Older events cite none, nor does one that notes a refusal after the office has ended.
    optional=("under",),
)
ATTENDANCE_CONFIRMED_BY_DECIDER: Final = EventDeclaration(
    # A decider attends for the body that sits without a mandate for it.
    "attendance.confirmed_by_decider",
    _("Attendance at a sitting confirmed by a decider"),
    deliberation=True,
    internal=("sitting", "body", "under"),
    step_up=Freshness.SITTING,
    under_office=Office.DECIDER,
)
ATTENDANCE_CONFIRMED: Final = EventDeclaration(
    "attendance.confirmed",
    _("Attendance at a sitting confirmed"),
    deliberation=True,
    internal=("sitting", "body", "under"),
    step_up=Freshness.SITTING,
    under_mandate_of="body",
    optional=("under",),
)
