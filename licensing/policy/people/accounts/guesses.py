"""How often somebody may guess at what opens an account, so that the guesser is slowed and its owner is not locked out.

A guess is counted by whose account it is at and from where it comes, never by the account alone: else whoever guesses keeps
the owner out. A place is a network (of IPv6 the /64 of a subscriber), a session, or a device on which the owner signed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Guess(StrEnum):
    """What is guessed at."""

    PASSWORD = "password"  # noqa: S105 - the name of a guess
    CODE = "code"
    CONFIRMATION = "confirmation"
    PRESENT_PASSWORD = "present_password"  # noqa: S105
    ASKING = "asking"


@dataclass(frozen=True)
class Limit:
    """How many guesses in which time, as `5/5m`.

    At one account `here`, from one network or, `by_session`, in one session; on a device that is `known`, by itself; from one
    network at any accounts (`place`); and at one account from all places that are not known (`elsewhere`).
    """

    here: str
    known: str
    place: str = ""
    elsewhere: str = ""
    by_session: bool = False


LIMITS: Final[Mapping[Guess, Limit]] = {
    # By account first, then by network: a try that the first refuses does not count for the second, so that guesses at one
    # account do not keep out everybody else who comes from the same network.
    Guess.PASSWORD: Limit(here="5/5m", known="10/5m", place="100/10m"),
    # Six digits are few: whoever knows the password could try them from many networks. The owner still comes in on a device
    # that is known, or by a passkey, which is not counted because it cannot be guessed.
    Guess.CODE: Limit(here="5/5m", known="10/5m", place="100/10m", elsewhere="60/h"),
    Guess.CONFIRMATION: Limit(here="10/5m", known="10/5m", by_session=True),
    Guess.PRESENT_PASSWORD: Limit(here="5/m", known="5/m", by_session=True),
    # Nothing is guessed here: it bounds the letters that strangers have sent to somebody.
    Guess.ASKING: Limit(here="5/m", known="5/m", place="20/m"),
}
