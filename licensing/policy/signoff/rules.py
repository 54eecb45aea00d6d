"""The rule of a stage as data: how positions become one outcome."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import TextChoices

from licensing.choices import Abstention, QuorumBase, RuleKind, Silence, Tie
from licensing.errors import Gap, ProcedureInvalid
from licensing.messages import Message
from licensing.policy.exact import to_weight
from licensing.policy.signoff.several.reading import OF_QUORUM, OF_VOTES, read_groups, read_tests
from licensing.policy.signoff.several.vote_tests import SeatGroup, VoteTest


@dataclass(frozen=True, slots=True)
class Rule:
    """How the positions of a stage become one outcome; only `weighted` counts weights, all others count seats."""

    kind: RuleKind
    numerator: int | None = None  # qualified
    denominator: int | None = None
    of_seats: bool = False  # qualified: of the seats rather than of the votes cast
    strict: bool = False  # qualified: more than the share, not at least it
    somebody_for: bool = False  # consensus: one seat must be for, in words or by its silence
    k: int | None = None
    threshold: Decimal | None = None
    quorum: Fraction | int | None = None  # a share of the base, or a number of seats
    quorum_base: QuorumBase = QuorumBase.ELIGIBLE
    quorum_of_spoken: bool = False  # seats whose silence is taken for a position are not present
    abstention: Abstention = Abstention.IGNORED
    tie: Tie = Tie.REFUSE
    silence: Silence = Silence.BLOCK
    early_close: bool = False
    # Stages of the government: members who must confirm that they attend a sitting, or a share of the bodies that are asked.
    sitting_quorum: Fraction | int | None = None
    # tests: it passes by any of its ways, and a way by all of its tests; the quorum likewise.
    tests: tuple[VoteTest, ...] = ()
    quorum_tests: tuple[VoteTest, ...] = ()
    groups: tuple[SeatGroup, ...] = ()

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Rule:
        """The rule written in `data`; ProcedureInvalid names every field that cannot be read.

        Keys are the fields above; `quorum` is a number of seats or a share such as "2/3"; qualified takes
        `numerator` and `denominator`.
        """
        reading = _Reading(data)
        values = reading.read_values()
        if reading.gaps:
            raise ProcedureInvalid(gaps=reading.gaps)
        return cls(**values)

    def as_data(self) -> dict[str, Any]:
        """The rule as JSON, with only what differs from the defaults; `Rule.parse` reads it back."""
        data: dict[str, Any] = {}
        # What equals its default is left out: a field that is added later then leaves the data of older rules as they were.
        values = asdict(self) | {"tests": self.tests, "quorum_tests": self.quorum_tests, "groups": self.groups}
        for field in fields(self):
            value = values[field.name]
            if field.default is MISSING or value != field.default:
                data[field.name] = _as_json(value)
        return data

    def count_quorum(self, base: int) -> int | None:
        """How many seats must be present out of a base."""
        return _count_share(self.quorum, base)

    def count_sitting_quorum(self, base: int) -> int | None:
        """How many members must confirm that they attend a sitting; `base` are the bodies that are asked in it."""
        return _count_share(self.sitting_quorum, base)


def _count_share(asked: Fraction | int | None, base: int) -> int | None:
    # Rounded up, exactly: half of 5 seats are 3.
    return math.ceil(asked * base) if isinstance(asked, Fraction) else asked


def may_need_casting_vote(rule: Rule) -> bool:
    """Whether a chair can ever be asked to break a tie under this rule."""
    return rule.tie == Tie.CHAIR and rule.kind in TYING


_OWN_FIELDS = {
    RuleKind.QUALIFIED: ("numerator", "denominator"),
    RuleKind.K_OF_N: ("k",),
    RuleKind.WEIGHTED: ("threshold",),
    RuleKind.TESTS: ("tests", "quorum_tests", "groups"),
}
# What of these may stay unsaid.
_OPTIONAL = frozenset({"quorum_tests", "groups"})
# What of a quorum the tests of a rule say in their own way.
_OF_ONE_QUORUM = ("quorum", "quorum_base", "quorum_of_spoken")
# The flags, each with the rule that it is for; None for every rule.
_FLAGS: dict[str, RuleKind | None] = {
    "of_seats": RuleKind.QUALIFIED,
    "strict": RuleKind.QUALIFIED,
    "somebody_for": RuleKind.CONSENSUS,
    "quorum_of_spoken": None,
    "early_close": None,
}
# Numbers of those present, or shares of those asked.
_QUORUMS = ("quorum", "sitting_quorum")
# The rules under which votes can be equal.
TYING = (RuleKind.MAJORITY_CAST, RuleKind.MAJORITY_SEATS)
# No collective body has more seats, and no share needs finer steps; beyond that a number is an attack or a slip.
MOST = 9999
SHARE = "^[0-9]{1,4}/[0-9]{1,4}$"
_CHOICES: dict[str, type[TextChoices]] = {
    "kind": RuleKind,
    "quorum_base": QuorumBase,
    "abstention": Abstention,
    "tie": Tie,
    "silence": Silence,
}


def _is_count(value: Any) -> bool:
    # JSON's `true` is an `int` here, and would be a quorum of one seat.
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST


def _to_share(value: Any) -> Fraction | None:
    """A share written as two whole numbers; an exponent in it could keep the machine busy for minutes."""
    if isinstance(value, Fraction):
        return value
    if not isinstance(value, str) or not re.fullmatch(SHARE, value, re.ASCII) or not int(value.partition("/")[2]):
        return None
    return Fraction(value)


def _as_json(value: Any) -> Any:
    match value:
        case TextChoices():
            return value.value
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case Decimal():
            return format(value, "f")
    return [one.as_data() for one in value] if isinstance(value, tuple) else value


class _Reading:
    """One pass over the data of a rule, noting every gap instead of stopping at the first."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.gaps: list[Gap] = []

    def read_values(self) -> dict[str, Any]:
        known = {field.name for field in fields(Rule)}
        for name in self.data:
            if name not in known:
                self.add_gap("unknown_field", str(name), Message("A rule has no such field."))
        values = {name: value for name in self.data if name in known and (value := self.read(name)) is not None}
        if "kind" not in self.data:
            self.add_gap("required", "kind", Message("Say which rule it is."))
        elif "kind" in values:
            self.check_own_fields(values["kind"], values)
        self.check_share(values)
        return values

    def read(self, name: str) -> Any:
        value = self.data[name]
        if value is None:
            return None
        if name in _CHOICES:
            return self.read_choice(name, value)
        if name in _QUORUMS:
            return self.read_quorum(name, value)
        if name in _OWN_FIELDS[RuleKind.TESTS]:
            return self.read_rows(name, value)
        if name == "threshold":
            return self.read_threshold(value)
        if name in _FLAGS:
            return self.read_flag(name, value)
        return self.read_count(name, value)

    def read_choice(self, name: str, value: Any) -> TextChoices | None:
        kind = _CHOICES[name]
        if value in kind.values:
            return kind(value)
        allowed = ", ".join(kind.values)
        self.add_gap("unknown_choice", name, Message("Choose one of: %(allowed)s.", allowed=allowed))
        return None

    def read_rows(self, name: str, value: Any) -> tuple[VoteTest, ...] | tuple[SeatGroup, ...]:
        rows: tuple[VoteTest, ...] | tuple[SeatGroup, ...]
        if name == "groups":
            rows, gaps = read_groups(value, name)
        else:
            rows, gaps = read_tests(value, name, OF_VOTES if name == "tests" else OF_QUORUM)
        self.gaps += gaps
        return rows

    def read_count(self, name: str, value: Any) -> int | None:
        if _is_count(value):
            return int(value)
        self.add_gap("not_a_count", name, Message("Give a whole number from 1 to %(most)s.", most=MOST))
        return None

    def read_flag(self, name: str, value: Any) -> bool | None:
        if isinstance(value, bool):
            return value
        self.add_gap("not_a_flag", name, Message("Give true or false."))
        return None

    def read_threshold(self, value: Any) -> Decimal | None:
        number = to_weight(value)
        if number:
            return number
        self.add_gap("not_a_weight", "threshold", Message('Give a weight above 0 as a whole number, or as text such as "7.5".'))
        return None

    def read_quorum(self, name: str, value: Any) -> Fraction | int | None:
        if _is_count(value):
            return int(value)
        share = _to_share(value)
        if share is not None and 0 < share <= 1:
            return share
        self.add_gap("not_a_quorum", name, Message('Give a number of seats, or a share such as "2/3".'))
        return None

    def check_own_fields(self, kind: RuleKind, values: Mapping[str, Any]) -> None:
        for name in _OWN_FIELDS.get(kind, ()):
            if name not in _OPTIONAL and self.data.get(name) in (None, [], ()):
                self.add_gap("required", name, Message("This rule needs a value here."))
        others = [name for owner, names in _OWN_FIELDS.items() if owner is not kind for name in names]
        others += [name for name, for_kind in _FLAGS.items() if for_kind not in (None, kind)]
        for name in others:
            if values.get(name):
                self.add_gap("not_for_this_rule", name, Message("This rule does not use it."))
        for name in _OF_ONE_QUORUM if kind == RuleKind.TESTS else ():
            if values.get(name) and values[name] != QuorumBase.ELIGIBLE:
                self.add_gap("not_for_this_rule", name, Message("Here a quorum is said by tests of its own."))

    def check_share(self, values: Mapping[str, Any]) -> None:
        if values.get("numerator", 0) > values.get("denominator", math.inf):
            self.add_gap("out_of_range", "numerator", Message("The share asked for is more than the whole."))

    def add_gap(self, code: str, path: str, message: Message) -> None:
        self.gaps.append(Gap(code, path, message))
