"""The record itself, and messages that were given up."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.policy.record.declaration import BY_COMMAND, OF_GOVERNED, EventDeclaration

_MESSAGE: Final = ("delivery", "message", "channel", "recipient", "attempts")

MESSAGE_SENT_AGAIN: Final = EventDeclaration(
    "message.sent_again",
    _("Message that was given up is sent again"),
    deliberation=True,
    internal=_MESSAGE,
    changes_revision=False,
)
MESSAGE_LAID_ASIDE: Final = EventDeclaration(
    "message.laid_aside",
    _("Message that was given up is laid aside"),
    deliberation=True,
    internal=(*_MESSAGE, "reason"),
    changes_revision=False,
)
RECORD_BEGUN: Final = EventDeclaration(
    "record.begun",
    _("Rows taken into the record as they were found"),
    deliberation=True,
    internal=("tables", "rows"),
    # A migration changes rows as their owner.
    changes_governed=True,
    tells_of=OF_GOVERNED,
    without_proof=BY_COMMAND,
    tells_of_all=True,
)
RECORD_RESUMED: Final = EventDeclaration(
    "record.resumed", _("Writing resumed after an alarm about the record"), deliberation=True, internal=("heads", "reason")
)
