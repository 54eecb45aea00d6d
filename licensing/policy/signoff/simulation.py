"""Trying a rule before it is published: a rule, seats and positions as plain data, and the tally they give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices

from licensing.choices import ItemOutcome, PositionChoice, SeatRole, StageOutcome, Veto
from licensing.errors import Gap, Invalid, ProcedureInvalid
from licensing.messages import Message, TranslatedText
from licensing.policy.exact import to_weight
from licensing.policy.reference.texts import BASE, collect_texts
from licensing.policy.signoff.advice import AdvisedRound, find_advice_gaps, read_advice
from licensing.policy.signoff.procedures.satisfiability import check_satisfiable
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.tally import tally
from licensing.policy.signoff.tally_types import DECISIVE, SeatPosition, Tally, TallySeat


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a rule that is tried comes to: the tally, and the outcome of each item that a position speaks of, by its number."""

    tally: Tally
    items: Mapping[int, ItemOutcome]


def simulate(document: Mapping[str, Any]) -> Simulated:
    """What `{"rule", "seats", "positions", "closed", "absolute", "lower"}` comes to, counted once.

    A position has its advice on items as `items`, rows of `item` and `advice`. Invalid names what is not of that form;
    ProcedureInvalid what the rule or its seats could never do.
    """
    rows = document.get("positions", [])
    seats, seat_gaps = parse_seats(document.get("seats", []))
    positions, position_gaps = parse_positions(rows, seats)
    rest = _Options(document)
    if gaps := [*rest.gaps, *seat_gaps, *position_gaps]:
        raise Invalid(gaps=gaps)
    rule = _parse_rule(document.get("rule", {}), seats)
    counted = tally(rule, seats, positions, closed=rest.closed, absolute=rest.absolute, lower=rest.lower)
    advice = {row["seat"]: read_advice(row["items"]) for row in rows if row.get("items") and not row.get("casting")}
    round = AdvisedRound(rule, seats, positions, advice, rest.closed, rest.lower)
    numbers = sorted({number for one in advice.values() for number in one})
    # An absolute ground stands against every item alike.
    items = {number: ItemOutcome.REFUSE if counted.absolute else round.find_outcome(number) for number in numbers}
    return Simulated(counted, items)


def parse_seats(rows: Any) -> tuple[list[TallySeat], list[Gap]]:
    """Seats as written in a simulation or a procedure file, and what could not be read."""
    seats, gaps = [], []
    for place, row in _numbered_rows(rows, "seats"):
        row_gaps = list(_seat_field_gaps(row, place))
        gaps.extend(row_gaps)
        if not row_gaps:
            seats.append(_build_seat(row))
    if not isinstance(rows, list):
        gaps.append(Gap("not_a_list", "seats", _LIST))
    return seats, gaps


def parse_positions(rows: Any, seats: Sequence[TallySeat]) -> tuple[list[SeatPosition], list[Gap]]:
    """Positions as written in a simulation, and what could not be read."""
    by_code = {seat.code: seat for seat in seats}
    spoken: dict[tuple[str, bool], SeatPosition] = {}
    gaps = []
    for place, row in _numbered_rows(rows, "positions"):
        row_gaps = list(_position_gaps(row, place, by_code))
        # As text, because a row may hold anything here, and a list has no hash.
        key = (str(row.get("seat")), bool(row.get("casting")))
        if key in spoken:
            row_gaps.append(Gap("spoken_twice", f"{place}.seat", _TWICE))
        gaps.extend(row_gaps)
        if not row_gaps:
            spoken[key] = SeatPosition(key[0], PositionChoice(row["choice"]), casting=key[1])
    if not isinstance(rows, list):
        gaps.append(Gap("not_a_list", "positions", _LIST))
    return list(spoken.values()), gaps


_LIST = Message("Give a list.")
_TWICE = Message("This seat speaks twice.")
_FLAG = Message("Give true or false.")
_UNKNOWN = Message("There is no such field here.")
_EMPTY = Message("This cannot be empty.")
_WEIGHT = Message("Give a weight of 0 or more. Write it plainly, such as 2 or 2.5.")
_NO_SEAT = Message("There is no such seat in this round.")
_CASTING = Message("A casting vote is for or against, and the chair's.")

_TOP = frozenset({"rule", "seats", "positions", "closed", "absolute", "lower"})
_SEAT_FLAGS = ("mandatory", "explicit", "chair", "recused")
_SEAT_FIELDS = frozenset({"code", "name", "role", "weight", "veto", *_SEAT_FLAGS})
# A name may stand in any language of the site (`name_pl`), so a further language needs no code here.
_NAME = re.compile(r"name(_[a-z]{2,3})?")
_POSITION_FIELDS = frozenset({"seat", "choice", "casting", "items"})
# A trial has no request, so its items are whatever numbers are named.
_ITEM_NUMBERS = range(1, 1000)


@dataclass(init=False)
class _Options:
    """The options of a simulation besides the rule, the seats and the positions."""

    closed: bool
    absolute: list[str]
    lower: StageOutcome | None
    gaps: list[Gap]

    def __init__(self, document: Mapping[str, Any]) -> None:
        # What is wrong is replaced by a default only so that every gap can be named at once: `simulate` then refuses.
        self.gaps = list(_option_gaps(document))
        self.closed = document.get("closed") is True
        titles = document.get("absolute")
        self.absolute = titles if isinstance(titles, list) else []
        lower = document.get("lower")
        self.lower = StageOutcome(lower) if lower in StageOutcome.values else None


