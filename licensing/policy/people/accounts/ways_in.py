"""Every way into an account, and which of them end when somebody else may have had it.

Whoever had an account for a while leaves ways behind: another factor, an identity, a program. A way is declared here once;
what is not ended says why it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from licensing.choices import WayIn


class Recovery(StrEnum):
    """What is done because somebody else may have had an account."""

    NEW_PASSWORD = "new_password"  # noqa: S105 - the name of an act
    FACTOR_RESET = "factor_reset"
    ADDRESS_UNDONE = "address_undone"
    ACCOUNT_CLOSED = "account_closed"


# These are made of the password: they hold no longer than it does, and nothing has to be ended for them.
MADE_OF_THE_PASSWORD: Final = frozenset({WayIn.RESET_LINK, WayIn.UNFINISHED})

_NEVER_OPENS: Final[Mapping[WayIn, str]] = {
    WayIn.DEVICE: "It signs nobody in: it only keeps apart the guesses that its owner and others have left.",
    WayIn.INVITATION: "It opens for whoever signs in to the account of its address, and for no session that has ended.",
}
_FACTOR_STANDS: Final = "Without it the mailbox alone would be the way in. Two administrators reset what its owner did not add."
_FACTORS: Final = frozenset({WayIn.PASSKEY, WayIn.APP, WayIn.RECOVERY_CODES})

_SYSTEM_STANDS: Final = (
    "A system of many people stops with it, and whoever made it hears of each secret. They end it on its page."
)

# What stands after each, and why. Whatever is not named here ends.
STANDING: Final[Mapping[Recovery, Mapping[WayIn, str]]] = {
    Recovery.NEW_PASSWORD: {
        **_NEVER_OPENS,
        WayIn.PASSWORD: "It is the new one, chosen a moment ago.",
        WayIn.SYSTEM_SECRET: _SYSTEM_STANDS,
        **dict.fromkeys(_FACTORS, _FACTOR_STANDS),
    },
    Recovery.FACTOR_RESET: _NEVER_OPENS,
    Recovery.ADDRESS_UNDONE: _NEVER_OPENS,
    Recovery.ACCOUNT_CLOSED: {**_NEVER_OPENS, **dict.fromkeys(_FACTORS, _FACTOR_STANDS)},
}


def list_ended_ways(recovery: Recovery) -> list[WayIn]:
    """The ways into an account that end with this, in the order in which they are declared."""
    return [way for way in WayIn if way not in STANDING[recovery]]
