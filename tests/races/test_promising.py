"""Random histories of reserving, granting, refusing, delivering and planning anew: nothing is promised twice, by plain sums."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.supply.families import Family
from licensing.policy.supply.plans import PlanInput
from licensing.policy.supply.spare import Claim, FamilySupply, allocate_spare, schedule_rest
from tests.policy.supply.test_spare import DAYS, START, TODAY, claim, periods

PERIODS = 4


@dataclass
class Promise:
    """One case: what is reserved for it, and its licence with what has left under it."""

    asked: list[Claim]
    reserved: list[Claim] = field(default_factory=list)
    authorised: int = 0
    used: int = 0
    is_open: bool = True

    def list_claims(self) -> list[Claim]:
        left = [Claim(TODAY, Decimal(self.used))] if self.used else []
        live = Decimal(self.authorised) if self.is_open else Decimal(self.used)
        return [*self.reserved, *left, *schedule_rest(self.asked, authorised=live, used=Decimal(self.used), today=TODAY)]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("reserve"), st.lists(st.tuples(st.integers(0, PERIODS), st.integers(1, 60)), min_size=1, max_size=3)),
        st.tuples(st.sampled_from(["grant", "part", "refuse", "withdraw", "end"]), st.integers(0, 9)),
        st.tuples(st.just("deliver"), st.integers(0, 9), st.integers(1, 40)),
        st.tuples(st.just("plan"), st.integers(0, 150), st.lists(st.integers(-40, 60), min_size=PERIODS, max_size=PERIODS)),
    ),
    max_size=14,
)


@given(STEPS)
def test_what_is_promised_never_exceeds_what_can_be_spared(steps: list[Any]) -> None:
    stock, moves, cases = 100, [0] * PERIODS, list[Promise]()
    for step in steps:
        match step:
            case ("plan", level, rows):
                stock, moves = level, rows
            case ("reserve", asked):
                before = _compute_path(stock, moves, cases)
                made = Promise(sorted((claim(*one) for one in asked), key=lambda one: one.on))
                taken = allocate_spare(_build_supply(stock, moves, cases), made.asked, decimals=0)
                made.reserved = [Claim(one.on, quantity) for one, quantity in zip(made.asked, taken, strict=True) if quantity]
                cases.append(made)
                _check_reservation(before, _compute_path(stock, moves, cases), made, taken)
            case (("grant" | "part" | "refuse" | "withdraw" | "end") as act, number) if cases:
                _decide(cases[number % len(cases)], act)
            case ("deliver", number, quantity) if cases:
                one = cases[number % len(cases)]
                one.used += min(quantity, one.authorised - one.used) if one.is_open else 0


def _decide(one: Promise, act: str) -> None:
    """A grant, of all or of half, turns what is reserved into a licence; any other end gives back what has not left."""
    if act in ("grant", "part") and one.is_open and not one.authorised:
        one.authorised = int(sum(kept.quantity for kept in one.reserved)) // (2 if act == "part" else 1)
    elif act == "end" and one.authorised:
        one.is_open = False
    one.reserved = [] if act != "end" else one.reserved


def _build_supply(stock: int, moves: list[int], cases: list[Promise]) -> FamilySupply:
    rows = [(max(move, 0), max(-move, 0)) for move in moves]
    plan = PlanInput(TODAY, Decimal(stock), Decimal(20), periods=periods(rows))
    return FamilySupply(Family("uav", "NAR"), plan, 1, tuple(made for one in cases for made in one.list_claims()))


def _compute_path(stock: int, moves: list[int], cases: list[Promise]) -> list[int]:
    """The independent model: what is above the reserve at the end of each period, by whole numbers from the dates alone."""
    path = []
    for place in range(PERIODS):
        end = START + timedelta(days=DAYS * (place + 1))
        last = place == PERIODS - 1
        gone = sum(int(made.quantity) for one in cases for made in one.list_claims() if made.on < end or last)
        path.append(stock - 20 + sum(moves[: place + 1]) - gone)
    return path


def _check_reservation(before: list[int], after: list[int], made: Promise, taken: list[Decimal]) -> None:
    """Nothing falls below the reserve that was not below it before, and one more piece of anything would."""
    assert all(now >= 0 or now == was for was, now in zip(before, after, strict=True))
    for one, quantity in zip(made.asked, taken, strict=True):
        place = min((one.on - START).days // DAYS, PERIODS - 1)
        assert quantity == one.quantity or min(after[place:]) <= 0
