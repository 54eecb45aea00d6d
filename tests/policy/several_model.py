"""Rules of several tests counted a second time: from their data, in whole numbers, and by trying everything still to be said.

It shares no line with the policy: weights are thousandths, shares are multiplied out, and what is certain is found by trying.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from licensing.choices import PositionChoice
from licensing.policy.signoff.tally_types import SeatPosition, TallySeat

SILENCE_MEANS = {"no_objection": "approve", "abstain": "abstain", "objection": "object"}
FOR = {"approve", "conditions"}


def count_test(
    data: Mapping[str, Any], rule: Mapping[str, Any], seats: Sequence[TallySeat], said: Mapping[str, str], deemed: set[str]
) -> tuple[int, int, bool]:
    """Value and whole of a test in thousandths, and whether it is met."""
    abstention = rule.get("abstention", "ignored")
    group = next((one["seats"] for one in rule.get("groups", ()) if one["code"] == data.get("group")), None)
    value = whole = 0
    for seat in seats:
        if str(seat.role) != "deliberative" or (group is not None and seat.code not in group):
            continue
        word = said.get(seat.code)
        is_for = word in FOR
        is_against = word == "object" or (word == "abstain" and abstention == "against")
        is_present = word is not None and not (word == "abstain" and abstention == "absent")
        size = 1000 if data.get("measure", "seats") == "seats" else int(Decimal(seat.weight) * 1000)
        of = {"all": True, "eligible": not seat.recused, "present": is_present, "cast": is_for or is_against}
        belongs = of[data.get("base", "eligible")]
        counts = {
            "for": is_for,
            "against": is_against,
            "not_for": belongs and not is_for,
            "spoke": is_present and seat.code not in deemed,
            "present": is_present,
        }
        whole += size if belongs else 0
        value += size if counts[data["counted"]] else 0
    if "share" in data:
        numerator, denominator = map(int, data["share"].split("/"))
        left, right = value * denominator, whole * numerator
    else:
        left, right = value, int(Decimal(data["number"]) * 1000)
    met = {
        "at_least": value > 0 and left >= right,
        "more_than": left > right,
        "at_most": left <= right,
        "less_than": value == 0 or left < right,
    }
    return value, whole, met[data["bound"]]


def is_met(tests: Sequence[Mapping[str, Any]], *rest: Any) -> bool:
    ways: dict[int, bool] = {}
    for one in tests:
        way = one.get("way", 1)
        ways[way] = ways.get(way, True) and count_test(one, *rest)[2]
    return not ways or any(ways.values())


def decide(rule: Mapping[str, Any], seats: Sequence[TallySeat], said: Mapping[str, str], deemed: set[str]) -> str:
    """What a round comes to in which everything has been said that will be."""
    voting = [seat for seat in seats if str(seat.role) == "deliberative"]
    present = [seat for seat in voting if not seat.recused]
    if not voting:
        return "pending"
    if not present:
        return "escalated"
    vetoes = {str(seat.veto) for seat in present if said.get(seat.code) == "object" and seat.code not in deemed} - {"none"}
    if vetoes:
        return "not_passed" if "absolute" in vetoes else "escalated"
    if not is_met(rule.get("quorum_tests", ()), rule, seats, said, deemed):
        return "escalated"
    here = [said[seat.code] for seat in present if seat.code in said]
    if rule.get("abstention") == "absent":
        here = [word for word in here if word != "abstain"]
    if here.count("adjourn") * 2 > len(here):
        return "adjourned"
    return "passed" if is_met(rule["tests"], rule, seats, said, deemed) else "not_passed"


def list_ends(
    rule: Mapping[str, Any], seats: Sequence[TallySeat], positions: Sequence[SeatPosition], *, closed: bool
) -> Iterator[str]:
    """Every outcome that a round may still come to, whatever the seats that it waits for say or leave unsaid."""
    asked = [seat for seat in seats if not seat.recused and str(seat.role) in ("deliberative", "consultative")]
    said = {
        one.seat: str(one.choice.value) for one in positions if one.seat in {seat.code for seat in asked} and not one.casting
    }
    silent = [seat for seat in asked if seat.code not in said]
    means = SILENCE_MEANS.get(rule.get("silence", "block")) if closed else None
    deemed = {seat.code for seat in silent if means and str(seat.role) == "deliberative" and not seat.explicit}
    said |= {code: means for code in deemed if means}
    open_seats = list_waited_for(silent, deemed, rule, closed=closed)
    words = [None, *(choice.value for choice in PositionChoice if choice != PositionChoice.CONDITIONS)]
    for further in itertools.product(words, repeat=len(open_seats)):
        heard = {seat.code: word for seat, word in zip(open_seats, further, strict=True) if word is not None}
        yield decide(rule, seats, said | heard, deemed)


def list_waited_for(silent: Sequence[TallySeat], deemed: set[str], rule: Mapping[str, Any], *, closed: bool) -> list[TallySeat]:
    """The silent seats that a round cannot pass over; an adviser counts for nothing, and is only waited for."""
    if not closed:
        return list(silent)
    answers = rule.get("silence", "block") in SILENCE_MEANS
    return [
        seat
        for seat in silent
        if seat.code not in deemed and (str(seat.role) == "deliberative" or seat.explicit or (seat.mandatory and not answers))
    ]
