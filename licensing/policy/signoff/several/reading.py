"""Tests and groups of seats as they are written in a rule, read with everything that cannot be read of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from django.db.models import TextChoices

from licensing.choices import VoteBase, VoteBound, VoteCounted, VoteMeasure
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.exact import to_weight
from licensing.policy.reference.texts import collect_texts
from licensing.policy.signoff.several.vote_tests import SeatGroup, VoteTest

# No rule of a collective body is longer; beyond that it is an attack or a slip.
MOST_TESTS: Final = 20
MOST_GROUPS: Final = 10
MOST_WAYS: Final = 9
MOST_SEATS: Final = 9999
SHARE: Final = "^[0-9]{1,4}/[0-9]{1,4}$"
CODE: Final = "^[a-z0-9][a-z0-9_-]{0,47}$"
OF_VOTES: Final = frozenset({VoteCounted.FOR, VoteCounted.AGAINST, VoteCounted.NOT_FOR})
OF_QUORUM: Final = frozenset({VoteCounted.SPOKE, VoteCounted.PRESENT})

_CHOICES: Mapping[str, type[TextChoices]] = {
    "counted": VoteCounted,
    "bound": VoteBound,
    "measure": VoteMeasure,
    "base": VoteBase,
}
_TEST_FIELDS = frozenset({*_CHOICES, "share", "number", "group", "way"})
_GROUP_FIELDS = frozenset({"code", "seats"})
_NAME = re.compile(r"name_[a-z]{2,3}")
_EMPTY = Message("This cannot be empty.")


def read_tests(rows: Any, path: str, counted: Collection[VoteCounted]) -> tuple[tuple[VoteTest, ...], list[Gap]]:
    """The tests of a list, each of which may count one of `counted`, and what cannot be read of them."""
    tests, gaps = [], [*_list_gaps(rows, path, MOST_TESTS)]
    for here, row in _number_rows(rows, path):
        if found := list(_test_gaps(row, here, counted)):
            gaps += found
        else:
            tests.append(_build_test(row))
    return tuple(tests), gaps


def read_groups(rows: Any, path: str) -> tuple[tuple[SeatGroup, ...], list[Gap]]:
    """The groups of seats of a rule, and what cannot be read of them."""
    groups, gaps = list[SeatGroup](), [*_list_gaps(rows, path, MOST_GROUPS)]
    for here, row in _number_rows(rows, path):
        found = list(_group_gaps(row, here))
        if any(one.code == row.get("code") for one in groups):
            found.append(Gap("group_twice", f"{here}.code", Message("There is a group of this code already.")))
        gaps += found
        if not found:
            groups.append(SeatGroup(row["code"], tuple(row["seats"]), _read_names(row)))
    return tuple(groups), gaps


def read_share(value: Any) -> Fraction | None:
    """A share of the whole, as two whole numbers or as a fraction; None for anything else."""
    if isinstance(value, Fraction):
        share = value
    elif isinstance(value, str) and re.fullmatch(SHARE, value, re.ASCII) and int(value.partition("/")[2]):
        share = Fraction(value)
    else:
        return None
    return share if 0 <= share <= 1 else None


def _build_test(row: Mapping[str, Any]) -> VoteTest:
    counted, bound = VoteCounted(row["counted"]), VoteBound(row["bound"])
    return VoteTest(
        counted,
        bound,
        share=read_share(row.get("share")),
        number=to_weight(row["number"]) if row.get("number") is not None else None,
        measure=VoteMeasure(row.get("measure") or VoteMeasure.SEATS),
        base=VoteBase(row.get("base") or VoteBase.ELIGIBLE),
        group=row.get("group") or "",
        way=row.get("way") or 1,
        names=_read_names(row),
    )


def _read_names(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(collect_texts(row, "name").items()))


def _test_gaps(row: Mapping[str, Any], here: str, counted: Collection[VoteCounted]) -> Iterator[Gap]:
    yield from _field_gaps(row, here, _TEST_FIELDS)
    found = [*_test_choice_gaps(row, here, counted)]
    yield from found
    yield from _limit_gaps(row, here)
    way = row.get("way", 1)
    if not _is_whole(way) or not 1 <= way <= MOST_WAYS:
        yield Gap("not_a_way", f"{here}.way", Message("Give a whole number from 1 to %(most)s.", most=MOST_WAYS))
    if row.get("group") is not None and not _is_code(row["group"]):
        yield Gap("not_a_code", f"{here}.group", Message("Name a group of seats by its code."))
    if not found:
        yield from _sense_gaps(row, here)


def _test_choice_gaps(row: Mapping[str, Any], here: str, counted: Collection[VoteCounted]) -> Iterator[Gap]:
    for name, choices in _CHOICES.items():
        value = row.get(name)
        if value is None and name in ("counted", "bound"):
            yield Gap("required", f"{here}.{name}", _EMPTY)
        elif value is not None:
            known = [one.value for one in VoteCounted if one in counted] if name == "counted" else choices.values
            if value not in known:
                words = Message("Choose one of: %(allowed)s.", allowed=", ".join(known))
                yield Gap("unknown_choice", f"{here}.{name}", words)


def _limit_gaps(row: Mapping[str, Any], here: str) -> Iterator[Gap]:
    share, number = row.get("share"), row.get("number")
    if (share is None) == (number is None):
        yield Gap("share_or_number", f"{here}.share", Message("Give either a share or a number."))
    elif share is not None and read_share(share) is None:
        yield Gap("not_a_share", f"{here}.share", Message("Give a share of the whole, such as “2/3”."))
    elif number is not None and row.get("measure", VoteMeasure.SEATS) == VoteMeasure.WEIGHT:
        if to_weight(number) is None:
            words = Message("Give a weight of 0 or more. Write it plainly, such as 2 or 2.5.")
            yield Gap("not_a_weight", f"{here}.number", words)
    elif number is not None and not (_is_whole(number) and 0 <= number <= MOST_SEATS):
        yield Gap("not_a_count", f"{here}.number", Message("Give a whole number from 0 to %(most)s.", most=MOST_SEATS))


def _sense_gaps(row: Mapping[str, Any], here: str) -> Iterator[Gap]:
    """A rule is one under which a vote for never harms, and a test is one that asks for something."""
    counted, bound = VoteCounted(row["counted"]), VoteBound(row["bound"])
    if bound.is_floor == (counted in (VoteCounted.AGAINST, VoteCounted.NOT_FOR)):
        yield Gap("harmful", f"{here}.bound", _HARMFUL_QUORUM if counted in OF_QUORUM else _HARMFUL)
    limit = read_share(row.get("share")) if row.get("share") is not None else to_weight(row.get("number"))
    if limit == 0 and bound in (VoteBound.AT_LEAST, VoteBound.LESS_THAN):
        yield Gap("asks_nothing", f"{here}.bound", Message("“At least” and “less than” need a limit above 0."))
    if counted in OF_QUORUM and row.get("base", VoteBase.ELIGIBLE) not in (VoteBase.ALL, VoteBase.ELIGIBLE):
        words = Message("A quorum is a part of all with a vote, or of those of them who are not recused.")
        yield Gap("quorum_of_itself", f"{here}.base", words)


_HARMFUL = Message(
    "So a vote for would do harm. Ask for “at least” or “more than” of votes for, and “at most” or “less than” of the others."
)
_HARMFUL_QUORUM = Message("Presence would do harm. Ask for “at least” or “more than” in a quorum.")


def _group_gaps(row: Mapping[str, Any], here: str) -> Iterator[Gap]:
    yield from _field_gaps(row, here, _GROUP_FIELDS)
    if not _is_code(row.get("code")):
        yield Gap("not_a_code", f"{here}.code", Message("Give a code of small letters, digits, - and _."))
    seats = row.get("seats")
    if not isinstance(seats, Sequence) or isinstance(seats, str) or not all(isinstance(one, str) for one in seats):
        yield Gap("not_a_list", f"{here}.seats", Message("Give a list."))
    elif not seats:
        yield Gap("group_empty", f"{here}.seats", Message("The group has no seats."))
    elif len(set(seats)) < len(seats):
        yield Gap("seat_twice", f"{here}.seats", Message("A seat stands twice in the group."))


def _list_gaps(rows: Any, path: str, most: int) -> Iterator[Gap]:
    if not isinstance(rows, list | tuple):
        yield Gap("not_a_list", path, Message("Give a list."))
    elif len(rows) > most:
        yield Gap("too_many", path, Message("Give at most %(most)s of them.", most=most))


def _field_gaps(row: Mapping[str, Any], here: str, known: Collection[str]) -> Iterator[Gap]:
    for name, value in row.items():
        if _NAME.fullmatch(str(name)):
            if not isinstance(value, str) or len(value) > 300:
                yield Gap("not_a_text", f"{here}.{name}", Message("Give a line of at most 300 characters."))
        elif name not in known:
            yield Gap("unknown_field", f"{here}.{name}", Message("There is no such field here."))


def _number_rows(rows: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for place, row in enumerate(rows if isinstance(rows, list | tuple) else ()):
        yield f"{path}.{place}", row if isinstance(row, Mapping) else {}


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(CODE, value, re.ASCII) is not None
