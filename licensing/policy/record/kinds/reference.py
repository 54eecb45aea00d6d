"""What changes governed data: change sets, their releases, and the wording of rows."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Concerned, Freshness, Office
from licensing.policy.record.declaration import BY_CLOCK, BY_COMMAND, OF_GOVERNED, EventDeclaration, as_news, as_task

_CHANGE_SET: Final = ("change_set", "person")
_ROWS: Final = ("rows", "digest", "changed")
_OF_WORDING: Final = "wording decides nothing, and is taken back"

REFERENCE_CHANGED: Final = EventDeclaration(
    "reference.changed", _("Reference data changed"), deliberation=True, internal=("subject",)
)
PROCEDURE_PUBLISHED: Final = EventDeclaration(
    "procedure.published",
    _("Procedure published"),
    deliberation=True,
    internal=("procedure", "version", "digest"),
    step_up=Freshness.NOW,
)
CHANGE_SET_DRAFTED: Final = EventDeclaration(
    "change.drafted", _("Change set drafted"), deliberation=True, internal=(*_CHANGE_SET, "title", "rows")
)
CHANGE_SET_SENT: Final = EventDeclaration(
    "change.sent",
    _("Change set sent to a second policy officer"),
    deliberation=True,
    internal=(*_CHANGE_SET, "title", "due_on", "emergency", *_ROWS, "trial", "settled", "under"),
    optional=("changed", "trial", "settled"),
    under_office=Office.POLICY_OFFICER,
    concerned=(Concerned.POLICY,),
    to_concerned=as_task(
        _("A change of what decides was drafted. A policy officer other than the drafter settles it by %(due_on)s.")
    ),
    step_up=Freshness.SITTING,
)
CHANGE_SET_REMINDED: Final = EventDeclaration(
    "change.reminded",
    _("Reminder of a change set that waits for a second person"),
    deliberation=True,
    internal=(*_CHANGE_SET, "due_on"),
    concerned=(Concerned.POLICY,),
    to_concerned=as_task(_("A drafted change still waits for a second policy officer. It lapses after %(due_on)s.")),
    without_proof=BY_CLOCK,
)
CHANGE_SET_APPROVED: Final = EventDeclaration(
    "change.approved",
    _("Change set approved"),
    deliberation=True,
    internal=(*_CHANGE_SET, "from_at", "trial", "under"),
    optional=("trial",),
    under_office=Office.POLICY_OFFICER,
    concerned=(Concerned.PERSON,),
    to_concerned=as_news(_("The change that you drafted was approved. Its page says from when it is in force.")),
    step_up=Freshness.NOW,
)
CHANGE_SET_RETURNED: Final = EventDeclaration(
    "change.returned",
    _("Approved change set waits for a second person again"),
    deliberation=True,
    internal=(*_CHANGE_SET, "due_on", "trial", "seen"),
    concerned=(Concerned.PERSON, Concerned.POLICY),
    to_concerned=as_task(
        _(
            "An approved change would do something else to cases by now than its second person has seen."
            " A policy officer other than the drafter settles it by %(due_on)s."
        )
    ),
    without_proof=BY_CLOCK,
)
CHANGE_SET_DECLINED: Final = EventDeclaration(
    "change.declined",
    _("Change set declined"),
    deliberation=True,
    internal=(*_CHANGE_SET, "reason", "under"),
    under_office=Office.POLICY_OFFICER,
    concerned=(Concerned.PERSON,),
    to_concerned=as_news(_("The change that you drafted was declined. Its page says why.")),
    step_up=Freshness.SITTING,
)
CHANGE_SET_WITHDRAWN: Final = EventDeclaration(
    "change.withdrawn",
    _("Change set withdrawn"),
    deliberation=True,
    internal=(*_CHANGE_SET, "reason"),
    concerned=(Concerned.PERSON,),
    to_concerned=as_news(_("The change that you drafted was withdrawn by another policy officer. Its page says why.")),
    step_up=Freshness.SITTING,
)
CHANGE_SET_LAPSED: Final = EventDeclaration(
    "change.lapsed",
    _("Change set lapsed"),
    deliberation=True,
    internal=(*_CHANGE_SET, "reason"),
    concerned=(Concerned.PERSON, Concerned.POLICY),
    to_concerned=as_news(
        _("A drafted change has lapsed: nobody settled it in time, or it could not come into force any more.")
    ),
    without_proof=BY_CLOCK,
)
CHANGE_SET_PROPOSED: Final = EventDeclaration(
    "change.proposed",
    _("Change set proposed from shipped files"),
    deliberation=True,
    internal=(*_CHANGE_SET, "title", "rows", "conflicts"),
    concerned=(Concerned.POLICY,),
    to_concerned=as_task(
        _("What ships with this version of Dozvil differs from what is in force. A proposed change waits for you.")
    ),
    without_proof=BY_COMMAND,
)
FIRST_RELEASE: Final = EventDeclaration(
    "release.first",
    _("First release of the installation"),
    deliberation=True,
    internal=(*_CHANGE_SET, "release", "rows", "files"),
    is_release=True,
    changes_governed=True,
    tells_of=OF_GOVERNED,
    without_proof=BY_COMMAND,
)
CHANGE_SET_RELEASED: Final = EventDeclaration(
    "release.in_force",
    _("Change set in force"),
    deliberation=True,
    internal=(*_CHANGE_SET, "release", *_ROWS, "trial", "begins"),
    optional=("changed", "trial", "begins"),
    is_release=True,
    changes_governed=True,
    tells_of=OF_GOVERNED,
    step_up=Freshness.NOW,
)
EMERGENCY_RELEASED: Final = EventDeclaration(
    "release.emergency",
    _("Change set in force at once, as an emergency"),
    deliberation=True,
    internal=(*_CHANGE_SET, "release", *_ROWS, "trial", "begins"),
    optional=("changed", "trial", "begins"),
    concerned=(
        *(Concerned.PERSON, Concerned.POLICY, Concerned.HEADS, Concerned.KEEPERS, Concerned.AUDITORS),
        *(Concerned.OFFICERS, Concerned.DECIDERS),
    ),
    to_concerned=as_news(
        _("What decides was changed at once, as an emergency, by two policy officers. See what changed and why.")
    ),
    to_keepers=as_news(
        _("What decides was changed at once, as an emergency, by two policy officers. See what changed and why.")
    ),
    is_release=True,
    changes_governed=True,
    tells_of=OF_GOVERNED,
    step_up=Freshness.NOW,
)
ROW_REWORDED: Final = EventDeclaration(
    "row.reworded",
    _("Wording of a row changed"),
    deliberation=True,
    internal=("rewording", "list", "key", "before", "after", "reason"),
    changes_governed=True,
    tells_of=OF_GOVERNED,
    without_proof=_OF_WORDING,
)
REWORDING_UNDONE: Final = EventDeclaration(
    "row.reworded_back",
    _("Wording of a row given back"),
    deliberation=True,
    internal=("rewording", "list", "key", "before", "after", "reason"),
    changes_governed=True,
    tells_of=OF_GOVERNED,
    without_proof=_OF_WORDING,
)
