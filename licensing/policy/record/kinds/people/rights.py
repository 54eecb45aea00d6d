"""Rights that two persons give, how they end, and what is corrected of them for the past."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Concerned, Freshness
from licensing.policy.record.declaration import BY_CLOCK, BY_COMMAND, ONLY_NOTED, EventDeclaration, Matter, as_news, as_task

_RIGHT: Final = ("right", "person", "body", "organisation", "role")
_PROPOSAL: Final = ("proposal", *_RIGHT, "emergency")
_ALL_CONCERNED: Final = (
    *(Concerned.PERSON, Concerned.HEAD, Concerned.ORGANISATION),
    *(Concerned.KEEPERS, Concerned.AUDITORS),
)

RIGHTS_CHANGED: Final = EventDeclaration(
    "rights.changed",
    _("Accounts, mandates or offices changed"),
    deliberation=True,
    internal=("subject",),
    step_up=Freshness.NOW,
    tells_of_all=True,
)
PROPOSED: Final = EventDeclaration(
    "right.proposed",
    _("Right proposed"),
    deliberation=True,
    internal=(*_PROPOSAL, "from_on", "until", "due_on", "reason"),
    concerned=(Concerned.PERSON, Concerned.HEAD, Concerned.ORGANISATION, Concerned.KEEPERS),
    to_concerned=as_news(
        _(
            "A right was proposed for you, or in your body or organisation. It does not hold yet: a second administrator"
            " has to confirm it. If you do not know why, ask the administrators now."
        )
    ),
    to_keepers=as_task(
        _("A right was proposed. An administrator other than the proposer confirms or declines it by %(due_on)s.")
    ),
    to_organisation=as_task(
        _(
            "A role in your organisation was proposed. An administrator other than the proposer confirms or declines it by"
            " %(due_on)s: another one of yours, or of the authority where you have no other."
        )
    ),
    step_up=Freshness.NOW,
    tells_of={Matter.PROPOSAL: "proposal"},
)
REFUSED_ALONE: Final = EventDeclaration(
    "two_persons.refused",
    _("Somebody refused who would have been both of two persons"),
    deliberation=True,
    internal=("person", "page"),
    concerned=(Concerned.KEEPERS, Concerned.AUDITORS),
    to_keepers=as_news(
        _(
            "Somebody tried to give themselves a right, or to settle alone what takes two persons. It was refused, and nothing"
            " was changed. The record says who it was and where: ask them why."
        )
    ),
    without_proof=ONLY_NOTED,
)
REMINDED: Final = EventDeclaration(
    "right.reminded",
    _("Reminder of a right that waits for a second person"),
    deliberation=True,
    internal=("proposal", "due_on"),
    concerned=(Concerned.KEEPERS,),
    to_keepers=as_task(_("A proposed right still waits for a second administrator. It lapses after %(due_on)s.")),
    without_proof=BY_CLOCK,
    tells_of={Matter.PROPOSAL: "proposal"},
)
CONFIRMED: Final = EventDeclaration(
    "right.confirmed",
    _("Right confirmed"),
    deliberation=True,
    internal=(*_PROPOSAL, "from_on", "until", "given", "proposer_left"),
    # Older events do not say it, nor does a role that an organisation gives at once.
    optional=("proposer_left",),
    concerned=_ALL_CONCERNED,
    to_concerned=as_news(
        _(
            "A right was confirmed for you, or in your body or organisation. It holds from %(from_on)s."
            " If you do not know why, ask the administrators now."
        )
    ),
    to_keepers=as_news(_("A right was confirmed. It holds from %(from_on)s.")),
    to_organisation=as_news(
        _(
            "A role in your organisation holds from %(from_on)s. If you do not know why, take it away on the page “Colleagues”:"
            " any of its administrators does, at once."
        )
    ),
    step_up=Freshness.NOW,
    tells_of={Matter.RIGHT: "given", Matter.HEAD: "body", Matter.PROPOSAL: "proposal"},
)
DECLINED: Final = EventDeclaration(
    "right.declined",
    _("Right declined"),
    deliberation=True,
    internal=(*_PROPOSAL, "reason"),
    concerned=(Concerned.PERSON, Concerned.HEAD, Concerned.ORGANISATION, Concerned.KEEPERS),
    to_concerned=as_news(_("A right that was proposed for you, or in your body or organisation, was declined.")),
    to_keepers=as_news(_("A proposed right was declined.")),
    step_up=Freshness.NOW,
    tells_of={Matter.PROPOSAL: "proposal"},
)
LAPSED: Final = EventDeclaration(
    "right.lapsed",
    _("Proposed right lapsed"),
    deliberation=True,
    internal=_PROPOSAL,
    concerned=(Concerned.PERSON, Concerned.HEAD, Concerned.ORGANISATION, Concerned.KEEPERS),
    to_concerned=as_news(
        _("A right that was proposed for you, or in your body or organisation, has lapsed: nobody confirmed it in time.")
    ),
    to_keepers=as_news(_("A proposed right has lapsed: nobody confirmed it in time.")),
    without_proof=BY_CLOCK,
    tells_of={Matter.PROPOSAL: "proposal"},
)
BEGUN: Final = EventDeclaration(
    "right.begun",
    _("Head of a body takes office"),
    deliberation=True,
    internal=_PROPOSAL,
    concerned=(Concerned.PERSON, Concerned.KEEPERS),
    to_concerned=as_news(_("From today you are the head of a body in Dozvil.")),
    to_keepers=as_news(_("A body has a new head from today.")),
    without_proof=BY_CLOCK,
    tells_of={Matter.HEAD: "body", Matter.PROPOSAL: "proposal"},
)
ENDED: Final = EventDeclaration(
    "right.ended",
    _("Right ended"),
    deliberation=True,
    internal=(*_RIGHT, "given", "until", "at_once", "reason"),
    concerned=_ALL_CONCERNED,
    to_concerned=as_news(_("A right of yours, or in your body or organisation, was ended. It holds until %(until)s.")),
    to_keepers=as_news(_("A right was ended. It holds until %(until)s.")),
    step_up=Freshness.NOW,
    tells_of={Matter.RIGHT: "given", Matter.HEAD: "body"},
)
CORRECTED: Final = EventDeclaration(
    "right.corrected",
    _("Right corrected for the past"),
    deliberation=True,
    internal=(*_RIGHT, "given", "correction", "from_on", "until", "reason", "touched"),
    concerned=_ALL_CONCERNED,
    to_concerned=as_news(
        _(
            "It was recorded that a right of yours, or in your body, did not hold on some past days. What was done under it"
            " stays, and is reviewed."
        )
    ),
    to_keepers=as_task(
        _("It was recorded that a right did not hold on some past days. What was done under it waits for its review.")
    ),
    step_up=Freshness.NOW,
    tells_of={Matter.CORRECTION: "correction"},
)
CORRECTION_REVIEWED: Final = EventDeclaration(
    "right.reviewed",
    _("Review of a corrected right closed"),
    deliberation=True,
    internal=("correction", "person", "body", "organisation", "note"),
    concerned=_ALL_CONCERNED,
    to_concerned=as_news(_("The review of what was done under a corrected right is closed.")),
    to_keepers=as_news(_("The review of what was done under a corrected right is closed.")),
    step_up=Freshness.SITTING,
    tells_of={Matter.CORRECTION: "correction"},
)
ADMINISTRATOR_NAMED: Final = EventDeclaration(
    "right.installed",
    _("Administrator named at the installation"),
    deliberation=True,
    internal=("person",),
    concerned=(Concerned.PERSON, Concerned.KEEPERS),
    to_concerned=as_news(_("Whoever runs this installation named you an administrator of people.")),
    to_keepers=as_news(_("Whoever runs this installation named an administrator of people.")),
    without_proof=BY_COMMAND,
    tells_of={Matter.RIGHT: "", Matter.DESK: "person"},
)
POLICY_OFFICER_NAMED: Final = EventDeclaration(
    "right.officer_installed",
    _("Policy officer named at the installation"),
    deliberation=True,
    internal=("person",),
    concerned=(Concerned.PERSON, Concerned.KEEPERS),
    to_concerned=as_news(_("Whoever runs this installation named you a policy officer.")),
    to_keepers=as_news(_("Whoever runs this installation named a policy officer.")),
    without_proof=BY_COMMAND,
    tells_of={Matter.RIGHT: "", Matter.DESK: "person"},
)