def _option_gaps(document: Mapping[str, Any]) -> Iterator[Gap]:
    yield from _unexpected_field_gaps(document, _TOP, "")
    if not isinstance(document.get("closed", False), bool):
        yield Gap("not_a_flag", "closed", _FLAG)
    titles = document.get("absolute", [])
    if not isinstance(titles, list) or not all(isinstance(title, str) for title in titles):
        yield Gap("not_a_list", "absolute", _LIST)
    if document.get("lower") is not None:
        yield from _choice_gaps(document["lower"], StageOutcome, "lower")


def _parse_rule(data: Any, seats: Sequence[TallySeat]) -> Rule:
    try:
        rule = Rule.parse(data if isinstance(data, Mapping) else {})
    except ProcedureInvalid as refused:
        raise ProcedureInvalid(gaps=[replace(gap, path=f"rule.{gap.path}") for gap in refused.gaps]) from None
    if gaps := check_satisfiable(rule, seats):
        raise ProcedureInvalid(
            gaps=[gap if gap.path.startswith("seats") else replace(gap, path=f"rule.{gap.path}") for gap in gaps]
        )
    return rule


def _build_seat(row: Mapping[str, Any]) -> TallySeat:
    return TallySeat(
        code=row["code"],
        name=TranslatedText({BASE: row.get("name") or row["code"]} | collect_texts(row, "name")),
        role=SeatRole(row.get("role", SeatRole.DELIBERATIVE)),
        weight=to_weight(row.get("weight", 1)) or Decimal(),
        veto=Veto(row.get("veto", Veto.NONE)),
        **{flag: row.get(flag, False) for flag in _SEAT_FLAGS},
    )


def _seat_field_gaps(row: Mapping[str, Any], place: str) -> Iterator[Gap]:
    names = {field for field in row if _NAME.fullmatch(str(field))}
    yield from _unexpected_field_gaps(row, _SEAT_FIELDS | names, f"{place}.")
    if not isinstance(row.get("code"), str) or not row["code"].strip():
        yield Gap("required", f"{place}.code", _EMPTY)
    for name in sorted(names):
        if not isinstance(row[name], str):
            yield Gap("required", f"{place}.{name}", _EMPTY)
    yield from _choice_gaps(row.get("role", SeatRole.DELIBERATIVE), SeatRole, f"{place}.role")
    yield from _choice_gaps(row.get("veto", Veto.NONE), Veto, f"{place}.veto")
    if to_weight(row.get("weight", 1)) is None:
        yield Gap("not_a_weight", f"{place}.weight", _WEIGHT)
    for flag in _SEAT_FLAGS:
        if not isinstance(row.get(flag, False), bool):
            yield Gap("not_a_flag", f"{place}.{flag}", _FLAG)


def _position_gaps(row: Mapping[str, Any], place: str, seats: Mapping[str, TallySeat]) -> Iterator[Gap]:
    yield from _unexpected_field_gaps(row, _POSITION_FIELDS, f"{place}.")
    code = row.get("seat")
    seat = seats.get(code) if isinstance(code, str) else None
    if seat is None:
        yield Gap("unknown_seat", f"{place}.seat", _NO_SEAT)
    yield from _choice_gaps(row.get("choice"), PositionChoice, f"{place}.choice")
    yield from _list_advice_gaps(row, place)
    casting = row.get("casting", False)
    if not isinstance(casting, bool):
        yield Gap("not_a_flag", f"{place}.casting", _FLAG)
    elif casting and seat and not (seat.chair and seat.votes and row.get("choice") in DECISIVE):
        yield Gap("no_casting_vote", f"{place}.casting", _CASTING)


def _list_advice_gaps(row: Mapping[str, Any], place: str) -> Iterator[Gap]:
    rows = row.get("items", [])
    if not isinstance(rows, list) or not all(isinstance(one, Mapping) for one in rows):
        yield Gap("not_a_list", f"{place}.items", _LIST)
    elif rows and row.get("casting") is True:
        yield Gap("invalid", f"{place}.items", Message("Advice on items goes with the ordinary vote."))
    elif row.get("choice") in PositionChoice.values:
        found = find_advice_gaps(rows, PositionChoice(row["choice"]), _ITEM_NUMBERS)
        yield from (replace(gap, path=f"{place}.{gap.path}") for gap in found)


def _choice_gaps(value: Any, choices: type[TextChoices], path: str) -> Iterator[Gap]:
    if value not in choices.values:
        allowed = ", ".join(choices.values)
        yield Gap("unknown_choice", path, Message("Choose one of: %(allowed)s.", allowed=allowed))


def _unexpected_field_gaps(row: Mapping[str, Any], known: frozenset[str], prefix: str) -> Iterator[Gap]:
    for name in row:
        if name not in known:
            yield Gap("unknown_field", f"{prefix}{name}", _UNKNOWN)


def _numbered_rows(rows: Any, section: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        yield f"{section}.{index}", row if isinstance(row, Mapping) else {}
