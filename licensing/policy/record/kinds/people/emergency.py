"""Access to filed cases in an emergency: two persons give it, everybody concerned hears of it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Audience, Concerned, Freshness
from licensing.policy.record.declaration import BY_CLOCK, EventDeclaration, Matter, as_news, as_task

# Of access in an emergency, everybody who answers for what cases say.
_WATCHING: Final = (Concerned.PERSON, Concerned.KEEPERS, Concerned.AUDITORS, Concerned.HEADS)
_ACCESS: Final = ("access", "person", "reference")

PROPOSED: Final = EventDeclaration(
    "access.proposed",
    _("Emergency access proposed"),
    deliberation=True,
    internal=(*_ACCESS, "due_at", "reason"),
    concerned=(Concerned.KEEPERS, Concerned.AUDITORS),
    to_keepers=as_task(
        _(
            "Emergency access to filed cases was proposed for somebody. An administrator other than the proposer and the"
            " person confirms or declines it within 24 hours."
        )
    ),
    step_up=Freshness.NOW,
    tells_of={Matter.ACCESS: "access"},
)
CONFIRMED: Final = EventDeclaration(
    "access.confirmed",
    _("Emergency access confirmed"),
    deliberation=True,
    internal=(*_ACCESS, "ends_at", "reason", "proposer_left"),
    optional=("proposer_left",),
    concerned=_WATCHING,
    to_concerned=as_news(
        _(
            "Emergency access to filed cases was confirmed: one person may read them for four hours, and do nothing in"
            " them. Each case that is opened says so in its record. If you do not know why, ask the administrators now."
        )
    ),
    to_keepers=as_news(
        _(
            "Emergency access to filed cases was confirmed: one person may read them for four hours."
            " An administrator can end it earlier."
        )
    ),
    step_up=Freshness.NOW,
    tells_of={Matter.ACCESS: "access"},
)
DECLINED: Final = EventDeclaration(
    "access.declined",
    _("Emergency access declined"),
    deliberation=True,
    internal=(*_ACCESS, "reason"),
    concerned=(Concerned.KEEPERS, Concerned.AUDITORS),
    to_keepers=as_news(_("Emergency access that was proposed for somebody was declined.")),
    step_up=Freshness.NOW,
    tells_of={Matter.ACCESS: "access"},
)
LAPSED: Final = EventDeclaration(
    "access.lapsed",
    _("Proposed emergency access lapsed"),
    deliberation=True,
    internal=_ACCESS,
    concerned=(Concerned.KEEPERS, Concerned.AUDITORS),
    to_keepers=as_news(_("Emergency access that was proposed for somebody has lapsed: nobody confirmed it in time.")),
    without_proof=BY_CLOCK,
    tells_of={Matter.ACCESS: "access"},
)
ENDED: Final = EventDeclaration(
    "access.ended",
    _("Emergency access ended"),
    deliberation=True,
    internal=(*_ACCESS, "opened", "reason"),
    concerned=_WATCHING,
    to_concerned=as_news(_("Emergency access to filed cases has ended.")),
    to_keepers=as_news(_("Emergency access to filed cases has ended. Its page lists the cases that were opened under it.")),
    step_up=Freshness.NOW,
    tells_of={Matter.ACCESS: "access"},
)
CASE_OPENED_IN_EMERGENCY: Final = EventDeclaration(
    "case.opened_in_emergency",
    _("Case opened under emergency access"),
    audiences=(Audience.OFFICERS, Audience.HEADS),
    deliberation=True,
    internal=("access",),
    to_authority=as_news(
        _("The case %(reference)s was opened under emergency access by somebody who has no part in it. See its record.")
    ),
    changes_revision=False,
    only_tells=True,
)
