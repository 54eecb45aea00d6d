"""What follows by itself when a condition of a licence is not met by its day: by the library as it was at the grant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from licensing.choices import Consequence, LicenceState
from licensing.messages import DayText, Message, Text
from licensing.policy.destinations.splitting import fold_end_user

# Only a person revokes. Until somebody has, the holder is warned, and the desk is told that it is to be decided.
_FOLLOWS: Final[Mapping[str, Consequence]] = {
    "report": Consequence.WARN,
    "revoke": Consequence.WARN,
    "bar": Consequence.BAR,
    "suspend": Consequence.SUSPEND,
}
BREACHES_WITH_CONSEQUENCE: Final = frozenset(_FOLLOWS)


@dataclass(frozen=True, slots=True)
class EndUser:
    """An end user as a request names it."""

    name: str
    country: str
    register_no: str = ""


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


def find_same_end_user(named: Iterable[EndUser], known: Iterable[EndUser]) -> EndUser | None:
    """The first of the named that is one of the known: by its name in whatever spelling, or by its register number.

    Either is enough, as where sales are added up: another digit in the number makes no other end user of the same name.
    """
    others = frozenset(key for one in known for key in _fold_named(one))
    return next((one for one in named if others.intersection(_fold_named(one))), None)


def _fold_named(one: EndUser) -> Iterator[str]:
    return fold_end_user(one.country, one.name, one.register_no)


def describe_end_user_bar(name: str) -> Message:
    """The same to whoever has no part in that licence: they read neither its number nor its holder."""
    return Message(
        "A condition of an earlier licence for the end user “%(name)s” was not met in time; until it is, no further requests"
        " for it are taken. Ask the authority.",
        name=name,
    )
