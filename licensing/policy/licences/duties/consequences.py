"""What follows by itself when a condition of a licence is not met by its day: by the library as it was at the grant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from licensing.choices import Consequence, LicenceState
from licensing.messages import DayText, Message, Text

# Only a person revokes. Until somebody has, the holder is warned, and the desk is told that it is to be decided.
_FOLLOWS: Final[Mapping[str, Consequence]] = {
    "report": Consequence.WARN,
    "revoke": Consequence.WARN,
    "bar": Consequence.BAR,
    "suspend": Consequence.SUSPEND,
}
BREACHES_WITH_CONSEQUENCE: Final = frozenset(_FOLLOWS)


@dataclass(frozen=True, slots=True)
class ReminderTurn:
    """A reminder of a condition: by which rule, whether it was sent, and whether it is still to be sent."""

    rule: str
    is_sent: bool
    is_owed: bool


def choose_consequence(breach: str, state: LicenceState) -> Consequence | None:
    """What a breach leads to under a licence in this state. One that has ended cannot be suspended: its holder is warned."""
    follows = _FOLLOWS.get(breach)
    if follows is Consequence.SUSPEND and state not in (LicenceState.ISSUED, LicenceState.SUSPENDED):
        return Consequence.WARN
    return follows


def has_reminded(turns: Iterable[ReminderTurn]) -> bool:
    """Whether every rule that reminds of a condition has had its turn once; what only repeats keeps nothing waiting."""
    rows = list(turns)
    sent = {one.rule for one in rows if one.is_sent}
    return all(one.rule in sent for one in rows if one.is_owed)


def describe_breach(number: int, due_on: object, words: Text | str) -> Message:
    """Why something follows from a condition, in words."""
    return Message("Condition %(number)d was due on %(day)s and is not met: %(words)s", number=number, day=due_on, words=words)


def describe_bar(licence: str, number: int, due_on: DayText) -> Message:
    """Why a holder can file no further requests, in words that they may read."""
    return Message(
        "Condition %(number)d of the licence %(licence)s was due on %(day)s and is not met; until it is, no further requests "
        "of its holder are taken.",
        number=number,
        licence=licence,
        day=due_on,
    )
